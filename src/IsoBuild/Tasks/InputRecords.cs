namespace IsoBuild.Tasks;

/// <summary>What an image was made of, file by file: a file beside the stamp that is read when the stamp no longer holds.</summary>
/// <remarks>It tells other bytes from another date, as after <c>git checkout</c> or where a generator has written the same again. Its parts end with a zero byte, as no path holds one.</remarks>
/// <param name="Hash">The hash of the inputs, as the stamp has it.</param>
/// <param name="HashOfFacts">The hash of all that is no file.</param>
/// <param name="Files">The files, sorted by path, each with the SHA-256 of its bytes as far as it is known.</param>
internal sealed record InputRecords(string Hash, string HashOfFacts, IReadOnlyList<(InputFile File, string Bytes)> Files)
{
    /// <summary>Where the records of a stamp are.</summary>
    public static string PathOf(string stamp) => Path.ChangeExtension(stamp, "inputs");

    /// <summary>What a build recorded; <see langword="null"/> when there is nothing that can be read.</summary>
    public static InputRecords? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        if (File.ReadAllText(path).Split('\0') is not [var hash, var facts, .. var lines, _])
        {
            return null;
        }

        var paths = new MovablePath(path);
        var files = new List<(InputFile, string)>();
        foreach (var line in lines)
        {
            if (line.Split('|', 2) is not [var bytes, var rest] || InputFile.Parse(rest, paths) is not { } file)
            {
                return null;
            }

            files.Add((file, bytes));
        }

        return new InputRecords(hash, facts, files);
    }

    /// <summary>Records what an image was made of.</summary>
    /// <param name="inputs">As they were before it was made.</param>
    /// <param name="former">What is known of files that have not changed since.</param>
    /// <param name="stored">What the image has of them.</param>
    public static InputRecords Of(ImageInputs inputs, InputRecords? former, StoredBytes stored)
    {
        var known = new Dictionary<InputFile, string>();
        foreach (var (file, bytes) in former?.Files ?? [])
        {
            known[file] = bytes;
        }

        return new InputRecords(inputs.Hash, inputs.HashOfFacts, [.. inputs.Files.AsParallel().AsOrdered().Select(file => (file, known.GetValueOrDefault(file) is { Length: > 0 } bytes ? bytes : stored.HashOf(file) ?? file.HashBytes()))]);
    }

    /// <summary>The records of inputs that have the same bytes as these, whatever their dates; <see langword="null"/> when an image of them would be another one.</summary>
    public InputRecords? Renew(ImageInputs inputs)
    {
        if (inputs.IsExact || inputs.HashOfFacts != HashOfFacts || inputs.Files.Count != Files.Count)
        {
            return null;
        }

        var renewed = new List<(InputFile, string)>(Files.Count);
        foreach (var (file, (former, bytes)) in inputs.Files.Zip(Files))
        {
            if (file != former && !(file.MayBe(former) && bytes.Length > 0 && file.HashBytes() == bytes))
            {
                return null;
            }

            renewed.Add((file, bytes));
        }

        return new InputRecords(inputs.Hash, HashOfFacts, renewed);
    }

    /// <summary>Writes them.</summary>
    public void Write(string path, CancellationToken cancellationToken)
    {
        var paths = new MovablePath(path);
        new TextOutput(path, string.Concat(Files.Select(record => $"{record.Bytes}|{record.File.ToLine(paths)}\0").Prepend($"{Hash}\0{HashOfFacts}\0"))).Write(cancellationToken);
    }
}
