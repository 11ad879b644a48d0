namespace IsoBuild.Diagnostics;

/// <summary>The code of a <see cref="Diagnostic"/>. Codes are never reused for another meaning.</summary>
/// <remarks><c>1xxx</c> input and options, <c>2xxx</c> layout, <c>3xxx</c> reading, <c>4xxx</c> surfaces.</remarks>
public enum DiagnosticId
{
    /// <summary>A source file or directory does not exist.</summary>
    SourceMissing = 1001,

    /// <summary>A source file changed between being measured and being copied.</summary>
    SourceChanged = 1002,

    /// <summary>Two sources have one target path.</summary>
    DuplicateTarget = 1003,

    /// <summary>A target path leaves the image's root: <c>..</c>, absolute, or with a drive.</summary>
    TargetEscapes = 1004,

    /// <summary>A target path holds a name that no image can store.</summary>
    TargetInvalid = 1005,

    /// <summary>A volume field holds what no image can store.</summary>
    VolumeFieldInvalid = 1006,

    /// <summary>A volume field had to be altered to fit its descriptor.</summary>
    VolumeFieldAltered = 1007,

    /// <summary>A timestamp is malformed or out of range.</summary>
    TimestampInvalid = 1008,

    /// <summary>A name was shortened or replaced in the ISO 9660 tree.</summary>
    IsoNameAltered = 1009,

    /// <summary>A name was shortened or replaced in the Joliet tree.</summary>
    JolietNameAltered = 1010,

    /// <summary>An option has an unknown value.</summary>
    OptionUnknown = 1011,

    /// <summary>A source is neither a file nor a directory: a pipe, a socket, a device, a link to a directory.</summary>
    SourceUnsupported = 1012,

    /// <summary>A symbolic link was stored as a copy of the file it points to.</summary>
    LinkFollowed = 1013,

    /// <summary>A source exists but cannot be read.</summary>
    SourceUnreadable = 1014,

    /// <summary>A file is larger than one extent holds.</summary>
    FileTooLarge = 1015,

    /// <summary>File dates are preserved, so the image depends on them.</summary>
    DatesPreserved = 1016,

    /// <summary>A file date lies outside what an image can hold.</summary>
    DateOutOfRange = 1017,

    /// <summary>A Rock Ridge name is longer than Linux shows.</summary>
    RockRidgeNameLong = 1018,

    /// <summary>The image cannot be written: the place is read-only, full, or in use.</summary>
    ImageUnwritable = 1019,

    /// <summary>The image would take the place of a file that is to go into it.</summary>
    ImageIsSource = 1020,

    /// <summary>There are more directories than a path table can number.</summary>
    TooManyDirectories = 2001,

    /// <summary>The volume has more blocks than its descriptor can count.</summary>
    VolumeTooLarge = 2002,

    /// <summary>The records of one directory exceed one extent.</summary>
    DirectoryTooLarge = 2003,

    /// <summary>The file holds no ISO 9660 volume.</summary>
    NotAnImage = 3001,

    /// <summary>The image ends before something that it says it holds.</summary>
    ImageTruncated = 3002,

    /// <summary>A structure of the image contradicts the standard, or itself.</summary>
    ImageMalformed = 3003,

    /// <summary>The committed layout to compare with does not exist or cannot be read.</summary>
    BaselineMissing = 4001,

    /// <summary>The layout differs from the committed one.</summary>
    BaselineDiffers = 4002,

    /// <summary>MSBuild is too old for the tasks.</summary>
    MSBuildTooOld = 4003,

    /// <summary>Two images of one build would be one file.</summary>
    ImagesCollide = 4004,

    /// <summary>A command line makes no sense.</summary>
    UsageWrong = 4101,

    /// <summary>An image has nothing at a path, or nothing that a pattern matches.</summary>
    PathNotInImage = 4102,

    /// <summary>An image file cannot be opened or read.</summary>
    ImageUnreadable = 4103,

    /// <summary>A file beside an image cannot be written.</summary>
    OutputUnwritable = 4104,

    /// <summary>The program failed for a reason that it does not know.</summary>
    Unexpected = 4105,

    /// <summary>A file that is to keep its path below a directory is not below it.</summary>
    FileOutsideRoot = 4121,

    /// <summary>A setting that is needed is missing.</summary>
    SettingMissing = 4122,
}
