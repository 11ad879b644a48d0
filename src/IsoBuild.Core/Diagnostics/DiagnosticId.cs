namespace IsoBuild.Diagnostics;

/// <summary>The code of a <see cref="Diagnostic"/>. Codes are never reused for another meaning.</summary>
/// <remarks><c>1xxx</c> input and options, <c>2xxx</c> layout, <c>3xxx</c> reading and verifying, <c>4xxx</c> MSBuild, Cake and the command.</remarks>
public enum DiagnosticId
{
    /// <summary>A source file or directory does not exist.</summary>
    SourceMissing = 1001,

    /// <summary>A source file changed between being measured and being copied.</summary>
    SourceChanged = 1002,

    /// <summary>Two sources have the same target path.</summary>
    DuplicateTarget = 1003,

    /// <summary>A target path is outside the image's root: it has <c>..</c>, is absolute, or has a drive letter.</summary>
    TargetEscapes = 1004,

    /// <summary>A target path contains a name that no image can store.</summary>
    TargetInvalid = 1005,

    /// <summary>A volume field contains text that no image can store.</summary>
    VolumeFieldInvalid = 1006,

    /// <summary>A volume field was changed to fit its volume descriptor.</summary>
    VolumeFieldAltered = 1007,

    /// <summary>A timestamp is malformed or out of range.</summary>
    TimestampInvalid = 1008,

    /// <summary>A name was shortened or replaced in the ISO 9660 tree.</summary>
    IsoNameAltered = 1009,

    /// <summary>A name was shortened or replaced in the Joliet tree.</summary>
    JolietNameAltered = 1010,

    /// <summary>An option has an unknown value.</summary>
    OptionUnknown = 1011,

    /// <summary>A source is neither a file nor a directory, but a pipe, a socket or a device.</summary>
    SourceUnsupported = 1012,

    /// <summary>A symbolic link was stored as a copy of its target.</summary>
    LinkFollowed = 1013,

    /// <summary>A source exists but cannot be read.</summary>
    SourceUnreadable = 1014,

    /// <summary>A file is larger than the interchange level allows.</summary>
    FileTooLarge = 1015,

    /// <summary>File dates are preserved, so the image depends on them and is not reproducible.</summary>
    DatesPreserved = 1016,

    /// <summary>Modes, owners and groups are those on the disk, so the image depends on them and is not reproducible.</summary>
    ModesFromDisk = 1034,

    /// <summary>The translation table of a directory replaces a file of its name.</summary>
    TranslationTableReplaces = 1035,

    /// <summary>A file date is outside the range of an image.</summary>
    DateOutOfRange = 1017,

    /// <summary>A Rock Ridge name is longer than Linux shows.</summary>
    RockRidgeNameLong = 1018,

    /// <summary>The image cannot be written: the location is read-only, full or in use.</summary>
    ImageUnwritable = 1019,

    /// <summary>The image would overwrite a file that goes into it.</summary>
    ImageIsSource = 1020,

    /// <summary>The target of a symbolic link is absolute, or outside the image or the directory that is added. It is stored unchanged.</summary>
    LinkLeavesImage = 1021,

    /// <summary>A symbolic link or a special file is not shown by trees that do not support it.</summary>
    EntryNotShown = 1022,

    /// <summary>The target of a symbolic link is empty, too long or cannot be followed by any system; or it has two slashes in a row, which not every system follows.</summary>
    LinkTargetInvalid = 1023,

    /// <summary>Symbolic links that are followed form a loop: one points to a directory that contains it, or to itself.</summary>
    LinkLoop = 1024,

    /// <summary>A symbolic link that is followed points outside the directory that is added.</summary>
    LinkLeavesSource = 1025,

    /// <summary>A symbolic link that is followed points to nothing.</summary>
    LinkDangling = 1026,

    /// <summary>The target of a hard link is not a file of the image.</summary>
    HardLinkInvalid = 1027,

    /// <summary>Hard links to one file have different modes, dates or owners.</summary>
    HardLinkContradiction = 1028,

    /// <summary>A device number cannot be stored, or is set on an entry that is not a device.</summary>
    DeviceInvalid = 1029,

    /// <summary>An entry is hidden from every tree, and therefore not stored.</summary>
    HiddenEverywhere = 1030,

    /// <summary>Hard links cannot be detected on this system.</summary>
    HardLinksUnknown = 1031,

    /// <summary>The target of a symbolic link is longer than the 1,023 bytes that macOS and the BSDs follow.</summary>
    LinkTargetLong = 1032,

    /// <summary>A name is not UTF-8. Rock Ridge stores its bytes, other trees a replacement.</summary>
    NameNotUtf8 = 1033,

    /// <summary>A file has more extents than Linux reads.</summary>
    FileSectionsMany = 1041,

    /// <summary>A name was shortened or replaced in the ISO 9660:1999 tree.</summary>
    Iso1999NameAltered = 1042,

    /// <summary>A file that a volume descriptor should name is not in the image's root.</summary>
    DescriptorFileMissing = 1043,

    /// <summary>A volume descriptor does not name a file, because the name is too long or its tree does not show the file.</summary>
    DescriptorFileUnnamed = 1044,

    /// <summary>A volume expires before its effective date.</summary>
    VolumeDatesContradict = 1045,

    /// <summary>Deep directories cannot be relocated: there is no Rock Ridge, or the names for the relocation directory are in use.</summary>
    RelocationImpossible = 1046,

    /// <summary>A path is longer than the 4,095 bytes that Linux opens.</summary>
    PathLongForLinux = 1047,

    /// <summary>A path, with a drive letter, is longer than the 259 characters that many Windows programs open.</summary>
    PathLongForWindows = 1048,

    /// <summary>Directories are nested deeper than the 256 levels that 7-Zip reads.</summary>
    TreeDeepForSevenZip = 1049,

    /// <summary>The primary tree is deeper or has longer paths than the standard allows (ECMA-119 6.8.2.1). Reported on request, or when there is no other tree.</summary>
    PathBeyondStandard = 1050,

    /// <summary>A name was shortened in the UDF tree.</summary>
    UdfNameShortened = 1060,

    /// <summary>A name in the UDF tree has characters that Windows replaces.</summary>
    UdfNameForeign = 1061,

    /// <summary>The alignment of file content is not a power of two, or is out of range.</summary>
    AlignmentInvalid = 1070,

    /// <summary>A media checksum is requested, but the image has no volume descriptor to store it.</summary>
    MediaChecksumImpossible = 1071,

    /// <summary>A file is too large to compress, and is stored uncompressed.</summary>
    CompressionTooLarge = 1072,

    /// <summary>Compression is requested for an image without Rock Ridge. The files are stored uncompressed.</summary>
    CompressionUnavailable = 1073,

    /// <summary>Trees other than Rock Ridge show the compressed bytes of compressed files.</summary>
    CompressionElsewhere = 1074,

    /// <summary>A UDF-only image has no room for a volume field, and does not record it.</summary>
    VolumeFieldUnrecorded = 1075,

