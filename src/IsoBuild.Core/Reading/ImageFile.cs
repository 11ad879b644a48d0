using System.Buffers;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Reading;

/// <summary>How a file stores the sectors of a volume.</summary>
/// <param name="Format">What the sectors are.</param>
/// <param name="Start">The byte of the file at which sector 0 is stored.</param>
/// <param name="Stride">How many bytes a sector takes.</param>
/// <param name="Header">How many of them come before the user data.</param>
internal readonly record struct SectorGeometry(SectorFormat Format, long Start, int Stride, int Header)
{
    /// <summary>Whether sectors have their synchronisation and header: those of 2352 bytes and more.</summary>
    public bool HasHeaders => Stride >= RawSector.FullSize;

    /// <summary>The address that belongs to sector 0, by that of the volume's descriptor; <see langword="null"/> where sectors have none.</summary>
    public int? FirstAddress { get; init; }

    /// <summary>Whether nothing but the volume's own root speaks for it that it begins at <see cref="Start"/>.</summary>
    public bool IsStartDoubtful { get; init; }

    /// <summary>How many sectors of the disc come before the first one that is stored; 0, unless the file is a later session alone.</summary>
    public long SectorsBefore { get; init; }

    /// <summary>The same sectors, of which the first one that is stored is a later one of the disc.</summary>
    public SectorGeometry Behind(long sectors) => sectors == 0 ? this : this with { Start = Start - (sectors * Stride), SectorsBefore = sectors, FirstAddress = null };

    /// <summary>Where the user data of a sector is stored.</summary>
    public long PlaceOf(long sector) => Start + (sector * Stride) + Header;
}

/// <summary>An image that is open for reading: the user data of its sectors, one after the other.</summary>
internal sealed class ImageFile : IRandomBytes, IDisposable
{
    /// <summary>How many raw sectors are read at once.</summary>
    private const int RawSectors = 32;

    /// <summary>How much is read at once where nothing but zeros is expected.</summary>
    private const int ZeroPiece = 1 << 20;

    /// <summary>How much of an image is searched for zeros in all: a sparse file of terabytes costs next to nothing to make.</summary>
    private const long ZeroBudget = 1L << 30;

    private readonly ImageBytes bytes;
    private readonly SectorGeometry geometry;
    private long zeroBudget = ZeroBudget;

    public ImageFile(ImageBytes bytes, SectorGeometry geometry)
    {
        this.bytes = bytes;
        this.geometry = geometry;
        Length = UserLength(bytes.Length, geometry);
    }

    /// <summary>How the file stores sectors.</summary>
    public SectorFormat SectorFormat => geometry.Format;

    /// <summary>How the file stores sectors, in numbers.</summary>
    public SectorGeometry Geometry => geometry;

    /// <summary>How many bytes of user data there are.</summary>
    public long Length { get; }

    /// <summary>The file, when it holds the user data without anything between: the byte at which the volume begins is <see cref="SectorGeometry.Start"/>.</summary>
    public SafeFileHandle? CookedFile => SectorFormat == SectorFormat.Cooked && geometry.SectorsBefore == 0 ? bytes.Handle : null;

    /// <summary>The same image without its first sectors. It stays this one's to close.</summary>
    public ImageFile From(long sector) => new(bytes, geometry with
    {
        Start = geometry.Start + (sector * geometry.Stride),
        SectorsBefore = Math.Max(0, geometry.SectorsBefore - sector),
        FirstAddress = geometry.FirstAddress is { } first ? SectorAddress.Expected(first, sector) : null,
    });

    /// <summary>Fills <paramref name="destination"/>; <see langword="false"/> when the image ends before.</summary>
    public bool TryRead(long offset, Span<byte> destination) => RandomBytes.TryFill(this, offset, destination);

