using System.Buffers.Binary;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Layout;

/// <summary>A number in a kept system area that says at which byte of the image something lies.</summary>
/// <param name="HeaderAt">Where what it belongs to begins in the system area, and</param>
/// <param name="HeaderSize">how many bytes that has.</param>
/// <param name="Word">The word with which that begins.</param>
/// <param name="At">Where the number is: 8 bytes, the least significant first.</param>
/// <param name="Path">The file in which the thing lies; <see langword="null"/> when it is no file of the image.</param>
/// <param name="Distance">How far in.</param>
/// <param name="Source">What the file held.</param>
internal sealed record KeptPointer(int HeaderAt, int HeaderSize, string Word, int At, string? Path, long Distance, ContentSource? Source);

/// <summary>A system area with what another image had there, and whatever is made anew over it.</summary>
internal sealed class KeptSystemArea : IRegionEncoder
{
    private readonly byte[] bytes;
    private readonly IRegionEncoder? tables;
    private readonly List<(int At, ContentFile File, long Distance)> places = [];
    private readonly Func<ContentFile, RegionId?> regionOf;

    /// <param name="kept">What is kept.</param>
    /// <param name="tables">Writes over it.</param>
    /// <param name="content">The content, in which the places are that it tells.</param>
    /// <param name="regionOf">Where a file lies.</param>
    /// <param name="diagnostics">Receives reports of what is cleared, since it would tell nothing true.</param>
    public KeptSystemArea(KeptVolume kept, IRegionEncoder? tables, ContentTree content, Func<ContentFile, RegionId?> regionOf, DiagnosticBag diagnostics)
    {
        bytes = kept.SystemArea.ToArray();
        (this.tables, this.regionOf) = (tables, regionOf);
        foreach (var header in kept.Pointers.GroupBy(pointer => pointer.HeaderAt))
        {
            var found = new List<(int, ContentFile, long)>();
            foreach (var pointer in header)
            {
                if (pointer.Path is not null && content.Find(pointer.Path) is ContentFile file && file.Source.IsSameAs(pointer.Source))
                {
                    found.Add((pointer.At, file, pointer.Distance));
                }
            }

            var first = header.First();
            if (found.Count == header.Count())
            {
                places.AddRange(found);
                continue;
            }

            bytes.AsSpan(first.HeaderAt, first.HeaderSize).Clear();
            diagnostics.Warning(
                DiagnosticId.BaseBootLost, first.Word, $"The system area of the base tells programs such as coreos-installer (\"{first.Word}\") where in the image they may write, but that file was replaced or removed. The information is cleared.", first.Path);
        }
    }

    public void Encode(Region region, EncodingContext context, Span<byte> destination)
    {
        bytes.CopyTo(destination);
        foreach (var (at, file, distance) in places)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(destination[at..], (ulong)(context.Layout[regionOf(file)!.Value].Offset + distance));
        }

        tables?.Encode(region, context, destination);
    }
}
