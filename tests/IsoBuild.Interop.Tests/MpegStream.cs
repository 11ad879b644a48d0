using System.Buffers.Binary;

namespace IsoBuild.Interop.Tests;

/// <summary>The least of an MPEG-2 program stream that dvdauthor takes: for each video object unit a navigation pack, a video pack with one intra picture's headers, and packs of padding (ISO 13818-1 2.5.3, 13818-2 6.2).</summary>
internal static class MpegStream
{
    private const int Pack = 2048;
    private const int PackHeader = 14;
    private const int ClockPerTick = 300;

    /// <summary>12 pictures of PAL, in ticks of 90 kHz.</summary>
    private const long UnitTicks = 12 * 3600;

    /// <summary>Some units, of so many packs each, two at least.</summary>
    public static byte[] Make(int units, int packsPerUnit)
    {
        byte[] stream = new byte[units * packsPerUnit * Pack];
        for (int unit = 0; unit < units; unit++)
        {
            for (int i = 0; i < packsPerUnit; i++)
            {
                Span<byte> pack = stream.AsSpan(((unit * packsPerUnit) + i) * Pack, Pack);
                WriteHeader(pack, (unit * UnitTicks * ClockPerTick) + (3000 * i));
                Action<Span<byte>> write = i switch
                {
                    0 => WriteNavigation,
                    1 => rest => WriteVideo(rest, (unit * UnitTicks) + 9000),
                    _ => rest => WritePacket(rest, 0xBE, rest.Length - 6, fill: 0xFF),
                };
                write(pack[PackHeader..]);
            }
        }

        return stream;
    }

    private static void WriteHeader(Span<byte> pack, long clock)
    {
        (long ticks, long extension) = Math.DivRem(clock, ClockPerTick);
        Bits bits = new(pack);
        bits.Put(0x000001BA, 32);
        bits.Put(1, 2);
        bits.Put(ticks >> 30, 3);
        bits.Put(1, 1);
        bits.Put(ticks >> 15, 15);
        bits.Put(1, 1);
        bits.Put(ticks, 15);
        bits.Put(1, 1);
        bits.Put(extension, 9);
        bits.Put(1, 1);
        bits.Put(25_200, 22); // 10.08 Mbit/s, in units of 50 bytes
        bits.Put(0b11, 2);
        bits.Put(0xF8, 8); // no stuffing
    }

    /// <summary>A system header, and the packets of presentation and of data search, which dvdauthor fills.</summary>
    private static void WriteNavigation(Span<byte> pack)
    {
        Convert.FromHexString("000001BB001280C4E100E17FB9E0E8B8C020BDE03ABFE002").CopyTo(pack);
        WritePacket(pack[24..], 0xBF, 980, fill: 0);
        WritePacket(pack[(24 + 6 + 980)..], 0xBF, 1018, fill: 0);
        pack[24 + 6 + 980 + 6] = 1;
    }

    private static void WriteVideo(Span<byte> pack, long time)
    {
        WritePacket(pack, 0xE0, pack.Length - 6, fill: 0);
        Bits bits = new(pack[6..]);
        bits.Put(0x808005, 24); // a time stamp
        bits.Put(2, 4);
        bits.Put(time >> 30, 3);
        bits.Put(1, 1);
        bits.Put(time >> 15, 15);
        bits.Put(1, 1);
        bits.Put(time, 15);
        bits.Put(1, 1);

        // Sequence of 720 x 576 at 25 Hz, its extension, group of pictures, intra picture, its extension, a slice.
        Convert.FromHexString("000001B32D0240230EA62380" + "000001B5148A00010000" + "000001B800080040" + "00000100000FFFF8" + "000001B58FFFF34180" + "000001010BFF").CopyTo(pack[14..]);
    }

    private static void WritePacket(Span<byte> place, byte stream, int length, byte fill)
    {
        BinaryPrimitives.WriteUInt32BigEndian(place, 0x00000100u | stream);
        BinaryPrimitives.WriteUInt16BigEndian(place[4..], (ushort)length);
        place.Slice(6, length).Fill(fill);
    }

    /// <summary>Writes fields of any number of bits, the highest first.</summary>
    private ref struct Bits(Span<byte> bytes)
    {
        private readonly Span<byte> bytes = bytes;
        private int count;

        public void Put(long value, int width)
        {
            for (int bit = width - 1; bit >= 0; bit--, count++)
            {
                bytes[count / 8] |= (byte)(((value >> bit) & 1) << (7 - (count % 8)));
            }
        }
    }
}
