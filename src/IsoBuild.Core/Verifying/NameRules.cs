using IsoBuild.Content;
using System.Buffers;
using System.Globalization;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;
using IsoBuild.Joliet;

namespace IsoBuild.Verifying;

/// <summary>The rules of identifiers (ECMA-119 7.5, 7.6; Joliet), and of names that one directory has twice.</summary>
internal sealed class NameRules(Findings findings, WalkedTree tree)
{
    private const int LongestFile = 30;
    private const int LongestDirectory = 31;
    private const int LongestEnhanced = 207;

    /// <summary>libarchive cuts what is longer.</summary>
    private const int LongestJolietRead = 103;
    private const int LastVersion = 32767;

    /// <summary>What Windows refuses in Joliet names, beside control characters.</summary>
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("*/:;?\\");

    private static readonly SearchValues<char> Controls = SearchValues.Create([.. Enumerable.Range(0, byte.MaxValue).Select(c => (char)c).Where(char.IsControl)]);
    private static readonly SearchValues<char> DCharacters = SearchValues.Create([.. Enumerable.Range(0, sbyte.MaxValue).Select(c => (char)c).Where(IsoText.IsD)]);

    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    public void CheckIdentifier(WalkedEntry entry, ReadOnlySpan<byte> identifier, long at)
    {
        if (tree.Kind == TreeKind.Joliet)
        {
            if (identifier.Length % 2 != 0)
            {
                findings.Error(DiagnosticId.JolietNameOdd, entry, at, $"The identifier has {identifier.Length} bytes, which is not a whole number of two-byte characters. Recreate the image.");
            }

            CheckJoliet(entry, entry.StoredName, at);
            return;
        }

        // With Rock Ridge, nobody shows them; but they are the names by which others find the file. An enhanced tree may have any characters.
        var bad = tree.Kind == TreeKind.Enhanced ? identifier.IndexOf((byte)0) : identifier.IndexOfAnyInRange((byte)0, (byte)0x1F);
        bad = bad < 0 ? identifier.IndexOf((byte)'/') : bad;
        if (bad >= 0)
        {
            findings.Error(DiagnosticId.IdentifierUnusable, entry.Parent, at + bad, string.Create(CultureInfo.InvariantCulture, $"The identifier has the character {identifier[bad]:X2}, which no file system can show. Recreate the image."));
            return;
        }

        if (tree.Kind == TreeKind.Enhanced)
        {
            // No version numbers either: a semicolon is a character like others (ISO 9660:1999, 7.5).
            if (identifier.Length > LongestEnhanced)
            {
                findings.Info(DiagnosticId.IdentifierLong, entry, at, $"The identifier has {identifier.Length} characters, but the standard allows {LongestEnhanced}.");
            }

            return;
        }

        CheckVersion(entry, at);

        // What stands for a relocated directory is the record of a file with a directory's identifier (RRIP 4.1.5.1).
        if (entry.ChildLink is null)
        {
            CheckForm(entry, at);
        }
    }

    /// <summary>After the last record of a directory: no two entries may have one name.</summary>
    public void CheckDirectory(WalkedDirectory directory)
    {
        taken.Clear();
        var mayRepeat = !IsAscending(directory.Entries, static (a, b) => string.CompareOrdinal(a.Identifier, b.Identifier));
        foreach (var entry in directory.Entries)
        {
            // An associated file has the name of its file (ECMA-119 9.1.6).
            if (mayRepeat && (entry.Flags & 0x04) == 0 && !taken.Add(entry.Identifier))
            {
                findings.Error(DiagnosticId.IdentifierDuplicate, entry, entry.RecordOffset, $"Another entry of the directory has the same identifier, {entry.ShownIdentifier}: readers of this tree open the first for both. Recreate the image with other names.");
            }
        }

        if (tree.Kind == TreeKind.Joliet && !IsAscending(directory.Entries, static (a, b) => NameCase.CompareFolded(a.StoredName, b.StoredName)))
        {
            CheckCase(directory);
        }
    }

