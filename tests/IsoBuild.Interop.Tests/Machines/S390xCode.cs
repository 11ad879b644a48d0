using System.Buffers.Binary;
using System.Text;

namespace IsoBuild.Interop.Tests.Machines;

/// <summary>A program that an s390x machine's loader starts: it writes a line to the console by the service-call instruction, and stops.</summary>
internal static class S390xCode
{
    /// <summary>Behind the two pages that the processor uses itself.</summary>
    private const int Start = 0x2000;

    private static readonly byte[] Code =
    [
        0x0D, 0xD0, //             basr %r13, 0: Start + 2
        0x58, 0x20, 0xD0, 0x1E, // l %r2, 0x1E(%r13): write event mask
        0x41, 0x30, 0xD0, 0x3E, // la %r3, 0x3E(%r13)
        0xB2, 0x20, 0x00, 0x23, // servc %r2, %r3
        0x58, 0x20, 0xD0, 0x22, // l %r2, 0x22(%r13): write event data
        0x41, 0x30, 0xD0, 0x7E, // la %r3, 0x7E(%r13)
        0xB2, 0x20, 0x00, 0x23, // servc %r2, %r3
        0xA7, 0xF4, 0x00, 0x00, // j .
    ];

    /// <summary>By which s390-ccw knows what it may start: the channel program at the beginning of Linux, which goes on reading cards.</summary>
    private static ReadOnlySpan<byte> ChannelProgram => [0x02, 0, 0, 0x18, 0x60, 0, 0, 0x50, 0x02, 0, 0, 0x68, 0x60, 0, 0, 0x50, 0x40, 0x40, 0x40, 0x40, 0x40, 0x40, 0x40, 0x40];

    public static byte[] Program(string text)
    {
        byte[] line = Encoding.ASCII.GetBytes(text + "\r\n");
        byte[] file = new byte[Start + 0x800];

        // The program status word: 31-bit addresses, and where to begin.
        Put32(0, 0x0008_0000);
        Put32(4, unchecked((int)0x8000_0000) | Start);
        ChannelProgram.CopyTo(file.AsSpan(8));
        Code.CopyTo(file, Start);
        Put32(Start + 0x20, 0x0078_0005);
        Put32(Start + 0x24, 0x0076_0005);

        // The mask: masks of 4 bytes; we receive nothing, and send text for the console.
        Put16(Start + 0x40, 28);
        Put16(Start + 0x4A, 4);
        Put32(Start + 0x50, 0x40);

        // One event: text in ASCII.
        Put16(Start + 0x80, 8 + 6 + line.Length);
        Put16(Start + 0x88, 6 + line.Length);
        file[Start + 0x8A] = 0x1A;
        line.CopyTo(file, Start + 0x8E);
        return file;

        void Put16(int offset, int value) => BinaryPrimitives.WriteInt16BigEndian(file.AsSpan(offset), (short)value);
        void Put32(int offset, int value) => BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(offset), value);
    }
}
