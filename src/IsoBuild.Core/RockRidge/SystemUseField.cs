using System.Buffers.Binary;
using IsoBuild.Bytes;
using IsoBuild.Iso9660;

namespace IsoBuild.RockRidge;

/// <summary>The fields of SUSP 1.12 and RRIP 1.12 that we write and read: signature, length, version, data (SUSP 4.1).</summary>
internal static class SystemUseField
{
    public const int HeadSize = 4;

    private const byte Version = 1;

    private static Span<byte> WriteHead(Span<byte> field, ReadOnlySpan<byte> signature, int size)
    {
        signature.CopyTo(field);
        field[2] = (byte)size;
        field[3] = Version;
        return field[HeadSize..size];
    }

    /// <summary>SP: the sharing protocol is in use (SUSP 5.3).</summary>
    public static class SharingProtocol
    {
        public const int Size = 7;

        public static void Write(Span<byte> field)
        {
            var data = WriteHead(field, "SP"u8, Size);
            data[0] = 0xBE;
            data[1] = 0xEF;
        }

        /// <summary>How many bytes to skip in every other system use area; <see langword="null"/> when the field is none.</summary>
        public static int? Read(ReadOnlySpan<byte> field) =>
            field.Length >= Size && field[..2].SequenceEqual("SP"u8) && field[4] == 0xBE && field[5] == 0xEF ? field[6] : null;
    }

    /// <summary>CE: the fields go on elsewhere (SUSP 5.1).</summary>
    public static class Continuation
    {
        public const int Size = 28;

        public static void Write(Span<byte> field, uint block, uint offset, uint length)
        {
            var data = WriteHead(field, "CE"u8, Size);
            data.WriteBoth32(block);
            data[8..].WriteBoth32(offset);
            data[16..].WriteBoth32(length);
        }

        /// <param name="data">The field behind its head.</param>
        /// <param name="isDoubtful">Whether the halves of a number differ.</param>
        public static (uint Block, uint Offset, uint Length) Read(ReadOnlySpan<byte> data, out bool isDoubtful)
        {
            var place = (data.ReadBoth32(out var isBlock), data[8..].ReadBoth32(out var isOffset), data[16..].ReadBoth32(out var isLength));
            isDoubtful = !(isBlock && isOffset && isLength);
            return place;
        }
    }

    /// <summary>ER: which extension the fields belong to (SUSP 5.5; RRIP 4.3).</summary>
    public static class Extension
    {
        private const int TextStart = 8;

        // The identifier that every reader knows; the other two texts are those that RRIP gives.
        private static ReadOnlySpan<byte> Identifier => "RRIP_1991A"u8;

        private static ReadOnlySpan<byte> Description => "THE ROCK RIDGE INTERCHANGE PROTOCOL PROVIDES SUPPORT FOR POSIX FILE SYSTEM SEMANTICS"u8;

        private static ReadOnlySpan<byte> Source =>
            "PLEASE CONTACT DISC PUBLISHER FOR SPECIFICATION SOURCE.  SEE PUBLISHER IDENTIFIER IN PRIMARY VOLUME DESCRIPTOR FOR CONTACT INFORMATION."u8;

        public static int Size => TextStart + Identifier.Length + Description.Length + Source.Length;

        public static void Write(Span<byte> field)
        {
            var data = WriteHead(field, "ER"u8, Size);
            data[0] = (byte)Identifier.Length;
            data[1] = (byte)Description.Length;
            data[2] = (byte)Source.Length;
            data[3] = 1; // extension version
            data = data[4..];
            Identifier.CopyTo(data);
            Description.CopyTo(data[Identifier.Length..]);
            Source.CopyTo(data[(Identifier.Length + Description.Length)..]);
        }
    }

    /// <summary>PX: POSIX mode, links, owner, group and file serial number (RRIP 4.1.1).</summary>
    public static class PosixAttributes
    {
        /// <summary>As RRIP 1.10 has it: all that most nodes need, and all that pycdlib 1.12 takes from an image that names <c>RRIP_1991A</c>.</summary>
        public const int Size = 36;

        /// <summary>With the serial number of RRIP 1.12.</summary>
        public const int SizeWithSerial = 44;

        public const uint Directory = 0x4000;
        public const uint RegularFile = 0x8000;
        public const uint Link = 0xA000;
        public const uint Socket = 0xC000;
        public const uint BlockDevice = 0x6000;
        public const uint CharacterDevice = 0x2000;
        public const uint Pipe = 0x1000;