    /// <summary>An owner or group number is the one that means "none" in UDF.</summary>
    UdfOwnerNobody = 1076,

    /// <summary>A volume field has characters that the standard does not allow. They are stored as given.</summary>
    VolumeFieldRelaxed = 1077,

    /// <summary>The boot image of a boot entry is not in the image.</summary>
    BootImageMissing = 1100,

    /// <summary>The path of a boot image is a directory, a link, a special file, an empty file, or a file of several extents.</summary>
    BootImageUnusable = 1101,

    /// <summary>A boot image for floppy emulation does not have the size of the floppy.</summary>
    BootFloppySizeWrong = 1102,

    /// <summary>A boot image for hard disk emulation is not a disk with exactly one partition.</summary>
    BootDiskInvalid = 1103,

    /// <summary>A boot entry has a value that the boot catalog cannot store.</summary>
    BootEntryInvalid = 1104,

    /// <summary>A boot image is too short or too long for a boot info table.</summary>
    BootInfoImpossible = 1105,

    /// <summary>EDK2 does not see a UEFI entry: it is beyond the records of the boot catalog that EDK2 reads.</summary>
    BootEntryUnseen = 1106,

    /// <summary>Boot entries in an image with only UDF, which earlier versions refused. Not reported any more.</summary>
    BootImpossible = 1107,

    /// <summary>An option for the boot catalog or the EFI system partition is set, but the image has none.</summary>
    BootOptionUnused = 1108,

    /// <summary>The load size is larger than the boot image.</summary>
    BootLoadTooLong = 1109,

    /// <summary>A file for the EFI system partition is not an EFI program for a known machine type, so its path there is unknown.</summary>
    EfiProgramInvalid = 1110,

    /// <summary>The EFI system partition has no program where firmware looks for one.</summary>
    EfiProgramMissing = 1111,

    /// <summary>A file is added to an EFI system partition that is given as a whole FAT image.</summary>
    EfiImageExclusive = 1112,

    /// <summary>A boot image for UEFI is not a FAT file system, so firmware does not boot from it.</summary>
    UefiImageNotFat = 1113,

    /// <summary>An image with UDF alone boots, so it has an ISO 9660 part, which holds only a note.</summary>
    BootStub = 1114,

    /// <summary>A boot image for UEFI is shorter than its FAT file system.</summary>
    UefiImageCut = 1180,

    /// <summary>A boot image is ISOLINUX but gets no boot info table, without which it does not boot.</summary>
    IsolinuxWithoutTable = 1181,

    /// <summary>A UEFI entry covers less than the FAT file system in its boot image.</summary>
    UefiLoadShort = 1182,

    /// <summary>The content contains a DVD-Video, which is laid out as such.</summary>
    DvdVideoFound = 1260,

    /// <summary>The IFO files of a DVD-Video do not match the other files, so it cannot be laid out.</summary>
    DvdVideoUnfit = 1261,

    /// <summary>DVD-Video is requested, but the content has none.</summary>
    DvdVideoMissing = 1262,

    /// <summary>The backup of a DVD-Video IFO file is so close to the original that one scratch can destroy both.</summary>
    DvdVideoBackupNear = 1263,

    /// <summary>Large files had to be copied into the image, which could share their blocks if they were aligned.</summary>
    BlocksNotShared = 1270,

    /// <summary>A directory that is added has nothing in it, or nothing that is not excluded.</summary>
    DirectoryEmpty = 1275,

    /// <summary>A pattern that excludes or describes entries matches none.</summary>
    PatternUnmatched = 1276,

    /// <summary>A file is not a Linux kernel that s390x machines boot.</summary>
    S390xKernelInvalid = 1277,

    /// <summary>The command line of a kernel for s390x is longer than the kernel takes.</summary>
    S390xCommandLineInvalid = 1278,

    /// <summary>The EFI programs are in the EFI system partition only, so a USB stick that the files are copied onto does not boot.</summary>
    EfiFilesInPartitionOnly = 1279,

    /// <summary>There is no room for a GPT for blocks of 4096 bytes, or it contradicts another option.</summary>
    Gpt4KImpossible = 1281,

    /// <summary>An image, a base, boot code or another input is a pipe, a socket or a character device. It does not allow random access, and reading it could block forever.</summary>
    InputNoFile = 1280,

    /// <summary>A text file beside the image (sector map, checksum) would overwrite content or an unrelated file.</summary>
    CompanionIsSource = 1285,

    /// <summary>A checksum file or a release document beside the image belongs to a former image.</summary>
    ChecksumLeftBehind = 1286,

    /// <summary>A program in the EFI system partition is for another machine than its name says, or has a name that no firmware looks for.</summary>
    EfiProgramMisplaced = 1290,

    /// <summary>A member of the chain of Secure Boot (shim, boot loader, MokManager) is missing from the EFI system partition.</summary>
    SecureBootIncomplete = 1291,

    /// <summary>A program of the chain of Secure Boot has no signature.</summary>
    SecureBootUnsigned = 1292,

    /// <summary>A boot image for hard disk emulation has a partition or a size that firmware may not boot from.</summary>
    EmulatedDiskGeometry = 1293,

    /// <summary>A boot loader is for another machine than it was given for.</summary>
    EfiProgramOtherMachine = 1294,

    /// <summary>The MBR boot code cannot be read.</summary>
    BootCodeUnreadable = 1120,

    /// <summary>The MBR boot code is too long, or includes a partition table.</summary>
    BootCodeTooLong = 1121,

    /// <summary>The MBR boot code needs a boot image that the image does not have, or that lacks its boot info.</summary>
    BootCodeWithoutImage = 1122,

    /// <summary>The file has no MBR boot code, or code only for disks with an installed boot loader.</summary>
    BootCodeUnsuitable = 1123,

    /// <summary>The MBR boot code is given twice.</summary>
    BootCodeTwice = 1124,

    /// <summary>A hybrid image has no boot entry.</summary>
    HybridWithoutBoot = 1125,

    /// <summary>BIOS machines boot from the image as a disc but not as a disk, because there is no MBR boot code.</summary>
    BootCodeMissing = 1126,

    /// <summary>A path for a FAT file system contains a name that FAT cannot store.</summary>
    FatNameInvalid = 1130,

    /// <summary>Two paths for a FAT file system are the same, or differ only in case.</summary>
    FatNamesCollide = 1131,

    /// <summary>A file is larger than the 4 GiB - 1 that FAT can store.</summary>
    FatFileTooLarge = 1132,

    /// <summary>A FAT file system would be larger than FAT, or its kind of FAT, allows.</summary>
    FatVolumeTooLarge = 1133,

    /// <summary>The content of a FAT file system does not fit into the requested size.</summary>
    FatContentTooLarge = 1134,

    /// <summary>A FAT file system cannot have the requested size, or not with the requested kind.</summary>
    FatSizeInvalid = 1135,

