using System.Buffers.Binary;
using System.Text;

namespace IsoBuild.Interop.Tests;

/// <summary>Programs that firmware starts: they write a line to the first serial port and stop. Assembled here, so that boot tests need no package.</summary>
internal static class BootCode
{
    private const int SectorSize = 512;

    /// <summary>Where code begins, behind the bytes of a boot info table.</summary>
    private const int CodeStart = 0x40;

    private static readonly byte[] Code16 =
    [
        0xFA, //             cli
        0x31, 0xC0, //       xor ax, ax
        0x8E, 0xD8, //       mov ds, ax
        0xBE, 0x62, 0x7C, // mov si, 0x7C00 + CodeStart + 34: the text
        0xAC, //       next: lodsb
        0x84, 0xC0, //       test al, al
        0x74, 0x12, //       jz halt
        0x88, 0xC4, //       mov ah, al
        0xBA, 0xFD, 0x03, // mov dx, 0x3FD: the line status of COM1
        0xEC, //       wait: in al, dx
        0xA8, 0x20, //       test al, 0x20: may it take a byte?
        0x74, 0xFB, //       jz wait
        0x88, 0xE0, //       mov al, ah
        0xBA, 0xF8, 0x03, // mov dx, 0x3F8
        0xEE, //             out dx, al
        0xEB, 0xE9, //       jmp next
        0xF4, //       halt: hlt
        0xEB, 0xFD, //       jmp halt
    ];

    private static readonly byte[] Code64 =
    [
        0x48, 0x8D, 0x35, 0x1C, 0, 0, 0, // lea rsi, [rip + 28]: the text
        0xAC, //             next: lodsb
        0x84, 0xC0, //             test al, al
        0x74, 0x14, //             jz halt
        0x88, 0xC4, //             mov ah, al
        0x66, 0xBA, 0xFD, 0x03, // mov dx, 0x3FD
        0xEC, //             wait: in al, dx
        0xA8, 0x20, //             test al, 0x20
        0x74, 0xFB, //             jz wait
        0x88, 0xE0, //             mov al, ah
        0x66, 0xBA, 0xF8, 0x03, // mov dx, 0x3F8
        0xEE, //                   out dx, al
        0xEB, 0xE7, //             jmp next
        0xF4, //             halt: hlt
        0xEB, 0xFD, //             jmp halt
    ];

    /// <summary>A boot sector for BIOS, which may have a boot info table, on a medium of that many bytes.</summary>
    public static byte[] BootSector(string text, int length = 2048)
    {
        byte[] image = new byte[length];
        // jmp CodeStart
        image[0] = 0xEB;
        image[1] = CodeStart - 2;
        Code16.CopyTo(image, CodeStart);
        Encoding.ASCII.GetBytes(text + "\r\n").CopyTo(image, CodeStart + Code16.Length);
        image[SectorSize - 2] = 0x55;
        image[SectorSize - 1] = 0xAA;
        return image;
    }

    /// <summary>A disk of one partition whose master boot record is the boot sector: 16 heads, 63 sectors a track.</summary>
    public static byte[] Disk(string text, int cylinders = 4)
    {
        const int heads = 16;
        const int sectors = 63;
        byte[] disk = BootSector(text, cylinders * heads * sectors * SectorSize);
        // The first partition: active, from cylinder 0, head 1, sector 1 on, FAT16, up to the last cylinder's last head and sector.
        new byte[] { 0x80, 1, 1, 0, 0x06, heads - 1, sectors, (byte)(cylinders - 1) }.CopyTo(disk, 446);
        BinaryPrimitives.WriteInt32LittleEndian(disk.AsSpan(454), sectors);
        BinaryPrimitives.WriteInt32LittleEndian(disk.AsSpan(458), (cylinders * heads * sectors) - sectors);
        return disk;
    }

    /// <summary>An EFI program for x64: PE32+ of one section.</summary>
    public static byte[] EfiProgram(string text)
    {
        const int peHeader = 0x40;
        const int optionalHeader = peHeader + 24;
        const int optionalSize = 0xF0;
        const int sectionHeader = optionalHeader + optionalSize;
        const int virtualAddress = 0x1000;
        byte[] file = new byte[2 * SectorSize];
        "MZ"u8.CopyTo(file);
        Put32(0x3C, peHeader);
        "PE\0\0"u8.CopyTo(file.AsSpan(peHeader));
        Put16(peHeader + 4, 0x8664); // machine: x64
        Put16(peHeader + 6, 1); // sections
        Put16(peHeader + 20, optionalSize);
        Put16(peHeader + 22, 0x0022); // an executable, aware of large addresses
        Put16(optionalHeader, 0x020B); // PE32+
        Put32(optionalHeader + 4, SectorSize); // size of code
        Put32(optionalHeader + 16, virtualAddress); // entry point
        Put32(optionalHeader + 20, virtualAddress); // base of code
        Put32(optionalHeader + 32, virtualAddress); // section alignment
        Put32(optionalHeader + 36, SectorSize); // file alignment
        Put32(optionalHeader + 56, 2 * virtualAddress); // size of image
        Put32(optionalHeader + 60, SectorSize); // size of headers
        Put16(optionalHeader + 68, 10); // subsystem: EFI application
        Put32(optionalHeader + 108, 16); // directories
        ".text"u8.CopyTo(file.AsSpan(sectionHeader));
        Put32(sectionHeader + 8, SectorSize); // virtual size
        Put32(sectionHeader + 12, virtualAddress);
        Put32(sectionHeader + 16, SectorSize); // raw size
        Put32(sectionHeader + 20, SectorSize); // raw offset
        Put32(sectionHeader + 36, 0x60000020); // code, to be executed and read
        Code64.CopyTo(file, SectorSize);
        Encoding.ASCII.GetBytes(text + "\r\n").CopyTo(file, SectorSize + Code64.Length);
        return file;

        void Put16(int offset, int value) => BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(offset), (ushort)value);
        void Put32(int offset, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(offset), value);
    }
}