        private const uint TypeMask = 0xF000;
        private const uint PermissionMask = 0xFFF;

        /// <summary>Fills a field of either size.</summary>
        public static void Write(Span<byte> field, uint fileType, UnixFileMode permissions, uint links, (uint Owner, uint Group) ids, uint serial)
        {
            var data = WriteHead(field, "PX"u8, field.Length);
            data.WriteBoth32((uint)permissions | fileType);
            data[8..].WriteBoth32(links);
            data[16..].WriteBoth32(ids.Owner);
            data[24..].WriteBoth32(ids.Group);
            if (field.Length == SizeWithSerial)
            {
                data[32..].WriteBoth32(serial);
            }
        }

        public static void Read(ReadOnlySpan<byte> data, ref PosixEntry entry)
        {
            var mode = data.ReadBoth32(out _);
            entry.FileType = mode & TypeMask;
            entry.Mode = (UnixFileMode)(mode & PermissionMask);
            entry.Links = data[8..].ReadBoth32(out _);
            entry.OwnerId = data[16..].ReadBoth32(out _);
            entry.GroupId = data[24..].ReadBoth32(out _);

            entry.Serial = data.Length >= SizeWithSerial - HeadSize ? data[32..].ReadBoth32(out _) : 0;
        }
    }

    /// <summary>CL and PL: the block of a directory that was moved, in its placeholder; of its real parent, in its second record (RRIP 4.1.5.1, 4.1.5.2).</summary>
    public static class MovedLink
    {
        public const int Size = HeadSize + 8;

        public static void Write(Span<byte> field, bool isToChild, uint block) => WriteHead(field, isToChild ? "CL"u8 : "PL"u8, Size).WriteBoth32(block);
    }

    /// <summary>RE: the directory is not to be shown here (RRIP 4.1.5.3).</summary>
    public static class Relocated
    {
        public const int Size = HeadSize;

        public static void Write(Span<byte> field) => WriteHead(field, "RE"u8, Size);
    }

    /// <summary>PN: the number of a device (RRIP 4.1.2).</summary>
    public static class DeviceNumber
    {
        public const int Size = 20;

        public static void Write(Span<byte> field, ulong device)
        {
            var data = WriteHead(field, "PN"u8, Size);
            data.WriteBoth32((uint)(device >> 32));
            data[8..].WriteBoth32((uint)device);
        }

        public static ulong Read(ReadOnlySpan<byte> data) => ((ulong)data.ReadBoth32(out _) << 32) | data[8..].ReadBoth32(out _);
    }

    /// <summary>SL: a stretch of a symbolic link's target (RRIP 4.1.3). <see cref="LinkTarget"/> makes and reads the component records in it.</summary>
    public static class SymbolicLink
    {
        /// <summary>What a field costs beside its component records.</summary>
        public const int Overhead = HeadSize + 1;

        private const byte ContinueFlag = 0x01;

        /// <summary>Fills all but the component records, which are there.</summary>
        public static void Write(Span<byte> field, bool goesOn) => WriteHead(field, "SL"u8, field.Length)[0] = goesOn ? ContinueFlag : (byte)0;
    }

    /// <summary>ZF: the file is stored compressed, as zisofs does it (the "zisofs" extension of RRIP by H. Peter Anvin, and its version 2 of libisofs).</summary>
    /// <param name="Algorithm"><c>pz</c>, or <c>PZ</c> of version 2.</param>
    /// <param name="HeaderSize">How many bytes come before the block pointers.</param>
    /// <param name="BlockShift">The binary logarithm of the block size.</param>
    /// <param name="Size">How many bytes there are uncompressed.</param>
    internal readonly record struct Compression(ushort Algorithm, int HeaderSize, int BlockShift, ulong Size)
    {
        public const ushort Version1 = ('p' << 8) | 'z';
        public const ushort Version2 = ('P' << 8) | 'Z';

        /// <summary>The size of the field, version and signature included.</summary>
        public const int FieldSize = 16;

        /// <summary>Writes the field of version 1.</summary>
        public static void Write(Span<byte> field, int headerSize, int blockShift, uint size)
        {
            var data = WriteHead(field, "ZF"u8, FieldSize);
            "pz"u8.CopyTo(data);
            data[2] = (byte)(headerSize / 4);
            data[3] = (byte)blockShift;
            data[4..].WriteBoth32(size);
        }

        public static Compression Read(ReadOnlySpan<byte> data)
        {
            var algorithm = BinaryPrimitives.ReadUInt16BigEndian(data);
            var size = algorithm == Version2 ? BinaryPrimitives.ReadUInt64LittleEndian(data[4..]) : data[4..].ReadBoth32(out _);
            return new Compression(algorithm, data[2] * 4, data[3], size);
        }
    }

