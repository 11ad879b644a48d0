using System.Text.Unicode;
using IsoBuild.Bytes;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;
using IsoBuild.RockRidge;

namespace IsoBuild.Verifying;

/// <summary>The rules of Rock Ridge fields (RRIP 1.12, RRIP 1991A, zisofs): gathers those of one record, and then looks at them together.</summary>
internal sealed class PosixRules(VerifyContext context)
{
    /// <summary>Linux drops the piece with which a name reaches 254 bytes.</summary>
    private const int LinuxNameBytes = 253;

    private const ushort RR = ('R' << 8) | 'R';
    private const ushort PX = ('P' << 8) | 'X';
    private const ushort PN = ('P' << 8) | 'N';
    private const ushort SL = ('S' << 8) | 'L';
    private const ushort NM = ('N' << 8) | 'M';
    private const ushort CL = ('C' << 8) | 'L';
    private const ushort PL = ('P' << 8) | 'L';
    private const ushort RE = ('R' << 8) | 'E';
    private const ushort TF = ('T' << 8) | 'F';
    private const ushort ZF = ('Z' << 8) | 'F';

    private const uint TypeMask = 0xF000;
    private const uint LinkType = 0xA000;
    private const uint DirectoryType = 0x4000;

    private readonly Findings findings = context.Findings;
    private readonly byte[] name = new byte[1024];
    private int linuxLength;
    private bool linuxCut;
    private bool nameGoesOn;
    private bool hasName;
    private bool hasLink;
    private bool hasDevice;

    /// <summary>Which fields the record has, as RR counts them.</summary>
    private byte present;
    private (byte Flags, long Offset)? recorded;
    private long nameOffset;

    /// <summary>Whether any record so far has a field of Rock Ridge.</summary>
    public bool SawAny { get; private set; }

    public uint? Mode { get; private set; }

    /// <summary>What PX says beside the mode.</summary>
    public PosixNumbers Numbers { get; private set; }

    /// <summary>The modification date of TF.</summary>
    public DateTimeOffset? Modified { get; private set; }

    public uint? ChildLink { get; private set; }

    public uint? ParentLink { get; private set; }

    public bool IsRelocated { get; private set; }

    public int NameLength { get; private set; }

    public string? Name => NameLength > 0 ? Text(NameLength) : null;

    /// <param name="whole"><see cref="Name"/>, of which it is a part or all.</param>
    public string? LinuxName(string? whole) => linuxLength == NameLength ? whole : linuxLength > 0 ? Text(linuxLength) : null;

    private string Text(int length) => NameBytes.Decode(name.AsSpan(0, length));

    public void Begin()
    {
        (linuxLength, linuxCut, nameGoesOn, hasName, hasLink, hasDevice) = (0, false, false, false, false, false);
        (present, recorded, nameOffset, NameLength) = (0, null, 0, 0);
        (Mode, ChildLink, ParentLink, IsRelocated) = (null, null, null, false);
        (Numbers, Modified) = (default, null);
    }

    public void Field(ushort signature, ReadOnlySpan<byte> field, long at, RecordPlace record)
    {
        var data = field[SystemUseField.HeadSize..];
        SawAny = true;
        switch (signature)
        {
            case RR:
                recorded = (data[0], at + 4);
                break;
            case PX:
                present |= 0x01;
                Mode = context.Both32(data, at + 4, record, "file mode (PX)");
                CheckHalves(data[8..], at + 12, record, "numbers of a PX field");
                Numbers = new(data[8..].ReadBoth32(out _), data[16..].ReadBoth32(out _), data[24..].ReadBoth32(out _), data.Length >= 40 ? data[32..].ReadBoth32(out _) : null);
                break;
            case PN:
                present |= 0x02;
                hasDevice = true;
                CheckHalves(data, at + 4, record, "numbers of a PN field");
                break;
            case SL:
                present |= 0x04;
                hasLink = true;
                CheckLink(data, at, record);
                break;
            case NM:
                present |= 0x08;
                AddName(data, at, record);
                break;
            case CL:
                present |= 0x10;
                ChildLink = context.Both32(data, at + 4, record, "location of a relocated directory (CL)");
                break;
            case PL:
                present |= 0x20;
                ParentLink = context.Both32(data, at + 4, record, "location of the real parent (PL)");
                break;
            case RE:
                present |= 0x40;
                IsRelocated = true;
                break;
            case TF:
                present |= 0x80;
                CheckTimestamps(data, at, record);
                break;
            case ZF:
                CheckCompression(data, at, record);
                break;
        }
    }

