using System.Text;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Inspection;
using IsoBuild.Iso9660;
using IsoBuild.Layout;

namespace IsoBuild;

/// <summary>Tells which texts the primary descriptor does not hold as the user wrote them, and which it holds though ECMA-119 has fewer characters there.</summary>
/// <param name="text">What the user wrote.</param>
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
        if (kept?.VolumeId is null)
        {
            CheckLabel(stored.VolumeId, joliet, VolumeLabels.Of(stored.VolumeId, joliet, udf, formats.HasFlag(ImageFormats.RockRidge)));
        }

        Check("system identifier", text.SystemId, stored.SystemId, kept?.SystemId, DescriptorText.ShortSize);
        Check("volume set identifier", text.VolumeSetId, stored.VolumeSetId, kept?.VolumeSetId, DescriptorText.LongSize, isStrict: true);
        Check("publisher", text.Publisher, stored.Publisher, kept?.Publisher, DescriptorText.LongSize);
        Check("preparer", text.Preparer, stored.Preparer, kept?.Preparer, DescriptorText.LongSize);
        Check("application identifier", text.ApplicationId, stored.ApplicationId, kept?.ApplicationId, DescriptorText.LongSize);
    }

    private void CheckLabel(string stored, string? joliet, VolumeLabels labels)
    {
        var wanted = text.VolumeId.TrimEnd(' ');
        if (!string.Equals(stored, wanted, StringComparison.Ordinal))
        {
            var isElsewhere = formats.HasFlag(ImageFormats.Udf) || IsHeldElsewhere(wanted, DescriptorText.ShortSize);
            Tell(DiagnosticId.VolumeFieldAltered, isElsewhere ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning, wanted, $"The volume identifier is stored as \"{stored}\" in the ISO 9660 descriptor, which holds ASCII alone. {Shown(labels)}");
        }
        else if (!wanted.All(IsoText.IsD))
        {
            Tell(DiagnosticId.VolumeFieldRelaxed, DiagnosticSeverity.Info, wanted, $"The volume identifier is stored as it is, though the standard has {DCharacters} alone there. {Shown(labels)}");
        }
        else if (joliet is not null && !string.Equals(joliet, wanted, StringComparison.Ordinal))
        {
            Tell(DiagnosticId.VolumeFieldAltered, DiagnosticSeverity.Info, wanted, $"The volume identifier is stored as \"{joliet}\" in the Joliet descriptor, which has room for 16 characters. {Shown(labels)}");
        }
    }

    private static string Shown(VolumeLabels labels) =>
        labels.Linux == labels.Windows && labels.Linux == labels.MacOS
            ? $"Linux, Windows and macOS show the label \"{labels.Linux}\"."
            : $"Linux shows the label \"{labels.Linux}\", Windows \"{labels.Windows}\", macOS \"{labels.MacOS}\".";

    private void Check(string field, string wanted, string stored, FieldText? kept, int size, bool isStrict = false)
    {
        wanted = wanted.TrimEnd(' ');
        if (kept is not null)
        {
            return;
        }

        if (!string.Equals(stored, wanted, StringComparison.Ordinal))
        {
            var isElsewhere = (isStrict && formats.HasFlag(ImageFormats.Udf)) || IsHeldElsewhere(wanted, size);
            Tell(DiagnosticId.VolumeFieldAltered, isElsewhere ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning, wanted, $"The {field} is stored as \"{stored}\" in the ISO 9660 descriptor, which holds ASCII alone.");
        }
        else if (!wanted.All(isStrict ? IsoText.IsD : IsoText.IsA))
        {
            Tell(DiagnosticId.VolumeFieldRelaxed, DiagnosticSeverity.Info, wanted, $"The {field} is stored as it is, though the standard has {(isStrict ? DCharacters : ACharacters)} alone there.");
        }
    }

    /// <summary>Whether a supplementary descriptor has room for all of a text.</summary>
    private bool IsHeldElsewhere(string wanted, int size) =>
        (formats.HasFlag(ImageFormats.Joliet) && wanted.Length * sizeof(char) <= size)
        || (formats.HasFlag(ImageFormats.Iso1999) && Encoding.UTF8.GetByteCount(wanted) <= size);

    private void Tell(DiagnosticId id, DiagnosticSeverity severity, string item, string message) => diagnostics.Add(new Diagnostic(id, severity, item, message));
}
