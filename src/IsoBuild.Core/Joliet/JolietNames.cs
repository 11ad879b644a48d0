using System.Buffers;
using System.Buffers.Binary;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;
using IsoBuild.Layout;

namespace IsoBuild.Joliet;

/// <summary>The names of the Joliet tree: Unicode in two-byte units, most significant byte first, up to 64 of them, or up to 103 on request.</summary>
/// <remarks>Characters beyond the BMP are stored as surrogate pairs, as Windows, Linux and archivers read them.</remarks>
/// <param name="maxCharacters">How many units a name may have.</param>
/// <param name="diagnostics">Receives reports of every name that is not the real one.</param>
internal sealed class JolietNames(int maxCharacters, DiagnosticBag diagnostics) : TreeScheme
{
    /// <summary>What the Joliet specification allows ("Joliet Directory Structures").</summary>
    public const int MaxCharacters = 64;

    /// <summary>What libarchive, and with it most archivers, still reads whole; a record would hold 110.</summary>
    public const int MostCharacters = 103;

    /// <summary>What Windows refuses in Joliet names: control characters, and others.</summary>
    private static readonly SearchValues<char> Illegal = SearchValues.Create([.. "*/:;?\\", .. Enumerable.Range(0, 256).Select(code => (char)code).Where(char.IsControl)]);

    public override string TreeName => "joliet";

    public override RegionSlot PathTableSlot => RegionSlot.JolietPathTables;

    public override RegionSlot DirectorySlot => RegionSlot.JolietDirectories;

    public override int CharacterSize => sizeof(char);

    public override ImageFormats Formats => ImageFormats.Joliet;

    /// <summary>As other writers have it: readers that do not cut a version off show it, or find no name without it.</summary>
    protected override bool HasVersions => false;

    public override void CheckSections(ContentFile file, long sections)
    {
        // Of what the primary tree shows too, that speaks.
        if ((file.HiddenFrom & (ImageFormats.Iso9660 | ImageFormats.RockRidge)) != 0)
        {
            CheckForLinux(file, sections, diagnostics);
        }
    }

    public override void WriteText(ReadOnlySpan<char> text, Span<byte> destination)
    {
        foreach (var unit in text)
        {
            BinaryPrimitives.WriteUInt16BigEndian(destination, unit);
            destination = destination[sizeof(char)..];
        }
    }

    public override void Identify(Span<TreeEntry> entries)
    {
        var taken = new UniqueNames(entries.Length, NameCase.Comparer);
        if (Kept.Count > 0)
        {
            Keep(entries, taken);
        }

        foreach (ref var entry in entries)
        {
            if (entry.Identifier.Length == 0 && IsLegal(entry.Node.Name) && taken.TryTake(entry.Node.Name))
            {
                entry.Identifier = entry.Node.Name;
            }
        }

        foreach (ref var entry in entries)
        {
            if (entry.Identifier.Length == 0)
            {
                var name = NameBytes.Replace(entry.Node.Name);
                entry.Identifier = taken.Take(Mangle(name), Cut);

                // Of bytes that are no UTF-8, one remark tells for all trees.
                if (ReferenceEquals(name, entry.Node.Name) || !IsLegal(name))
                {
                    Report(entry);
                }
            }
        }
    }

    private void Keep(Span<TreeEntry> entries, UniqueNames taken)
    {
        var shown = new HashSet<string>(StringComparer.Ordinal);
        foreach (ref var entry in entries)
        {
            // Of what the base shows, two names may differ in case alone.
            if (Kept.TryGetValue(entry.Node, out var kept) && kept.Joliet is { Length: <= MostCharacters } name && shown.Add(name))
            {
                taken.TryTake(name);
                entry.Identifier = name;
            }
        }
    }

    private bool IsLegal(string name) => IsLegal(name, maxCharacters);

    /// <summary>Whether a name can be stored as it is, if no other is in its way.</summary>
    public static bool IsLegal(string name, int maxCharacters) =>
        name.Length <= maxCharacters && !NameBytes.IsRaw(name) && name[^1] is not ('.' or ' ') && !name.AsSpan().ContainsAny(Illegal);

    private static bool IsIllegal(char c) => Illegal.Contains(c);

    private string Mangle(string name)
    {
        var legal = string.Create(name.Length, name, static (result, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                result[i] = IsIllegal(source[i]) ? '_' : source[i];
            }
        });
        legal = EndWell(legal);
        return legal.Length <= maxCharacters ? legal : EndWell(Cut(legal, suffix: ""));
    }

    /// <summary>Readers drop a dot at the end, and Windows cannot open a name that ends in a space.</summary>
    private static string EndWell(string name) => name[^1] is '.' or ' ' ? $"{name[..^1]}_" : name;

    /// <summary>Puts a suffix before the extension, cutting what lies before it to the limit, but no surrogate pair in two.</summary>
    private string Cut(string name, string suffix)
    {
        const int longestExtension = 32;
        var dot = name.LastIndexOf('.');
        if (dot <= 0 || name.Length - dot > longestExtension)
        {
            dot = name.Length;
        }

        var stem = Math.Min(dot, maxCharacters - suffix.Length - (name.Length - dot));
        if (stem > 0 && stem < dot && char.IsHighSurrogate(name[stem - 1]))
        {
            stem--;
        }

        return string.Concat(name.AsSpan(0, stem), suffix, name.AsSpan(dot));
    }

    private void Report(in TreeEntry entry) => diagnostics.Warning(
        DiagnosticId.JolietNameAltered,
        entry.Node.Path,
        $"Windows will show the name as {entry.Identifier}. Joliet names have at most {maxCharacters} characters, contain none of * / : ; ? \\, do not end in a dot or space, and differ in more than case. Rename the entry to keep its name there.",
        (entry.Node as ContentFile)?.Source.FilePath);
}