    /// <summary>A directory of a FAT file system has too many entries.</summary>
    FatDirectoryTooLarge = 1136,

    /// <summary>The label of a FAT file system is too long, or has invalid characters.</summary>
    FatLabelInvalid = 1137,

    /// <summary>A date is outside the range of FAT, 1980 to 2107.</summary>
    FatDateOutOfRange = 1138,

    /// <summary>A boot loader was found in the content, and boot entries are made for it.</summary>
    BootLoaderFound = 1150,

    /// <summary>The requested boot loader, or any, is not in the content.</summary>
    BootLoaderMissing = 1151,

    /// <summary>The content has several boot loaders, and the image boots from another one.</summary>
    BootLoaderPassedOver = 1152,

    /// <summary>A file that a boot loader needs is missing.</summary>
    BootLoaderIncomplete = 1153,

    /// <summary>The file with the system area is missing, unreadable or too long.</summary>
    SystemAreaUnusable = 1210,

    /// <summary>The GPT replaces a part of the system area that a file has.</summary>
    SystemAreaOverwritten = 1211,

    /// <summary>A partition cannot be appended as it is described.</summary>
    PartitionInvalid = 1212,

    /// <summary>The partition of the image cannot begin at the given sector.</summary>
    PartitionOffsetInvalid = 1213,

    /// <summary>The image cannot be a later session of a disc.</summary>
    SessionStartImpossible = 1214,

    /// <summary>The base image is missing or cannot be read.</summary>
    BaseUnreadable = 1160,

    /// <summary>The base is not an image, or not one that can be read.</summary>
    BaseNotAnImage = 1161,

    /// <summary>The base image is damaged or incomplete, so content would be lost.</summary>
    BaseDamaged = 1162,

    /// <summary>A directory would replace something that is not a directory in the base image, or the other way round.</summary>
    BaseConflict = 1163,

    /// <summary>A removal matches nothing in the base image, or an exclusion matches only an entry of the base, which stays.</summary>
    RemovalUnmatched = 1164,

    /// <summary>A removal pattern is malformed.</summary>
    RemovalInvalid = 1165,

    /// <summary>The base image changed while it was used.</summary>
    BaseChanged = 1166,

    /// <summary>A field of the base image cannot be carried over.</summary>
    BaseFieldLost = 1167,

    /// <summary>An entry of the base image cannot be carried over, because its name or its kind cannot be stored.</summary>
    BaseEntryUnusable = 1168,

    /// <summary>A part of the base image's boot setup is not carried over.</summary>
    BaseBootLost = 1170,

    /// <summary>The system area of the base image has unknown content, and is kept unchanged.</summary>
    BaseSystemAreaKept = 1171,

    /// <summary>The volume's UUID changes, and the boot loader of the base image may look for the volume by it.</summary>
    BaseUuidChanged = 1172,

    /// <summary>Files cannot be added to the EFI system partition of the base image.</summary>
    BaseEfiUnusable = 1173,

    /// <summary>A boot image of the base is replaced, and its content is nowhere else.</summary>
    BaseBootReplaced = 1174,

    /// <summary>A partition of the base image moves to another block.</summary>
    PartitionMoved = 1175,

    /// <summary>The base image boots with the boot record of an earlier session.</summary>
    BootOfEarlierSession = 1176,

    /// <summary>A partition that is also a mountable volume ends before a file that its tree shows.</summary>
    FileBehindPartition = 1177,

    /// <summary>New content goes to a name that the base, which ignores case, spells in another case.</summary>
    BaseNameOfOtherCase = 1190,

    /// <summary>The boot catalog replaces a file.</summary>
    BootCatalogReplaces = 1191,

    /// <summary>Files are added to the EFI system partition of the base.</summary>
    EfiPartitionMerged = 1192,

    /// <summary>A file in the EFI system partition and its copy in the image now differ, because only one was replaced or removed.</summary>
    EfiCopyDiffers = 1193,

    /// <summary>A list of checksums in the base is out of date.</summary>
    ChecksumsStale = 1194,

    /// <summary>Private data of the program that wrote the base is not carried over. Checksums are made again where Rock Ridge can store them.</summary>
    BaseChecksumsCleared = 1195,

    /// <summary>Access control lists and extended attributes of the base are not carried over, because the image has no Rock Ridge.</summary>
    BaseAttributesLost = 1196,

    /// <summary>A list of checksums was updated.</summary>
    ChecksumsUpdated = 1197,

    /// <summary>Structures of the base that are not content are written in a new form.</summary>
    BaseFormRewritten = 1198,

    /// <summary>The former name of <see cref="BaseFormRewritten"/>.</summary>
    [Obsolete("Use BaseFormRewritten. The next version no longer has this name.")]
    BaseFormAnew = BaseFormRewritten,

    /// <summary>Following symbolic links makes more copies than an image could store.</summary>
    LinksMultiply = 1090,

    /// <summary>A name differs in the HFS+ tree: there it is too long, or another entry has it.</summary>
    HfsNameAltered = 1230,

    /// <summary>The HFS+ tree does not show a file that is a partition beside it.</summary>
    HfsFileOutside = 1231,

    /// <summary>The directory or file to be blessed is not in the HFS+ tree.</summary>
    HfsBlessMissing = 1232,

    /// <summary>A date is later than HFS+ can store.</summary>
    HfsDateTooLate = 1233,

    /// <summary>The boot code of the master boot record does not leave its first bytes to an Apple partition map.</summary>
    HfsBootCode = 1234,

    /// <summary>An option of the HFS+ volume is set, but there is none.</summary>
    HfsMissing = 1235,

    /// <summary>The GPT has no entry for the HFS+ volume, because its partitions are those of the base, or were given.</summary>
    HfsNotInGpt = 1236,

    /// <summary>There are more directories than a path table can number.</summary>
    TooManyDirectories = 2001,

    /// <summary>The volume has more blocks than its descriptor can count.</summary>
    VolumeTooLarge = 2002,

    /// <summary>The records of one directory do not fit into one extent.</summary>
    DirectoryTooLarge = 2003,

    /// <summary>The entries of one directory do not fit into one UDF extent.</summary>
    UdfDirectoryTooLarge = 2020,

    /// <summary>A file needs more extents than its UDF file entry has room for.</summary>
    UdfFileTooLarge = 2021,

    /// <summary>A file has more names, or a directory more subdirectories, than its UDF file entry can count.</summary>
    UdfTooManyLinks = 2022,

    /// <summary>The image is larger than the 2 TiB that a master boot record can describe.</summary>
    DiskTooLarge = 2030,

    /// <summary>There are more EFI system partitions than the partition table has room for.</summary>
    PartitionsTooMany = 2031,

    /// <summary>The file has no ISO 9660 volume.</summary>
    NotAnImage = 3001,

    /// <summary>The image ends before a structure that it points to.</summary>
    ImageTruncated = 3002,

    /// <summary>A structure of the image violates the standard, or contradicts itself.</summary>
    ImageMalformed = 3003,

