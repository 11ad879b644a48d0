using IsoBuild.Content;

namespace IsoBuild.Planning;

/// <summary>Options as a statement of provenance tells them: those that are not as they are by default, and none that names a place on the machine.</summary>
internal static class OptionList
{
    private static readonly ImageOptions Defaults = new();

    /// <summary>The options by name, in the order of <see cref="ImageOptions"/>: texts, numbers and switches.</summary>
    public static IReadOnlyList<(string Name, object Value)> Of(ImageOptions options)
    {
        var list = new List<(string, object)>();
        Add("volumeId", all => all.VolumeId);
        Add("publisher", all => all.Publisher);
        Add("applicationId", all => all.ApplicationId);
        Add("systemId", all => all.SystemId);
        Add("volumeSetId", all => all.VolumeSetId);
        Add("preparer", all => all.Preparer);
        Add("copyrightFile", all => all.CopyrightFile);
        Add("abstractFile", all => all.AbstractFile);
        Add("bibliographicFile", all => all.BibliographicFile);
        Add("expires", all => Date(all.Expires));
        Add("effective", all => Date(all.Effective));
        Add("timestamp", all => Date(all.Timestamp));
        Add("fileDates", all => all.FileDates.ToString());
        Add("formats", all => all.Formats.ToString());
        Add("isoLevel", all => all.IsoLevel);
        Add("jolietLongNames", all => all.JolietLongNames);
        Add("relocateDeepDirectories", all => all.RelocateDeepDirectories);
        Add("dedupe", all => all.Dedupe);
        Add("alignment", all => all.Alignment);
        Add("mediaChecksum", all => all.MediaChecksum);
        Add("updateChecksums", all => all.UpdateChecksums);
        Add("followLinks", all => all.FollowLinks);
        Add("followLinksOutside", all => all.FollowLinksOutside);
        Add("preserveHardLinks", all => all.PreserveHardLinks);
        Add("dvdVideo", all => all.DvdVideo);
        Add("bootLoader", all => all.BootLoader.ToString());
        Add("bootCatalog", all => all.BootCatalog);
        Add("efiImage", all => all.EfiImage);
        Add("hybrid", all => all.Hybrid is not null);
        Add("paddingSectors", all => all.PaddingSectors);
        return list;

        void Add(string name, Func<ImageOptions, object?> option)
        {
            if (option(options) is { } value && !value.Equals(option(Defaults)))
            {
                list.Add((name, value));
            }
        }
    }

    private static string? Date(DateTimeOffset? date) => date is { } instant ? ImageTimestamp.Format(instant) : null;
}
