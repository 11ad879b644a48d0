namespace IsoBuild.Fat;

/// <summary>The code of a boot sector that boots nothing: it says so, and stops. It runs only when somebody makes a BIOS boot from the volume.</summary>
internal static class BootStub
{
    /// <summary>Where a BIOS puts the sector.</summary>
    private const int LoadAddress = 0x7C00;

    /// <summary>Where in <see cref="Code"/> the message's address stands.</summary>
    private const int MessageOperand = 6;

    private static ReadOnlySpan<byte> Code =>
    [
        0xFC, //             cld
        0x31, 0xC0, //       xor ax, ax
        0x8E, 0xD8, //       mov ds, ax
        0xBE, 0x00, 0x00, // mov si, message
        0xAC, //      next:  lodsb
        0x84, 0xC0, //       test al, al
        0x74, 0x09, //       jz stop
        0xB4, 0x0E, //       mov ah, 0Eh      teletype output
        0xBB, 0x07, 0x00, // mov bx, 7
        0xCD, 0x10, //       int 10h
        0xEB, 0xF2, //       jmp next
        0xF4, //      stop:  hlt
        0xEB, 0xFD, //       jmp stop
    ];

    private static ReadOnlySpan<byte> Message => "\r\nThis volume starts UEFI systems only.\r\n\0"u8;

    /// <summary>Writes code and message into a boot sector, at the place to which the sector's first instruction leads.</summary>
    public static void Write(Span<byte> sector, int offset)
    {
        Code.CopyTo(sector[offset..]);
        Message.CopyTo(sector[(offset + Code.Length)..]);
        var message = LoadAddress + offset + Code.Length;
        sector[offset + MessageOperand] = (byte)message;
        sector[offset + MessageOperand + 1] = (byte)(message >> 8);
    }
}
