using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Udf;

/// <summary>What the descriptors of UDF say of what users write into the fields of a volume. A text is recorded whole or not at all, and what a volume of UDF alone
/// does not record is told; beside ISO 9660, whose descriptors hold it, it is not.</summary>
/// <remarks>The publisher is the owner of the logical volume and the preparer the organisation (LVInfo1 and LVInfo2, UDF 1.02 2.2.7.2), the application that of the primary
/// volume descriptor (ECMA-167 3/10.1.16), the copyright and abstract files those of the file set (UDF 1.02 2.3.2).</remarks>
internal sealed class UdfFields(VolumeText text, ContentTree content, bool isAlone, DiagnosticBag diagnostics)
{
    public string Owner { get; private set; } = "";

    public string Organization { get; private set; } = "";

    public string ApplicationId { get; private set; } = "";

    /// <summary>Of a base: nobody else says it.</summary>
    public string Contact => text.Kept?.UdfContact ?? "";

    /// <summary>The name of a file in the root, or nothing.</summary>
    public string CopyrightFile { get; private set; } = "";

    /// <summary>The name of a file in the root, or nothing.</summary>
    public string AbstractFile { get; private set; } = "";

    /// <summary>Finds out what fits.</summary>
    /// <param name="uniqueDigits">How many digits come before the volume set identifier.</param>
    public void Measure(int uniqueDigits)
    {
        if (text.Kept?.UdfVolumeId is null)
        {
            Check(VolumeText.VolumeIdName, text.VolumeId, LogicalVolumeDescriptor.VolumeIdSize, before: 0);
        }

        // That of a base may be longer: as much of it stays as fits.
        if (text.Kept?.Primary?.VolumeSetId is null)
        {
            Check("volume set identifier", text.VolumeSetId, PrimaryVolumeDescriptor.VolumeSetIdSize, uniqueDigits);
        }

        if (diagnostics.HasErrors)
        {
            return;
        }

        if (text.Kept?.UdfOtherIds is null && OstaText.Fit(text.VolumeId, PrimaryVolumeDescriptor.VolumeIdSize) is var cut && cut.Length < text.VolumeId.Length)
        {
            diagnostics.Info(DiagnosticId.VolumeFieldAltered, text.VolumeId, $"The volume identifier is \"{cut}\" in the UDF primary volume descriptor and file set descriptor, which have no room for more. The logical volume descriptor, from which systems take the volume's name, has all of it.");
        }

        Owner = text.Kept?.UdfOwner ?? Info("publisher", text.Publisher);
        Organization = text.Kept?.UdfOrganization ?? Info("preparer", text.Preparer);
        ApplicationId = text.Kept?.UdfApplicationId ?? Recorded("application identifier", text.ApplicationId, EntityId.FitsApplication(text.ApplicationId), "22 characters of ASCII");
        Recorded("system identifier", text.SystemId, fits: false, room: null);
        Recorded("bibliographic file", text.BibliographicFile, fits: false, room: null);
        Recorded("expiration date", Date(text.Expires), fits: false, room: null);
        Recorded("effective date", Date(text.Effective), fits: false, room: null);
        CopyrightFile = File("copyright file", text.CopyrightFile);
        AbstractFile = File("abstract file", text.AbstractFile);
    }

    private static string Date(DateTimeOffset? date) => date is { } set ? ImageTimestamp.Format(set) : "";

    private static bool Fits(string value, int fieldSize) => OstaText.SizeOf(value) < fieldSize;

    private static string Room(int fieldSize, int before) => $"{fieldSize - 2 - before} characters, or {((fieldSize - 2) / 2) - before} if one of them is not in Latin-1";

    private void Check(string field, string value, int fieldSize, int before)
    {
        if (!Fits(new string('0', before) + value, fieldSize))
        {
            diagnostics.Error(DiagnosticId.VolumeFieldInvalid, value, $"The {field} is {value.Length} characters long, but the UDF descriptors have room for {Room(fieldSize, before)}. Shorten it.");
        }

        CheckControls(field, value);
    }

    private void CheckControls(string field, string value)
    {
        if (value.Any(char.IsControl))
        {
            diagnostics.Error(DiagnosticId.VolumeFieldInvalid, value, $"The {field} contains a control character. Remove it.");
        }
    }

    private string Info(string field, string value) =>
        Recorded(field, value, Fits(value, ImplementationUseDescriptor.InfoSize), Room(ImplementationUseDescriptor.InfoSize, before: 0));

    /// <param name="field">What users call it.</param>
    /// <param name="value">What they wrote.</param>
    /// <param name="fits">Whether there is room for that.</param>
    /// <param name="room">What there is room for; <see langword="null"/> when UDF does not know the field.</param>
    private string Recorded(string field, string value, bool fits, string? room)
    {
        // Control characters in a field of the base, which stays as it is, are no fault of the user's: UDF goes without it.
        if (text.Kept is not null && value.Any(char.IsControl))
        {
            return "";
        }

        CheckControls(field, value);
        if (fits || value.Length == 0)
        {
            return value;
        }

        if (isAlone)
        {
            diagnostics.Warning(
                DiagnosticId.VolumeFieldUnrecorded,
                value,
                room is null
                    ? $"The image does not record the {field}: UDF has no such field. Add ISO 9660 to the formats, or leave it out."
                    : $"The image does not record the {field}: UDF has room for {room}. Shorten it, or add ISO 9660 to the formats.");
        }

        return "";
    }

    /// <summary>The name of a file in the root, when the field holds it. One that is cut would name nothing.</summary>
    private string File(string field, string name)
    {
        var node = name.Length == 0 ? null : content.Find(name);
        var isHidden = node is not null && node.HiddenFrom.HasFlag(ImageFormats.Udf);
        if (node is null || (!isHidden && Fits(name, FileSetDescriptor.FileIdSize)))
        {
            return name;
        }

        diagnostics.Add(new Diagnostic(
            DiagnosticId.DescriptorFileUnnamed,
            isAlone ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            node.Path,
            isHidden
                ? $"The file is hidden from the UDF tree, so the UDF file set descriptor does not name it as the {field}."
                : $"The name is longer than the UDF file set descriptor has room for ({Room(FileSetDescriptor.FileIdSize, before: 0)}), so it does not name the file as the {field}. Give the file a shorter name."));
        return "";
    }
}
