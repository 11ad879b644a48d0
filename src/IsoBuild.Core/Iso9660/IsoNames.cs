using System.Text;
using System.Text.Unicode;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Iso9660;

/// <summary>The names of the primary tree: upper case, <c>A-Z 0-9 _</c>, files as <c>NAME.EXTENSION;1</c> (ECMA-119 7.5, 7.6, 10).</summary>
/// <param name="level">The interchange level: 1 for 8.3 names, otherwise up to 31 characters.</param>
/// <param name="namesElsewhere">Whether another tree holds the real names, so that changing them here is no loss.</param>
/// <param name="diagnostics">Receives reports of every name that is not the real one.</param>
/// <param name="rules">What names may have beyond the standard.</param>
internal sealed class IsoNames(int level, bool namesElsewhere, DiagnosticBag diagnostics, IsoNameRules rules = IsoNameRules.None) : TreeScheme
{
    private const int Level1Stem = 8;
    private const int Level1Extension = 3;

    /// <summary>Of name and extension together, without their separator (7.5.1).</summary>
    private const int FileCharacters = 30;
    public const int DirectoryCharacters = 31;

    /// <summary>The longest identifier, without version, for which there is room in a record (ISO 9660:1999 allows 207 bytes in all), and beside it in Rock Ridge's fields.</summary>
    private const int MostCharacters = 205;
    private const int MostBesideFields = 172;

    private readonly IsoNameForm form = new(level, rules);

    /// <summary>How much of a long name its extension leaves.</summary>
    private const int StemBeforeExtension = 20;

    private int lowestLevel = 1;

    /// <summary>Whether an identifier of the base is no UTF-8.</summary>
    private bool hasLatin1;

    public override string TreeName => "iso9660";

    public override RegionSlot PathTableSlot => RegionSlot.IsoPathTables;

    public override RegionSlot DirectorySlot => RegionSlot.IsoDirectories;

    public override int CharacterSize => 1;

    /// <summary>Rock Ridge is in the same records: what is hidden from either is hidden from both.</summary>
    public const ImageFormats AllFormats = ImageFormats.Iso9660 | ImageFormats.RockRidge;

    public override ImageFormats Formats => AllFormats;

    /// <summary>Whether the records carry Rock Ridge fields.</summary>
    public bool HasRockRidge
    {
        get;
        init
        {
            field = value;
            form = new IsoNameForm(level, rules) { MostBytes = value ? MostBesideFields : EnhancedNames.MaxBytes };
        }
    }

    public override bool HoldsPosix => HasRockRidge;

    /// <summary>Whether names are any that UTF-8 has, so that an enhanced descriptor may lead to the same tree.</summary>
    public bool AreFree => form.IsFree;

    protected override bool HasVersions => form.HasVersions;

    /// <summary>The lowest interchange level that the entries so far keep to.</summary>
    public int LowestLevel => AreFree ? IsoNameForm.Free : lowestLevel;

    /// <summary>Names a directory when sector maps should show other names than identifiers.</summary>
    public Func<TreeDirectory, string>? RealName { get; init; }

    public override void WriteText(ReadOnlySpan<char> text, Span<byte> destination) => Encoding.Latin1.GetBytes(text, destination);

    public override void Identify(Span<TreeEntry> entries)
    {
        var taken = new UniqueNames(entries.Length);
        foreach (ref var entry in entries)
        {
            Keep(ref entry, taken);
        }

        // Names that need no change come first, so that none of them gives way to one that does. They are compared as readers
        // show them: a directory A and a file A. are two identifiers, but one name.
        foreach (ref var entry in entries)
        {
            if (!entry.IsKept)
            {
                entry.Identifier = Make(entry);
                entry.CanBeRemade = IsSame(entry.Node.Name, entry.Identifier) && taken.TryTake(NameOf(entry.Identifier));
            }
        }

        foreach (ref var entry in entries)
        {
            if (!entry.IsKept && !entry.CanBeRemade)
            {
                var wanted = entry.Identifier;
                entry.Identifier = taken.Take(wanted, entry.IsDirectory ? AddToDirectory : AddToFile, NameOf);
                entry.CanBeRemade = string.Equals(entry.Identifier, wanted, StringComparison.Ordinal);
                Report(entry);
            }

            lowestLevel = Math.Max(lowestLevel, LevelOf(entry.Identifier, entry.IsDirectory));
        }
    }

    /// <summary>Leaves an entry of the base the identifier that it has there, whatever characters are in it.</summary>
    private void Keep(ref TreeEntry entry, UniqueNames taken)
    {
        if (!Kept.TryGetValue(entry.Node, out var names) || names.Iso is not { } identifier
            || identifier.Length > (HasRockRidge ? MostBesideFields : MostCharacters)
            || (level == 1 && LevelOf(identifier, entry.IsDirectory) > 1)
            || entry.Role != RecordRole.Child
            || !taken.TryTake(NameOf(identifier)))
        {
            return;
        }

        hasLatin1 |= !Utf8.IsValid(Encoding.Latin1.GetBytes(identifier));

        // What is added does not differ from it in case alone.
        taken.TryTake(NameOf(identifier).ToUpperInvariant());
        entry.Identifier = identifier;
        entry.IsKept = true;
        entry.IsWithoutVersion = !names.HasIsoVersion;
    }

    protected override string Remake(in TreeEntry entry) => Make(entry);

