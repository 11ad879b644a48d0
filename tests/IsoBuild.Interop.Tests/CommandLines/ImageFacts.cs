using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace IsoBuild.Interop.Tests.CommandLines;

/// <summary>What other programs see in an image, as far as two programs that make the same image may agree on it.</summary>
internal static partial class ImageFacts
{
    public const string Exit = "exit";
    public const string Label = "label";
    public const string Plain = "plain tree";
    public const string Posix = "Rock Ridge";
    public const string Joliet = "Joliet";
    public const string Udf = "UDF";
    public const string Bytes = "bytes";
    public const string Boot = "boot";
    public const string Tables = "tables";

    /// <summary>The facts by their kind, each a list of lines.</summary>
    public static Dictionary<string, string[]> Of(string image, TempDirectory work)
    {
        string about = Run("isoinfo", "-d", "-i", image);
        bool hasRockRidge = about.Contains("Rock Ridge signatures", StringComparison.Ordinal);
        string[] report = Lines(Run("xorriso", "-indev", image, "-report_el_torito", "plain", "-report_system_area", "plain", "-find", "/", "-exec", "lsdl", "--"));
        return new Dictionary<string, string[]>
        {
            [Label] = [.. Lines(Run("blkid", "-p", "-o", "export", image)).Where(line => LabelLine().IsMatch(line) && !IsOwn(line))],
            [Plain] = Sorted(Lines(Run("isoinfo", "-f", "-i", image)).Where(IsPath).Select(WithoutNumbers)),
            [Posix] = hasRockRidge ? Sorted(report.Where(line => Listed().IsMatch(line)).Select(WithoutDate)) : [],
            [Joliet] = about.Contains("Joliet with UCS", StringComparison.Ordinal) ? Sorted(Lines(Run("isoinfo", "-J", "-f", "-i", image)).Where(IsPath).Select(line => line.Replace("_2", "", StringComparison.Ordinal))) : [],
            [Udf] = [HasUdf(image) ? "there" : "none"],
            [Bytes] = BytesOf(image, work),
            [Boot] = [.. report.Where(line => line.StartsWith("El Torito", StringComparison.Ordinal) && !line.Contains("catalog", StringComparison.Ordinal) && !line.StartsWith("El Torito cat  ", StringComparison.Ordinal)).Select(WithoutAddress)],
            [Tables] = [.. report.Where(line => Partition().IsMatch(line)).Select(WithoutPlace)],
        };
    }

    /// <summary>The files that the best tree has, with a hash of each. What programs write into boot images and catalogs is theirs.</summary>
    private static string[] BytesOf(string image, TempDirectory work)
    {
        string folder = work.Combine("extracted");
        Directory.CreateDirectory(folder);
        CommandLine.Run("bsdtar", ["-xf", image, "-C", folder]);
        string[] lines = Sorted(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => File.ResolveLinkTarget(path, returnFinalTarget: true) is null or { Exists: true }).Select(path =>
        {
            byte[] bytes = File.ReadAllBytes(path);
            bool isBoot = bytes.Length == 2048 || path.EndsWith("TRANS.TBL", StringComparison.Ordinal);
            if (bytes.Length > 64)
            {
                // The boot info table, and the place that GRUB is told.
                bytes.AsSpan(8, 56).Clear();
                bytes.AsSpan(Math.Min(2548, bytes.Length), Math.Clamp(bytes.Length - 2548, 0, 8)).Clear();
            }

            return $"{Path.GetRelativePath(folder, path)} {(isBoot ? "" : Convert.ToHexString(SHA256.HashData(bytes))[..16])}";
        }));
        TempDirectory.Delete(folder);
        return lines;
    }

    private static string Run(string program, params string[] arguments) => CommandLine.Run(program, arguments).All;

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string[] Sorted(IEnumerable<string> lines) => [.. lines.Order(StringComparer.Ordinal)];

    private static bool HasUdf(string image)
    {
        using FileStream stream = File.OpenRead(image);
        byte[] start = new byte[80 * 1024];
        int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return start.AsSpan(0, read).IndexOf("NSR02"u8) >= 0;
    }

    /// <summary>Of an image for a later session, isoinfo says that it is short.</summary>
    private static bool IsPath(string line) => line.StartsWith('/') && !line.Contains("Short read", StringComparison.Ordinal);

    /// <summary>What programs say of themselves, identifiers that are made up, and the present time.</summary>
    private static bool IsOwn(string line) => line.Contains("genisoimage", StringComparison.OrdinalIgnoreCase) || line is "APPLICATION_ID=IsoBuild" || MadeUp().IsMatch(line)
        || line.StartsWith("UUID=1980-01-01", StringComparison.Ordinal) || line.StartsWith(string.Create(CultureInfo.InvariantCulture, $"UUID={DateTime.UtcNow:yyyy-MM-dd}"), StringComparison.Ordinal);

    /// <summary>Names that collide are made different in different ways, at the end of their first part.</summary>
    private static string WithoutNumbers(string path) => string.Join('/', path.ToUpperInvariant().Split('/').Select(name =>
    {
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        string first = (dot < 0 ? name : name[..dot]).TrimEnd("0123456789_".ToCharArray());
        return first[..Math.Min(first.Length, 5)] + (dot < 0 ? "" : name[dot..]);
    }));

    /// <summary>Without the mode of a link too, which no system minds: it is 0777 here, as systems show it, and 0555 there.</summary>
    private static string WithoutDate(string line) => Listed().Replace(line, match => $"{(match.Groups[1].Value[0] == 'l' ? "l" : match.Groups[1].Value)} {match.Groups[2]} {match.Groups[3]} {(match.Groups[1].Value[0] == '-' ? match.Groups[4].Value : "")} {match.Groups[5]}");

    private static string WithoutAddress(string line) => line.StartsWith("El Torito boot img", StringComparison.Ordinal) ? line[..line.LastIndexOf(' ')].TrimEnd() : line;

    private static string WithoutPlace(string line) => Partition().Match(line).Value;

    [GeneratedRegex("^(LABEL|UUID|TYPE|VOLUME_SET_ID|SYSTEM_ID|PUBLISHER_ID|APPLICATION_ID)=")]
    private static partial Regex LabelLine();

    [GeneratedRegex("^(UUID|VOLUME_SET_ID)=[0-9A-Fa-f]{16}$")]
    private static partial Regex MadeUp();

    [GeneratedRegex(@"^([-delrwxst]{10})\s+\d+\s+(\S+)\s+(\S+)\s+(\d+) .{12} (.*)$")]
    private static partial Regex Listed();

    [GeneratedRegex(@"^(MBR partition      :   \d+   0x\d\d  0x..|GPT type GUID      :.*|APM partition name.*)")]
    private static partial Regex Partition();
}