    /// <summary>After the last field of a record.</summary>
    public void End(RecordPlace record, long at)
    {
        if (nameGoesOn)
        {
            findings.Warning(DiagnosticId.PosixNameUnfinished, record, nameOffset, "The last part of a name (NM) is flagged to continue, but no further part follows. Recreate the image.");
        }

        if (recorded is { } flags && flags.Flags != present)
        {
            findings.Warning(DiagnosticId.RecordedFieldsWrong, record, flags.Offset, $"The RR field lists the fields {flags.Flags:X2}, but the record has {present:X2}. Old readers rely on RR. Recreate the image.");
        }

        if (SawAny && Mode is { } mode && (mode & TypeMask) == LinkType != hasLink)
        {
            findings.Error(
                DiagnosticId.LinkContradicts,
                record,
                at,
                hasLink ? "The record has a symbolic link target (SL), but its mode (PX) is not that of a symbolic link. Recreate the image." : "The record's mode (PX) is that of a symbolic link, but it has no target (SL). Recreate the image.");
        }

        if (Mode is { } device && (device & TypeMask) is 0x2000 or 0x6000 && !hasDevice)
        {
            findings.Warning(DiagnosticId.DeviceNumberMissing, record, at, "The record's mode (PX) is that of a device, but it has no device number (PN). Recreate the image.");
        }
    }

    public void CheckDirectory(WalkedDirectory directory, long at, RecordRole role)
    {
        RequireAttributes(directory, at);
        if (role == RecordRole.Self && directory.Entry is { Mode: { } mode } entry && Mode is { } self && mode != self)
        {
            findings.Warning(DiagnosticId.DirectoryAttributesDiffer, directory, at, $"The directory's own record has mode {Convert.ToString(self, 8)}, but the record in its parent, at byte {entry.RecordOffset}, has {Convert.ToString(mode, 8)}. Linux shows the first, others the second. Recreate the image.");
        }

        if (role == RecordRole.Self && Mode is { } own && (own & TypeMask) != DirectoryType)
        {
            Contradict(directory, at, isDirectory: true);
        }
    }

    public void CheckEntry(WalkedEntry entry)
    {
        RequireAttributes(entry, entry.RecordOffset);

        // The record of a relocated directory is that of a file, which its mode need not be.
        if (Mode is { } mode && ChildLink is null && (mode & TypeMask) == DirectoryType != entry.IsDirectory)
        {
            Contradict(entry, entry.RecordOffset, entry.IsDirectory);
        }

        if (hasName)
        {
            CheckName(entry);
        }
    }

    private void Contradict(object subject, long at, bool isDirectory) => findings.Error(
        DiagnosticId.FileTypeContradicts, subject, at, isDirectory ? "The record has the directory flag, but its mode (PX) is not that of a directory: Linux refuses it. Recreate the image." : "The record's mode (PX) is that of a directory, but the directory flag is not set: Linux cannot enter it. Recreate the image.");

    private void RequireAttributes(object subject, long at)
    {
        if (Mode is null)
        {
            findings.Warning(DiagnosticId.PosixAttributesMissing, subject, at, "The record has no mode, owner and group (PX), so readers use defaults. Recreate the image.");
        }
    }

    private void CheckName(WalkedEntry entry)
    {
        var bytes = name.AsSpan(0, NameLength);
        if (bytes.Length == 0 || bytes.ContainsAny((byte)'/', (byte)0) || bytes.SequenceEqual("."u8) || bytes.SequenceEqual(".."u8))
        {
            findings.Error(DiagnosticId.PosixNameUnusable, entry.Parent, nameOffset, "The Rock Ridge name is empty, contains a slash, or is \".\" or \"..\": readers refuse or rename it. Recreate the image with another name.");
        }
        else if (!Utf8.IsValid(bytes))
        {
            findings.Info(DiagnosticId.PosixNameNotUtf8, entry, nameOffset, "The Rock Ridge name is not UTF-8, so readers show it in different ways.");
        }

        if (NameLength > LinuxNameBytes)
        {
            findings.Warning(DiagnosticId.PosixNameLong, entry, nameOffset, $"The Rock Ridge name has {NameLength} bytes, but Linux shows at most {LinuxNameBytes}. Shorten it.");
        }
    }