    private string Make(in TreeEntry entry) =>
        form.IsStandard ? Mangle(entry.Node.Name, entry.IsDirectory, level) : form.Mangle(entry.Node.Name, entry.IsDirectory);

    /// <summary>A file of several sections needs level 3 (ECMA-119 10.1, 10.2).</summary>
    public override void CheckSections(ContentFile file, long sections)
    {
        lowestLevel = Math.Max(lowestLevel, 3);
        CheckForLinux(file, sections, diagnostics);
        if (level < 3)
        {
            diagnostics.Error(DiagnosticId.FileTooLarge, file.Path, $"The file is {file.Length} bytes long, but at interchange level {level} a file has at most {FileData.MaxExtent} bytes (4 GiB - 2 KiB). Use level 3, split the file, or leave it out.", file.Source.FilePath);
        }
    }

    /// <summary>The identifier that is made of a name, unless another entry has it.</summary>
    public static string Mangle(string name, bool isDirectory) => Mangle(name, isDirectory, level: 3);

    /// <summary>The lowest interchange level to which an identifier keeps (ECMA-119 10); 4 for one that is too long for any.</summary>
    public static int LevelOf(ReadOnlySpan<char> identifier, bool isDirectory) =>
        IsLevel1(identifier, isDirectory) ? 1 : identifier.Length <= DirectoryCharacters ? 2 : IsoNameForm.Free;

    /// <summary>Whether an identifier keeps to interchange level 1 (ECMA-119 10.1).</summary>
    public static bool IsLevel1(ReadOnlySpan<char> identifier, bool isDirectory)
    {
        var dot = isDirectory ? -1 : identifier.LastIndexOf('.');
        return dot < 0 ? identifier.Length <= Level1Stem : dot <= Level1Stem && identifier.Length - dot - 1 <= Level1Extension;
    }

    /// <summary>Without the dot that ends a name without extension.</summary>
    public override string NameOf(string identifier)
    {
        // As readers do: where all names are valid UTF-8, they are that.
        var name = AreFree ? identifier : identifier.TrimEnd('.');
        return hasLatin1 || Ascii.IsValid(name) ? name : Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(name));
    }

    protected override string NameOf(TreeDirectory directory) => RealName?.Invoke(directory) ?? base.NameOf(directory);

    private bool IsSame(string name, string identifier) =>
        AreFree ? string.Equals(NameOf(identifier), name, StringComparison.Ordinal) : identifier.AsSpan().TrimEnd('.').Equals(name, StringComparison.OrdinalIgnoreCase);

    private static string Mangle(string realName, bool isDirectory, int level)
    {
        var name = NameBytes.Replace(realName);
        Span<char> stem = stackalloc char[DirectoryCharacters];
        if (isDirectory)
        {
            return new string(IsoText.RestrictToD(name, stem[..(level == 1 ? Level1Stem : DirectoryCharacters)]));
        }

        Span<char> extension = stackalloc char[FileCharacters];
        var dot = name.LastIndexOf('.');
        stem = IsoText.RestrictToD(dot > 0 ? name.AsSpan(0, dot) : name, stem[..FileCharacters]);
        extension = extension[..(level == 1 ? Level1Extension : FileCharacters - Math.Min(stem.Length, StemBeforeExtension))];
        extension = dot > 0 ? IsoText.RestrictToD(name.AsSpan(dot + 1), extension) : [];
        var stemRoom = level == 1 ? Level1Stem : FileCharacters - extension.Length;
        return string.Concat(stem[..Math.Min(stem.Length, stemRoom)], ".", extension);
    }

    private string AddToDirectory(string identifier, string suffix)
    {
        if (!form.IsStandard)
        {
            return form.Add(identifier, suffix, isDirectory: true);
        }

        var limit = level == 1 ? Level1Stem : DirectoryCharacters;
        return string.Concat(identifier.AsSpan(0, Math.Min(identifier.Length, limit - suffix.Length)), suffix);
    }

    /// <summary>Puts the suffix where the name ends, within the name's limits: what lies before it gives way, then a long extension.</summary>
    private string AddToFile(string identifier, string suffix)
    {
        if (!form.IsStandard)
        {
            return form.Add(identifier, suffix, isDirectory: false);
        }

        var dot = identifier.LastIndexOf('.');
        var extension = Math.Min(identifier.Length - dot - 1, Math.Max(FileCharacters - StemBeforeExtension, FileCharacters - suffix.Length - dot));
        var stem = Math.Min(dot, (level == 1 ? Level1Stem : FileCharacters - extension) - suffix.Length);
        return string.Concat(identifier.AsSpan(0, stem), suffix, identifier.AsSpan(dot, 1 + extension));
    }

    private void Report(in TreeEntry entry)
    {
        if (NameBytes.IsRaw(entry.Node.Name))
        {
            // One remark tells of all trees.
            return;
        }

        var severity = namesElsewhere ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning;
        if (!diagnostics.Keeps(DiagnosticId.IsoNameAltered))
        {
            diagnostics.Count(DiagnosticId.IsoNameAltered, severity);
            return;
        }

        var source = (entry.Node as ContentFile)?.Source.FilePath;
        diagnostics.Add(new Diagnostic(
            DiagnosticId.IsoNameAltered, severity, entry.Node.Path, $"The name is stored as {NameOf(entry.Identifier)} in the ISO 9660 tree, {(form.IsStandard ? "where names are short and use only A-Z, 0-9 and _" : "whose names are limited all the same")}.") { SourcePath = source });
    }
}
