using System.Buffers;
using IsoBuild.Bytes;
using IsoBuild.Iso9660;
using IsoBuild.Layout;

namespace IsoBuild.Reading;

/// <summary>Finds the sessions of an image. A disc has a table of contents; of a file, the volumes themselves tell.</summary>
internal static class SessionFinder
{
    /// <summary>Between two sessions of a disc lie up to 11,400 sectors.</summary>
    private const long SearchSectors = 12_000;

    /// <summary>Farther on, as on DVD and BD, sessions begin with a block of error correction: every 16th sector is looked at.</summary>
    private const int FarStep = 16;

    /// <summary>How far behind a volume the next one is looked for. A disk that an image was copied to goes on for gigabytes.</summary>
    private const long FarSectors = 65_536;

    private const int PieceSectors = 512;

    /// <summary>Where xorriso and growisofs put the first session, when they keep a copy of the newest one's descriptors at the start.</summary>
    private const long StartBehindCopy = 32;

    private const int MaxSessions = 100;

    /// <summary>The descriptors of every session, in disk order, and those at <paramref name="start"/> when they are but a copy of a session's.</summary>
    public static (List<DescriptorSet> Sessions, DescriptorSet? Copy) Find(ImageFile image, long start)
    {
        var first = DescriptorSet.Read(image, start);
        var buffer = ArrayPool<byte>.Shared.Rent(PieceSectors * Sector.Size);
        try
        {
            if (start == 0 && IsVolume(image, StartBehindCopy, buffer))
            {
                var behind = Chain(image, DescriptorSet.Read(image, StartBehindCopy), buffer);
                var isCopy = behind.Exists(session => session.Root == first.Root);
                return isCopy ? (behind, first) : ([first, .. behind], null);
            }

            return (Chain(image, first, buffer), null);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Where a session by itself believes to begin, when its root directory lies elsewhere than it says; otherwise <see langword="null"/>.</summary>
    public static long? DisplacedBy(ImageFile image, DescriptorSet descriptors)
    {
        var root = descriptors.Root;
        if (root * Sector.Size < image.Length)
        {
            return null;
        }

        var last = Math.Min(Sector.Count(image.Length), descriptors.FirstSector + SearchSectors);
        for (var sector = descriptors.FirstSector; sector < last; sector++)
        {
            if (RootCheck.NamesBlock(image, sector, root))
            {
                return root - sector;
            }
        }

        return null;
    }

    private static List<DescriptorSet> Chain(ImageFile image, DescriptorSet first, byte[] buffer)
    {
        var sessions = new List<DescriptorSet> { first };
        while (sessions.Count < MaxSessions && Next(image, sessions[^1], buffer) is { } start)
        {
            sessions.Add(DescriptorSet.Read(image, start));
        }

        return sessions;
    }

    /// <summary>Where the next session begins. The volume space is counted from the session's start, as genisoimage and xorriso do; else from the disc's.</summary>
    private static long? Next(ImageFile image, DescriptorSet session, byte[] buffer)
    {
        var start = session.FirstSector - FixedAreas.SystemAreaSectors;
        long size = new VolumeDescriptor.View(session.Primary).SpaceBlocks;

        // Whatever size is said, the search goes forward: a volume that is too small for its own descriptors would follow itself.
        return Search(image, Math.Max(start + size, session.FirstSector + 1), buffer) ?? (size > session.FirstSector ? Search(image, size, buffer) : null);
    }

    private static long? Search(ImageFile image, long from, byte[] buffer)
    {
        var last = Math.Min(image.Length / Sector.Size, from + SearchSectors);
        for (var sector = from; sector < last; sector += PieceSectors)
        {
            var piece = buffer.AsSpan(0, (int)Math.Min(PieceSectors, last - sector) * Sector.Size);
            if (!image.TryRead(sector * Sector.Size, piece))
            {
                return null;
            }

            for (var i = 0; i < piece.Length; i += Sector.Size)
            {
                var start = sector + (i / Sector.Size) - FixedAreas.SystemAreaSectors;
                if (IsPrimary(piece[i..]) && IsVolume(image, start, piece.Slice(i, Sector.Size)))
                {
                    return start;
                }
            }
        }

        var end = Math.Min(image.Length / Sector.Size, from + FarSectors);
        for (var sector = (last + FarStep - 1) / FarStep * FarStep; sector < end; sector += FarStep)
        {
            if (IsVolume(image, sector - FixedAreas.SystemAreaSectors, buffer))
            {
                return sector - FixedAreas.SystemAreaSectors;
            }
        }

        return null;
    }

    /// <summary>The first sector behind the last session at which no further one is looked for; <see langword="null"/> where the image ends before.</summary>
    public static long? UnsearchedFrom(ImageFile image, DescriptorSet session)
    {
        var end = new VolumeDescriptor.View(session.Primary).SpaceBlocks + Math.Max(0, session.FirstSector - FixedAreas.SystemAreaSectors) + FarSectors;
        return end < image.Length / Sector.Size ? end : null;
    }

    private static bool IsVolume(ImageFile image, long start, byte[] buffer)
    {
        var sector = buffer.AsSpan(0, Sector.Size);
        return image.TryRead((start + FixedAreas.SystemAreaSectors) * Sector.Size, sector) && IsPrimary(sector) && IsVolume(image, start, sector);
    }

    /// <summary>Whether the descriptor is a session's: one in an image that lies in this image as a file counts from that file's start.</summary>
    private static bool IsVolume(ImageFile image, long start, ReadOnlySpan<byte> primary) =>
        new VolumeDescriptor.View(primary).Root.Block > start && RootCheck.IsWhereSaid(image, primary);

    private static bool IsPrimary(ReadOnlySpan<byte> sector) => VolumeDescriptor.TypeOf(sector) == DescriptorType.Primary;
}
