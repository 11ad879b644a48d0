using System.Diagnostics;
using System.Globalization;
using IsoBuild;

// Whole processes, side by side: start to exit, page cache warm, the tools taking turns so that a busy
// moment of the machine hits all of them. Run with -c Release:
//
//   dotnet run -c Release --project tests/IsoBuild.Benchmarks [extract] [--rounds N] [DIRECTORY...]
//
//   dotnet run -c Release --project tests/IsoBuild.Benchmarks scale [WORD...]
//
// With "scale", images of many files, of many directories and of many bytes, each in a process whose memory
// is measured (on Linux); with words, those cases whose names contain one.
// With "extract", an image of each directory is extracted into an empty one; otherwise, images are made.
// Without directories: the folder of the running SDK, and 100,000 small files made for the occasion.

if (args is ["make", var source, var output])
{
    new ImageBuilder().AddDirectory("", source).Write(output).EnsureSuccess();
    return 0;
}

if (args is ["make-twins", var twins, var copy])
{
    new ImageBuilder(new ImageOptions { Dedupe = false }).AddDirectory("", twins).Write(copy).EnsureSuccess();
    return 0;
}

if (args is ["unpack", var made, var target])
{
    using IsoImage opened = IsoImage.Open(made);
    return opened.Extract(target).Succeeded ? 0 : 1;
}

if (args is ["scale", .. var words])
{
    return Scale.Run(words);
}

if (args is ["scale-case", var scaleCase, var formats, var folder])
{
    return Scale.RunCase(scaleCase, formats, folder);
}

bool extracts = args is ["extract", ..];
int rounds = 5;
List<string> directories = [];
for (int i = extracts ? 1 : 0; i < args.Length; i++)
{
    if (args[i] == "--rounds" && i + 1 < args.Length)
    {
        rounds = int.Parse(args[++i], CultureInfo.InvariantCulture);
    }
    else
    {
        directories.Add(Path.GetFullPath(args[i]));
    }
}

using TempDirectory work = new();
if (directories.Count == 0)
{
    directories.Add(SdkFolder());
    directories.Add(SmallFiles(work.Combine("small"), 100_000));
}

string self = Environment.ProcessPath!;
(string Name, Func<string, string, CommandResult> Run)[] tools = extracts ?
[
    ("IsoBuild", (from, to) => CommandLine.Run(self, ["unpack", from, to])),
    ("bsdtar", (from, to) => CommandLine.Run("bsdtar", ["-xf", from, "-C", to])),
    ("7z", (from, to) => CommandLine.Run("7z", ["x", "-bd", "-bso0", "-o" + to, from])),
    ("xorriso", (from, to) => CommandLine.Run("xorriso", ["-osirrox", "on", "-indev", from, "-extract", "/", to])),
] :
[
    ("IsoBuild", (from, to) => CommandLine.Run(self, ["make", from, to])),
    ("no dedupe", (from, to) => CommandLine.Run(self, ["make-twins", from, to])),
    ("genisoimage", (from, to) => CommandLine.Run("genisoimage", ["-quiet", "-J", "-R", "-o", to, from])),
    ("xorriso", (from, to) => CommandLine.Run("xorriso", ["-as", "mkisofs", "-quiet", "-J", "-R", "-o", to, from])),
    ("cat", (from, to) => CommandLine.Run("sh", ["-c", "find \"$1\" -type f -print0 | xargs -0 cat > \"$2\"", "sh", from, to])),
];

foreach (string directory in directories)
{
    var files = new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).Select(file => file.Length).ToList();
    Console.WriteLine($"{directory}: {files.Count} files, {files.Sum() / 1_000_000.0:F0} MB, {rounds} rounds");

    string image = work.Combine("source.iso");
    if (extracts)
    {
        new ImageBuilder().AddDirectory("", directory).Write(image).EnsureSuccess();
    }

    Dictionary<string, List<double>> times = tools.ToDictionary(tool => tool.Name, _ => new List<double>());
    // Round 0 warms the page cache and does not count.
    for (int round = 0; round <= rounds; round++)
    {
        foreach ((string name, var run) in tools)
        {
            string result = work.Combine(extracts ? "extracted" : name + ".iso");
            if (extracts)
            {
                Directory.CreateDirectory(result);
            }
            else
            {
                File.Delete(result);
            }

            Stopwatch watch = Stopwatch.StartNew();
            run(extracts ? image : directory, result).EnsureSuccess();
            watch.Stop();
            if (extracts)
            {
                Directory.Delete(result, recursive: true);
            }

            if (round > 0)
            {
                times[name].Add(watch.Elapsed.TotalSeconds);
            }
        }
    }

    Console.WriteLine($"  {"",-12} {"median",8} {"min",8} {"max",8}  seconds");
    foreach ((string name, List<double> seconds) in times)
    {
        seconds.Sort();
        Console.WriteLine($"  {name,-12} {seconds[seconds.Count / 2],8:F3} {seconds[0],8:F3} {seconds[^1],8:F3}");
        File.Delete(work.Combine(name + ".iso"));
    }
}

return 0;

// The folder sdk/<version>, found from the runtime's: <root>/shared/Microsoft.NETCore.App/<version>.
static string SdkFolder()
{
    string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
    return Directory.GetDirectories(Path.Combine(root, "sdk")).Order(StringComparer.Ordinal).Last();
}

static string SmallFiles(string root, int count)
{
    Random random = new(1);
    byte[] bytes = new byte[4096];
    random.NextBytes(bytes);
    for (int i = 0; i < count; i++)
    {
        string folder = Path.Combine(root, $"d{i / 10_000:00}", $"d{i / 100 % 100:00}");
        if (i % 100 == 0)
        {
            Directory.CreateDirectory(folder);
        }

        File.WriteAllBytes(Path.Combine(folder, $"file-{i:000000}.txt"), bytes.AsSpan(0, random.Next(bytes.Length)));
    }

    return root;
}
