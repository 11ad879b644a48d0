using System.Globalization;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;
using IsoBuild.Layout;
using IsoBuild.Udf;

namespace IsoBuild.Remastering;

/// <summary>Tells what of the base's form, which is no content, is made as this writer makes it: one remark for all of it.</summary>
internal static class BaseForm
{
    /// <param name="source">The base.</param>
    /// <param name="formats">The trees that the image will have.</param>
    /// <param name="content">What came along.</param>
    /// <param name="hasDates">Whether entries keep their dates.</param>
    /// <param name="diagnostics">Is told.</param>
    public static void Tell(BaseImage source, ImageFormats formats, BaseContent content, bool hasDates, DiagnosticBag diagnostics)
    {
        var anew = string.Join("; ", Anew(source.Reader, formats, content, hasDates));
        if (anew.Length > 0)
        {
            diagnostics.Info(DiagnosticId.BaseFormRewritten, item: null, $"These structures of the base are written in a new form: {anew}. File content is not affected.", source.Path);
        }
    }

    private static IEnumerable<string> Anew(Reading.ImageReader reader, ImageFormats formats, BaseContent taken, bool hasDates)
    {
        if (reader.Tree(ImageFormats.RockRidge)?.HasRelocated == true && formats.HasFlag(ImageFormats.RockRidge)
            && (taken.HasLeftRelocation || !reader.Content(ImageFormats.Iso9660)!.Root.Children.Any(child => Relocation.IsTarget(child.Name))))
        {
            yield return "the directory for relocated deep directories (rr_moved, which Rock Ridge does not show)";
        }

        if (hasDates && RootDate(reader) is { } date)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"the root's date in the volume descriptor (that of the directory itself instead of {date:yyyy-MM-dd})");
        }

        if (hasDates && formats.HasFlag(ImageFormats.RockRidge) && reader.Tree(ImageFormats.RockRidge) is { HasOtherDates: true })
        {
            yield return "the Rock Ridge dates (the modification date stays; those of access, creation and attribute change are left out)";
        }

        foreach (var (format, count) in taken.OtherDates.OrderBy(dates => dates.Key))
        {
            if (hasDates && formats.HasFlag(format))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"the dates of {count} {(count == 1 ? "entry" : "entries")} in the {format} tree, which are now those of the base's best tree");
            }
        }

        if (taken.Placeholders.Count > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{taken.Placeholders.Count} empty {(taken.Placeholders.Count == 1 ? "file" : "files")}, which trees without links and special files show in their place ({taken.Placeholders.First().Path}), and which are left out");
        }

        if (reader.DescriptorSectors is { } descriptors && VolumeDescriptor.SaysXa(descriptors.Primary))
        {
            yield return "the CD-ROM XA attributes of records and the XA signature of the descriptor, which are left out";
        }

        if (reader.DescriptorSectors is { } set && reader.Sessions.Count == 1 && new VolumeDescriptor.View(set.Primary).SpaceBlocks * (long)Bytes.Sector.Size < reader.Image.Length)
        {
            yield return "the volume's size, which covers all of the image";
        }

        if (formats.HasFlag(ImageFormats.RockRidge) && reader.Content(ImageFormats.RockRidge) is { } content && MiscountedFiles(content) is > 0 and var files)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"the link counts of {files} {(files == 1 ? "file" : "files")}, which did not match the names in the image");
        }

        if (reader.UdfVolume is { } udf && formats.HasFlag(ImageFormats.Udf) && !EntityId.IsOurs(udf.Writer))
        {
            var revision = udf.Info.Revision is "" or "1.02" ? "" : $", of UDF 1.02 instead of {udf.Info.Revision}";
            yield return $"UDF's descriptors (IsoBuild's instead of {(udf.Writer.Length > 0 ? LayoutText.Escape(udf.Writer) : "a nameless writer")}'s{revision}{(udf.BlockSize == Bytes.Sector.Size ? "" : ", of blocks of 2048 bytes")}; for a medium that is only read)";
        }
    }

    /// <summary>How many files are said to have another number of names than the tree shows.</summary>
    private static int MiscountedFiles(ContentTree content)
    {
        var names = new Dictionary<ContentFile, int>();
        foreach (var file in content.AllNodes.OfType<ContentFile>().Where(file => file.LinkCount > 1))
        {
            var first = file.HardLinkOf ?? file;
            names[first] = names.GetValueOrDefault(first) + 1;
        }

        return names.Count(file => file.Key.LinkCount != file.Value);
    }

    /// <summary>The date of the root's record in the primary descriptor, where the directory itself has another one.</summary>
    private static DateTimeOffset? RootDate(Reading.ImageReader reader) =>
        reader.DescriptorSectors is { } descriptors && new VolumeDescriptor.View(descriptors.Primary).Root.Recorded is { } date && reader.Content(ImageFormats.Iso9660)!.Root.Modified is { } own && date != own ? date : null;
}