    private void AddName(ReadOnlySpan<byte> data, long at, RecordPlace record)
    {
        if (!hasName)
        {
            nameOffset = at;
        }

        // The name of the directory itself or of its parent: Linux ignores it, others show the text that it should not have.
        var isSpecial = (data[0] & 0x06) != 0;
        var piece = data[1..];
        if (!isSpecial || piece.Length > 0)
        {
            hasName = true;
            if (piece.TryCopyTo(name.AsSpan(NameLength)))
            {
                NameLength += piece.Length;
            }
        }

        if (!isSpecial)
        {
            linuxCut |= linuxLength + piece.Length > LinuxNameBytes;
            linuxLength += linuxCut ? 0 : piece.Length;
        }
        else if (piece.Length > 0)
        {
            findings.Warning(DiagnosticId.PosixNameUnusable, record, at + 4, "A Rock Ridge name (NM) is flagged as \".\" or \"..\", but also has text. Linux shows the ISO 9660 name instead, bsdtar \".\" or \"..\", others the text. Recreate the image.");
        }

        nameGoesOn = (data[0] & 0x01) != 0;
        if ((data[0] & 0xD8) != 0)
        {
            findings.Warning(DiagnosticId.PosixNameUnfinished, record, at + 4, $"The flags of a name (NM) are {data[0]:X2}, which includes reserved bits. Recreate the image.");
        }
    }

    private void CheckLink(ReadOnlySpan<byte> data, long at, RecordPlace record)
    {
        var rest = data[1..];
        while (rest.Length > 0)
        {
            var isSpecial = rest.Length >= 2 && (rest[0] & 0x0E) != 0;
            if (rest.Length < 2 || 2 + rest[1] > rest.Length || isSpecial && (rest[1] != 0 || int.PopCount(rest[0] & 0x0E) > 1))
            {
                findings.Error(DiagnosticId.LinkMalformed, record, at, "A component of a symbolic link's target (SL) does not fit its field, or has contradictory flags: readers show a different target. Recreate the image.");
                return;
            }

            rest = rest[(2 + rest[1])..];
        }
    }

    private void CheckTimestamps(ReadOnlySpan<byte> data, long at, RecordPlace record)
    {
        var isLong = (data[0] & 0x80) != 0;
        var size = isLong ? VolumeDate.Size : RecordDate.Size;
        var count = int.PopCount(data[0] & 0x7F);
        if (data.Length != 1 + (count * size))
        {
            findings.Warning(DiagnosticId.TimestampsMalformed, record, at, $"The TF field has {data.Length - 1} bytes of dates, but its flags declare {count} dates of {size} bytes. Recreate the image.");
            return;
        }

        Modified = SystemUseField.Timestamps.ReadModified(data) ?? Modified;
        for (var i = 0; i < count; i++)
        {
            var date = data.Slice(1 + (i * size), size);
            var isUnset = !date.ContainsAnyExcept((byte)0) || isLong && !date[..16].ContainsAnyExcept((byte)'0');
            if (!isUnset && !(isLong ? VolumeDate.Read(date) is not null : RecordDate.IsSound(date)))
            {
                findings.Warning(DiagnosticId.RecordDateInvalid, record, at + 5 + (i * size), "A TF field has an invalid date: readers show another date or none. Recreate the image.");
            }
        }
    }

    private void CheckCompression(ReadOnlySpan<byte> data, long at, RecordPlace record)
    {
        // Algorithm, a quarter of the header's size, and the block size as a power of two.
        if (!data.StartsWith("pz"u8) || data[2] != 4 || data[3] is < 15 or > 17)
        {
            findings.Error(DiagnosticId.CompressionWrong, record, at, $"The compression (ZF) is not zisofs version 1 with blocks of 32 to 128 KiB: Linux shows the compressed bytes. Recreate the image.");
        }

        // Version 2 holds one number of 64 bits there.
        if (!data.StartsWith("PZ"u8))
        {
            CheckHalves(data[4..], at + 8, record, "size in a ZF field");
        }
    }

    private void CheckHalves(ReadOnlySpan<byte> numbers, long at, RecordPlace record, string what)
    {
        for (; numbers.Length >= 8; numbers = numbers[8..], at += 8)
        {
            _ = context.Both32(numbers, at, record, what);
        }
    }
}
