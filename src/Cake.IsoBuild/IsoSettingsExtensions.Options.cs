// Made of the table of options (src/IsoBuild.Core/Surfaces): see CONTRIBUTING.md.
using IsoBuild.Content;

namespace Cake.IsoBuild;

/// <content>The options of the image that need nothing but their value.</content>
public static partial class IsoSettingsExtensions
{
    /// <summary>Sets the volume identifier (label): up to 32 characters.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="volumeId">The value.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithVolumeId(this IsoBuildSettings settings, string volumeId) => With(settings, s => s.VolumeId = volumeId);

    /// <summary>Sets the publisher of the volume: up to 128 characters.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="publisher">The value.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithPublisher(this IsoBuildSettings settings, string publisher) => With(settings, s => s.Publisher = publisher);

    /// <summary>Sets the application identifier, what the volume is for: up to 128 characters.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="applicationId">The value.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithApplicationId(this IsoBuildSettings settings, string applicationId) => With(settings, s => s.ApplicationId = applicationId);

    /// <summary>Sets the system identifier, the system that uses the system area (sectors 0 to 15): up to 32 characters.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="systemId">The value.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithSystemId(this IsoBuildSettings settings, string systemId) => With(settings, s => s.SystemId = systemId);

    /// <summary>Sets the identifier of the volume set that the volume belongs to: up to 128 characters.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="volumeSetId">The value.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithVolumeSetId(this IsoBuildSettings settings, string volumeSetId) => With(settings, s => s.VolumeSetId = volumeSetId);

    /// <summary>Sets the preparer of the volume's data: up to 128 characters.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="preparer">The value.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithPreparer(this IsoBuildSettings settings, string preparer) => With(settings, s => s.Preparer = preparer);

    /// <summary>Sets the file in the image's root with the copyright notice.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="path">The value.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithCopyrightFile(this IsoBuildSettings settings, string path) => With(settings, s => s.CopyrightFile = path);

    /// <summary>Sets the file in the image's root with the abstract.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="path">The value.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithAbstractFile(this IsoBuildSettings settings, string path) => With(settings, s => s.AbstractFile = path);

    /// <summary>Sets the file in the image's root with the bibliography.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="path">The value.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithBibliographicFile(this IsoBuildSettings settings, string path) => With(settings, s => s.BibliographicFile = path);

    /// <summary>Sets the expiration date, after which the volume is obsolete.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="expires">The value.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithExpires(this IsoBuildSettings settings, DateTimeOffset expires) => With(settings, s => s.Expires = expires);

    /// <summary>Sets the effective date, from which the volume may be used.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="effective">The value.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithEffective(this IsoBuildSettings settings, DateTimeOffset effective) => With(settings, s => s.Effective = effective);

    /// <summary>Sets the date of the volume and of everything in it: RFC 3339 with a time zone, or Unix seconds.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="timestamp">The value.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithTimestamp(this IsoBuildSettings settings, DateTimeOffset timestamp) => With(settings, s => s.Timestamp = timestamp);

    /// <summary>Sets the date of the volume alone, to the hundredth of a second: as the timestamp, or YYYYMMDDhhmmsscc in UTC.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="volumeDate">The value.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithVolumeDate(this IsoBuildSettings settings, DateTimeOffset volumeDate) => With(settings, s => s.VolumeDate = volumeDate);

    /// <summary>Sets the dates of files and directories.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="dates">The value.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithFileDates(this IsoBuildSettings settings, FileDates dates) => With(settings, s => s.FileDates = dates);

    /// <summary>Sets the modes, owners and groups of files and directories.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="modes">The value.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithModes(this IsoBuildSettings settings, PosixModes modes) => With(settings, s => s.Modes = modes);

    /// <summary>Sets the formats, each with its own directory tree or fields.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="formats">The value.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithFormats(this IsoBuildSettings settings, ImageFormats formats) => With(settings, s => s.Formats = formats);

    /// <summary>Sets the interchange level, which sets the length of names in the ISO 9660 tree.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="level">The value.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithIsoLevel(this IsoBuildSettings settings, int level) => With(settings, s => s.IsoLevel = level);

