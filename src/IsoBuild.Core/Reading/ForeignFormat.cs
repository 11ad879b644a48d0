using System.Buffers.Binary;
using System.Text;
using IsoBuild.Diagnostics;

namespace IsoBuild.Reading;

/// <summary>Names what a file is that holds no ISO 9660 volume where one belongs.</summary>
internal static class ForeignFormat
{
    private const string Unpack = "Unpack it first.";
    private const string Convert = "Convert it into an ISO image first, with the program that made it or one that supports the format.";
    private const string Disk = "It is the image of a disk, not of a disc. If it contains an ISO image, open that.";
    private const string VirtualDisk = "Convert it with qemu-img convert -O raw; it may contain a volume.";
    private const string Evidence = "Convert it with ewfexport -f raw; it may contain a volume.";
    private const string FileSystem = "It is another file system; mount it to read it.";

    /// <summary>Bytes by which a format is known: at an offset, counted from the end when negative.</summary>
    private static readonly (long Offset, byte[] Magic, string Name, string Advice)[] Magics =
    [
        (32_768 + 9, "CDROM"u8.ToArray(), "a High Sierra volume, which came before ISO 9660", "Copy its content on a system that mounts it, and make an ISO image of that."),
        (32_769, "CDW02"u8.ToArray(), "a volume of ECMA-168", "Mount it to read it."),
        (0, [0x1F, 0x8B], "compressed with gzip", Unpack),
        (0, [0xFD, .. "7zXZ"u8, 0], "compressed with xz", Unpack),
        (0, [0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd", Unpack),
        (0, "BZh"u8.ToArray(), "compressed with bzip2", Unpack),
        (0, [0x04, 0x22, 0x4D, 0x18], "compressed with lz4", Unpack),
        (0, "LZIP"u8.ToArray(), "compressed with lzip", Unpack),
        (0, "PK\u0003\u0004"u8.ToArray(), "a zip archive", Unpack),
        (0, "PK\u0005\u0006"u8.ToArray(), "an empty zip archive", "There is nothing in it."),
        (0, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive", Unpack),
        (0, "Rar!\u001A\u0007"u8.ToArray(), "a rar archive", Unpack),
        (0, "MSCF"u8.ToArray(), "a cabinet", Unpack),
        (0, "xar!"u8.ToArray(), "a xar archive", Unpack),
        (257, "ustar"u8.ToArray(), "a tar archive", Unpack),
        (0, "CISO"u8.ToArray(), "a compressed image (CISO, CSO)", Convert),
        (0, "ZISO"u8.ToArray(), "a compressed image (ZSO)", Convert),
        (0, "DAA\0"u8.ToArray(), "a PowerISO image (DAA)", Convert),
        (0, "IsZ!"u8.ToArray(), "an UltraISO image (ISZ)", Convert),
        (0, "ECM\0"u8.ToArray(), "a raw image without its error correction (ECM)", Convert),
        (0, "MComprHD"u8.ToArray(), "a compressed image (CHD)", Convert),
        (0, "MEDIA DESCRIPTOR"u8.ToArray(), "the descriptor of an Alcohol image (MDS)", "Open the .mdf file beside it."),
        (0, "[CloneCD]"u8.ToArray(), "the control file of a CloneCD image (CCD)", "Open the .img file beside it."),
        (0, "MSWIM\0\0\0"u8.ToArray(), "a Windows image (WIM)", "Apply or unpack it with DISM or wimlib."),
        (0, "hsqs"u8.ToArray(), "a squashfs file system", FileSystem),
        (0, [.. "QFI"u8, 0xFB], "a virtual disk (qcow2)", VirtualDisk),
        (0, "KDMV"u8.ToArray(), "a virtual disk (VMDK)", VirtualDisk),
        (0, "# Disk DescriptorFile"u8.ToArray(), "the descriptor of a virtual disk (VMDK)", "Open or convert the disk that it names."),
        (0, "vhdxfile"u8.ToArray(), "a virtual disk (VHDX)", VirtualDisk),
        (0, "conectix"u8.ToArray(), "a virtual disk (VHD)", VirtualDisk),
        (-512, "conectix"u8.ToArray(), "a virtual disk (VHD)", VirtualDisk),
        (64, [0x7F, 0x10, 0xDA, 0xBE], "a virtual disk (VDI)", VirtualDisk),
        (0, "QED\0"u8.ToArray(), "a virtual disk (QED)", VirtualDisk),
        (0, "WithoutFreeSpace"u8.ToArray(), "a virtual disk (Parallels)", VirtualDisk),
        (0, "WithouFreSpacExt"u8.ToArray(), "a virtual disk (Parallels)", VirtualDisk),
        (0, "COWD"u8.ToArray(), "a virtual disk (VMDK of ESX)", VirtualDisk),
        (0, "Bochs Virtual HD Image"u8.ToArray(), "a virtual disk (Bochs)", VirtualDisk),
        (0, "OOOM"u8.ToArray(), "a virtual disk (COW of User-mode Linux)", "Merge it into its backing file with uml_moo, and open that."),
        (0, "MOOO"u8.ToArray(), "a virtual disk (COW of User-mode Linux)", "Merge it into its backing file with uml_moo, and open that."),
        (0, [.. "EVF"u8, 0x09, 0x0D, 0x0A, 0xFF, 0x00], "an image of evidence (EWF, E01)", Evidence),
        (0, [.. "EVF2"u8, 0x0D, 0x0A, 0x81, 0x00], "an image of evidence (EWF 2, Ex01)", Evidence),
        (0, "AFF10\r\n\0"u8.ToArray(), "an image of evidence (AFF)", "Convert it with affconvert -r; it may contain a volume."),
        (-512, "koly"u8.ToArray(), "an Apple disk image (DMG)", "Convert it with hdiutil convert -format UDTO."),
        (32, "NXSB"u8.ToArray(), "an APFS file system", FileSystem),
        (1024, "H+\0\u0004"u8.ToArray(), "an HFS+ file system", FileSystem),
        (1024, "HX\0\u0005"u8.ToArray(), "an HFS+ file system", FileSystem),
        (1024, "BD"u8.ToArray(), "an HFS file system", FileSystem),
        (1024 + 56, [0x53, 0xEF], "an ext2, ext3 or ext4 file system", FileSystem),
        (3, "NTFS    "u8.ToArray(), "an NTFS file system", FileSystem),
        (54, "FAT1"u8.ToArray(), "a FAT file system", FileSystem),
        (82, "FAT32"u8.ToArray(), "a FAT file system", FileSystem),
    ];

    private static readonly (long Offset, byte[] Magic, string Name, string Advice)[] Nero =
    [
        (-12, "NER5"u8.ToArray(), "a Nero image (NRG)", Convert),
        (-8, "NERO"u8.ToArray(), "a Nero image (NRG)", Convert),
    ];

    /// <summary>Of formats that hold a volume as it is, behind something else: named when no volume was found.</summary>
    private static readonly (long Offset, byte[] Magic, string Name, string Advice)[] Wrappers =
    [
        .. Nero,
        (512, "EFI PART"u8.ToArray(), "a disk with a GUID partition table", Disk),
        (0, [0x7F, .. "ELF"u8], "a program (ELF)", "Check the path."),
        (0, "%PDF"u8.ToArray(), "a PDF document", "Check the path."),
        (510, [0x55, 0xAA], "a disk with a boot sector", Disk),
    ];

    /// <summary>The formats whose files cannot hold a volume as it is; <see langword="null"/> when the file is none of them.</summary>
    public static Diagnostic? Recognise(ImageBytes bytes)
    {
        const int smallest = 17 * 2048;
        if (bytes.Length == 0)
        {
            return new Diagnostic(DiagnosticId.NotAnImage, DiagnosticSeverity.Error, Item: null, "The file is empty. Check that it is an image, and complete.");
        }

        if (Match(bytes, Magics) is { } found)
        {
            return found;
        }

        if (IsTrackList(bytes))
        {
            return Is("the track list of a disc image (CUE, TOC)", "Open the .bin file that it names.");
        }

        return bytes.Length < smallest
            ? new Diagnostic(DiagnosticId.NotAnImage, DiagnosticSeverity.Error, Item: null, $"The file has {bytes.Length} bytes, but an ISO 9660 volume needs at least {smallest}. Check that it is an image, and complete.")
            : null;
    }

    /// <summary>What a file is in which no volume was found, although it might have held one; <see langword="null"/> when nothing tells.</summary>
    public static Diagnostic? RecogniseWrapper(ImageBytes bytes) => Match(bytes, Wrappers);

    /// <summary>Whether it is an image of Nero, which has its tracks as they are.</summary>
    public static bool IsNero(ImageBytes bytes) => Match(bytes, Nero) is not null;

    /// <summary>What a file is that begins as a volume does and holds the rest of it in another way; <see langword="null"/> when it is none.</summary>
    public static Diagnostic? RecognisePacked(ImageBytes bytes)
    {
        // The trailer of an Apple disk image: where its data lie, in how many files, and how many sectors they are. As many as there is room for are stored one after the other.
        Span<byte> trailer = stackalloc byte[512];
        if (!bytes.TryFill(bytes.Length - trailer.Length, trailer) || !trailer.StartsWith("koly"u8))
        {
            return null;
        }

        var (offset, length, segments) = (BinaryPrimitives.ReadUInt64BigEndian(trailer[24..]), BinaryPrimitives.ReadUInt64BigEndian(trailer[32..]), BinaryPrimitives.ReadUInt32BigEndian(trailer[60..]));
        var isPlain = offset == 0 && segments <= 1 && (length % 512, length / 512) == (0, BinaryPrimitives.ReadUInt64BigEndian(trailer[492..]));
        return isPlain ? null : Is("an Apple disk image (DMG)", "Convert it with hdiutil convert -format UDTO.");
    }

    private static Diagnostic? Match(ImageBytes bytes, (long Offset, byte[] Magic, string Name, string Advice)[] magics)
    {
        Span<byte> buffer = stackalloc byte[32];
        foreach (var (offset, magic, name, advice) in magics)
        {
            var found = buffer[..magic.Length];
            if (bytes.TryFill(offset < 0 ? bytes.Length + offset : offset, found) && found.SequenceEqual(magic))
            {
                return Is(name, advice);
            }
        }

        return null;
    }

    private static bool IsTrackList(ImageBytes bytes)
    {
        Span<byte> head = stackalloc byte[512];
        head = head[..(int)Math.Min(head.Length, bytes.Length)];
        if (!bytes.TryFill(0, head) || head.Contains((byte)0))
        {
            return false;
        }

        var text = Encoding.Latin1.GetString(head);
        var isCue = text.Contains("FILE \"", StringComparison.Ordinal) && (text.Contains("TRACK ", StringComparison.Ordinal) || text.Contains(" BINARY", StringComparison.Ordinal));
        return isCue || text.StartsWith("CD_ROM", StringComparison.Ordinal) || text.StartsWith("CD_DA", StringComparison.Ordinal);
    }

    private static Diagnostic Is(string name, string advice) =>
        new(DiagnosticId.OtherFormat, DiagnosticSeverity.Error, Item: null, $"The file is {name}, not an ISO 9660 image. {advice}");
}