    /// <summary>The file stores raw sectors, or other data before or long after the volume. Offsets count only the volume's user data.</summary>
    SectorsUnusual = 3004,

    /// <summary>The image has several sessions, and one of them is shown.</summary>
    SeveralSessions = 3005,

    /// <summary>The image has no session of the requested number.</summary>
    SessionMissing = 3006,

    /// <summary>The image is a later session alone: its addresses count from the start of a disc that is not there.</summary>
    SessionAlone = 3007,

    /// <summary>The file is not an ISO 9660 image. The message names its format and what to do.</summary>
    OtherFormat = 3008,

    /// <summary>A directory has two entries with the same name.</summary>
    DuplicateName = 3009,

    /// <summary>A name is not valid in its encoding, and is shown differently.</summary>
    NameUndecodable = 3010,

    /// <summary>An associated file, such as a resource fork, is not shown.</summary>
    AssociatedFileHidden = 3011,

    /// <summary>An older version of a file is not shown.</summary>
    OlderVersion = 3012,

    /// <summary>A file is recorded in a form that cannot be read.</summary>
    ContentUnsupported = 3013,

    /// <summary>The content of a file is damaged.</summary>
    ContentDamaged = 3014,

    /// <summary>A tree is deeper or larger than any program can handle. The rest is left out.</summary>
    TreeTooLarge = 3015,

    /// <summary>There are more findings with one code than are listed.</summary>
    TooManyFindings = 3016,

    /// <summary>The image has an unsupported kind of UDF volume. The message says which.</summary>
    UdfUnsupported = 3017,

    /// <summary>The image announces a UDF volume that cannot be read, or only from a fallback location.</summary>
    UdfUnreadable = 3018,

    /// <summary>A UDF descriptor does not match its tag: it is damaged or misplaced.</summary>
    UdfTagWrong = 3019,

    /// <summary>The UDF volume belongs to an earlier session than the one that is shown, and is not shown with it.</summary>
    UdfOfEarlierSession = 3020,

    /// <summary>A UDF file is longer than its extents. The rest is in the last recorded block, where Linux also reads it.</summary>
    UdfTailBeyondExtents = 3021,

    /// <summary>An entry has named streams (UDF 2.00 3.3.5), which are not shown.</summary>
    UdfStreamsNotShown = 3022,

    /// <summary>A path to extract is not in the image.</summary>
    ExtractPathMissing = 3030,

    /// <summary>Something that must not be replaced is where content should be extracted.</summary>
    ExtractTargetExists = 3031,

    /// <summary>The extraction target cannot be written: it is read-only, full, or cannot store the entry.</summary>
    ExtractTargetUnwritable = 3032,

    /// <summary>The content to extract is larger than allowed or than the free space; or the content to hash or to take from a base is many times larger than the image.</summary>
    ExtractTooLarge = 3033,

    /// <summary>An entry is extracted with a different name, or a link with a different target.</summary>
    ExtractNameAltered = 3034,

    /// <summary>A symbolic link was not created.</summary>
    ExtractLinkLeftOut = 3035,

    /// <summary>A device, a pipe or a socket was not created.</summary>
    ExtractSpecialLeftOut = 3036,

    /// <summary>The content of a file cannot be read from the image, or not completely.</summary>
    ExtractContentUnreadable = 3037,

    /// <summary>Dates or permission bits of extracted entries could not be restored.</summary>
    ExtractAttributesLost = 3038,

    /// <summary>Access control lists and extended attributes are not restored.</summary>
    ExtractListsNotRestored = 3039,

    /// <summary>A volume descriptor has a version other than 1 (2 for an enhanced one): Windows stops reading there.</summary>
    DescriptorVersionWrong = 3101,

    /// <summary>A volume descriptor has a type that the standard does not define: libarchive refuses the image.</summary>
    DescriptorTypeUnknown = 3102,

    /// <summary>The volume descriptors do not end with a terminator.</summary>
    TerminatorMissing = 3103,

    /// <summary>A reserved field of a volume descriptor is not zero: in the primary one and the terminator, libarchive or 7-Zip refuse the image.</summary>
    ReservedFieldNotZero = 3104,

    /// <summary>The first volume descriptor is not the primary one, as simple readers expect.</summary>
    PrimaryNotFirst = 3105,

    /// <summary>There are more than seven volume descriptors: libarchive ignores the rest.</summary>
    DescriptorsTooMany = 3106,

    /// <summary>A second primary volume descriptor differs from the first.</summary>
    PrimariesDiffer = 3107,

    /// <summary>The little-endian and big-endian copies of a number differ: readers see different numbers, and 7-Zip refuses the image.</summary>
    BothEndianMismatch = 3108,

    /// <summary>The volume space size is larger than the image file.</summary>
    SpaceSizeBeyondFile = 3109,

    /// <summary>The image file is not a whole number of sectors.</summary>
    FileSizeNotWhole = 3110,

    /// <summary>A supplementary volume has a logical block size other than 2048 bytes.</summary>
    BlockSizeWrong = 3111,

    /// <summary>Volume set size and sequence number contradict each other.</summary>
    VolumeSetWrong = 3112,

    /// <summary>The file structure version is not 1 (2 of an enhanced descriptor).</summary>
    StructureVersionWrong = 3113,

    /// <summary>A text of a volume descriptor has characters that its field does not allow.</summary>
    DescriptorTextWrong = 3114,

    /// <summary>A date of a volume descriptor is not valid.</summary>
    DescriptorDateInvalid = 3115,

    /// <summary>The root directory record in a volume descriptor is malformed.</summary>
    RootRecordWrong = 3116,

    /// <summary>The volume descriptor declares a CD-ROM XA disc, but records have no XA attributes: Windows and macOS misread files.</summary>
    XaSignature = 3117,

    /// <summary>A supplementary volume descriptor is neither Joliet nor enhanced. Its tree was not checked.</summary>
    SupplementaryUnknown = 3118,

    /// <summary>A path table is outside the volume.</summary>
    PathTableOutside = 3131,

    /// <summary>The records of a path table do not fit its size or each other.</summary>
    PathTableMalformed = 3132,

    /// <summary>The copies of a path table differ.</summary>
    PathTablesDiffer = 3133,

    /// <summary>A directory is not in the path table, which Windows uses to find directories.</summary>
    PathTableEntryMissing = 3134,

    /// <summary>A path table record points to no directory of the tree.</summary>
    PathTableEntryWrong = 3135,

    /// <summary>A path table record gives a different parent than the tree.</summary>
    PathTableParentWrong = 3136,

    /// <summary>Path table records are not sorted: by parent (error), by identifier (warning).</summary>
    PathTableOrder = 3137,

    /// <summary>A directory's extent is outside the image.</summary>
    DirectoryOutside = 3201,

    /// <summary>A directory's extent also belongs to another directory, or the tree has a loop.</summary>
    DirectoryShared = 3202,

