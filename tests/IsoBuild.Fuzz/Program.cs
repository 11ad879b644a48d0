using IsoBuild.Fuzz;
using SharpFuzz;

// IsoBuild.Fuzz TARGET            under afl-fuzz: reads inputs as it is told
// IsoBuild.Fuzz TARGET FILE...    tries inputs, and tells of those that fail
// IsoBuild.Fuzz unpack FILE IMAGE writes the image that an input of a target for images stands for
// IsoBuild.Fuzz pack IMAGE FILE   writes an input that stands for an image
Dictionary<string, FuzzTarget> targets = new(FuzzTargets.All, StringComparer.Ordinal) { ["cli"] = CliTarget.Try };
switch (args)
{
    case ["unpack", var packed, var image]:
        File.WriteAllBytes(image, SparseImage.Unpack(File.ReadAllBytes(packed)));
        return 0;
    case ["pack", var image, var packed]:
        File.WriteAllBytes(packed, SparseImage.Pack(File.ReadAllBytes(image), repairs: true));
        return 0;
    case [var name] when targets.TryGetValue(name, out FuzzTarget? target):
        Fuzzer.OutOfProcess.Run(stream =>
        {
            using MemoryStream input = new();
            stream.CopyTo(input);
            target(input.ToArray());
        });
        return 0;
    case [var name, .. var files] when files.Length > 0 && targets.TryGetValue(name, out FuzzTarget? target):
        return files.Count(file => !Passes(target, file)) > 0 ? 1 : 0;
    default:
        Console.Error.WriteLine($"Name a target: {string.Join(", ", targets.Keys)}.");
        return 2;
}

static bool Passes(FuzzTarget target, string file)
{
    try
    {
        target(File.ReadAllBytes(file));
        return true;
    }
    catch (Exception fault)
    {
        Console.WriteLine($"{file}: {fault}\n");
        return false;
    }
}
