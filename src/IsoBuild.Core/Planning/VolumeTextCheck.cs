using System.Text;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;
using IsoBuild.Layout;
using IsoBuild.Summarizing;

namespace IsoBuild.Planning;

/// <summary>Tells which texts the primary descriptor does not hold as the user wrote them, and which it holds though ECMA-119 has fewer characters there.</summary>
/// <param name="text">The user's text.</param>
/// <param name="formats">The trees of the image.</param>
/// <param name="diagnostics">Is told.</param>
internal sealed class VolumeTextCheck(VolumeText text, ImageFormats formats, DiagnosticBag diagnostics)
{
    private const string ACharacters = "capitals, digits, _, space and some punctuation (a-characters, ECMA-119 7.4.1)";

    private const string DCharacters = "A to Z, 0 to 9 and _ (d-characters, ECMA-119 7.4.1)";

    /// <param name="stored">What the primary descriptor says.</param>
    /// <param name="joliet">The volume identifier of the Joliet descriptor, if there is one.</param>
    /// <param name="udf">The identifier of UDF's logical volume, if there is one.</param>
    public void Check(VolumeInfo stored, string? joliet, string? udf)
    {
        var kept = text.Kept?.Primary;
        var shown = Shown(VolumeLabels.Of(stored.VolumeId, joliet, udf, formats.HasFlag(ImageFormats.RockRidge)));
        Check(VolumeText.VolumeIdName, text.VolumeId, stored.VolumeId, kept?.VolumeId, isStrict: true, shown, joliet);
        Check(VolumeText.SystemIdName, text.SystemId, stored.SystemId, kept?.SystemId);
        Check("volume set identifier", text.VolumeSetId, stored.VolumeSetId, kept?.VolumeSetId, isStrict: true);
        Check("publisher", text.Publisher, stored.Publisher, kept?.Publisher);
        Check("preparer", text.Preparer, stored.Preparer, kept?.Preparer);
        Check("application identifier", text.ApplicationId, stored.ApplicationId, kept?.ApplicationId);
    }

    private static string Shown(VolumeLabels labels) =>
        labels.Linux == labels.Windows && labels.Linux == labels.MacOS
            ? $" Linux, Windows and macOS show the label \"{labels.Linux}\"."
            : $" Linux shows the label \"{labels.Linux}\", Windows \"{labels.Windows}\", macOS \"{labels.MacOS}\".";

    /// <param name="field">What messages call it.</param>
    /// <param name="wanted">What the user wrote.</param>
    /// <param name="stored">What the primary descriptor says.</param>
    /// <param name="kept">That of the base, which nobody changed.</param>
    /// <param name="isStrict">Whether it has d-characters, and UDF holds it too.</param>
    /// <param name="shown">What follows from it.</param>
    /// <param name="joliet">What the Joliet descriptor says, where that is to be told together with it.</param>
    private void Check(string field, string wanted, string stored, FieldText? kept, bool isStrict = false, string shown = "", string? joliet = null)
    {
        // Spaces at the end are padding.
        wanted = wanted.TrimEnd(' ');
        if (kept is not null)
        {
            return;
        }

        if (!string.Equals(stored, wanted, StringComparison.Ordinal))
        {
            var isElsewhere = (isStrict && formats.HasFlag(ImageFormats.Udf)) || IsHeldElsewhere(field, wanted);
            Tell(DiagnosticId.VolumeFieldAltered, isElsewhere ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning, $"is stored as \"{stored}\" in the ISO 9660 descriptor, which holds only ASCII");
        }
        else if (!wanted.All(isStrict ? IsoText.IsD : IsoText.IsA))
        {
            Tell(DiagnosticId.VolumeFieldRelaxed, DiagnosticSeverity.Info, $"is stored as given, although the standard allows only {(isStrict ? DCharacters : ACharacters)} there");
        }
        else if (joliet is not null && !string.Equals(joliet, wanted, StringComparison.Ordinal))
        {
            Tell(DiagnosticId.VolumeFieldAltered, DiagnosticSeverity.Info, $"is stored as \"{joliet}\" in the Joliet descriptor, which has room for no more");
        }

        void Tell(DiagnosticId id, DiagnosticSeverity severity, string what) => diagnostics.Add(new Diagnostic(id, severity, wanted, $"The {field} {what}.{shown}"));
    }

    /// <summary>Whether a supplementary descriptor has room for all of a text.</summary>
    private bool IsHeldElsewhere(string field, string wanted)
    {
        var size = field is VolumeText.VolumeIdName or VolumeText.SystemIdName ? DescriptorText.ShortSize : DescriptorText.LongSize;
        return (formats.HasFlag(ImageFormats.Joliet) && wanted.Length * sizeof(char) <= size)
            || (formats.HasFlag(ImageFormats.Iso1999) && Encoding.UTF8.GetByteCount(wanted) <= size);
    }
}