    /// <summary>A directory's length is not a whole number of sectors.</summary>
    DirectorySizeWrong = 3203,

    /// <summary>A directory record does not fit its length or its sector.</summary>
    RecordMalformed = 3204,

    /// <summary>A directory's first record does not describe the directory itself.</summary>
    SelfRecordWrong = 3205,

    /// <summary>A directory's second record does not describe its parent (a warning where no reader that depends on it uses the tree).</summary>
    ParentRecordWrong = 3206,

    /// <summary>Directory records are not sorted.</summary>
    RecordOrder = 3207,

    /// <summary>Two entries of a directory have the same identifier: readers open the first for both.</summary>
    IdentifierDuplicate = 3208,

    /// <summary>An identifier has characters or a form that the standard does not allow.</summary>
    IdentifierRelaxed = 3209,

    /// <summary>An identifier is longer than the standard allows.</summary>
    IdentifierLong = 3210,

    /// <summary>An identifier has characters that no file system can show.</summary>
    IdentifierUnusable = 3211,

    /// <summary>A file version number is not in the range 1 to 32767.</summary>
    VersionNumberWrong = 3212,

    /// <summary>File flags are reserved, or not allowed in the record.</summary>
    FileFlagsWrong = 3213,

    /// <summary>The records of a file with several extents are not consecutive.</summary>
    MultiExtentBroken = 3214,

    /// <summary>An extent of a file, other than the last, is not a whole number of sectors.</summary>
    MultiExtentUnaligned = 3215,

    /// <summary>A file has more extents than Linux follows.</summary>
    MultiExtentLong = 3216,

    /// <summary>A file is interleaved, which Linux and others do not read.</summary>
    FileInterleaved = 3217,

    /// <summary>A file has an extended attribute record: 7-Zip refuses the image.</summary>
    ExtendedAttributes = 3218,

    /// <summary>A record places its extent on another volume.</summary>
    SequenceNumberWrong = 3219,

    /// <summary>A date of a directory record is not valid.</summary>
    RecordDateInvalid = 3220,

    /// <summary>A file's extent goes beyond the image.</summary>
    ExtentOutsideImage = 3221,

    /// <summary>An extent goes beyond the volume: libarchive and others refuse it.</summary>
    ExtentOutsideVolume = 3222,

    /// <summary>Two structures of the volume, or a structure and a file, overlap.</summary>
    StructuresOverlap = 3223,

    /// <summary>The extents of two files partly overlap.</summary>
    FilesOverlap = 3224,

    /// <summary>A directory is deeper than level 8.</summary>
    TreeDeep = 3225,

    /// <summary>A path is longer than 255 characters.</summary>
    PathLong = 3226,

    /// <summary>The padding byte of an identifier is not zero.</summary>
    PaddingNotZero = 3227,

    /// <summary>The rest of a directory's sector, after its last record, is not zero.</summary>
    SlackNotZero = 3228,

    /// <summary>A directory comes before its parent: bsdtar skips it.</summary>
    DirectoryBeforeParent = 3229,

    /// <summary>An associated file, which Linux does not show.</summary>
    AssociatedFile = 3230,

    /// <summary>The volume flags mark the escape sequence as unregistered: BSD systems ignore the Joliet tree.</summary>
    JolietFlags = 3301,

    /// <summary>A Joliet name has a character that Windows refuses.</summary>
    JolietNameCharacters = 3302,

    /// <summary>A Joliet name is longer than the standard's 64 characters. Readers accept it, but above 103 (error) libarchive truncates it.</summary>
    JolietNameLong = 3303,

    /// <summary>A Joliet identifier is not a whole number of two-byte characters.</summary>
    JolietNameOdd = 3304,

    /// <summary>A Joliet name has an unpaired surrogate.</summary>
    JolietSurrogateAlone = 3305,

    /// <summary>A Joliet name has a character beyond UCS-2, as a surrogate pair.</summary>
    JolietBeyondUcs2 = 3306,

    /// <summary>A Joliet name ends in a dot, which Windows and Linux drop, or in a space, which Windows cannot open.</summary>
    JolietNameEnd = 3307,

    /// <summary>Two Joliet names differ only in case: Windows and Linux open the first for both.</summary>
    JolietCaseCollision = 3308,

    /// <summary>The field has other bytes after the Joliet escape sequence.</summary>
    JolietEscapeUnusual = 3309,

    /// <summary>There is a second Joliet volume descriptor: 7-Zip reads the last, others the first.</summary>
    JolietSecond = 3310,

    /// <summary>There are Rock Ridge fields, but the root has no SP: readers ignore them.</summary>
    SharingProtocolMissing = 3401,

    /// <summary>The SP field has a wrong length, or is in a wrong place.</summary>
    SharingProtocolWrong = 3402,

    /// <summary>There are Rock Ridge fields, but no ER: readers ignore them.</summary>
    ExtensionMissing = 3403,

    /// <summary>The ER field names an extension that FreeBSD and ISOLINUX do not accept as Rock Ridge.</summary>
    ExtensionUnknown = 3404,

    /// <summary>A system use field does not fit its area.</summary>
    FieldMalformed = 3405,

    /// <summary>A system use field has a version other than 1.</summary>
    FieldVersionWrong = 3406,

    /// <summary>A system use field has a length that is wrong for its kind.</summary>
    FieldLengthWrong = 3407,

    /// <summary>A continuation area is outside the volume.</summary>
    ContinuationOutside = 3408,

    /// <summary>A continuation area crosses a sector: Linux and FreeBSD refuse it.</summary>
    ContinuationCrossesSector = 3409,

    /// <summary>The chain of continuation areas is a loop, or longer than Linux follows.</summary>
    ContinuationEndless = 3410,

    /// <summary>A system use area has more than one CE field: readers follow only one.</summary>
    ContinuationsSeveral = 3411,

    /// <summary>A record has no PX field.</summary>
    PosixAttributesMissing = 3421,

    /// <summary>PX and the directory flag disagree on whether the entry is a directory.</summary>
    FileTypeContradicts = 3422,

    /// <summary>A Rock Ridge name is empty or contains a slash.</summary>
    PosixNameUnusable = 3423,

    /// <summary>A Rock Ridge name is flagged to continue but does not, or has reserved flags.</summary>
    PosixNameUnfinished = 3424,

    /// <summary>Two entries of a directory have the same Rock Ridge name.</summary>
    PosixNameDuplicate = 3425,

    /// <summary>A Rock Ridge name is longer than the 253 bytes that Linux shows.</summary>
    PosixNameLong = 3426,

    /// <summary>A Rock Ridge name is not UTF-8: readers show it in different ways.</summary>
    PosixNameNotUtf8 = 3427,

    /// <summary>A TF field has fewer or more dates than its flags declare.</summary>
    TimestampsMalformed = 3428,

    /// <summary>The components of a symbolic link do not fit their field.</summary>
    LinkMalformed = 3429,

    /// <summary>A symbolic link has no target, or an entry that is not a symbolic link has one.</summary>
    LinkContradicts = 3430,

