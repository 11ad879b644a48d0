using System.Globalization;
using System.Security.Cryptography;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Properties;

/// <summary>What lies in a directory into which an image was extracted, in words.</summary>
internal static class ExtractedText
{
    /// <summary>Beyond the seconds that 31 bits hold, file systems differ.</summary>
    private const int LastYear = 2037;

    /// <summary>A file, or, without content, a directory. Set-id and sticky bits are never restored.</summary>
    public static string Of(string path, byte[]? content, UnixFileMode mode, DateTimeOffset date, int names) => string.Create(
        CultureInfo.InvariantCulture,
        $"{path} {(content is null ? "directory" : $"{content.Length} {Convert.ToHexString(SHA256.HashData(content))} of {names} names")} {Convert.ToString((int)mode & 0b111_111_111, 8)}{(date.Year > LastYear ? "" : $" {date.UtcDateTime:s}")}");

    /// <summary>A link's target, each name as an entry of that name would be called: no longer than systems take.</summary>
    public static string AsTarget(string target) => string.Join('/', target.Split('/').Select(name => NameBytes.CountOf(name) <= EntryPath.MaxNameBytes ? name : name[..EntryPath.MaxNameBytes]));

    /// <summary>Everything in a directory. Modes change, so that everything can be read.</summary>
    public static List<string> Of(string directory)
    {
        Dictionary<FileIdentity, int> names = [];
        Dictionary<FileIdentity, UnixFileMode> modes = [];
        FileIdentities identities = new(new DiagnosticBag());
        List<(string Path, byte[] Content, UnixFileMode Mode, DateTimeOffset Date, FileIdentity? Identity)> files = [];
        List<string> lines = [];
        Walk(directory, "");
        lines.AddRange(files.Select(file => Of(file.Path, file.Content, file.Mode, file.Date, file.Identity is { } identity ? names[identity] : 1)));
        return lines;

        void Walk(string place, string above)
        {
            // .NET tells nothing of names that are not UTF-8.
            string[] found = UnixCalls.AreSupported
                ? [.. UnixCalls.List(place, static (name, _) => name)]
                : [.. Directory.GetFileSystemEntries(place).Select(each => Path.GetFileName(each))];
            foreach (string name in found)
            {
                (string path, string onDisk) = ($"{above}/{name}", Path.Join(place, name));
                DiskEntry entry = DiskFile.Look(onDisk);
                if (entry.LinkTarget is { } target)
                {
                    lines.Add($"{path} link to {target}");
                    continue;
                }

                (UnixFileMode mode, DateTimeOffset date) = (OperatingSystem.IsWindows() ? default : DiskFile.GetMode(onDisk), new DateTimeOffset(entry.ModifiedUtc, TimeSpan.Zero));
                if (entry.IsDirectory)
                {
                    OpenUp(onDisk);
                    lines.Add(Of(path, null, mode, date, 0));
                    Walk(onDisk, path);
                    continue;
                }

                FileIdentity? identity = identities.Of(onDisk);
                if (identity is { } one)
                {
                    names[one] = names.GetValueOrDefault(one) + 1;
                }

                // Of a further name, the mode is this test's by now: what it was counts.
                if (identity is { } again && !modes.TryAdd(again, mode))
                {
                    mode = modes[again];
                }

                OpenUp(onDisk);
                byte[] content = new byte[entry.Length];
                using OpenContent open = new(DiskFile.OpenRead(onDisk), start: 0, ownsHandle: true);
                open.ReadExactly(0, content);
                files.Add((path, content, mode, date, identity));
            }
        }
    }

    /// <summary>Modes of every kind were extracted, also such as keep their owner out.</summary>
    private static void OpenUp(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            DiskFile.SetMode(path, FileModes.Executable);
        }
    }
}
