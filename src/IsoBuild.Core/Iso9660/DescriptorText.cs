using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Iso9660;

/// <summary>The text fields and dates of a volume descriptor, in characters that its tree can write.</summary>
internal sealed record DescriptorText
{
    public const int ShortSize = 32;
    public const int LongSize = 128;

    /// <summary>Of the identifiers of files (8.4.23 to 8.4.25).</summary>
    public const int FileSize = 37;

    public FieldText SystemId { get; init; } = "";

    public FieldText VolumeId { get; init; } = "";

    public FieldText VolumeSetId { get; init; } = "";

    public FieldText Publisher { get; init; } = "";

    public FieldText Preparer { get; init; } = "";

    public FieldText ApplicationId { get; init; } = "";

    public string CopyrightFile { get; init; } = "";

    public string AbstractFile { get; init; } = "";

    public string BibliographicFile { get; init; } = "";

    public DateTimeOffset? Expires { get; init; }

    public DateTimeOffset? Effective { get; init; }

    /// <summary>What applications keep in the descriptor (8.4.32), when it is the base's; otherwise empty.</summary>
    public ReadOnlyMemory<byte> ApplicationUse { get; init; }

    /// <summary>The field with the date of creation, when it is the base's; otherwise empty.</summary>
    public ReadOnlyMemory<byte> Created { get; init; }

    /// <summary>The field with the date of modification, when it is the base's; otherwise empty.</summary>
    public ReadOnlyMemory<byte> Modified { get; init; }

    /// <summary>The texts of a descriptor.</summary>
    /// <param name="text">The user's text.</param>
    /// <param name="kept">What of the descriptor is the base's, and stays.</param>
    /// <param name="fit">Is given what a field is called, what the user wrote, and the field's size in bytes; makes of it what the field holds.</param>
    public static DescriptorText Of(VolumeText text, KeptTexts? kept, Func<string, string, int, string> fit) => new()
    {
        SystemId = kept?.SystemId ?? fit(VolumeText.SystemIdName, text.SystemId, ShortSize),
        VolumeId = kept?.VolumeId ?? fit(VolumeText.VolumeIdName, text.VolumeId, ShortSize),
        VolumeSetId = kept?.VolumeSetId ?? fit("volume set identifier", text.VolumeSetId, LongSize),
        Publisher = kept?.Publisher ?? fit("publisher", text.Publisher, LongSize),
        Preparer = kept?.Preparer ?? fit("preparer", text.Preparer, LongSize),
        ApplicationId = kept?.ApplicationId ?? fit("application identifier", text.ApplicationId, LongSize),
        ApplicationUse = kept?.ApplicationUse ?? default,
    };

    /// <summary>Says when a supplementary descriptor does not hold all of a text. Of the volume identifier, what systems show is told.</summary>
    public static void ReportCut(string field, string value, string stored, string descriptor, DiagnosticBag diagnostics)
    {
        if (stored.Length < value.Length && field != VolumeText.VolumeIdName)
        {
            diagnostics.Info(DiagnosticId.VolumeFieldAltered, value, $"The {field} is stored as \"{stored}\" in {descriptor}, which has no room for more.");
        }
    }

    /// <summary>Adds the dates, and the identifiers that the named files have in a tree.</summary>
    public DescriptorText WithFiles(VolumeText text, DirectoryTree tree, string descriptor, DiagnosticBag diagnostics) => this with
    {
        CopyrightFile = tree.RootFileIdentifier(text.CopyrightFile, descriptor, diagnostics),
        AbstractFile = tree.RootFileIdentifier(text.AbstractFile, descriptor, diagnostics),
        BibliographicFile = tree.RootFileIdentifier(text.BibliographicFile, descriptor, diagnostics),
        Expires = text.Expires,
        Effective = text.Effective,
        Created = text.Kept?.Created ?? default,
        Modified = text.Kept?.Modified ?? default,
    };
}