    /// <summary>A relocated directory is not where CL points, or is above itself.</summary>
    ChildLinkBroken = 3431,

    /// <summary>A relocated directory has no PL, or one that does not point to its real parent.</summary>
    ParentLinkBroken = 3432,

    /// <summary>CL and RE do not match: readers show the directory twice, or not at all.</summary>
    RelocationUnmarked = 3433,

    /// <summary>A relocated directory is not in /rr_moved: libarchive fails.</summary>
    RelocationMisplaced = 3434,

    /// <summary>Deep directories are relocated, which GRUB, 7-Zip and others do not follow.</summary>
    RelocationUsed = 3435,

    /// <summary>The RR field does not list the fields of the record.</summary>
    RecordedFieldsWrong = 3436,

    /// <summary>A device has no PN field.</summary>
    DeviceNumberMissing = 3437,

    /// <summary>The ZF field describes an unknown compression.</summary>
    CompressionWrong = 3438,

    /// <summary>PX differs between a directory's record and its first record.</summary>
    DirectoryAttributesDiffer = 3439,

    /// <summary>The records of a file with several extents have different Rock Ridge names.</summary>
    SectionsDiffer = 3440,

    /// <summary>The MD5 stored by implantisomd5 is not that of the image.</summary>
    MediaChecksumWrong = 3451,

    /// <summary>The implantisomd5 field cannot be read.</summary>
    MediaChecksumMalformed = 3452,

    /// <summary>Windows programs cannot open the name: it is a device name, or ends in a space or dot.</summary>
    WindowsNameUnusable = 3461,

    /// <summary>Two entries of a directory have the same name for this consumer.</summary>
    NamesCollide = 3462,

    /// <summary>A volume descriptor of version 2 comes before the Joliet descriptor: Windows does not see Joliet.</summary>
    JolietHidden = 3463,

    /// <summary>A file with several extents is truncated to the first.</summary>
    MultiExtentIgnored = 3464,

    /// <summary>There is no El Torito boot record at sector 17.</summary>
    BootRecordMissing = 3465,

    /// <summary>The boot catalog is longer than any firmware reads, and was not checked to its end.</summary>
    BootCatalogNotRead = 3466,

    /// <summary>A path is longer than many Windows programs can open.</summary>
    WindowsPathLong = 3467,

    /// <summary>This consumer shows a symbolic link or a special file as an empty file.</summary>
    LinkShownAsFile = 3468,

    /// <summary>Hard links to one file have different modes, owners, groups or dates.</summary>
    LinkedNamesDiffer = 3469,

    /// <summary>A file has more or fewer names than its link count.</summary>
    LinkCountWrong = 3470,

    /// <summary>Two files have the same serial number: some readers treat them as one.</summary>
    SerialNumberShared = 3471,

    /// <summary>The image also has an HFS volume, which macOS shows.</summary>
    HfsShown = 3472,

    /// <summary>Continuation areas of a later session are beyond its volume size, where Linux ignores them.</summary>
    ContinuationsIgnored = 3473,

    /// <summary>An entry is marked as hidden, so a system does not list it, or not for everybody.</summary>
    EntryMarkedHidden = 3474,

    /// <summary>The extents of a file are not contiguous.</summary>
    SectionsApart = 3480,

    /// <summary>The records of a file with several extents have different flags, dates or attributes.</summary>
    SectionAttributesDiffer = 3481,

    /// <summary>The fragment sums stored by implantisomd5 are not those of the image: checkisomd5 fails.</summary>
    MediaFragmentsWrong = 3490,

    /// <summary>A UDF descriptor is missing.</summary>
    UdfDescriptorMissing = 3501,

    /// <summary>The tag of a UDF descriptor has a different version than its volume (ECMA-167 3/7.2.2).</summary>
    UdfTagVersion = 3502,

    /// <summary>A UDF descriptor does not match the CRC in its tag (ECMA-167 3/7.2.6).</summary>
    UdfTagChecksum = 3503,

    /// <summary>The tag of a UDF descriptor gives another location (ECMA-167 3/7.2.8).</summary>
    UdfTagLocation = 3504,

    /// <summary>The UDF volume recognition sequence is not BEA01, NSR and TEA01 in this order (ECMA-167 2/8.3.1).</summary>
    UdfRecognitionOrder = 3505,

    /// <summary>There are fewer anchors than readers look for (UDF 1.02 2.2.3).</summary>
    UdfAnchorMissing = 3506,

    /// <summary>Two anchors point to different descriptors (ECMA-167 3/8.4.2.1).</summary>
    UdfAnchorsDiffer = 3507,

    /// <summary>A volume descriptor sequence has fewer than 16 sectors (UDF 1.02 2.2.3.1).</summary>
    UdfSequenceShort = 3508,

    /// <summary>A volume descriptor sequence does not end with a terminating descriptor (ECMA-167 3/8.4.2).</summary>
    UdfSequenceOpen = 3509,

    /// <summary>A volume descriptor sequence lacks a descriptor, or has one that does not belong there (ECMA-167 3/8.4.2).</summary>
    UdfSequenceContent = 3510,

    /// <summary>The main and the reserve volume descriptor sequence differ (ECMA-167 3/8.4.2.2).</summary>
    UdfSequencesDiffer = 3511,

    /// <summary>The only partition does not have the number 0, which confuses FreeBSD.</summary>
    UdfPartitionNumber = 3512,

    /// <summary>The UDF partition goes beyond the image.</summary>
    UdfPartitionOutside = 3513,

    /// <summary>The volume was not closed after the last write, or its integrity descriptor is incomplete (UDF 1.02 2.2.6).</summary>
    UdfIntegrityOpen = 3514,

    /// <summary>The integrity descriptor has wrong counts of files or directories, or a next unique id that is in use (UDF 1.02 2.2.6.4).</summary>
    UdfIntegrityCounts = 3515,

    /// <summary>A text of a UDF descriptor is malformed (UDF 1.02 2.1.3).</summary>
    UdfTextMalformed = 3516,

    /// <summary>A date in a UDF structure is not valid (ECMA-167 1/7.3).</summary>
    UdfDateInvalid = 3517,

    /// <summary>An entry is an extended file entry, which FreeBSD does not read (ECMA-167 4/14.17).</summary>
    UdfEntryExtended = 3518,

    /// <summary>A file entry does not fit its block (ECMA-167 4/14.9).</summary>
    UdfEntryMalformed = 3519,

    /// <summary>An ICB uses a strategy other than 4 (UDF 1.02 2.3.5.1).</summary>
    UdfStrategyUnknown = 3520,

    /// <summary>An entry is neither file nor directory: 7-Zip refuses the volume (ECMA-167 4/14.6.6).</summary>
    UdfFileTypeRefused = 3521,

    /// <summary>The link count of a file entry is 0 or does not match its names (ECMA-167 4/14.9.6).</summary>
    UdfLinkCount = 3522,

