using System.Text;

namespace IsoBuild.Verifying;

/// <summary>How the drivers of several systems name entries.</summary>
internal static class ConsumerNames
{
    private const byte Associated = 0x04;

    /// <summary>The most faithful names that a tree has.</summary>
    public static string? Faithful(WalkedEntry entry) => entry.Parent.Tree.HasRockRidge ? entry.Name : entry.PlainName;

    /// <summary>Windows (cdfs/namesup.c): no version, no dot at the end.</summary>
    public static string? Windows(WalkedEntry entry)
    {
        var name = WithoutVersion(entry.Identifier);
        var trimmed = name.TrimEnd('.');
        return trimmed.Length > 0 ? trimmed : name;
    }

    /// <summary>Linux (isofs: rock.c, joliet.c, dir.c), as mounted without options by a kernel whose character set is UTF-8.</summary>
    public static string? Linux(WalkedEntry entry)
    {
        if ((entry.Flags & Associated) != 0)
        {
            return null;
        }

        var tree = entry.Parent.Tree;
        if (tree.HasRockRidge && entry.LinuxName is { Length: > 0 } name)
        {
            return name;
        }

        return tree.Kind == TreeKind.Joliet ? LinuxJoliet(entry.Identifier) : LinuxPlain(entry.Identifier);
    }

    /// <summary>FreeBSD (cd9660_util.c), as mounted without a character set.</summary>
    public static string? FreeBsd(WalkedEntry entry, bool knowsRockRidge)
    {
        var tree = entry.Parent.Tree;
        if (knowsRockRidge && entry.PosixName is { } name)
        {
            return name;
        }

        var shown = BeforeVersion(entry.Identifier);
        return tree.Kind == TreeKind.Joliet
            ? string.Concat(shown.Select(c => c > 0xFF ? '?' : c))
            : WalkedEntry.AsUtf8(string.Concat(shown.Select(c => char.IsAsciiLetterUpper(c) ? (char)(c + 0x20) : c)));
    }

    /// <summary>macOS (its own cd9660_util.c).</summary>
    public static string? MacOS(WalkedEntry entry)
    {
        var tree = entry.Parent.Tree;
        if (tree.HasRockRidge && entry.PosixName is { } name)
        {
            return name;
        }

        var shown = BeforeVersion(entry.Identifier);
        return tree.Kind == TreeKind.Joliet
            ? shown
            : string.Concat(shown.Select(c => c > 0x7F ? '_' : c == '/' ? ':' : c));
    }

    private static string LinuxJoliet(string identifier)
    {
        var name = identifier.Length > 2 && identifier.EndsWith(";1", StringComparison.Ordinal) ? identifier[..^2] : identifier;
        while (Encoding.UTF8.GetByteCount(name) >= 2 && name[^1] == '.')
        {
            name = name[..^1];
        }

        return name;
    }

    private static string LinuxPlain(string identifier)
    {
        var name = identifier.EndsWith(".;1", StringComparison.Ordinal) ? identifier[..^3]
            : identifier.EndsWith(";1", StringComparison.Ordinal) ? identifier[..^2]
            : identifier;
        return WalkedEntry.AsUtf8(string.Concat(name.TakeWhile(c => c != '\0').Select(c => char.IsAsciiLetterUpper(c) ? (char)(c + 0x20) : c is ';' or '/' ? '.' : c)));
    }

    private static string WithoutVersion(string identifier)
    {
        var semicolon = identifier.LastIndexOf(';');
        return semicolon > 0 ? identifier[..semicolon] : identifier;
    }

    /// <summary>Without version, and without a dot before it.</summary>
    private static string BeforeVersion(string identifier)
    {
        var semicolon = identifier.IndexOf(';');
        if (semicolon < 0)
        {
            return identifier;
        }

        return semicolon > 0 && identifier[semicolon - 1] == '.' ? identifier[..(semicolon - 1)] : identifier[..semicolon];
    }
}