    /// <summary>TF: dates, of which we record the modification (RRIP 4.1.6).</summary>
    public static class Timestamps
    {
        public const int Size = HeadSize + 1 + RecordDate.Size;

        private const byte CreationFlag = 0x01;
        private const byte ModifyFlag = 0x02;
        private const byte LongFormFlag = 0x80;

        public static void Write(Span<byte> field, DateTimeOffset? modified)
        {
            var data = WriteHead(field, "TF"u8, Size);
            data[0] = ModifyFlag;
            RecordDate.Write(data[1..], modified);
        }

        /// <summary>Whether there are dates of access, of a change of attributes or of backup, which we do not record.</summary>
        public static bool HasOthers(ReadOnlySpan<byte> data) => data.Length > 0 && (data[0] & ~(ModifyFlag | LongFormFlag)) != 0;

        public static DateTimeOffset? ReadModified(ReadOnlySpan<byte> data)
        {
            if (data.Length == 0 || (data[0] & ModifyFlag) == 0)
            {
                return null;
            }

            var isLong = (data[0] & LongFormFlag) != 0;
            var size = isLong ? VolumeDate.Size : RecordDate.Size;
            var start = 1 + ((data[0] & CreationFlag) != 0 ? size : 0);
            if (data.Length < start + size)
            {
                return null;
            }

            var date = data.Slice(start, size);
            return isLong ? VolumeDate.Read(date) : RecordDate.Read(date);
        }
    }

    /// <summary>AL: access control lists and extended attributes (AAIP 2.0). <see cref="AttributeFields"/> makes and reads the component records in it.</summary>
    public static class Attributes
    {
        private const byte ContinueFlag = 0x01;

        /// <summary>Fills all but the component records, which are there.</summary>
        public static void Write(Span<byte> field, bool goesOn) => WriteHead(field, "AL"u8, field.Length)[0] = goesOn ? ContinueFlag : (byte)0;
    }

    /// <summary>NM: a piece of the name (RRIP 4.1.4).</summary>
    public static class AlternateName
    {
        /// <summary>What a piece costs beside its characters.</summary>
        public const int Overhead = HeadSize + 1;

        private const byte ContinueFlag = 0x01;

        public static void Write(Span<byte> field, ReadOnlySpan<byte> characters, bool goesOn)
        {
            var data = WriteHead(field, "NM"u8, Overhead + characters.Length);
            data[0] = goesOn ? ContinueFlag : (byte)0;
            characters.CopyTo(data[1..]);
        }

        /// <summary>The characters: none, for the special names of a directory and its parent. VirtualBox's images mark every name as such a one,
        /// and have its characters all the same; libisofs, isoinfo and 7-Zip show these.</summary>
        public static ReadOnlySpan<byte> Read(ReadOnlySpan<byte> data) => data.Length == 0 ? default : data[1..];
    }

    /// <summary>Cuts the field at the beginning of <paramref name="area"/> off; <see langword="false"/> at the end, and where the rest is no field.</summary>
    public static bool TryTake(ref ReadOnlySpan<byte> area, out ReadOnlySpan<byte> field)
    {
        field = default;
        if (area.Length < HeadSize || area[2] < HeadSize || area[2] > area.Length)
        {
            return false;
        }

        field = area[..area[2]];
        area = area[field.Length..];
        return true;
    }

    /// <summary>Whether the next field of its kind goes on with what the field holds (RRIP 4.1.3, 4.1.4).</summary>
    public static bool GoesOn(ReadOnlySpan<byte> data) => data.Length > 0 && (data[0] & 1) != 0;

    /// <summary>The signature as a number, for a switch: <c>(ushort)('N' &lt;&lt; 8 | 'M')</c>.</summary>
    public static ushort Signature(ReadOnlySpan<byte> field) => BinaryPrimitives.ReadUInt16BigEndian(field);
}
