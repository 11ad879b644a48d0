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

    public string SystemId { get; init; } = "";

    public string VolumeId { get; init; } = "";

    public string VolumeSetId { get; init; } = "";

    public string Publisher { get; init; } = "";

    public string Preparer { get; init; } = "";

    public string ApplicationId { get; init; } = "";

    public string CopyrightFile { get; init; } = "";

    public string AbstractFile { get; init; } = "";

    public string BibliographicFile { get; init; } = "";

    public DateTimeOffset? Expires { get; init; }

    public DateTimeOffset? Effective { get; init; }

    /// <summary>The field with the date of creation, when it is the base's; otherwise empty.</summary>
    public ReadOnlyMemory<byte> Created { get; init; }

    /// <summary>The field with the date of modification, when it is the base's; otherwise empty.</summary>
    public ReadOnlyMemory<byte> Modified { get; init; }

    /// <summary>The texts as the user wrote them, as far as a supplementary descriptor has room for them.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="tree">The tree of the descriptor, measured.</param>
    /// <param name="fit">Cuts a text to a number of bytes.</param>
    /// <param name="descriptor">What messages call the descriptor.</param>
    /// <param name="kept">What of it is the base's, and stays.</param>
    /// <param name="diagnostics">Is told of what is cut.</param>
    public static DescriptorText Fit(VolumeText text, DirectoryTree tree, Func<string, int, string> fit, string descriptor, KeptTexts? kept, DiagnosticBag diagnostics)
    {
        return new DescriptorText
        {
            SystemId = kept?.SystemId ?? Cut("system identifier", text.SystemId, ShortSize),
            VolumeId = kept?.VolumeId ?? fit(text.VolumeId, ShortSize),
            VolumeSetId = kept?.VolumeSetId ?? Cut("volume set identifier", text.VolumeSetId, LongSize),
            Publisher = kept?.Publisher ?? Cut("publisher", text.Publisher, LongSize),
            Preparer = kept?.Preparer ?? Cut("preparer", text.Preparer, LongSize),
            ApplicationId = kept?.ApplicationId ?? Cut("application identifier", text.ApplicationId, LongSize),
        }.WithFiles(text, tree, descriptor, diagnostics);

        string Cut(string field, string value, int size)
        {
            var cut = fit(value, size);
            if (cut.Length < value.Length)
            {
                diagnostics.Info(DiagnosticId.VolumeFieldAltered, value, $"The {field} is stored as \"{cut}\" in {descriptor}, which has no room for more.");
            }

            return cut;
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
