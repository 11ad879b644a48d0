using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using IsoBuild.Bytes;

namespace IsoBuild.Tool;

/// <summary>Arguments as the shell handed them over. They are bytes on Unix, and .NET puts U+FFFD in the place of what is not UTF-8: another file's name, maybe.</summary>
internal static class ExactArguments
{
    private const string CommandLine = "/proc/self/cmdline";
    private const char Replacement = '\uFFFD';

    /// <summary>What may name entries of an image, or content. All else is text, or a path that goes to .NET.</summary>
    private static readonly HashSet<string> TakeBytes =
    [
        "content", "path", "--exclude", "--link", "--hard-link", "--device", "--empty-directory", "--mode", "--owner", "--group",
        "--hide", "--mark-hidden", "--sort", "--compress", "--remove", "--efi-image", "--efi-boot", "--loader", "--boot-bios", "--boot-uefi", "--boot-catalog",
    ];

    /// <summary>The arguments, with the bytes that .NET did not tell.</summary>
    /// <exception cref="UsageException">One of them may be something else, and nobody tells what.</exception>
    public static string[] Of(string[] arguments)
    {
        if (OperatingSystem.IsWindows() || Array.Find(arguments, IsLossy) is not { } lossy)
        {
            return arguments;
        }

        // Before them stand the program and what it runs.
        var given = OperatingSystem.IsLinux() ? Given() : [];
        var exact = given[Math.Max(0, given.Count - arguments.Length)..];
        return exact.Count == arguments.Length && exact.Zip(arguments).All(pair => IsOf(pair.First, pair.Second))
            ? [.. exact.Select(bytes => NameBytes.Decode(bytes))]
            : throw new UsageException(lossy, "The argument is not UTF-8, or has the character U+FFFD, and the two cannot be distinguished here. Nothing is done, because it could affect the wrong file. Rename the file, or name the directory above it.");
    }

    /// <summary>Refuses bytes where only text is understood.</summary>
    /// <exception cref="UsageException">There are such.</exception>
    public static void Check(ParseResult parsed)
    {
        foreach (var result in parsed.CommandResult.Children)
        {
            var name = result switch
            {
                OptionResult option => option.Option.Name,
                ArgumentResult argument => argument.Argument.Name,
                _ => "",
            };
            if (!TakeBytes.Contains(name) && result.Tokens.FirstOrDefault(token => NameBytes.IsRaw(token.Value)) is { } raw)
            {
                throw new UsageException(name, $"'{NameBytes.Show(raw.Value)}' is not UTF-8, which is not supported here. Rename the file, or change to its directory first.");
            }
        }
    }

    /// <summary>The first word of the command line: the name that the program was called by.</summary>
    public static string? Program => Given() is [var first, ..] ? NameBytes.Decode(first) : null;

    private static List<byte[]> Given()
    {
        try
        {
            var all = File.ReadAllBytes(CommandLine).AsSpan();
            var given = new List<byte[]>();
            for (int end; (end = all.IndexOf((byte)0)) >= 0; all = all[(end + 1)..])
            {
                given.Add(all[..end].ToArray());
            }

            return given;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsLossy(string text) => text.Contains(Replacement, StringComparison.Ordinal);

    /// <summary>Whether a text is what .NET made of the bytes; in how many characters it puts them is its own affair.</summary>
    private static bool IsOf(byte[] bytes, string text) =>
        string.Equals(WithoutRuns(Encoding.UTF8.GetString(bytes)), WithoutRuns(text), StringComparison.Ordinal);

    private static string WithoutRuns(string text)
    {
        var single = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c != Replacement || single.Length == 0 || single[^1] != Replacement)
            {
                single.Append(c);
            }
        }

        return single.ToString();
    }
}