    /// <summary>Whether names follow each other in an order, as they nearly always do: then none can be there twice.</summary>
    private static bool IsAscending(List<WalkedEntry> entries, Comparison<WalkedEntry> compare)
    {
        for (var i = 1; i < entries.Count; i++)
        {
            if (compare(entries[i - 1], entries[i]) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    private void CheckCase(WalkedDirectory directory)
    {
        taken.Clear();
        var exact = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in directory.Entries)
        {
            var name = entry.PlainName;
            if (exact.Add(name) && !taken.Add(NameCase.Fold(name)))
            {
                findings.Error(DiagnosticId.JolietCaseCollision, entry, entry.RecordOffset, "Another name in the directory differs from this one only in case: Windows, and Linux without Rock Ridge, open the first for both. Rename one of the two.");
            }
        }
    }

    private void CheckForm(WalkedEntry entry, long at)
    {
        var identifier = entry.Identifier;
        if (entry.IsDirectory)
        {
            if (identifier.AsSpan().ContainsAnyExcept(DCharacters))
            {
                Relaxed(entry, at, $"The directory identifier {entry.ShownIdentifier} has characters other than A to Z, 0 to 9 and _, or a dot.");
            }
            else if (identifier.Length > LongestDirectory)
            {
                TooLong(entry, at, identifier.Length, LongestDirectory);
            }

            return;
        }

        var version = identifier.LastIndexOf(';');
        var name = version < 0 ? identifier : identifier.AsSpan(0, version);
        var dot = name.LastIndexOf('.');
        var letters = name.Length - (dot < 0 ? 0 : 1);
        var stray = name[(dot + 1)..].ContainsAnyExcept(DCharacters) || (dot > 0 && name[..dot].ContainsAnyExcept(DCharacters));
        if (stray || dot < 0 || version < 0 || letters == 0)
        {
            Relaxed(entry, at, $"The identifier {entry.ShownIdentifier} is not of the form NAME.EXTENSION;1, of A to Z, 0 to 9 and _.");
        }
        else if (letters > LongestFile)
        {
            TooLong(entry, at, letters, LongestFile);
        }
    }

    private void Relaxed(WalkedEntry entry, long at, string what) =>
        findings.Info(DiagnosticId.IdentifierRelaxed, entry, at, $"{what} Current readers accept such names; old ones may not.");

    private void TooLong(WalkedEntry entry, long at, int length, int limit) =>
        findings.Info(DiagnosticId.IdentifierLong, entry, at, $"The identifier has {length} characters, but the standard allows {limit}. Current readers accept longer ones.");

    private void CheckVersion(WalkedEntry entry, long at)
    {
        var semicolon = entry.IsDirectory ? -1 : entry.Identifier.LastIndexOf(';');
        if (semicolon >= 0 && !(int.TryParse(entry.Identifier.AsSpan(semicolon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version is >= 1 and <= LastVersion))
        {
            findings.Warning(DiagnosticId.VersionNumberWrong, entry, at + semicolon, $"The file version number \"{WalkedEntry.AsUtf8(entry.Identifier[(semicolon + 1)..])}\" is not in the range 1 to {LastVersion}: readers treat it as part of the name. Recreate the image.");
        }
    }

    private void CheckJoliet(WalkedEntry entry, ReadOnlySpan<char> name, long at)
    {
        var bad = name.IndexOfAny(Forbidden);
        bad = bad < 0 ? name.IndexOfAny(Controls) : bad;

        if (bad >= 0)
        {
            findings.Error(DiagnosticId.JolietNameCharacters, entry, at + (bad * 2), string.Create(CultureInfo.InvariantCulture, $"The Joliet name has the character U+{(int)name[bad]:X4}, which makes Windows report the directory as corrupt. Recreate the image with another name."));
        }

        if (name.Length > JolietNames.MaxCharacters)
        {
            var isCut = name.Length > LongestJolietRead;
            findings.Add(
                DiagnosticId.JolietNameLong,
                isCut ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
                entry,
                at,
                $"The Joliet name has {name.Length} characters, but Joliet allows {JolietNames.MaxCharacters}{(isCut ? $", and libarchive truncates it to {LongestJolietRead}" : "")}. Shorten it.");
        }

        CheckSurrogates(entry, name, at);
        if (name.Length > 1 && name[^1] is '.' or ' ')
        {
            findings.Warning(DiagnosticId.JolietNameEnd, entry, at + ((name.Length - 1) * 2), "The Joliet name ends in a dot, which Windows and Linux drop, or in a space, which Windows programs cannot open. Rename it.");
        }
    }

    private void CheckSurrogates(WalkedEntry entry, ReadOnlySpan<char> name, long at)
    {
        if (!name.ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return;
        }

        for (var i = 0; i < name.Length; i++)
        {
            if (!char.IsSurrogate(name[i]))
            {
                continue;
            }

            if (i + 1 < name.Length && char.IsSurrogatePair(name[i], name[i + 1]))
            {
                findings.Info(DiagnosticId.JolietBeyondUcs2, entry, at + (i * 2), "The Joliet name has a character beyond UCS-2, stored as a surrogate pair. Current readers show it.");
            }
            else
            {
                findings.Warning(DiagnosticId.JolietSurrogateAlone, entry, at + (i * 2), "The Joliet name has an unpaired surrogate, which is not a character: readers replace it. Recreate the image.");
            }

            return;
        }
    }
}