    /// <summary>Sets what names of the ISO 9660 tree may have beyond the standard.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="rules">The value.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithIsoNames(this IsoBuildSettings settings, IsoNameRules rules) => With(settings, s => s.IsoNames = rules);

    /// <summary>Writes a file TRANS.TBL with the real names into every directory of the ISO 9660 tree, as mkisofs -T does.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithTranslationTables(this IsoBuildSettings settings) => With(settings, s => s.TranslationTables = true);

    /// <summary>Allows Joliet names of up to 103 characters instead of 64.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithJolietLongNames(this IsoBuildSettings settings) => With(settings, s => s.JolietLongNames = true);

    /// <summary>Moves directories below the eighth level to /rr_moved in the ISO 9660 tree, as the standard requires.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithDeepDirectoriesRelocated(this IsoBuildSettings settings) => With(settings, s => s.RelocateDeepDirectories = true);

    /// <summary>Adds an HFS+ volume over the same files and an Apple partition map: what Macs show, and what their firmware boots from.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithHfsPlus(this IsoBuildSettings settings) => With(settings, s => s.HfsPlus = true);

    /// <summary>Sets the creators and types of files in the HFS+ tree.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="rules">The value.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithHfsCreators(this IsoBuildSettings settings, string rules) => With(settings, s => s.HfsCreators = rules);

    /// <summary>Sets the path in the image of the directory that is blessed in the HFS+ volume, which Mac firmware boots from.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="targetPath">The value.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithHfsBless(this IsoBuildSettings settings, string targetPath) => With(settings, s => s.HfsBless = targetPath);

    /// <summary>Stores files with equal content separately. Default: their content is stored once.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithoutDedupe(this IsoBuildSettings settings) => With(settings, s => s.Dedupe = false);

    /// <summary>Sets the alignment of file content in bytes: a power of two from 2048 to 1048576.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="bytes">The value.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithAlignment(this IsoBuildSettings settings, int bytes) => With(settings, s => s.Alignment = bytes);

    /// <summary>Stores a checksum of the image in the image, which checkisomd5 and installers check (as implantisomd5 does).</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithMediaChecksum(this IsoBuildSettings settings) => With(settings, s => s.MediaChecksum = true);

    /// <summary>Updates lists of checksums in the content: md5sum.txt, SHA256SUMS, *.sha512 and similar files, and .treeinfo.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithUpdatedChecksums(this IsoBuildSettings settings) => With(settings, s => s.UpdateChecksums = true);

    /// <summary>Keeps hard links on disk as hard links in the image. Default: each name is a separate file, as in a fresh checkout.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithHardLinksPreserved(this IsoBuildSettings settings) => With(settings, s => s.PreserveHardLinks = true);

    /// <summary>Sets the path in the image at which the boot catalog is shown as a file.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="targetPath">The value.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithBootCatalog(this IsoBuildSettings settings, string targetPath) => With(settings, s => s.BootCatalog = targetPath);

    /// <summary>Sets the path in the image at which the generated EFI system partition is shown as a file.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="targetPath">The value.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithEfiImage(this IsoBuildSettings settings, string targetPath) => With(settings, s => s.EfiImage = targetPath);

    /// <summary>Shows the files of the EFI system partition in the directory trees as well, so that a USB stick boots onto which the image's files are copied. They are stored once.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithEfiFilesInTree(this IsoBuildSettings settings) => With(settings, s => s.EfiFilesInTree = true);

    /// <summary>Sets the file with the system area (sectors 0 to 15), up to 32768 bytes, such as the IP.BIN of a console.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="systemArea">The value.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithSystemArea(this IsoBuildSettings settings, string systemArea) => With(settings, s => s.SystemArea = systemArea);

    /// <summary>Sets the sector of a disc at which the image will be written as a later session, from which all of its addresses count.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="sector">The value.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithSessionStart(this IsoBuildSettings settings, int sector) => With(settings, s => s.SessionStart = sector);

    /// <summary>Sets the number of empty sectors of 2048 bytes at the end of the image, for drives that read ahead.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="sectors">The value.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithPaddingSectors(this IsoBuildSettings settings, int sectors) => With(settings, s => s.PaddingSectors = sectors);
}
