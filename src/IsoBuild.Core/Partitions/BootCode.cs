using System.Buffers.Binary;

namespace IsoBuild.Partitions;

/// <summary>What is known of the code in master boot records.</summary>
internal static class BootCode
{
    /// <summary>Where the code of ISOLINUX and of GRUB is told the place of what it starts, in blocks of 512 bytes, as 8 bytes.</summary>
    public const int AddressAt = 432;

    /// <summary>GRUB's El Torito image begins with the part for discs; what its code for disks starts comes after that sector.</summary>
    private const int GrubSkippedBlocks = Block.PerSector;

    /// <summary>Where <c>isolinux.bin</c> has the bytes by which the code knows it.</summary>
    public const int IsolinuxMarkAt = 0x40;

    /// <summary>Where GRUB's <c>boot.img</c> is told the place of what it starts: it is for disks that GRUB is installed on.</summary>
    private const int GrubDiskAddressAt = 0x5C;

    /// <summary>Where the text of our code begins, and where in the code that is said.</summary>
    private const byte TextAt = 0x1B;
    private const int TextAddressAt = 6;

    private static readonly byte[] MessageCode =
    [
        0x31, 0xC0,             // 7C00  xor ax, ax
        0x8E, 0xD8,             // 7C02  mov ds, ax
        0xFC,                   // 7C04  cld
        0xBE, TextAt, 0x7C,     // 7C05  mov si, 7C1B        the text below
        0xAC,                   // 7C08  lodsb
        0x84, 0xC0,             // 7C09  test al, al
        0x74, 0x09,             // 7C0B  jz 7C16
        0xB4, 0x0E,             // 7C0D  mov ah, 0E          teletype output
        0xBB, 0x07, 0x00,       // 7C0F  mov bx, 7           on page 0
        0xCD, 0x10,             // 7C12  int 10
        0xEB, 0xF2,             // 7C14  jmp 7C08
        0xCD, 0x18,             // 7C16  int 18              firmware goes on with whatever else it may start
        0xF4,                   // 7C18  hlt
        0xEB, 0xFD,             // 7C19  jmp 7C18
        .. "This disk holds nothing that starts in BIOS mode.\r\n\0"u8,
    ];

    /// <summary>Code for images that are not bootable from a disk in BIOS mode: it prints that.</summary>
    public static ReadOnlySpan<byte> Message => MessageCode;

    /// <summary>The same code, as it is behind the 8 bytes of a driver descriptor: only the text's address differs.</summary>
    public static ReadOnlySpan<byte> MessageBehindDescriptor => MovedMessage;

    private static readonly byte[] MovedMessage = [.. MessageCode[..TextAddressAt], TextAt + DescriptorSize, .. MessageCode[(TextAddressAt + 1)..]];

    /// <summary>How many bytes an Apple driver descriptor takes of the first block.</summary>
    private const int DescriptorSize = 8;

    /// <summary>The bytes of <c>isolinux.bin</c> that its code for disks looks for.</summary>
    public static ReadOnlySpan<byte> IsolinuxMark => [0xFB, 0xC0, 0x78, 0x70];

    /// <summary>How the code looks for them: <c>cmp dword [7C40], 7078C0FB</c>.</summary>
    private static ReadOnlySpan<byte> IsolinuxCheck => [0x66, 0x81, 0x3E, 0x40, 0x7C, 0xFB, 0xC0, 0x78, 0x70];

    private static ReadOnlySpan<byte> GrubText => "GRUB \0Geom\0Hard Disk\0Read\0"u8;

    /// <summary>Whose code it is. Where nothing begins before the identifier of the disk, there is none: that is no code.</summary>
    public static BootCodeKind KindOf(ReadOnlySpan<byte> code) =>
        !code[..Math.Min(code.Length, MasterBootRecord.CodeSize)].ContainsAnyExcept((byte)0) ? BootCodeKind.None
        : code.StartsWith(Message) || (code.StartsWith("ER"u8) && code[DescriptorSize..].StartsWith(MessageBehindDescriptor)) ? BootCodeKind.Message
        : code.IndexOf(IsolinuxCheck) >= 0 ? BootCodeKind.Isolinux
        : code.IndexOf(GrubText) >= 0 && code.Length >= AddressAt + sizeof(ulong) && AddressOf(code) != 0 ? BootCodeKind.Grub
        : BootCodeKind.Other;

    /// <summary>Whether it is GRUB's <c>boot.img</c>, which loads what follows it on the disk, and has no address field.</summary>
    public static bool IsGrubForInstalledDisks(ReadOnlySpan<byte> code) =>
        code.IndexOf(GrubText) >= 0 && code.Length >= AddressAt && KindOf(code) == BootCodeKind.Other && BinaryPrimitives.ReadUInt64LittleEndian(code[GrubDiskAddressAt..]) != 0;

    /// <summary>Where the code holds the address of what it loads.</summary>
    public static ulong AddressOf(ReadOnlySpan<byte> code) => BinaryPrimitives.ReadUInt64LittleEndian(code[AddressAt..]);

    /// <summary>What the code of a kind is to be told when the boot image begins at a sector; <see langword="null"/> for code that wants to know nothing.</summary>
    public static ulong? AddressFor(BootCodeKind kind, long sector) => kind switch
    {
        BootCodeKind.Isolinux => (ulong)sector * Block.PerSector,
        BootCodeKind.Grub => ((ulong)sector * Block.PerSector) + GrubSkippedBlocks,
        _ => null,
    };

    public static void WriteAddress(Span<byte> block, ulong address) => BinaryPrimitives.WriteUInt64LittleEndian(block[AddressAt..], address);
}
