using System.Buffers;
using IsoBuild.Bytes;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;
using IsoBuild.Layout;

namespace IsoBuild.Reading;

/// <summary>Finds out how a file stores a volume.</summary>
internal static class VolumeFinder
{
    /// <summary>How far a volume is searched for that does not begin where it should. Nero's images begin at 300 KiB.</summary>
    private const long SearchLimit = 64 << 20;

    private const int SearchPiece = 1 << 20;

    /// <summary>How often the signature of a descriptor is looked at more closely: far more often than any file has it that somebody did not make for this.</summary>
    private const int MaxCandidates = 4096;

    /// <summary>Bytes a sector takes, and those before its user data (ECMA-130 14).</summary>
    private static readonly (SectorFormat Format, int Stride, int Header)[] Formats =
    [
        (SectorFormat.Cooked, Sector.Size, 0),
        (SectorFormat.RawMode1, 2352, 16),
        (SectorFormat.RawMode2Form1, 2352, 24),
        (SectorFormat.RawMode1, 2448, 16), // with 96 bytes of subchannels
        (SectorFormat.RawMode2Form1, 2448, 24),
        (SectorFormat.RawMode1, 2368, 16), // with 16 bytes of subchannel Q
        (SectorFormat.RawMode2Form1, 2368, 24),
        (SectorFormat.RawMode2Form1, 2336, 8), // without synchronisation and header
        (SectorFormat.RawMode2Form1, 2056, 8), // with the subheader alone
    ];

    private static ReadOnlySpan<byte> Cd001 => "CD001"u8;

    /// <summary>What a volume without ISO 9660 begins with (ECMA-167 2/9.2).</summary>
    private static ReadOnlySpan<byte> Bea01 => "BEA01"u8;

    private static ReadOnlySpan<byte> Synchronisation => [0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0];

    /// <summary>How the sectors are stored, and the sector at which the volume's system area begins: 0, in images that are whole.</summary>
    /// <exception cref="ImageException">The file is no ISO 9660 or UDF image.</exception>
    public static (SectorGeometry Geometry, long Start) Find(ImageBytes bytes)
    {
        Span<byte> head = stackalloc byte[1 + 5];
        foreach (var (format, stride, header) in Formats)
        {
            var geometry = new SectorGeometry(format, 0, stride, header);
            if (bytes.TryFill(geometry.PlaceOf(FixedAreas.SystemAreaSectors), head) && (head[1..].SequenceEqual(Cd001) || head[1..].SequenceEqual(Bea01)))
            {
                return ForeignFormat.RecognisePacked(bytes) is { } packed ? throw new ImageException(packed) : (WithAddress(bytes, geometry, 0), 0);
            }
        }

        if (ForeignFormat.Recognise(bytes) is { } other)
        {
            throw new ImageException(other);
        }

        var (found, start) = Search(bytes) ?? throw new ImageException(ForeignFormat.RecogniseWrapper(bytes) ?? new Diagnostic(
            DiagnosticId.NotAnImage,
            DiagnosticSeverity.Error,
            Item: null,
            "The file has no ISO 9660 or UDF volume: there is no primary volume descriptor at byte 32768 or elsewhere in its first 64 MiB. Check that it is an image, and complete."));
        found = WithAddress(bytes, found, start);
        if (found.Start == 0 || start > 0)
        {
            return (found, start);
        }

        return ShiftedVolume.Contradiction(new ImageFile(bytes, found)) is { } scattered ? throw new ImageException(scattered) : (found with { IsStartDoubtful = !ShiftedVolume.IsExplained(bytes, found) }, 0);
    }

    private static SectorGeometry WithAddress(ImageBytes bytes, SectorGeometry geometry, long start) =>
        geometry with { FirstAddress = SectorAddress.OfFirst(bytes, geometry, start + FixedAreas.SystemAreaSectors) };

    /// <summary>Looks for a primary descriptor anywhere, and believes it when the root directory lies where it says.</summary>
    private static (SectorGeometry Geometry, long Start)? Search(ImageBytes bytes)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(SearchPiece);
        try
        {
            var limit = Math.Min(SearchLimit, bytes.Length);
            var candidates = 0;
            for (long position = 0; position < limit; position += SearchPiece - Cd001.Length)
            {
                var piece = buffer.AsSpan(0, (int)Math.Min(SearchPiece, limit - position));
                if (!bytes.TryFill(position, piece))
                {
                    return null;
                }

                for (var at = 0; piece[at..].IndexOf(Cd001) is >= 0 and var found; at += found + 1)
                {
                    if (++candidates > MaxCandidates)
                    {
                        return null;
                    }

                    if (Believe(bytes, position + at + found - 1) is { } volume)
                    {
                        return volume;
                    }
                }
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static (SectorGeometry Geometry, long Start)? Believe(ImageBytes bytes, long descriptor)
    {
        var sector = new byte[Sector.Size];
        foreach (var (format, stride, header) in Formats)
        {
            if (!IsSector(bytes, descriptor - header, format, stride) || !bytes.TryFill(descriptor, sector) || (DescriptorType)sector[0] != DescriptorType.Primary)
            {
                continue;
            }

            // Either everything was shifted, or the volume is a later session and counts from the file's start.
            var start = descriptor - header - ((long)FixedAreas.SystemAreaSectors * stride);
            var shifted = new SectorGeometry(format, start, stride, header);
            if (start >= 0 && RootCheck.IsWhereSaid(new ImageFile(bytes, shifted), sector))
            {
                return (shifted, 0);
            }

            var unshifted = new SectorGeometry(format, start < 0 ? 0 : start % stride, stride, header);
            if (start >= 0 && RootCheck.IsWhereSaid(new ImageFile(bytes, unshifted), sector))
            {
                return (unshifted, (start - unshifted.Start) / stride);
            }
        }

        return null;
    }

    /// <summary>Whether a raw sector may begin there: of those with synchronisation, whether it is there.</summary>
    private static bool IsSector(ImageBytes bytes, long offset, SectorFormat format, int stride)
    {
        Span<byte> start = stackalloc byte[Synchronisation.Length];
        return format == SectorFormat.Cooked || (stride >= 2352 && bytes.TryFill(offset, start) && start.SequenceEqual(Synchronisation));
    }
}

/// <summary>Whether the root directory of a volume lies where its descriptor says: its first record names its own block (ECMA-119 6.8.2.2).</summary>
internal static class RootCheck
{
    public static bool IsWhereSaid(ImageFile image, ReadOnlySpan<byte> primary)
    {
        var view = new VolumeDescriptor.View(primary);
        return view.LogicalBlockSize == Sector.Size && view.Root.IsSound && NamesBlock(image, view.Root.Block, view.Root.Block);
    }

    /// <summary>Whether the first record in a sector is a directory's own, and names the block <paramref name="block"/>.</summary>
    public static bool NamesBlock(ImageFile image, long sector, long block) => IsDirectory(image, sector, block);

    /// <summary>Whether the first record in a sector is a directory's own, whatever it says.</summary>
    public static bool IsDirectory(ImageFile image, long sector) => IsDirectory(image, sector, named: null);

    private static bool IsDirectory(ImageFile image, long sector, long? named)
    {
        Span<byte> record = stackalloc byte[DirectoryRecord.MaxSize + 1];
        if (!image.TryRead(sector * Sector.Size, record))
        {
            return false;
        }

        var self = new DirectoryRecord(record);
        return self is { IsSound: true, IsDirectory: true, Identifier: [0] } && (named is null || self.Block == named);
    }
}
