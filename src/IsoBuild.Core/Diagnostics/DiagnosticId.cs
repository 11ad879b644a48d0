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

    /// <summary>A source is neither a file nor a directory: a pipe, a socket or a device.</summary>
    SourceUnsupported = 1012,

    /// <summary>A symbolic link was stored as a copy of what it leads to.</summary>
    LinkFollowed = 1013,

    /// <summary>A source exists but cannot be read.</summary>
    SourceUnreadable = 1014,

    /// <summary>A file is larger than the interchange level allows.</summary>
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

    /// <summary>A symbolic link is absolute, or leads out of the image or of the directory that is added; it is kept as it is.</summary>
    LinkLeavesImage = 1021,

    /// <summary>A symbolic link or a special file is not shown by trees that have no such thing.</summary>
    EntryNotShown = 1022,

    /// <summary>The target of a symbolic link is empty, too long, or nothing that a system could follow; or has two slashes in a row, which not every system follows.</summary>
    LinkTargetInvalid = 1023,

    /// <summary>Symbolic links that are followed run in a circle: one leads to a directory in which it lies, or to itself.</summary>
    LinkLoop = 1024,

    /// <summary>A symbolic link that is followed leads out of the directory that is added.</summary>
    LinkLeavesSource = 1025,

    /// <summary>A symbolic link that is followed leads to nothing.</summary>
    LinkDangling = 1026,

    /// <summary>A hard link is to something that is no file of the image.</summary>
    HardLinkInvalid = 1027,

    /// <summary>The names of one file are given different modes, dates or owners.</summary>
    HardLinkContradiction = 1028,

    /// <summary>A device number cannot be stored so that it is read back.</summary>
    DeviceInvalid = 1029,

    /// <summary>An entry is hidden from every tree, and so not stored.</summary>
    HiddenEverywhere = 1030,

    /// <summary>This system does not tell which names on disk are one file.</summary>
    HardLinksUnknown = 1031,

    /// <summary>The target of a symbolic link is longer than macOS and the BSDs follow: 1,023 bytes.</summary>
    LinkTargetLong = 1032,

    /// <summary>A name is not UTF-8: Rock Ridge holds its bytes, other trees a replacement.</summary>
    NameNotUtf8 = 1033,

    /// <summary>A file has more sections than Linux reads.</summary>
    FileSectionsMany = 1041,

    /// <summary>A name was shortened or replaced in the ISO 9660:1999 tree.</summary>
    Iso1999NameAltered = 1042,

    /// <summary>A file that a volume descriptor is to name is not in the root of the image.</summary>
    DescriptorFileMissing = 1043,

    /// <summary>A volume descriptor has no room for the name of a file, or its tree does not show the file.</summary>
    DescriptorFileUnnamed = 1044,

    /// <summary>A volume expires before it may be used.</summary>
    VolumeDatesContradict = 1045,

    /// <summary>Deep directories cannot be relocated: there is no Rock Ridge, or the names of the directory that would hold them are taken.</summary>
    RelocationImpossible = 1046,

    /// <summary>A path is longer than Linux opens: 4,095 bytes.</summary>
    PathLongForLinux = 1047,

    /// <summary>A path, with its drive, is longer than many Windows programs open: 259 characters.</summary>
    PathLongForWindows = 1048,

    /// <summary>Directories are nested deeper than 7-Zip reads: 256 levels.</summary>
    TreeDeepForSevenZip = 1049,

    /// <summary>The primary tree is deeper, or has longer paths, than the standard allows (ECMA-119 6.8.2.1), where that is asked for or there is no other tree.</summary>
    PathBeyondStandard = 1050,

    /// <summary>A name was shortened in the UDF tree.</summary>
    UdfNameShortened = 1060,

    /// <summary>A name of the UDF tree has characters that Windows shows in another way.</summary>
    UdfNameForeign = 1061,

    /// <summary>The alignment of file content is no power of two, or out of range.</summary>
    AlignmentInvalid = 1070,

    /// <summary>A media checksum is asked for in an image without the descriptor that holds it.</summary>
    MediaChecksumImpossible = 1071,

    /// <summary>A file is too large to be stored compressed, and is stored as it is.</summary>
    CompressionTooLarge = 1072,

    /// <summary>Files are to be compressed in an image without Rock Ridge, and are stored as they are.</summary>
    CompressionUnavailable = 1073,

    /// <summary>Compressed files have their compressed bytes in trees other than Rock Ridge's.</summary>
    CompressionElsewhere = 1074,

    /// <summary>An image of UDF alone has no room for a volume field, and does not record it.</summary>
    VolumeFieldUnrecorded = 1075,

    /// <summary>The number of an owner or a group is the one by which UDF says that there is none.</summary>
    UdfOwnerNobody = 1076,

    /// <summary>A volume field has characters outside those of the standard; they are stored as they are.</summary>
    VolumeFieldRelaxed = 1077,

    /// <summary>The boot image of an entry is not in the image.</summary>
    BootImageMissing = 1100,

    /// <summary>What is at a boot image's path cannot be one: a directory, a link, a special file, an empty file, or one of several extents.</summary>
    BootImageUnusable = 1101,

    /// <summary>A boot image for floppy emulation does not have its medium's size.</summary>
    BootFloppySizeWrong = 1102,

    /// <summary>A boot image for hard disk emulation is no disk of one partition.</summary>
    BootDiskInvalid = 1103,

    /// <summary>A boot entry has a value that the catalog cannot hold.</summary>
    BootEntryInvalid = 1104,

    /// <summary>A boot image is too short for the addresses that are to be written into it, or too long.</summary>
    BootInfoImpossible = 1105,

    /// <summary>EDK2 does not see an entry for UEFI: it lies beyond the records that are looked at.</summary>
    BootEntryUnseen = 1106,

    /// <summary>An image without ISO 9660 has no place for a boot record.</summary>
    BootImpossible = 1107,

    /// <summary>An option concerns the boot catalog or the EFI system partition, and there is none.</summary>
    BootOptionUnused = 1108,

    /// <summary>Firmware is to load more than the boot image has.</summary>
    BootLoadTooLong = 1109,

    /// <summary>A file for the EFI system partition is no EFI program for a machine that is known, so its place is not known either.</summary>
    EfiProgramInvalid = 1110,

    /// <summary>The EFI system partition has no program where firmware looks for it.</summary>
    EfiProgramMissing = 1111,

    /// <summary>Something is added to an EFI system partition that is there as a whole.</summary>
    EfiImageExclusive = 1112,

    /// <summary>A boot image for UEFI is no FAT file system: firmware does not start from it.</summary>
    UefiImageNotFat = 1113,

    /// <summary>A boot image for UEFI has less than its FAT file system says.</summary>
    UefiImageCut = 1180,

    /// <summary>A boot image is ISOLINUX, and gets no boot info table, without which it does not start.</summary>
    IsolinuxWithoutTable = 1181,

    /// <summary>An entry for UEFI covers less than the FAT file system that is its boot image.</summary>
    UefiLoadShort = 1182,

    /// <summary>The content has a DVD-Video, which is laid out as such.</summary>
    DvdVideoFound = 1260,

    /// <summary>The IFO files of a DVD-Video do not fit the other files, so that it cannot be laid out.</summary>
    DvdVideoUnfit = 1261,

    /// <summary>The image is to be a DVD-Video, and there is none in the content.</summary>
    DvdVideoMissing = 1262,

    /// <summary>By what an IFO file of a DVD-Video says, its backup is so near that one scratch takes both.</summary>
    DvdVideoBackupNear = 1263,

    /// <summary>An image, a base, boot code or another input is a pipe, a socket or a character device, which cannot be read here and there, and might be waited for for ever.</summary>
    InputNoFile = 1280,

    /// <summary>A text beside the image (sector map, checksum) would take the place of content, or of a file that is something else.</summary>
    CompanionIsSource = 1285,

    /// <summary>A checksum beside the image is of a former image.</summary>
    ChecksumLeftBehind = 1286,

    /// <summary>The code of the master boot record cannot be read.</summary>
    BootCodeUnreadable = 1120,

    /// <summary>The code of the master boot record is longer than there is room for, or comes with partitions.</summary>
    BootCodeTooLong = 1121,

    /// <summary>The code of the master boot record starts a boot image that the image does not have, or has as another.</summary>
    BootCodeWithoutImage = 1122,

    /// <summary>The code of the master boot record is none, or is for disks that something was installed on.</summary>
    BootCodeUnsuitable = 1123,

    /// <summary>The code of the master boot record is given twice.</summary>
    BootCodeTwice = 1124,

    /// <summary>An image with partition tables has nothing that starts.</summary>
    HybridWithoutBoot = 1125,

    /// <summary>An image that starts from discs in BIOS mode does not start so from disks: there is no code for the master boot record.</summary>
    BootCodeMissing = 1126,

    /// <summary>A path for a FAT file system has a name that FAT cannot store.</summary>
    FatNameInvalid = 1130,

    /// <summary>Two paths for a FAT file system are one, or differ in case alone.</summary>
    FatNamesCollide = 1131,

    /// <summary>A file is larger than FAT can store: 4 GiB - 1.</summary>
    FatFileTooLarge = 1132,

    /// <summary>A FAT file system would be larger than there can be any, or any of its kind.</summary>
    FatVolumeTooLarge = 1133,

    /// <summary>What is to go into a FAT file system does not fit into the size asked for.</summary>
    FatContentTooLarge = 1134,

    /// <summary>There is no FAT file system of the size asked for, or none of the kind.</summary>
    FatSizeInvalid = 1135,

    /// <summary>A directory of a FAT file system has too many entries.</summary>
    FatDirectoryTooLarge = 1136,

    /// <summary>The label of a FAT file system is too long, or has characters that labels cannot have.</summary>
    FatLabelInvalid = 1137,

    /// <summary>A date is outside of what FAT can hold, 1980 to 2107.</summary>
    FatDateOutOfRange = 1138,

    /// <summary>A boot loader was found in the content, and boot entries are made for it.</summary>
    BootLoaderFound = 1150,

    /// <summary>The boot loader that was asked for, or any, is not in the content.</summary>
    BootLoaderMissing = 1151,

    /// <summary>Several boot loaders lie in the content, and another one is started.</summary>
    BootLoaderPassedOver = 1152,

    /// <summary>A boot loader is there, and something that it needs is not.</summary>
    BootLoaderIncomplete = 1153,

    /// <summary>The image to start from is missing or cannot be read.</summary>
    BaseUnreadable = 1160,

    /// <summary>The file to start from is no image, or none that can be read.</summary>
    BaseNotAnImage = 1161,

    /// <summary>The image to start from is damaged or incomplete, so that content of it would be lost.</summary>
    BaseDamaged = 1162,

    /// <summary>A directory would take the place of what is none in the image to start from, or the other way round.</summary>
    BaseConflict = 1163,

    /// <summary>What is to be removed from the image to start from is not there, or what is excluded is there, and stays.</summary>
    RemovalUnmatched = 1164,

    /// <summary>A pattern of what is to be removed is malformed.</summary>
    RemovalInvalid = 1165,

    /// <summary>The image to start from changed while it was used.</summary>
    BaseChanged = 1166,

    /// <summary>A field of the image to start from cannot be carried over.</summary>
    BaseFieldLost = 1167,

    /// <summary>An entry of the image to start from cannot be carried over: its name, or what it is, cannot be stored.</summary>
    BaseEntryUnusable = 1168,

    /// <summary>A part of how the image to start from starts does not come along.</summary>
    BaseBootLost = 1170,

    /// <summary>The system area of the image to start from holds what is unknown, and is kept as it is.</summary>
    BaseSystemAreaKept = 1171,

    /// <summary>The volume's UUID changes, by which the boot loader of the image to start from may look for it.</summary>
    BaseUuidChanged = 1172,

    /// <summary>Files cannot go into the EFI system partition of the image to start from.</summary>
    BaseEfiUnusable = 1173,

    /// <summary>A boot image of the image to start from gives way to another, and its content is nowhere else.</summary>
    BaseBootReplaced = 1174,

    /// <summary>A partition of the image to start from lies at another block.</summary>
    PartitionMoved = 1175,

    /// <summary>The image to start from boots by the boot record of an earlier session.</summary>
    BootOfEarlierSession = 1176,

    /// <summary>A partition that is a volume by itself ends before a file that its tree shows.</summary>
    FileBehindPartition = 1177,

    /// <summary>What is added goes where the base, which knows no case, has the name in another case.</summary>
    BaseNameOfOtherCase = 1190,

    /// <summary>The boot catalog takes the place of a file.</summary>
    BootCatalogReplaces = 1191,

    /// <summary>Files go into the EFI system partition that the base has.</summary>
    EfiPartitionMerged = 1192,

    /// <summary>A file of the EFI system partition and its copy in the image differ, of which one was replaced or removed.</summary>
    EfiCopyDiffers = 1193,

    /// <summary>A list of checksums of the base is not true any more.</summary>
    ChecksumsStale = 1194,

    /// <summary>What the base's writer kept for itself does not come along: it is true of no other image, or of use to no other program. Checksums are made again where Rock Ridge leads to them.</summary>
    BaseChecksumsCleared = 1195,

    /// <summary>Access control lists and extended attributes of the base do not come along, since the image has no Rock Ridge.</summary>
    BaseAttributesLost = 1196,

    /// <summary>A list of checksums was brought up to date.</summary>
    ChecksumsUpdated = 1197,

    /// <summary>Something of the base's form, which is no content, is made as this writer makes it.</summary>
    BaseFormAnew = 1198,

    /// <summary>Symbolic links that are followed multiply what they lead to: more copies than an image could hold.</summary>
    LinksMultiply = 1090,

    /// <summary>There are more directories than a path table can number.</summary>
    TooManyDirectories = 2001,

    /// <summary>The volume has more blocks than its descriptor can count.</summary>
    VolumeTooLarge = 2002,

    /// <summary>The records of one directory exceed one extent.</summary>
    DirectoryTooLarge = 2003,

    /// <summary>The entries of one directory exceed one extent of UDF.</summary>
    UdfDirectoryTooLarge = 2020,

    /// <summary>A file has more extents than its UDF file entry has room for.</summary>
    UdfFileTooLarge = 2021,

    /// <summary>A file has more names, or a directory more subdirectories, than its UDF file entry can count.</summary>
    UdfTooManyLinks = 2022,

    /// <summary>The image is larger than a master boot record can tell: 2 TiB.</summary>
    DiskTooLarge = 2030,

    /// <summary>There are more EFI system partitions than the partition table has room for.</summary>
    PartitionsTooMany = 2031,

    /// <summary>The file holds no ISO 9660 volume.</summary>
    NotAnImage = 3001,

    /// <summary>The image ends before something that it says it holds.</summary>
    ImageTruncated = 3002,

    /// <summary>A structure of the image contradicts the standard, or itself.</summary>
    ImageMalformed = 3003,

    /// <summary>The file stores raw sectors, or data before the volume, so that offsets count the volume's user data alone; or it goes on far behind its last volume.</summary>
    SectorsUnusual = 3004,

    /// <summary>The image has several sessions, of which one is shown.</summary>
    SeveralSessions = 3005,

    /// <summary>The image has no session of the number that was asked for.</summary>
    SessionMissing = 3006,

    /// <summary>The image is a later session by itself: its addresses count from the start of a disc that is not there.</summary>
    SessionAlone = 3007,

    /// <summary>The file is something else than an ISO 9660 image; the message says what, and what to do.</summary>
    OtherFormat = 3008,

    /// <summary>A directory has two entries of one name.</summary>
    DuplicateName = 3009,

    /// <summary>A name is not valid in its encoding, and is shown in another way.</summary>
    NameUndecodable = 3010,

    /// <summary>An associated file, such as a resource fork, is not shown.</summary>
    AssociatedFileHidden = 3011,

    /// <summary>An older version of a file is not shown.</summary>
    OlderVersion = 3012,

    /// <summary>A file is recorded in a way that cannot be read.</summary>
    ContentUnsupported = 3013,

    /// <summary>What the image holds of a file is damaged.</summary>
    ContentDamaged = 3014,

    /// <summary>A tree is deeper or larger than any program could handle; what exceeds the limit is left out.</summary>
    TreeTooLarge = 3015,

    /// <summary>There are more findings of one code than are listed.</summary>
    TooManyFindings = 3016,

    /// <summary>The image has a UDF volume of a kind that is not read; the message says which.</summary>
    UdfUnsupported = 3017,

    /// <summary>The image announces a UDF volume that cannot be read, or not from where it should be.</summary>
    UdfUnreadable = 3018,

    /// <summary>A descriptor of UDF contradicts its own tag: it was damaged, or belongs elsewhere.</summary>
    UdfTagWrong = 3019,

    /// <summary>The UDF volume is of an earlier session than the one that is shown, and is not shown with it.</summary>
    UdfOfEarlierSession = 3020,

    /// <summary>A file of UDF has more bytes than its extents say; the rest is in the last recorded block, where Linux reads it too.</summary>
    UdfTailBeyondExtents = 3021,

    /// <summary>An entry has named streams (UDF 2.00 3.3.5), which are not shown.</summary>
    UdfStreamsNotShown = 3022,

    /// <summary>A path to extract is not in the image.</summary>
    ExtractPathMissing = 3030,

    /// <summary>Something that must not be replaced stands where content is to be extracted to.</summary>
    ExtractTargetExists = 3031,

    /// <summary>The target of an extraction cannot be written: it is read-only, full, or cannot hold the entry.</summary>
    ExtractTargetUnwritable = 3032,

    /// <summary>The content to extract is larger than allowed, or than the free space; or that of all files, to be read for hashes or taken over from a base, is many times the image.</summary>
    ExtractTooLarge = 3033,

    /// <summary>An entry is extracted under another name than it has in the image, or a link with another target.</summary>
    ExtractNameAltered = 3034,

    /// <summary>A symbolic link was not made.</summary>
    ExtractLinkLeftOut = 3035,

    /// <summary>A device, a pipe or a socket was not made.</summary>
    ExtractSpecialLeftOut = 3036,

    /// <summary>The content of a file cannot be read from the image, or not to its end.</summary>
    ExtractContentUnreadable = 3037,

    /// <summary>Dates or permission bits of extracted entries could not be restored.</summary>
    ExtractAttributesLost = 3038,

    /// <summary>Access control lists and extended attributes are not restored.</summary>
    ExtractListsNotRestored = 3039,

    /// <summary>A volume descriptor has another version than 1 (2 of an enhanced one): Windows reads no further.</summary>
    DescriptorVersionWrong = 3101,

    /// <summary>A volume descriptor has a type that the standard does not define: libarchive refuses the image.</summary>
    DescriptorTypeUnknown = 3102,

    /// <summary>The volume descriptors do not end with a terminator.</summary>
    TerminatorMissing = 3103,

    /// <summary>A field of a volume descriptor that must be zero is not: in the primary one and the terminator, libarchive or 7-Zip refuse the image.</summary>
    ReservedFieldNotZero = 3104,

    /// <summary>The first volume descriptor is not the primary one, where simple readers look for it.</summary>
    PrimaryNotFirst = 3105,

    /// <summary>More than seven volume descriptors: libarchive looks no further.</summary>
    DescriptorsTooMany = 3106,

    /// <summary>A second primary volume descriptor differs from the first.</summary>
    PrimariesDiffer = 3107,

    /// <summary>The two halves of a both-endian number differ: readers see different numbers, 7-Zip refuses.</summary>
    BothEndianMismatch = 3108,

    /// <summary>The volume is said to be larger than the image file.</summary>
    SpaceSizeBeyondFile = 3109,

    /// <summary>The image file is no whole number of sectors.</summary>
    FileSizeNotWhole = 3110,

    /// <summary>A supplementary volume has logical blocks of another size than 2048 bytes.</summary>
    BlockSizeWrong = 3111,

    /// <summary>Volume set size and sequence number contradict each other.</summary>
    VolumeSetWrong = 3112,

    /// <summary>The file structure version is not 1 (2 of an enhanced descriptor).</summary>
    StructureVersionWrong = 3113,

    /// <summary>A text of a volume descriptor has characters that its field may not have.</summary>
    DescriptorTextWrong = 3114,

    /// <summary>A date of a volume descriptor is none.</summary>
    DescriptorDateInvalid = 3115,

    /// <summary>The root directory's record in a volume descriptor is no record of a directory.</summary>
    RootRecordWrong = 3116,

    /// <summary>The descriptor says that this is a CD-ROM XA disc, but records have no XA attributes: Windows and macOS misread files.</summary>
    XaSignature = 3117,

    /// <summary>A supplementary volume descriptor is neither Joliet nor an enhanced one; its tree was not checked.</summary>
    SupplementaryUnknown = 3118,

    /// <summary>A path table lies outside of the volume.</summary>
    PathTableOutside = 3131,

    /// <summary>A path table's records do not fit its size, or each other.</summary>
    PathTableMalformed = 3132,

    /// <summary>The copies of a path table say different things.</summary>
    PathTablesDiffer = 3133,

    /// <summary>A directory is not in the path table, through which Windows finds directories.</summary>
    PathTableEntryMissing = 3134,

    /// <summary>A path table record leads to no directory of the tree.</summary>
    PathTableEntryWrong = 3135,

    /// <summary>A path table record names another parent than the tree.</summary>
    PathTableParentWrong = 3136,

    /// <summary>Path table records are not sorted: by parent (error), by identifier (warning).</summary>
    PathTableOrder = 3137,

    /// <summary>A directory's records lie outside of the image.</summary>
    DirectoryOutside = 3201,

    /// <summary>A directory's records belong to another directory too, or the tree runs in a circle.</summary>
    DirectoryShared = 3202,

    /// <summary>A directory's length is no whole number of sectors.</summary>
    DirectorySizeWrong = 3203,

    /// <summary>A directory record does not fit its length or its sector.</summary>
    RecordMalformed = 3204,

    /// <summary>A directory's first record does not describe the directory itself.</summary>
    SelfRecordWrong = 3205,

    /// <summary>A directory's second record does not describe its parent (warning where no reader that minds uses the tree).</summary>
    ParentRecordWrong = 3206,

    /// <summary>Directory records are not sorted.</summary>
    RecordOrder = 3207,

    /// <summary>Two entries of a directory have one identifier: readers open the first of them.</summary>
    IdentifierDuplicate = 3208,

    /// <summary>An identifier has other characters, or another form, than the standard allows.</summary>
    IdentifierRelaxed = 3209,

    /// <summary>An identifier is longer than the standard allows.</summary>
    IdentifierLong = 3210,

    /// <summary>An identifier has characters that no file system can show.</summary>
    IdentifierUnusable = 3211,

    /// <summary>A file version number is not one of 1 to 32767.</summary>
    VersionNumberWrong = 3212,

    /// <summary>File flags are set that the standard reserves, or that the record cannot have.</summary>
    FileFlagsWrong = 3213,

    /// <summary>The records of a file of several extents do not follow each other.</summary>
    MultiExtentBroken = 3214,

    /// <summary>An extent of a file, other than the last, is no whole number of sectors.</summary>
    MultiExtentUnaligned = 3215,

    /// <summary>A file has more extents than Linux follows.</summary>
    MultiExtentLong = 3216,

    /// <summary>A file is interleaved, which Linux and others do not read.</summary>
    FileInterleaved = 3217,

    /// <summary>A record has an extended attribute record, with which 7-Zip refuses the image.</summary>
    ExtendedAttributes = 3218,

    /// <summary>A record's extent is said to lie on another volume.</summary>
    SequenceNumberWrong = 3219,

    /// <summary>A date of a record is none.</summary>
    RecordDateInvalid = 3220,

    /// <summary>A file's extent ends behind the image.</summary>
    ExtentOutsideImage = 3221,

    /// <summary>An extent ends behind the volume: libarchive and others refuse it.</summary>
    ExtentOutsideVolume = 3222,

    /// <summary>Two structures of the volume, or a structure and a file, share bytes.</summary>
    StructuresOverlap = 3223,

    /// <summary>Two files share some of their bytes.</summary>
    FilesOverlap = 3224,

    /// <summary>A directory lies deeper than level 8.</summary>
    TreeDeep = 3225,

    /// <summary>A path is longer than 255 characters.</summary>
    PathLong = 3226,

    /// <summary>The byte that pads an identifier is not zero.</summary>
    PaddingNotZero = 3227,

    /// <summary>The rest of a directory's sector, behind its last record, is not zero.</summary>
    SlackNotZero = 3228,

    /// <summary>A directory lies before its parent: bsdtar skips it.</summary>
    DirectoryBeforeParent = 3229,

    /// <summary>An associated file, which Linux does not show.</summary>
    AssociatedFile = 3230,

    /// <summary>The volume flags say that the escape sequence is not registered: BSD systems ignore the Joliet tree.</summary>
    JolietFlags = 3301,

    /// <summary>A Joliet name has a character that Windows refuses.</summary>
    JolietNameCharacters = 3302,

    /// <summary>A Joliet name is longer than 64 characters, which readers take; above 103 (error) libarchive cuts it.</summary>
    JolietNameLong = 3303,

    /// <summary>A Joliet identifier is no whole number of two-byte characters.</summary>
    JolietNameOdd = 3304,

    /// <summary>A Joliet name has half a surrogate pair.</summary>
    JolietSurrogateAlone = 3305,

    /// <summary>A Joliet name has a character beyond UCS-2, as a surrogate pair.</summary>
    JolietBeyondUcs2 = 3306,

    /// <summary>A Joliet name ends in a dot, which Windows and Linux drop, or in a space, which Windows cannot open.</summary>
    JolietNameEnd = 3307,

    /// <summary>Two Joliet names differ in case alone: Windows and Linux open the first for both.</summary>
    JolietCaseCollision = 3308,

    /// <summary>Something follows the Joliet escape sequence.</summary>
    JolietEscapeUnusual = 3309,

    /// <summary>There is a second Joliet volume descriptor: 7-Zip reads the last, others the first.</summary>
    JolietSecond = 3310,

    /// <summary>There are Rock Ridge fields, but the root has no SP: no reader looks at them.</summary>
    SharingProtocolMissing = 3401,

    /// <summary>The SP field has another length, or stands where it may not.</summary>
    SharingProtocolWrong = 3402,

    /// <summary>There are Rock Ridge fields, but no ER: readers ignore them.</summary>
    ExtensionMissing = 3403,

    /// <summary>The ER field names an extension that FreeBSD and ISOLINUX do not take for Rock Ridge.</summary>
    ExtensionUnknown = 3404,

    /// <summary>A system use field does not fit its area.</summary>
    FieldMalformed = 3405,

    /// <summary>A system use field has another version than 1.</summary>
    FieldVersionWrong = 3406,

    /// <summary>A system use field is shorter or longer than its kind.</summary>
    FieldLengthWrong = 3407,

    /// <summary>A continuation area lies outside of the volume.</summary>
    ContinuationOutside = 3408,

    /// <summary>A continuation area crosses a sector: Linux and FreeBSD refuse it.</summary>
    ContinuationCrossesSector = 3409,

    /// <summary>Continuation areas go on without end, or more often than Linux follows.</summary>
    ContinuationEndless = 3410,

    /// <summary>An area has more than one CE field: readers follow one.</summary>
    ContinuationsSeveral = 3411,

    /// <summary>A record has no PX field.</summary>
    PosixAttributesMissing = 3421,

    /// <summary>PX and the directory flag disagree on whether the entry is a directory.</summary>
    FileTypeContradicts = 3422,

    /// <summary>A Rock Ridge name is a path, or none.</summary>
    PosixNameUnusable = 3423,

    /// <summary>A Rock Ridge name says that it goes on, and does not, or has reserved flags.</summary>
    PosixNameUnfinished = 3424,

    /// <summary>Two entries of a directory have one Rock Ridge name.</summary>
    PosixNameDuplicate = 3425,

    /// <summary>A Rock Ridge name is longer than the 253 bytes that Linux shows.</summary>
    PosixNameLong = 3426,

    /// <summary>A Rock Ridge name is not UTF-8: what it looks like depends on the reader.</summary>
    PosixNameNotUtf8 = 3427,

    /// <summary>A TF field has fewer or more dates than its flags say.</summary>
    TimestampsMalformed = 3428,

    /// <summary>The components of a symbolic link do not fit their field.</summary>
    LinkMalformed = 3429,

    /// <summary>A symbolic link has no target, or a target belongs to no symbolic link.</summary>
    LinkContradicts = 3430,

    /// <summary>A relocated directory is not where CL says, or lies above itself.</summary>
    ChildLinkBroken = 3431,

    /// <summary>A relocated directory has no PL, or one that does not lead to its real parent.</summary>
    ParentLinkBroken = 3432,

    /// <summary>CL and RE do not match: readers show the directory twice, or nowhere.</summary>
    RelocationUnmarked = 3433,

    /// <summary>Relocated directories do not lie in rr_moved of the root: libarchive fails.</summary>
    RelocationMisplaced = 3434,

    /// <summary>Deep directories are relocated, which GRUB, 7-Zip and others do not follow.</summary>
    RelocationUsed = 3435,

    /// <summary>The RR field does not list the fields that the record has.</summary>
    RecordedFieldsWrong = 3436,

    /// <summary>A device has no PN field.</summary>
    DeviceNumberMissing = 3437,

    /// <summary>The ZF field describes a compression that no reader knows.</summary>
    CompressionWrong = 3438,

    /// <summary>PX differs between a directory's record and its first record.</summary>
    DirectoryAttributesDiffer = 3439,

    /// <summary>The records of a file of several extents have different Rock Ridge names.</summary>
    SectionsDiffer = 3440,

    /// <summary>The MD5 implanted by implantisomd5 is not that of the image.</summary>
    MediaChecksumWrong = 3451,

    /// <summary>The field of implantisomd5 cannot be read.</summary>
    MediaChecksumMalformed = 3452,

    /// <summary>A name that Windows programs cannot open: a device's, or one with a space or dot at its end.</summary>
    WindowsNameUnusable = 3461,

    /// <summary>Two entries of a directory have one name for this consumer.</summary>
    NamesCollide = 3462,

    /// <summary>A descriptor of version 2 stands before Joliet's: Windows does not see Joliet.</summary>
    JolietHidden = 3463,

    /// <summary>A file of several extents is cut to its first.</summary>
    MultiExtentIgnored = 3464,

    /// <summary>There is no El Torito boot record at sector 17.</summary>
    BootRecordMissing = 3465,

    /// <summary>The boot catalog is longer than any firmware reads, and was not checked to its end.</summary>
    BootCatalogNotRead = 3466,

    /// <summary>A path is longer than many Windows programs can open.</summary>
    WindowsPathLong = 3467,

    /// <summary>A symbolic link or special file that this consumer shows as an empty file.</summary>
    LinkShownAsFile = 3468,

    /// <summary>The names of one file (hard links) say different modes, owners, groups or dates of it.</summary>
    LinkedNamesDiffer = 3469,

    /// <summary>A file has more or fewer names than its link count says.</summary>
    LinkCountWrong = 3470,

    /// <summary>Two files have one serial number: some readers take them for one.</summary>
    SerialNumberShared = 3471,

    /// <summary>The image is a hybrid: macOS shows the HFS side.</summary>
    HfsShown = 3472,

    /// <summary>Continuation areas of a later session lie behind its volume size, where Linux ignores them.</summary>
    ContinuationsIgnored = 3473,

    /// <summary>An entry is marked as hidden, and a system does not list it, or not to everybody.</summary>
    EntryMarkedHidden = 3474,

    /// <summary>The extents of a file of several do not follow each other.</summary>
    SectionsApart = 3480,

    /// <summary>The records of a file of several extents have different flags, dates or attributes.</summary>
    SectionAttributesDiffer = 3481,

    /// <summary>The fragment sums implanted by implantisomd5 are not those of the image: checkisomd5 fails.</summary>
    MediaFragmentsWrong = 3490,

    /// <summary>There is no descriptor of UDF where one belongs.</summary>
    UdfDescriptorMissing = 3501,

    /// <summary>The tag of a UDF descriptor has another version than its volume (ECMA-167 3/7.2.2).</summary>
    UdfTagVersion = 3502,

    /// <summary>A UDF descriptor does not have the checksum that its tag says (ECMA-167 3/7.2.6).</summary>
    UdfTagChecksum = 3503,

    /// <summary>A UDF descriptor belongs elsewhere, by its tag (ECMA-167 3/7.2.8).</summary>
    UdfTagLocation = 3504,

    /// <summary>The volume recognition sequence of UDF is not BEA01, NSR and TEA01, one after the other (ECMA-167 2/8.3.1).</summary>
    UdfRecognitionOrder = 3505,

    /// <summary>There are fewer anchors than readers look for (UDF 1.02 2.2.3).</summary>
    UdfAnchorMissing = 3506,

    /// <summary>Two anchors lead to different descriptors (ECMA-167 3/8.4.2.1).</summary>
    UdfAnchorsDiffer = 3507,

    /// <summary>A volume descriptor sequence has less than 16 sectors (UDF 1.02 2.2.3.1).</summary>
    UdfSequenceShort = 3508,

    /// <summary>A volume descriptor sequence does not end with a terminating descriptor (ECMA-167 3/8.4.2).</summary>
    UdfSequenceOpen = 3509,

    /// <summary>A volume descriptor sequence lacks a descriptor, or has one that does not belong there (ECMA-167 3/8.4.2).</summary>
    UdfSequenceContent = 3510,

    /// <summary>The main and the reserve volume descriptor sequence say different things (ECMA-167 3/8.4.2.2).</summary>
    UdfSequencesDiffer = 3511,

    /// <summary>The only partition is not number 0, which FreeBSD confuses.</summary>
    UdfPartitionNumber = 3512,

    /// <summary>The UDF partition ends behind the image.</summary>
    UdfPartitionOutside = 3513,

    /// <summary>The volume was not closed by who wrote it last, or its integrity descriptor says too little (UDF 1.02 2.2.6).</summary>
    UdfIntegrityOpen = 3514,

    /// <summary>The integrity descriptor counts other files or directories than there are, or gives out a unique id that one of them has (UDF 1.02 2.2.6.4).</summary>
    UdfIntegrityCounts = 3515,

    /// <summary>A text of a UDF descriptor is malformed (UDF 1.02 2.1.3).</summary>
    UdfTextMalformed = 3516,

    /// <summary>A date in a UDF structure is no date (ECMA-167 1/7.3).</summary>
    UdfDateInvalid = 3517,

    /// <summary>An entry is an extended file entry, which FreeBSD does not read (ECMA-167 4/14.17).</summary>
    UdfEntryExtended = 3518,

    /// <summary>A file entry does not fit its block (ECMA-167 4/14.9).</summary>
    UdfEntryMalformed = 3519,

    /// <summary>An ICB has another strategy than 4 (UDF 1.02 2.3.5.1).</summary>
    UdfStrategyUnknown = 3520,

    /// <summary>An entry is neither file nor directory, for which 7-Zip refuses the volume (ECMA-167 4/14.6.6).</summary>
    UdfFileTypeRefused = 3521,

    /// <summary>A file entry has another link count than names lead to it, or none (ECMA-167 4/14.9.6).</summary>
    UdfLinkCount = 3522,

    /// <summary>Two file entries have one unique id, or the root has another than 0 (UDF 1.02 3.2.1).</summary>
    UdfUniqueId = 3523,

    /// <summary>The content of a file lies in its entry, which FreeBSD and libcdio do not read (ECMA-167 4/14.6.8).</summary>
    UdfContentEmbedded = 3524,

    /// <summary>An extent lies outside the UDF partition (ECMA-167 4/14.14).</summary>
    UdfExtentOutside = 3525,

    /// <summary>The extents of a file do not have as many bytes or blocks as it says (ECMA-167 4/12.1, 4/14.9.11).</summary>
    UdfExtentsMismatch = 3526,

    /// <summary>An extent is not recorded, or not a whole number of blocks before the last (ECMA-167 4/14.14.1.1).</summary>
    UdfExtentUnrecorded = 3527,

    /// <summary>Allocation descriptors go on in another block, which 7-Zip does not follow (ECMA-167 4/14.5).</summary>
    UdfContinuationUsed = 3528,

    /// <summary>A directory lies in several extents.</summary>
    UdfDirectoryScattered = 3529,

    /// <summary>A file identifier descriptor is malformed (ECMA-167 4/14.4).</summary>
    UdfIdentifierMalformed = 3530,

    /// <summary>A file identifier descriptor has bytes or lengths that 7-Zip or Linux refuse (ECMA-167 4/14.4.9).</summary>
    UdfIdentifierPadding = 3531,

    /// <summary>A file identifier says directory and its file entry does not, or the other way round (ECMA-167 4/14.4.3).</summary>
    UdfIdentifierContradicts = 3532,

    /// <summary>The ICB of a file identifier is not one block long, as 7-Zip wants it (ECMA-167 4/14.4.5).</summary>
    UdfIcbLength = 3533,

    /// <summary>The first file identifier of a directory does not lead to its parent (UDF 1.02 2.3.4).</summary>
    UdfParentWrong = 3534,

    /// <summary>A name in UDF has no valid characters (UDF 1.02 2.1.1).</summary>
    UdfNameWrong = 3535,

    /// <summary>Two entries of a directory in UDF have one name (ECMA-167 4/8.6).</summary>
    UdfNameDuplicate = 3536,

    /// <summary>A directory of UDF is in two places (ECMA-167 4/8.6).</summary>
    UdfTreeCircle = 3537,

    /// <summary>A file has other extents in UDF than in ISO 9660.</summary>
    UdfContentDiffers = 3538,

    /// <summary>The volume keeps to another revision of UDF than 1.02, which many readers do not know.</summary>
    UdfRevisionUnusual = 3539,

    /// <summary>Because of UDF, who looks for ISO 9660 does not find it.</summary>
    UdfHidesIso9660 = 3541,

    /// <summary>What firmware is to start from is no FAT file system.</summary>
    FatUnreadable = 3560,

    /// <summary>A FAT file system ends before it says that it does.</summary>
    FatTruncated = 3561,

    /// <summary>The count of clusters contradicts the kind of FAT, or is so near to a limit that drivers disagree.</summary>
    FatKindDoubtful = 3562,

    /// <summary>The allocation table has fewer entries than there are clusters.</summary>
    FatTableShort = 3563,

    /// <summary>The copies of the allocation table differ.</summary>
    FatCopiesDiffer = 3564,

    /// <summary>The clusters of an entry lead nowhere, or end before it does.</summary>
    FatChainBroken = 3565,

    /// <summary>A cluster belongs to two entries, or twice to one.</summary>
    FatChainShared = 3566,

    /// <summary>A file has more clusters than it needs.</summary>
    FatChainLong = 3567,

    /// <summary>Clusters are taken and belong to no file.</summary>
    FatClustersLost = 3568,

    /// <summary>The count of free clusters is wrong, or not where it should be.</summary>
    FatCountsWrong = 3569,

    /// <summary>The copy of the boot sector differs from it.</summary>
    FatBackupDiffers = 3570,

    /// <summary>A long name is another entry's, by its checksum, or not complete.</summary>
    FatLongNameWrong = 3571,

    /// <summary>A name has characters that no name can have, and is shown in another way.</summary>
    FatNameWrong = 3572,

    /// <summary>Two entries of a directory have one name, of which one is left out.</summary>
    FatNameDuplicate = 3573,

    /// <summary>The first two entries of a directory do not lead to itself and to the one above.</summary>
    FatDotEntryWrong = 3574,

    /// <summary>A directory has more entries than FAT allows, or the tree is deeper or larger than any program could handle; the rest is left out.</summary>
    FatTreeTooLarge = 3575,

    /// <summary>The entry of a directory has a length.</summary>
    FatEntryWrong = 3576,

    /// <summary>The boot sector lacks its signature, or contradicts the allocation table on the medium.</summary>
    FatBootSectorWrong = 3577,

    /// <summary>The boot record leads to no boot catalog.</summary>
    BootCatalogUnreadable = 3580,

    /// <summary>The words of the validation entry do not add up to 0.</summary>
    BootCatalogChecksum = 3581,

    /// <summary>The validation entry does not end with 55 AA.</summary>
    BootCatalogKey = 3582,

    /// <summary>A BIOS entry is not in the catalog's default place, or the platform is one that nobody knows.</summary>
    BootCatalogPlatform = 3583,

    /// <summary>An entry says neither that it is bootable nor that it is not.</summary>
    BootIndicatorUnknown = 3584,

    /// <summary>A boot image begins or ends beyond the image's end.</summary>
    BootImageOutside = 3585,

    /// <summary>More is to be loaded than the boot image has.</summary>
    BootLoadTooLarge = 3586,

    /// <summary>A section has fewer entries than its header says.</summary>
    BootSectionCount = 3587,

    /// <summary>No section header says that it is the last, or one that says so is not.</summary>
    BootSectionFinal = 3588,

    /// <summary>A boot info table was made for another place, another length or other content.</summary>
    BootInfoTableWrong = 3589,

    /// <summary>GRUB's image for CDs is told another place than its own.</summary>
    GrubBootInfoWrong = 3590,

    /// <summary>The boot image of an entry for UEFI is no FAT file system.</summary>
    BootImageNotFat = 3591,

    /// <summary>A boot image does not have the size of the medium as which it is shown.</summary>
    BootMediumSize = 3593,

    /// <summary>A boot image for hard disk emulation is no disk of one partition, or of another type than the entry says.</summary>
    BootDiskPartitions = 3594,

    /// <summary>Bytes of the boot record or of an entry that must be zero are not.</summary>
    BootReservedUsed = 3595,

    /// <summary>An entry has an emulation that nobody knows, or for UEFI one at all.</summary>
    BootEmulationUnknown = 3596,

    /// <summary>The boot catalog has nothing that this firmware starts.</summary>
    BootNothingFor = 3597,

    /// <summary>The EFI system partition has no program where firmware looks for it.</summary>
    BootProgramMissing = 3598,

    /// <summary>An entry for UEFI lies beyond the records that firmware looks at.</summary>
    BootEntriesUnseen = 3599,

    /// <summary>An entry for UEFI covers less than the FAT file system that is its boot image.</summary>
    BootLoadShort = 3640,

    /// <summary>A sparing table, which says where blocks of UDF are that went bad, cannot be used; another one is (UDF 1.50 2.2.11).</summary>
    UdfSparingTableUnusable = 3650,

    /// <summary>The content of a UDF entry is recorded in a form that no reader knows, or by descriptors that are damaged.</summary>
    UdfContentUnreadable = 3651,

    /// <summary>Descriptors of a UDF volume that lead to all files are damaged, or contradict each other: what is shown may be an older state of the volume, or another one.</summary>
    UdfVolumeDoubtful = 3656,

    /// <summary>A raw sector has another address in its header than belongs to its place.</summary>
    SectorAddressWrong = 3662,

    /// <summary>A GPT has no protective entry in the master boot record.</summary>
    ProtectiveEntryMissing = 3600,

    /// <summary>The protective entry of a GPT has another size than the image.</summary>
    ProtectiveEntryWrong = 3601,

    /// <summary>A partition goes beyond the image.</summary>
    PartitionBeyondImage = 3602,

    /// <summary>Two partitions overlap.</summary>
    PartitionsOverlap = 3603,

    /// <summary>The checksum of a GPT header is wrong.</summary>
    GptHeaderChecksum = 3604,

    /// <summary>The checksum of the entries of a GPT is wrong.</summary>
    GptArrayChecksum = 3605,

    /// <summary>A GPT header has a value that the standard does not allow.</summary>
    GptHeaderWrong = 3606,

    /// <summary>A partition of a GPT is not within the blocks for partitions.</summary>
    GptEntryOutside = 3607,

    /// <summary>A partition of a GPT ends before it begins.</summary>
    GptEntryWrong = 3608,

    /// <summary>A GPT has no backup.</summary>
    GptBackupMissing = 3609,

    /// <summary>The backup of a GPT says other things than the table at the image's start.</summary>
    GptBackupDiffers = 3610,

    /// <summary>The backup of a GPT is not at the image's end.</summary>
    GptBackupMisplaced = 3611,

    /// <summary>The backup of a GPT is all that is left of it.</summary>
    GptBackupAlone = 3612,

    /// <summary>Two partitions of a GPT have the same identifier.</summary>
    GptIdsEqual = 3613,

    /// <summary>The code of the master boot record is told a place where what it starts is not.</summary>
    BootAddressWrong = 3614,

    /// <summary>An EFI system partition of the tables is not the one of the boot catalog, or cuts it.</summary>
    EfiPartitionDiffers = 3615,

    /// <summary>No partition is active, or more than one is.</summary>
    ActivePartitions = 3616,

    /// <summary>Firmware finds nothing to start when the image is copied to a disk.</summary>
    DiskStartsNot = 3617,

    /// <summary>The committed layout to compare with does not exist or cannot be read.</summary>
    BaselineMissing = 4001,

    /// <summary>The layout differs from the committed one.</summary>
    BaselineDiffers = 4002,

    /// <summary>MSBuild is too old for the tasks.</summary>
    MSBuildTooOld = 4003,

    /// <summary>Two images of one build would be one file.</summary>
    ImagesCollide = 4004,

    /// <summary>An image that was built again has other bytes.</summary>
    NotReproducible = 4005,

    /// <summary>The metadata of an item exclude each other.</summary>
    ItemContradictory = 4006,

    /// <summary>Two projects of one image build into one folder.</summary>
    ReferencesCollide = 4007,

    /// <summary>What a referenced project builds lacks what it publishes.</summary>
    ReferenceIncomplete = 4008,

    /// <summary>The image of a project has no content.</summary>
    ImageEmpty = 4009,

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
