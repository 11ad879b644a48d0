using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IsoBuild.Interop.Tests;

/// <summary>What is compared of an entry, beside its path and whether it is a directory.</summary>
[Flags]
internal enum Aspects
{
    None = 0,
    Length = 1,
    Content = 2,
    Mode = 4,
    Date = 8,
    Links = 16,
    Owner = 32,
}

/// <summary>An entry as somebody sees it. What a reader does not tell stays null, and differs from whatever is expected.</summary>
internal sealed record Seen(string Path, bool IsDirectory)
{
    public long? Length { get; init; }

    public string? Sha256 { get; init; }

    public UnixFileMode? Mode { get; init; }

    public int? Links { get; init; }

    public DateTimeOffset? Modified { get; init; }

    /// <summary>The owner's and the group's number, with a colon between them.</summary>
    public string? Owner { get; init; }

    /// <summary>Of a symbolic link, where it leads.</summary>
    public string? Target { get; init; }

    /// <summary>Of a pipe, socket or device, what it is: <c>pipe</c>, <c>character device 1:3</c>.</summary>
    public string? Special { get; init; }

    /// <summary>What tells two names of one file from two files.</summary>
    public string? Inode { get; init; }

    private bool HasContent => !IsDirectory && Target is null && Special is null;

    public string Describe(Aspects aspects)
    {
        StringBuilder text = new(Target is not null ? $"link to {Target}" : Special ?? (IsDirectory ? "directory" : "file"));
        if (aspects.HasFlag(Aspects.Length) && HasContent)
        {
            text.Append(CultureInfo.InvariantCulture, $" length={Length}");
        }

        if (aspects.HasFlag(Aspects.Content) && HasContent)
        {
            text.Append(CultureInfo.InvariantCulture, $" sha256={Sha256}");
        }

        if (aspects.HasFlag(Aspects.Mode))
        {
            text.Append(CultureInfo.InvariantCulture, $" mode={(Mode is { } mode ? Convert.ToString((int)mode, 8) : "?")}");
        }

        if (aspects.HasFlag(Aspects.Links))
        {
            text.Append(CultureInfo.InvariantCulture, $" links={Links}");
        }

        if (aspects.HasFlag(Aspects.Owner))
        {
            text.Append(CultureInfo.InvariantCulture, $" owner={Owner}");
        }

        if (aspects.HasFlag(Aspects.Date))
        {
            text.Append(CultureInfo.InvariantCulture, $" date={Modified?.UtcDateTime:s}");
        }

        return text.ToString();
    }
}

/// <summary>Lists of entries, and what they are to be.</summary>
internal static class Listing
{
    /// <summary>The hard tree under its real names, as Rock Ridge is to show it.</summary>
    public static IEnumerable<Seen> Posix(ImageOptions options) => Expected(options, entry => entry.Name);

    /// <summary>The hard tree as Joliet is to show it.</summary>
    public static IEnumerable<Seen> Joliet(ImageOptions options) => Expected(options, entry => entry.Joliet ?? entry.Name);

    /// <summary>The hard tree as UDF is to show it: of a name, up to 254 characters, or 127 if one of them is not in Latin-1.</summary>
    public static IEnumerable<Seen> Udf(ImageOptions options) => Expected(options, entry =>
    {
        int most = entry.Name.All(c => c <= '\u00FF') ? 254 : 127;
        string extension = entry.Name.EndsWith(".txt", StringComparison.Ordinal) ? ".txt" : "";
        return entry.Name.Length <= most ? entry.Name : entry.Name[..(most - extension.Length)] + extension;
    });

    private static IEnumerable<Seen> Expected(ImageOptions options, Func<HardEntry, string> name)
    {
        Dictionary<string, string> paths = new(StringComparer.Ordinal);
        ILookup<string, HardEntry> subdirectories = HardTree.Entries.Where(entry => entry.IsDirectory && entry.Path.Length > 0).ToLookup(entry => entry.Parent);
        foreach (HardEntry entry in HardTree.Entries)
        {
            string path = entry.Path.Length == 0 ? "" : Join(paths[entry.Parent], name(entry));
            paths.Add(entry.Path, path);
            yield return new Seen(path, entry.IsDirectory)
            {
                Length = entry.Length,
                Sha256 = entry.Sha256,
                Mode = entry.EffectiveMode,
                // A directory's own, its parent's and one for each directory in it.
                Links = entry.IsDirectory ? 2 + subdirectories[entry.Path].Count() : 1,
                Modified = entry.DateWith(options),
            };
        }
    }

