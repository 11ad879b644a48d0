using System.Buffers.Binary;
using System.Security.Cryptography;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.RockRidge;

/// <summary>MD5 checksums of files and of the whole, as xorriso records and checks them (<c>-md5 on</c>; libisofs' checksums.txt).</summary>
/// <remarks>What files have in their records is a number, the checksums themselves lie in an area of their own: so they are computed when all else is written,
/// in one pass over the image.</remarks>
internal sealed class Md5Checksums : IImagePart, IFixUp
{
    private readonly Dictionary<ContentFile, uint> numbers = [];
    private readonly FileData files;
    private readonly uint firstSector;
    private readonly CancellationToken cancellationToken;

    private RegionId area;
    private (RegionId Descriptors, RegionId Directories, RegionId Session)? tags;

    /// <param name="content">All files; those of the same content have one checksum.</param>
    /// <param name="files">Knows which are of the same content.</param>
    /// <param name="firstSector">Where what the checksum of the whole is of begins. Unless it is 0 there are no tags, which are of all that comes before them.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public Md5Checksums(ContentTree content, FileData files, uint firstSector, CancellationToken cancellationToken)
    {
        (this.files, this.firstSector, this.cancellationToken) = (files, firstSector, cancellationToken);
        foreach (var node in content.AllNodes)
        {
            if (node is ContentFile file)
            {
                // The first one is that of the session.
                numbers.TryAdd(files.First(file), (uint)numbers.Count + 1);
            }
        }
    }

    private uint Count => (uint)numbers.Count + 2;

    public void Measure(RegionRequests requests)
    {
        area = requests.Add(RegionSlot.Checksums, (long)Count * ChecksumArea.Each, "files", encoder: null);
        if (firstSector == 0)
        {
            tags = (requests.Add(RegionSlot.DescriptorChecksum, Sector.Size, "descriptors", encoder: null),
                requests.Add(RegionSlot.DirectoryChecksum, Sector.Size, "directories", encoder: null),
                requests.Add(RegionSlot.Checksums, Sector.Size, "session", encoder: null));
        }
    }

    /// <summary>The attributes of a node with that which leads to checksums.</summary>
    /// <param name="node">The node.</param>
    /// <param name="list">What else it has.</param>
    /// <param name="layout">The layout, once there is one: the size does not depend on it.</param>
    public AttributeList? AddTo(ContentNode node, AttributeList? list, ImageLayout? layout)
    {
        ExtendedAttribute added;
        if (node is ContentFile file)
        {
            var number = new byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32BigEndian(number, numbers[files.First(file)]);
            added = new ExtendedAttribute(ChecksumArea.NameOfNumber, ChecksumArea.RecordedNameOfNumber.ToArray(), number);
        }
        else if (node.Parent is null)
        {
            var value = new byte[ChecksumArea.Size];
            AreaIn(layout).Write(value);
            added = new ExtendedAttribute(ChecksumArea.Name, ChecksumArea.RecordedName.ToArray(), value);
        }
        else
        {
            return list;
        }

        return new AttributeList(list?.Access, [.. list?.Extended ?? [], added]);
    }

    public void Apply(ImageLayout layout, IWrittenImage image)
    {
        var sums = new byte[Count * ChecksumArea.Each];
        var empty = Of(default);
        for (var i = 1; i <= numbers.Count; i++)
        {
            empty.CopyTo(SumAt(i));
        }

        using var session = NewHash();
        using var content = NewHash();
        var buffer = new byte[1 << 20];
        var position = (long)firstSector * Sector.Size;
        var isInSession = true;
        foreach (var region in layout.Regions)
        {
            if (region.Id == area)
            {
                Take(position, region.Offset, session);
                session.Current().CopyTo(SumAt(0));
                isInSession = false;
            }
            else if (region.Id == tags?.Descriptors)
            {
                WriteTag(region, ChecksumTag.OfDescriptors, tags.Value.Directories);
            }
            else if (region.Id == tags?.Directories)
            {
                WriteTag(region, ChecksumTag.OfDirectories, tags.Value.Session);
            }
            else if (region.File is { } file && numbers.TryGetValue(files.First(file), out var number))
            {
                var end = region.Offset + region.Length;
                if (isInSession)
                {
                    Take(position, region.Offset, session);
                    position = end;
                }

                Take(region.Offset, end, content, isInSession ? session : null);
                content.Finish().CopyTo(SumAt((int)number));
            }
        }

        Of(sums.AsSpan(..^ChecksumArea.Each)).CopyTo(sums.AsSpan(^ChecksumArea.Each..));
        image.Write(layout[area].Offset, sums);
        if (tags is { } there)
        {
            position = layout[area].Offset;
            WriteTag(layout[there.Session], ChecksumTag.OfSession, next: null);
        }

        Span<byte> SumAt(int number) => sums.AsSpan(number * ChecksumArea.Each, ChecksumArea.Each);

        void WriteTag(Region region, string kind, RegionId? next)
        {
            Take(position, region.Offset, session);
            Span<byte> tag = stackalloc byte[Sector.Size];
            tag.Clear();
            ChecksumTag.Write(tag, kind, region.Sector, next is { } id ? layout[id].Sector : null, session.Current());
            image.Write(region.Offset, tag);
            position = region.Offset;
        }

        void Take(long from, long to, RunningHash hash, RunningHash? other = null)
        {
            while (from < to)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, to - from));
                image.Read(from, piece);
                hash.Append(piece);
                other?.Append(piece);
                from += piece.Length;
            }
        }
    }

    private ChecksumArea AreaIn(ImageLayout? layout)
    {
        if (layout is null)
        {
            return default;
        }

        // A volume within a partition counts from there.
        var start = layout.Regions[0].Sector;
        return new ChecksumArea((uint)Math.Max(0, firstSector + start), layout.BlockOf(area), Count);
    }

    public static byte[] Of(ReadOnlySpan<byte> bytes) => RunningHash.Of(HashAlgorithmName.MD5, bytes);

    private static RunningHash NewHash() => RunningHash.Start(HashAlgorithmName.MD5);
}