    /// <summary>Two file entries have the same unique id, or that of the root is not 0 (UDF 1.02 3.2.1).</summary>
    UdfUniqueId = 3523,

    /// <summary>The content of a file is embedded in its file entry, which FreeBSD and libcdio do not read (ECMA-167 4/14.6.8).</summary>
    UdfContentEmbedded = 3524,

    /// <summary>An extent is outside the UDF partition (ECMA-167 4/14.14).</summary>
    UdfExtentOutside = 3525,

    /// <summary>The extents of a file do not match its length or its count of blocks (ECMA-167 4/12.1, 4/14.9.11).</summary>
    UdfExtentsMismatch = 3526,

    /// <summary>An extent is not recorded, or is not a whole number of blocks and not the last (ECMA-167 4/14.14.1.1).</summary>
    UdfExtentUnrecorded = 3527,

    /// <summary>Allocation descriptors continue in another block, which 7-Zip does not follow (ECMA-167 4/14.5).</summary>
    UdfContinuationUsed = 3528,

    /// <summary>A directory has several extents.</summary>
    UdfDirectoryScattered = 3529,

    /// <summary>A file identifier descriptor is malformed (ECMA-167 4/14.4).</summary>
    UdfIdentifierMalformed = 3530,

    /// <summary>A file identifier descriptor has bytes or lengths that make 7-Zip or Linux refuse it (ECMA-167 4/14.4.9).</summary>
    UdfIdentifierPadding = 3531,

    /// <summary>A file identifier and its file entry disagree on whether the entry is a directory (ECMA-167 4/14.4.3).</summary>
    UdfIdentifierContradicts = 3532,

    /// <summary>The ICB of a file identifier is not one block long, as 7-Zip requires (ECMA-167 4/14.4.5).</summary>
    UdfIcbLength = 3533,

    /// <summary>The first file identifier of a directory does not point to its parent (UDF 1.02 2.3.4).</summary>
    UdfParentWrong = 3534,

    /// <summary>A UDF name is empty or malformed (UDF 1.02 2.1.1).</summary>
    UdfNameWrong = 3535,

    /// <summary>Two entries of a UDF directory have the same name (ECMA-167 4/8.6).</summary>
    UdfNameDuplicate = 3536,

    /// <summary>A UDF directory appears in two places (ECMA-167 4/8.6).</summary>
    UdfTreeCircle = 3537,

    /// <summary>A file has different extents in UDF and ISO 9660.</summary>
    UdfContentDiffers = 3538,

    /// <summary>The UDF revision is not 1.02, which many readers do not support.</summary>
    UdfRevisionUnusual = 3539,

    /// <summary>Because of UDF, programs that look for ISO 9660 do not find it.</summary>
    UdfHidesIso9660 = 3541,

    /// <summary>A boot image for UEFI is not a FAT file system.</summary>
    FatUnreadable = 3560,

    /// <summary>A FAT file system is shorter than its boot sector says.</summary>
    FatTruncated = 3561,

    /// <summary>The count of clusters contradicts the kind of FAT, or is so close to a limit that drivers disagree.</summary>
    FatKindDoubtful = 3562,

    /// <summary>The allocation table has fewer entries than there are clusters.</summary>
    FatTableShort = 3563,

    /// <summary>The copies of the allocation table differ.</summary>
    FatCopiesDiffer = 3564,

    /// <summary>A cluster chain is broken, or ends before its entry does.</summary>
    FatChainBroken = 3565,

    /// <summary>A cluster belongs to two entries, or twice to one.</summary>
    FatChainShared = 3566,

    /// <summary>A file has more clusters than it needs.</summary>
    FatChainLong = 3567,

    /// <summary>Clusters are allocated but belong to no file.</summary>
    FatClustersLost = 3568,

    /// <summary>The count of free clusters is wrong or misplaced.</summary>
    FatCountsWrong = 3569,

    /// <summary>The backup boot sector differs from the boot sector.</summary>
    FatBackupDiffers = 3570,

    /// <summary>A long name belongs to another entry according to its checksum, or is incomplete.</summary>
    FatLongNameWrong = 3571,

    /// <summary>A name has invalid characters, and is shown differently.</summary>
    FatNameWrong = 3572,

    /// <summary>Two entries of a directory have the same name, and one is left out.</summary>
    FatNameDuplicate = 3573,

    /// <summary>The first two entries of a directory are not valid <c>.</c> and <c>..</c> entries.</summary>
    FatDotEntryWrong = 3574,

    /// <summary>A directory has more entries than FAT allows, or the tree is deeper or larger than any program can handle. The rest is left out.</summary>
    FatTreeTooLarge = 3575,

    /// <summary>The entry of a directory has a length other than 0.</summary>
    FatEntryWrong = 3576,

    /// <summary>The boot sector lacks its signature, or its media type does not match the allocation table.</summary>
    FatBootSectorWrong = 3577,

    /// <summary>The boot record points to no boot catalog.</summary>
    BootCatalogUnreadable = 3580,

    /// <summary>The words of the validation entry do not add up to 0.</summary>
    BootCatalogChecksum = 3581,

    /// <summary>The validation entry does not end with 55 AA.</summary>
    BootCatalogKey = 3582,

    /// <summary>A BIOS entry is not the boot catalog's default entry, or the platform is unknown.</summary>
    BootCatalogPlatform = 3583,

    /// <summary>An entry is marked neither as bootable nor as not bootable.</summary>
    BootIndicatorUnknown = 3584,

    /// <summary>A boot image begins or ends beyond the image's end.</summary>
    BootImageOutside = 3585,

    /// <summary>The load size is larger than the boot image.</summary>
    BootLoadTooLarge = 3586,

    /// <summary>A section has fewer entries than its header announces.</summary>
    BootSectionCount = 3587,

    /// <summary>The last section header is not marked as the last, or an earlier one is.</summary>
    BootSectionFinal = 3588,

    /// <summary>A boot info table does not match the location, length or content of its boot image.</summary>
    BootInfoTableWrong = 3589,

    /// <summary>The GRUB boot info in a boot image has a wrong location.</summary>
    GrubBootInfoWrong = 3590,

    /// <summary>The boot image of a UEFI entry is not a FAT file system.</summary>
    BootImageNotFat = 3591,

    /// <summary>A boot image does not have the size of the emulated medium.</summary>
    BootMediumSize = 3593,

    /// <summary>A boot image for hard disk emulation is not a disk with one partition, or has another partition type than the entry.</summary>
    BootDiskPartitions = 3594,

    /// <summary>Reserved bytes of the boot record or of a boot entry are not zero.</summary>
    BootReservedUsed = 3595,

    /// <summary>An entry has an unknown emulation, or a UEFI entry has an emulation.</summary>
    BootEmulationUnknown = 3596,

    /// <summary>The boot catalog has nothing that this firmware boots from.</summary>
    BootNothingFor = 3597,

    /// <summary>The EFI system partition has no program where firmware looks for one.</summary>
    BootProgramMissing = 3598,

