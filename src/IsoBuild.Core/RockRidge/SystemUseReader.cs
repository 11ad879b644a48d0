using System.Text;
using IsoBuild.Bytes;

namespace IsoBuild.RockRidge;

/// <summary>What the system use fields of one record say.</summary>
internal struct PosixEntry
{
    public string? Name { get; set; }

    public UnixFileMode? Mode { get; set; }

    public DateTimeOffset? Modified { get; set; }
}

/// <summary>Reads bytes of an image.</summary>
internal delegate bool ReadImage(long offset, Span<byte> destination);

/// <summary>Reads the system use fields of directory records, continuation areas included.</summary>
/// <param name="skip">Bytes before the first field of every record but the root's first (SUSP 5.3).</param>
/// <param name="read">Reads the image; <see langword="false"/> beyond its end.</param>
/// <param name="onContinuation">Is told of every continuation area: offset and length in bytes.</param>
internal sealed class SystemUseReader(int skip, ReadImage read, Action<long, int> onContinuation)
{
    /// <summary>Linux follows no longer chain either.</summary>
    private const int LongestChain = 32;

    private const ushort NM = ('N' << 8) | 'M';
    private const ushort PX = ('P' << 8) | 'X';
    private const ushort TF = ('T' << 8) | 'F';
    private const ushort CE = ('C' << 8) | 'E';
    private const ushort ST = ('S' << 8) | 'T';

    private readonly byte[] continuation = new byte[Sector.Size];

    public PosixEntry Read(ReadOnlySpan<byte> systemUse, bool isRootSelf)
    {
        var entry = default(PosixEntry);
        Span<byte> name = stackalloc byte[1024];
        var nameLength = 0;
        var area = isRootSelf || systemUse.Length < skip ? systemUse : systemUse[skip..];
        for (var links = 0; links < LongestChain; links++)
        {
            var next = ReadArea(area, ref entry, name, ref nameLength);
            if (next is not { } place || place.Offset + place.Length > Sector.Size || !read((place.Block * Sector.Size) + place.Offset, continuation.AsSpan(0, place.Length)))
            {
                break;
            }

            onContinuation((place.Block * Sector.Size) + place.Offset, place.Length);
            area = continuation.AsSpan(0, place.Length);
        }

        entry.Name = nameLength > 0 ? Encoding.UTF8.GetString(name[..nameLength]) : null;
        return entry;
    }

    private static (long Block, int Offset, int Length)? ReadArea(ReadOnlySpan<byte> area, ref PosixEntry entry, Span<byte> name, ref int nameLength)
    {
        (long, int, int)? next = null;
        while (SystemUseField.TryTake(ref area, out var field))
        {
            var data = field[SystemUseField.HeadSize..];
            switch (SystemUseField.Signature(field))
            {
                case NM:
                    var piece = SystemUseField.AlternateName.Read(data);
                    if (piece.TryCopyTo(name[nameLength..]))
                    {
                        nameLength += piece.Length;
                    }

                    break;
                case PX when data.Length >= 8:
                    entry.Mode = SystemUseField.PosixAttributes.ReadPermissions(data);
                    break;
                case TF:
                    entry.Modified = SystemUseField.Timestamps.ReadModified(data);
                    break;
                case CE when data.Length >= 24:
                    var (block, offset, length) = SystemUseField.Continuation.Read(data);
                    next = offset <= Sector.Size && length <= Sector.Size ? (block, (int)offset, (int)length) : null;
                    break;
                case ST:
                    return next;
            }
        }

        return next;
    }
}