    /// <summary>What lies in a folder on disk, the folder itself included, symbolic links left out.</summary>
    public static IEnumerable<Seen> OfFolder(string folder)
    {
        Stack<(string Path, string InTree)> pending = new([(folder, "")]);
        while (pending.TryPop(out (string Path, string InTree) next))
        {
            // Attributes first: where nobody may read, reading needs other modes.
            yield return Stat(next.Path, next.InTree, isDirectory: true);
            foreach (FileSystemInfo info in new DirectoryInfo(next.Path).EnumerateFileSystemInfos())
            {
                if (info.LinkTarget is not null)
                {
                    continue;
                }

                string inTree = Join(next.InTree, info.Name);
                if (info is DirectoryInfo)
                {
                    pending.Push((info.FullName, inTree));
                    continue;
                }

                Seen seen = Stat(info.FullName, inTree, isDirectory: false);
                if (!seen.Mode!.Value.HasFlag(UnixFileMode.UserRead))
                {
                    File.SetUnixFileMode(info.FullName, UnixFileMode.UserRead);
                }

                using FileStream stream = File.OpenRead(info.FullName);
                yield return seen with { Length = stream.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(stream)) };
            }
        }
    }

    /// <summary>What lies in a folder on disk, as <c>find</c> tells it: links, pipes, owners and link counts included. No name may hold a tab or a line feed.</summary>
    public static IEnumerable<Seen> OfTree(string folder)
    {
        string listing = Readers.Run("find", folder, "-printf", "%P\t%y\t%m\t%U:%G\t%n\t%Ts\t%s\t%l\n").Output;
        foreach (string[] fields in listing.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')))
        {
            Seen seen = new(fields[0], fields[1] == "d")
            {
                Mode = (UnixFileMode)Convert.ToInt32(fields[2], 8),
                Owner = fields[3],
                Links = int.Parse(fields[4], CultureInfo.InvariantCulture),
                Modified = DateTimeOffset.FromUnixTimeSeconds(long.Parse(fields[5], CultureInfo.InvariantCulture)),
                Target = fields[1] == "l" ? fields[7] : null,
                Special = fields[1] == "p" ? "pipe" : null,
            };
            yield return fields[1] != "f" ? seen : seen with
            {
                Length = long.Parse(fields[6], CultureInfo.InvariantCulture),
                Sha256 = HashOf(System.IO.Path.Join(folder, fields[0])),
            };
        }
    }

    /// <summary>What the library's own reader sees.</summary>
    public static IEnumerable<Seen> Of(Content.ContentTree tree)
    {
        foreach (Content.ContentNode node in tree.Nodes)
        {
            Seen seen = new(node.Path.TrimStart('/'), node is Content.ContentDirectory)
            {
                Mode = node.Mode,
                Modified = node.Modified,
                Owner = $"{node.OwnerId}:{node.GroupId}",
                Links = (node as Content.ContentFile)?.LinkCount ?? 1,
                Target = (node as Content.ContentLink)?.Target,
                Special = node is Content.ContentSpecial special ? Describe(special) : null,
            };
            if (node is Content.ContentFile file)
            {
                using Stream stream = file.OpenRead();
                seen = seen with { Length = file.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(stream)) };
            }

            yield return seen;
        }
    }

    /// <summary>Fails with the paths that are missing, too many or different.</summary>
    public static void AssertSame(IEnumerable<Seen> expected, IEnumerable<Seen> actual, Aspects aspects)
    {
        Dictionary<string, string> rest = new(StringComparer.Ordinal);
        List<string> faults = [];
        foreach (Seen seen in actual)
        {
            if (!rest.TryAdd(seen.Path, seen.Describe(aspects)))
            {
                faults.Add($"twice:    {Visible(seen.Path)}");
            }
        }

        int count = 0;
        foreach (Seen seen in expected)
        {
            count++;
            if (!rest.Remove(seen.Path, out string? actually))
            {
                faults.Add($"missing:  {Visible(seen.Path)}");
            }
            else if (seen.Describe(aspects) is var wanted && wanted != actually)
            {
                faults.Add($"differs:  {Visible(seen.Path)}\n  expected {wanted}\n  but saw  {actually}");
            }
        }

        faults.AddRange(rest.Keys.Select(path => $"too many: {Visible(path)}"));
        Assert.True(faults.Count == 0, $"{faults.Count} faults in {count} entries:\n{string.Join('\n', faults.Take(40))}");
        Assert.True(count > 0, "nothing was compared");
    }

    public static string Join(string parent, string name) => parent.Length == 0 ? name : $"{parent}/{name}";

    private static string Describe(Content.ContentSpecial special) => special.Kind switch
    {
        Content.SpecialKind.Pipe => "pipe",
        Content.SpecialKind.Socket => "socket",
        // RRIP 4.1.2: Linux keeps the major number in the high half, and there alone.
        Content.SpecialKind.CharacterDevice => $"character device {special.Major}:{special.Minor}",
        _ => $"block device {special.Major}:{special.Minor}",
    };

    private static string HashOf(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static Seen Stat(string path, string inTree, bool isDirectory) => new(inTree, isDirectory)
    {
        Mode = File.GetUnixFileMode(path),
        Modified = File.GetLastWriteTimeUtc(path),
    };

    /// <summary>Control characters and look-alikes, so that a message shows them; long names short.</summary>
    private static string Visible(string path)
    {
        string shown = string.Concat(path.Select(c => c is >= ' ' and <= '~' || char.IsLetter(c) ? $"{c}" : $"\\u{(int)c:X4}"));
        return shown.Length <= 120 ? shown : $"{shown[..60]}…{shown[^20..]} ({path.Length} characters)";
    }
}