    /// <summary>A UEFI entry is beyond the records of the boot catalog that firmware reads.</summary>
    BootEntriesUnseen = 3599,

    /// <summary>A UEFI entry covers less than the FAT file system in its boot image.</summary>
    BootLoadShort = 3640,

    /// <summary>A UDF sparing table, which maps bad blocks to replacements, is unusable, and another one is used (UDF 1.50 2.2.11).</summary>
    UdfSparingTableUnusable = 3650,

    /// <summary>The content of a UDF entry is recorded in an unknown form, or with damaged descriptors.</summary>
    UdfContentUnreadable = 3651,

    /// <summary>A GPT for blocks of 4096 bytes does not match its checksums.</summary>
    Gpt4KDamaged = 3652,

    /// <summary>A GPT for blocks of 4096 bytes has no sound backup in the image's last block of that size.</summary>
    Gpt4KBackupWrong = 3653,

    /// <summary>A partition of a GPT for blocks of 4096 bytes is not usable, or is another one than that of the usual GPT.</summary>
    Gpt4KPartitionDiffers = 3654,

    /// <summary>Descriptors of a UDF volume that lead to all files are damaged or contradictory: an older state of the volume, or another volume, may be shown.</summary>
    UdfVolumeDoubtful = 3656,

    /// <summary>A program in the EFI system partition is for another machine than its name says, or has a name that no firmware looks for.</summary>
    BootProgramMisplaced = 3657,

    /// <summary>A boot image for hard disk emulation has a partition or a size that firmware may not boot from.</summary>
    BootDiskGeometry = 3658,

    /// <summary>A machine boots from the image on one medium and not on the other.</summary>
    MediumNotBootable = 3659,

    /// <summary>The disk or file continues behind the image.</summary>
    ImageFollowed = 3660,

    /// <summary>The header of a raw sector has a wrong address.</summary>
    SectorAddressWrong = 3662,

    /// <summary>A GPT has no protective entry in the master boot record.</summary>
    ProtectiveEntryMissing = 3600,

    /// <summary>The protective entry of a GPT does not have the size of the image.</summary>
    ProtectiveEntryWrong = 3601,

    /// <summary>A partition goes beyond the image.</summary>
    PartitionBeyondImage = 3602,

    /// <summary>Two partitions overlap.</summary>
    PartitionsOverlap = 3603,

    /// <summary>The CRC of a GPT header is wrong.</summary>
    GptHeaderChecksum = 3604,

    /// <summary>The CRC of the entries of a GPT is wrong.</summary>
    GptArrayChecksum = 3605,

    /// <summary>A GPT header has a value that the standard does not allow.</summary>
    GptHeaderWrong = 3606,

    /// <summary>A partition of a GPT is outside the usable blocks.</summary>
    GptEntryOutside = 3607,

    /// <summary>A partition of a GPT ends before it begins.</summary>
    GptEntryWrong = 3608,

    /// <summary>The image has no backup GPT.</summary>
    GptBackupMissing = 3609,

    /// <summary>The backup GPT differs from the primary one.</summary>
    GptBackupDiffers = 3610,

    /// <summary>The backup GPT is not at the image's end.</summary>
    GptBackupMisplaced = 3611,

    /// <summary>Only the backup GPT is left.</summary>
    GptBackupAlone = 3612,

    /// <summary>Two partitions of a GPT have the same identifier.</summary>
    GptIdsEqual = 3613,

    /// <summary>The MBR boot code points to a block where its boot image is not.</summary>
    BootAddressWrong = 3614,

    /// <summary>The EFI system partition in a partition table is not the one in the boot catalog, or is truncated.</summary>
    EfiPartitionDiffers = 3615,

    /// <summary>No partition is active, or more than one is.</summary>
    ActivePartitions = 3616,

    /// <summary>Machines do not boot from the image when it is copied to a disk.</summary>
    DiskNotBootable = 3617,

    /// <summary>The former name of <see cref="DiskNotBootable"/>.</summary>
    [Obsolete("Use DiskNotBootable. The next version no longer has this name.")]
    DiskStartsNot = DiskNotBootable,

    /// <summary>The committed layout does not exist or cannot be read.</summary>
    BaselineMissing = 4001,

    /// <summary>The image's layout differs from the committed one.</summary>
    BaselineDiffers = 4002,

    /// <summary>MSBuild is too old for the tasks.</summary>
    MSBuildTooOld = 4003,

    /// <summary>Two images of one build have the same path.</summary>
    ImagesCollide = 4004,

    /// <summary>Building the image again gives different bytes.</summary>
    NotReproducible = 4005,

    /// <summary>Metadata of an item exclude each other.</summary>
    ItemContradictory = 4006,

    /// <summary>Two projects of one image build into one folder.</summary>
    ReferencesCollide = 4007,

    /// <summary>The build output of a referenced project lacks files that its publish output has.</summary>
    ReferenceIncomplete = 4008,

    /// <summary>The image of a project has no content.</summary>
    ImageEmpty = 4009,

    /// <summary>An item names a runtime identifier for which images have no boot loader or boot entry of this kind.</summary>
    RuntimeWithoutLoader = 4010,

    /// <summary>An item of a project names content by a pattern that matches nothing.</summary>
    ContentUnmatched = 4020,

    /// <summary>An item has metadata that is unknown, but similar to one that is known.</summary>
    MetadataUnknown = 4021,

    /// <summary>A project sets a property, or has items, that are unknown, but similar to known ones.</summary>
    PropertyUnknown = 4022,

    /// <summary>A property in the name of an image had no value, or another one, where the name was set.</summary>
    FileNameIncomplete = 4023,

    /// <summary>A command line of another program is wrong.</summary>
    EmulatedUsageWrong = 4106,

    /// <summary>An option of another program has another effect here, or none.</summary>
    EmulatedOptionDiffers = 4107,

    /// <summary>An option of another program is not supported.</summary>
    EmulatedOptionRefused = 4108,

    /// <summary>A boot image or boot catalog in a command line of another program is wrong.</summary>
    EmulatedBootWrong = 4109,

    /// <summary>A source was left out as the program leaves it out that a command line is for: it cannot be read, or is a link that leads nowhere.</summary>
    EmulatedSourceLeftOut = 4110,

    /// <summary>A command line is wrong.</summary>
    UsageWrong = 4101,

    /// <summary>An image has no entry at a path, or none that matches a pattern.</summary>
    PathNotInImage = 4102,

    /// <summary>An image file cannot be opened or read.</summary>
    ImageUnreadable = 4103,

    /// <summary>A file beside an image cannot be written.</summary>
    OutputUnwritable = 4104,

    /// <summary>The program failed with an unexpected error.</summary>
    Unexpected = 4105,

    /// <summary>A file that should keep its path below a directory is not below it.</summary>
    FileOutsideRoot = 4121,

    /// <summary>A required setting is missing.</summary>
    SettingMissing = 4122,
}
