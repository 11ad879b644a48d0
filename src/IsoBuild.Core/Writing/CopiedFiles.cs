using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Layout;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Writing;

/// <summary>Files that are on the image before its layout is known.</summary>
/// <param name="modes">What was learned from their first bytes.</param>
/// <param name="sectors">By <see cref="ContentNode.Index"/>, where they were copied to; 0 for files that were not.</param>
/// <param name="length">How many bytes they have.</param>
internal sealed class CopiedFiles(FileModes modes, uint[] sectors, long length)
{
    private const int BufferSize = 1 << 20;

    public FileModes Modes => modes;

    public long Length => length;

    /// <summary>Whether the content of a region is where it belongs.</summary>
    public bool Has(Region region) => region is { File: { } file, Stored: null } && sectors[file.Index] == region.Sector;

    /// <summary>Moves content to where it belongs: once equal files are known, records may be longer than they were before, and all that follows them lies behind. Where it went is empty again.</summary>
    /// <returns><see langword="false"/> when all of it is to be copied anew.</returns>
    public bool TrySettle(ImageLayout layout, SafeFileHandle image, CancellationToken cancellationToken)
    {
        var displaced = layout.Regions.Where(region => region is { File: { } file, Stored: null } && sectors[file.Index] != 0 && sectors[file.Index] != region.Sector).ToArray();
        if (Array.Exists(displaced, region => sectors[region.File!.Index] > region.Sector))
        {
            // What goes both ways would be in its own way: it is copied anew.
            DiskBytes.SetLength(image, 0);
            Array.Clear(sectors);
            return false;
        }

        var buffer = new byte[BufferSize];
        for (int end = displaced.Length, start; end > 0; end = start)
        {
            // Neighbours that go equally far go together, and the last ones first.
            var first = displaced[start = end - 1];
            while (start > 0 && GoesAlong(displaced[start - 1], first))
            {
                first = displaced[--start];
            }

            var size = displaced[end - 1].Offset + Sector.AlignUp(displaced[end - 1].Length) - first.Offset;
            Move(image, sectors[first.File!.Index] * (long)Sector.Size, first.Offset, size, buffer, cancellationToken);
            foreach (var region in displaced.AsSpan()[start..end])
            {
                sectors[region.File!.Index] = (uint)region.Sector;
            }
        }

        return true;

        bool GoesAlong(Region region, Region next) =>
            region.Offset + Sector.AlignUp(region.Length) == next.Offset && next.Sector - region.Sector == sectors[next.File!.Index] - (long)sectors[region.File!.Index];
    }

    private static void Move(SafeFileHandle image, long from, long to, long size, byte[] buffer, CancellationToken cancellationToken)
    {
        for (var left = size; left > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, left));
            left -= piece.Length;
            new OpenContent(image, from, ownsHandle: false).ReadExactly(left, piece);
            DiskBytes.Write(image, piece, to + left);
        }

        var zeros = buffer.AsSpan(0, (int)Math.Min(buffer.Length, Math.Min(size, to - from)));
        zeros.Clear();
        for (var end = Math.Min(from + size, to); from < end; from += zeros.Length)
        {
            DiskBytes.Write(image, zeros[..(int)Math.Min(zeros.Length, end - from)], from);
        }
    }
}
