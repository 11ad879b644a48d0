// Made of the table of options (src/IsoBuild.Core/Surfaces): see CONTRIBUTING.md.
using Cake.Core;
using Cake.Core.IO;
using IsoBuild;

namespace Cake.IsoBuild;

/// <content>From settings to the options of the library.</content>
internal static partial class ImageMaker
{
    /// <summary>Settings that nobody changed are as in <paramref name="kept"/>.</summary>
    private static ImageOptions OptionsOf(ICakeContext context, IsoBuildSettings settings, ImageOptions kept, DiagnosticLog log)
    {
        var untouched = new IsoBuildSettings();
        return kept with
        {
            VolumeId = settings.VolumeId ?? kept.VolumeId,
            Publisher = Of(all => all.Publisher, kept.Publisher),
            ApplicationId = Of(all => all.ApplicationId, kept.ApplicationId),
            SystemId = Of(all => all.SystemId, kept.SystemId),
            VolumeSetId = Of(all => all.VolumeSetId, kept.VolumeSetId),
            Preparer = Of(all => all.Preparer, kept.Preparer),
            CopyrightFile = Of(all => all.CopyrightFile, kept.CopyrightFile),
            AbstractFile = Of(all => all.AbstractFile, kept.AbstractFile),
            BibliographicFile = Of(all => all.BibliographicFile, kept.BibliographicFile),
            Expires = settings.Expires ?? kept.Expires,
            Effective = settings.Effective ?? kept.Effective,
            Timestamp = settings.Timestamp ?? EpochTimestamp(context, log) ?? kept.Timestamp,
            VolumeDate = settings.VolumeDate ?? kept.VolumeDate,
            FileDates = Of(all => all.FileDates, kept.FileDates),
            Modes = Of(all => all.Modes, kept.Modes),
            FileMode = settings.FileMode ?? kept.FileMode,
            DirectoryMode = settings.DirectoryMode ?? kept.DirectoryMode,
            Formats = Of(all => all.Formats, kept.Formats),
            IsoLevel = Of(all => all.IsoLevel, kept.IsoLevel),
            IsoNames = Of(all => all.IsoNames, kept.IsoNames),
            TranslationTables = Of(all => all.TranslationTables, kept.TranslationTables),
            JolietLongNames = Of(all => all.JolietLongNames, kept.JolietLongNames),
            RelocateDeepDirectories = Of(all => all.RelocateDeepDirectories, kept.RelocateDeepDirectories),
            HfsPlus = Of(all => all.HfsPlus, kept.HfsPlus),
            HfsCreators = Of(all => all.HfsCreators, kept.HfsCreators),
            HfsBless = Of(all => all.HfsBless, kept.HfsBless),
            Dedupe = Of(all => all.Dedupe, kept.Dedupe),
            Alignment = Of(all => all.Alignment, kept.Alignment),
            MediaChecksum = Of(all => all.MediaChecksum, kept.MediaChecksum),
            UpdateChecksums = Of(all => all.UpdateChecksums, kept.UpdateChecksums),
            FollowLinks = Of(all => all.FollowLinks || all.FollowLinksOutside, kept.FollowLinks),
            FollowLinksOutside = Of(all => all.FollowLinksOutside, kept.FollowLinksOutside),
            PreserveHardLinks = Of(all => all.PreserveHardLinks, kept.PreserveHardLinks),
            DvdVideo = settings.DvdVideo ?? kept.DvdVideo,
            BootLoader = Of(all => all.BootLoader, kept.BootLoader),
            BootCatalog = Of(all => all.BootCatalog, kept.BootCatalog),
            EfiImage = settings.EfiImage ?? kept.EfiImage,
            EfiFilesInTree = Of(all => all.EfiFilesInTree, kept.EfiFilesInTree),
            SystemArea = settings.SystemArea.Length > 0 ? new FilePath(settings.SystemArea).MakeAbsolute(context.Environment).FullPath : kept.SystemArea,
            SessionStart = Of(all => all.SessionStart, kept.SessionStart),
            PaddingSectors = Of(all => all.PaddingSectors, kept.PaddingSectors),
            Hybrid = HybridOf(context, settings.Hybrid, kept.Hybrid),
        };

        T Of<T>(Func<IsoBuildSettings, T> setting, T keptValue) =>
            EqualityComparer<T>.Default.Equals(setting(settings), setting(untouched)) ? keptValue : setting(settings);
    }
}
