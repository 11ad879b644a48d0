using System.Text;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Iso9660;

/// <summary>The names of the ISO 9660:1999 tree: any characters, here UTF-8, up to 207 bytes, without version numbers.</summary>
/// <param name="namesElsewhere">Whether another tree holds the real names, so that changing them here is no loss.</param>
/// <param name="diagnostics">Receives reports of every name that is not the real one.</param>
internal sealed class EnhancedNames(bool namesElsewhere, DiagnosticBag diagnostics) : TreeScheme
{
    /// <summary>What a record holds beside its head, and 14 bytes of system use (ISO 9660:1999, 7.5.1 and 9.1.11).</summary>
    public const int MaxBytes = 207;

    public override string TreeName => "enhanced";

    public override RegionSlot PathTableSlot => RegionSlot.EnhancedPathTables;

    public override RegionSlot DirectorySlot => RegionSlot.EnhancedDirectories;

    public override int CharacterSize => 1;

    public override ImageFormats Formats => ImageFormats.Iso1999;

    protected override bool HasVersions => false;

    public override int SizeOf(string text) => Encoding.UTF8.GetByteCount(text);

    public override void WriteText(ReadOnlySpan<char> text, Span<byte> destination) => Encoding.UTF8.GetBytes(text, destination);

    /// <summary>UTF-8 sorts by code points; UTF-16 has surrogates before the last characters of the BMP.</summary>
    public override int Compare(string a, string b)
    {
        for (var i = 0; i < a.Length && i < b.Length; i++)
        {
            if (a[i] != b[i])
            {
                return Rank(a[i]).CompareTo(Rank(b[i]));
            }
        }

        return a.Length.CompareTo(b.Length);

        static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
    }

    public override void Identify(Span<TreeEntry> entries)
    {
        var hasAltered = false;
        foreach (ref var entry in entries)
        {
            var name = Kept.TryGetValue(entry.Node, out var kept) ? kept.Iso1999 ?? entry.Node.Name : entry.Node.Name;
            hasAltered |= !ReferenceEquals(name, entry.Node.Name);
            if (IsLegal(name))
            {
                entry.Identifier = name;
            }
            else
            {
                hasAltered = true;
            }
        }

        if (!hasAltered)
        {
            return;
        }

        var taken = new UniqueNames(entries.Length);
        foreach (ref var entry in entries)
        {
            entry.Identifier = taken.TryTake(entry.Identifier) ? entry.Identifier : "";
        }

        foreach (ref var entry in entries)
        {
            if (entry.Identifier.Length == 0)
            {
                var name = NameBytes.Replace(entry.Node.Name);
                entry.Identifier = taken.Take(SizeOf(name) == 1 ? "_" : Cut(name, suffix: ""), (_, suffix) => Cut(name, suffix));
                if (!IsLegal(name))
                {
                    Report(entry);
                }
            }
        }
    }

    /// <summary>As much of a text as fits, with no character cut in two.</summary>
    public static string Fit(string text, int bytes)
    {
        var (length, size) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            size += rune.Utf8SequenceLength;
            if (size > bytes)
            {
                return text[..length];
            }

            length += rune.Utf16SequenceLength;
        }

        return text;
    }

    /// <summary>A name of the byte 1 would be the parent directory's (ECMA-119 6.8.2.2).</summary>
    private bool IsLegal(string name) => !NameBytes.IsRaw(name) && SizeOf(name) <= MaxBytes && name is not "\u0001";

    /// <summary>Puts a suffix before the extension, and cuts what lies before it.</summary>
    private string Cut(string name, string suffix)
    {
        const int longestExtension = 32;
        var dot = name.LastIndexOf('.');
        if (dot <= 0 || name.Length - dot > longestExtension)
        {
            dot = name.Length;
        }

        var extension = name[dot..];
        return Fit(name[..dot], MaxBytes - suffix.Length - SizeOf(extension)) + suffix + extension;
    }

    private void Report(in TreeEntry entry) => diagnostics.Add(new Diagnostic(
        DiagnosticId.Iso1999NameAltered,
        namesElsewhere ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
        entry.Node.Path,
        $"The name is stored as {entry.Identifier} in the ISO 9660:1999 tree, whose names have at most {MaxBytes} bytes. Shorten it to keep it there.") { SourcePath = (entry.Node as ContentFile)?.Source.FilePath });
}
