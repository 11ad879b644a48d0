using System.Globalization;
using System.Text;

namespace IsoBuild.Tasks;

/// <summary>What an image was made of, file by file: a file beside the stamp that is read when the stamp no longer holds.</summary>
/// <remarks>
/// It tells other bytes from another date, as after <c>git checkout</c> or where a generator has written the same again. Its parts end with a zero byte, as no path holds one:
/// the two hashes, then the files, sorted by path. A folder comes once before those of its files that follow each other.
/// </remarks>
/// <param name="Hash">The hash of the inputs, as the stamp has it.</param>
/// <param name="HashOfFacts">The hash of all that is no file.</param>
/// <param name="Files">The files, sorted by path, each with what its bytes are known by.</param>
internal sealed record InputRecords(string Hash, string HashOfFacts, IReadOnlyList<(InputFile File, InputBytes Bytes)> Files)
{
    private const char FolderMark = '/';

    /// <summary>Where the records of a stamp are.</summary>
    public static string PathOf(string stamp) => Path.ChangeExtension(stamp, "inputs");

    /// <summary>What a build recorded; <see langword="null"/> when there is nothing that can be read.</summary>
    public static InputRecords? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var rest = File.ReadAllText(path).AsSpan();
        var (hash, facts) = (Take(ref rest, '\0').ToString(), Take(ref rest, '\0').ToString());
        var paths = new MovablePath(path);
        var files = new List<(InputFile, InputBytes)>();
        string? folder = null;
        while (rest.Length > 0)
        {
            var line = Take(ref rest, '\0');
            if (line is [FolderMark, .. var written])
            {
                folder = paths.Whole(written.ToString());
            }
            else if (folder is not null && Parse(line, folder) is { } record)
            {
                files.Add(record);
            }
            else
            {
                return null;
            }
        }

        return new InputRecords(hash, facts, files);
    }

    /// <summary>Records what an image was made of.</summary>
    /// <param name="inputs">As they were before it was made.</param>
    /// <param name="places">Where it has their bytes.</param>
    public static InputRecords Of(ImageInputs inputs, StoredPlaces places) =>
        new(inputs.Hash, inputs.HashOfFacts, [.. inputs.Files.Select(file => (file, InputBytes.Of(file, places)))]);

    /// <summary>The records of inputs that have the same bytes as these, whatever their dates; <see langword="null"/> when an image of them would be another one.</summary>
    /// <param name="inputs">The inputs as they are now.</param>
    /// <param name="image">The image; <see langword="null"/> when it is no longer the one that was made.</param>
    public InputRecords? Renew(ImageInputs inputs, Lazy<string?> image)
    {
        if (inputs.IsExact || inputs.HashOfFacts != HashOfFacts || inputs.Files.Count != Files.Count)
        {
            return null;
        }

        var renewed = new List<(InputFile, InputBytes)>(Files.Count);
        foreach (var (file, (former, bytes)) in inputs.Files.Zip(Files))
        {
            if (file != former && !(file.MayBe(former) && bytes.AreOf(file, image.Value)))
            {
                return null;
            }

            renewed.Add((file, bytes));
        }

        return new InputRecords(inputs.Hash, HashOfFacts, renewed);
    }

    /// <summary>The file to write.</summary>
    /// <param name="path">Its path.</param>
    public TextOutput ToFile(string path)
    {
        var paths = new MovablePath(path);
        var text = new StringBuilder().Append(Hash).Append('\0').Append(HashOfFacts).Append('\0');
        var former = "";
        foreach (var (file, bytes) in Files)
        {
            var name = Path.GetFileName(file.Path.AsSpan());
            var folder = file.Path.AsSpan(0, file.Path.Length - name.Length);
            if (!folder.SequenceEqual(former))
            {
                former = folder.ToString();
                text.Append(FolderMark).Append(paths.From(former) is { Length: > 0 } written ? written : $".{Path.DirectorySeparatorChar}").Append('\0');
            }

            text.Append(CultureInfo.InvariantCulture, $"{bytes}|{file.Length}|{file.Written}|{file.Changed}|").Append(name).Append('\0');
        }

        return new TextOutput(path, text.ToString());
    }

    /// <summary>A file's line; its name comes last, as it may hold anything.</summary>
    private static (InputFile, InputBytes)? Parse(ReadOnlySpan<char> line, string folder)
    {
        var bytes = InputBytes.Parse(Take(ref line, '|'));
        return TryTake(ref line, out var length) && TryTake(ref line, out var written) && TryTake(ref line, out var changed)
            ? (new InputFile(string.Concat(folder, line), length, written, changed), bytes)
            : null;

        static bool TryTake(ref ReadOnlySpan<char> line, out long number) => long.TryParse(Take(ref line, '|'), CultureInfo.InvariantCulture, out number);
    }

    /// <summary>What comes before a separator, or all that is left.</summary>
    private static ReadOnlySpan<char> Take(ref ReadOnlySpan<char> text, char separator)
    {
        var end = text.IndexOf(separator);
        var taken = end < 0 ? text : text[..end];
        text = end < 0 ? [] : text[(end + 1)..];
        return taken;
    }
}