    /// <summary>Reads up to <paramref name="destination"/>'s length; 0 at the end.</summary>
    public int Read(long offset, Span<byte> destination)
    {
        var length = (int)Math.Min(destination.Length, Math.Max(0, Length - offset));
        if (length == 0)
        {
            return 0;
        }

        if (geometry.SectorsBefore * Sector.Size - offset is > 0 and var missing)
        {
            // What comes before a session that is alone is not there.
            length = (int)Math.Min(length, missing);
            destination[..length].Clear();
            return length;
        }

        if (SectorFormat == SectorFormat.Cooked)
        {
            return bytes.Read(geometry.Start + offset, destination[..length]);
        }

        var within = (int)(offset % Sector.Size);
        return length <= Sector.Size - within
            ? bytes.Read(geometry.PlaceOf(offset / Sector.Size) + within, destination[..length])
            : ReadRaw(offset, destination[..length], isChecked: false);
    }

    /// <summary>Reads content as <see cref="Read"/> does, and refuses raw sectors that are not what they should be.</summary>
    /// <exception cref="ContentException">A sector is damaged, or none of data (ISOB3014).</exception>
    public int ReadContent(long offset, Span<byte> destination)
    {
        var length = (int)Math.Min(destination.Length, Math.Max(0, Length - offset));
        return SectorFormat == SectorFormat.Cooked || length == 0 || offset < geometry.SectorsBefore * Sector.Size ? Read(offset, destination) : ReadRaw(offset, destination[..length], isChecked: true);
    }

    /// <summary>Whether a stretch holds nothing but zeros. Where that would take too long to find out, it is said to hold more.</summary>
    public bool IsZero(long offset, long length)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(length, 1, ZeroPiece));
        try
        {
            for (var end = offset + length; offset < end;)
            {
                // What holds something mostly begins with it.
                var size = (int)Math.Min(buffer.Length, end - offset);
                var piece = buffer.AsSpan(0, end - offset == length ? Math.Min(size, Sector.Size) : size);
                if (Interlocked.Add(ref zeroBudget, -piece.Length) < 0 || !TryRead(offset, piece) || piece.ContainsAnyExcept((byte)0))
                {
                    return false;
                }

                offset += piece.Length;
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>How the address of a raw sector is not that of its place, as the rest of a sentence; <see langword="null"/> where it is, or where there is none.</summary>
    public string? AddressProblem(long sector)
    {
        Span<byte> header = stackalloc byte[16];
        return geometry.FirstAddress is not null && bytes.TryFill(geometry.PlaceOf(sector) - geometry.Header, header) ? RawSector.AddressProblem(header, geometry, sector) : null;
    }

    public void Dispose() => bytes.Dispose();

    private static long UserLength(long stored, SectorGeometry geometry)
    {
        var rest = Math.Max(0, stored - geometry.Start);
        if (geometry.Format == SectorFormat.Cooked)
        {
            return rest;
        }

        var last = Math.Clamp((rest % geometry.Stride) - geometry.Header, 0, Sector.Size);
        return (rest / geometry.Stride * Sector.Size) + last;
    }

    private int ReadRaw(long offset, Span<byte> destination, bool isChecked)
    {
        var (sector, within) = (offset / Sector.Size, (int)(offset % Sector.Size));
        var count = (int)Math.Min(RawSectors, Sector.Count(within + (long)destination.Length));
        var raw = ArrayPool<byte>.Shared.Rent(count * geometry.Stride);
        try
        {
            // The last sector may lack what follows its user data.
            var wanted = (int)Math.Min(count * geometry.Stride, bytes.Length - (geometry.Start + (sector * geometry.Stride)));
            if (!bytes.TryFill(geometry.Start + (sector * geometry.Stride), raw.AsSpan(0, wanted)))
            {
                return 0;
            }

            var copied = 0;
            for (var i = 0; i < count; i++, within = 0)
            {
                if (isChecked && RawSector.Problem(raw.AsSpan(i * geometry.Stride, Math.Min(geometry.Stride, wanted - (i * geometry.Stride))), geometry, sector + i) is { } problem)
                {
                    throw new ContentException(new Diagnostic(
                        DiagnosticId.ContentDamaged, DiagnosticSeverity.Error, Item: null, $"The sector of the file at byte {geometry.Start + ((sector + i) * geometry.Stride)} of the image file {problem}. Read the disc again, if you have it."));
                }

                var user = raw.AsSpan((i * geometry.Stride) + geometry.Header + within, Math.Min(Sector.Size - within, destination.Length - copied));
                user.CopyTo(destination[copied..]);
                copied += user.Length;
            }

            return copied;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(raw);
        }
    }
}
