using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IsoBuild.Interop.Tests;

/// <summary>Runs other people's programs, and reads what several of them print alike.</summary>
internal static class Readers
{
    /// <summary>Names come as they are, dates in English and UTC.</summary>
    private static readonly Dictionary<string, string?> Environment = new()
    {
        ["LC_ALL"] = "C.UTF-8",
        ["LANG"] = null,
        ["LANGUAGE"] = null,
        ["TZ"] = "UTC",
    };

    /// <summary>Runs a program that must succeed.</summary>
    public static CommandResult Run(string tool, params IEnumerable<string> arguments) => TryRun(tool, arguments).EnsureSuccess();

    public static CommandResult TryRun(string tool, params IEnumerable<string> arguments) =>
        CommandLine.Run(tool, arguments, environment: Environment);

    /// <summary>Runs a shell script; <paramref name="arguments"/> are its <c>$1</c> and so on.</summary>
    public static CommandResult Shell(string script, params IEnumerable<string> arguments) =>
        Run("sh", ["-e", "-u", "-c", script, "sh", .. arguments]);

    /// <summary>The hashes of many outputs: what a command prints, once for each of <paramref name="paths"/>.</summary>
    /// <param name="command">A shell command, with the path in <c>$path</c>, which writes to the file <c>$out</c>.</param>
    /// <param name="image">The image: <c>$image</c>.</param>
    /// <param name="paths">For each of these.</param>
    public static IEnumerable<string> HashesOf(string command, string image, IReadOnlyCollection<string> paths)
    {
        using TempDirectory folder = new();
        Shell($"image=$1; folder=$2; shift 2; n=0; for path do out=$folder/$n; {command}; n=$((n+1)); done", [image, folder, .. paths]);
        return [.. Enumerable.Range(0, paths.Count).Select(n => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(folder.Combine($"{n}")))))];
    }

    /// <summary>The bits of <c>drwxr-xr-x</c>.</summary>
    public static UnixFileMode Mode(string text)
    {
        Assert.Equal(10, text.Length);
        int mode = 0;
        for (int i = 1; i < 10; i++)
        {
            mode = (mode << 1) | (text[i] is 'r' or 'w' or 'x' or 's' or 't' ? 1 : 0);
        }

        mode |= (text[3] is 's' or 'S' ? 0b100_000_000_000 : 0) | (text[6] is 's' or 'S' ? 0b010_000_000_000 : 0) | (text[9] is 't' or 'T' ? 0b001_000_000_000 : 0);
        return (UnixFileMode)mode;
    }

    /// <summary>Bytes that are not plain come as <c>\ooo</c> from mtree(5).</summary>
    public static string Unescape(string text)
    {
        List<byte> bytes = [];
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                bytes.Add(Convert.ToByte(text.Substring(i + 1, 3), 8));
                i += 3;
            }
            else
            {
                bytes.Add((byte)text[i]);
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    public static DateTimeOffset Date(string text, string format) =>
        DateTimeOffset.ParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces);

    /// <summary>A path as readers see it that ignore continuation areas (SUSP 5.1): of each name, what its directory record holds.</summary>
    public static string WithoutContinuation(Seen seen)
    {
        string[] names = seen.Path.Split('/');
        for (int i = 0; i < names.Length; i++)
        {
            bool isDirectory = seen.IsDirectory || i < names.Length - 1;
            StringBuilder whole = new();
            int room = BytesInRecord(isDirectory);
            if (Encoding.UTF8.GetByteCount(names[i]) > room)
            {
                foreach (Rune character in names[i].EnumerateRunes().TakeWhile(rune => (room -= rune.Utf8SequenceLength) >= 0))
                {
                    whole.Append(character);
                }

                names[i] = whole.ToString();
            }
        }

        return string.Join('/', names);
    }

    /// <summary>Whether the attributes of an entry lie in a continuation area: together with its name they exceed the record.</summary>
    public static bool AttributesAreContinued(Seen seen) =>
        Encoding.UTF8.GetByteCount(seen.Path[(seen.Path.LastIndexOf('/') + 1)..]) > BytesInRecord(seen.IsDirectory) - (36 + 12 - 28);

    /// <summary>254 bytes, less the head and an identifier cut to its limit (with padding), NM's head and CE.</summary>
    private static int BytesInRecord(bool isDirectory) => 254 - (isDirectory ? 64 : 66) - 5 - 28;
}
