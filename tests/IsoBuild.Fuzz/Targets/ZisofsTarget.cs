using System.Buffers.Binary;
using System.IO.Compression;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Fuzz;

/// <summary>Reads a compressed file, and compresses one; another decoder says what it holds.</summary>
/// <remarks>The first byte of an input says which. Read are the rest of the bytes behind what the ZF field says of them: shift and header size, algorithm, and size.
/// Compressed is what the rest stands for: a byte below 128 is followed by so many bytes and one more; another one by where to copy from, in 16 bits.</remarks>
public static class ZisofsTarget
{
    private const int Sector = 2048;
    private const int Room = 32;
    private const int HeadSize = 8;
    private const int MostContent = 1 << 18;
    private const long MostAllocated = 64 << 20;

    private static readonly Lazy<(byte[] Image, int Record, int Field, int Offset)> Frame = new(MakeFrame);

    public static void Try(ReadOnlySpan<byte> input)
    {
        if (input.Length < 1 + HeadSize)
        {
            return;
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        if ((input[0] & 1) == 0)
        {
            Decompress(input[1..(1 + HeadSize)], input[(1 + HeadSize)..]);
        }
        else
        {
            Compress(Expand(input[1..]));
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        FuzzFault.If(allocated > MostAllocated, $"It took {allocated >> 20} MiB.");
    }

    private static void Decompress(ReadOnlySpan<byte> head, ReadOnlySpan<byte> stored)
    {
        var (frame, record, field, offset) = Frame.Value;
        byte[] image = [.. frame];
        stored = stored[..Math.Min(stored.Length, Room * Sector)];
        stored.CopyTo(image.AsSpan(offset));
        Both(image.AsSpan(record + 10), (uint)stored.Length);
        (image[field + 4], image[field + 5]) = (head[2] < 128 ? (byte)'p' : (byte)'P', head[3] < 128 ? (byte)'z' : (byte)'Z');
        (image[field + 6], image[field + 7]) = (head[0], head[1]);
        Both(image.AsSpan(field + 8), BinaryPrimitives.ReadUInt32LittleEndian(head[4..]));

        using IsoImage read = ImageLook.Open(image) ?? throw new FuzzFault("The image around the file was refused.");
        ContentFile? file = read.Content.Nodes.OfType<ContentFile>().SingleOrDefault();
        if (file is null || file.Length > MostContent)
        {
            return;
        }

        byte[]? content = Read(file);
        if (content is null or [] || file.Length == stored.Length)
        {
            return;
        }

        byte[]? expected = Decode(stored, (int)file.Length);
        FuzzFault.If(expected is null || !expected.AsSpan().SequenceEqual(content), "Another decoder finds other content.");
        using Stream stream = file.OpenRead();
        for (long at = file.Length - 1; at >= 0; at -= 8191)
        {
            stream.Position = at;
            FuzzFault.If(stream.ReadByte() != content[at], $"Byte {at} is another one when it is read by itself.");
        }
    }

    private static void Compress(byte[] content)
    {
        using MemoryStream made = new();
        ImageOptions options = new() { VolumeId = "FRAME", PaddingSectors = 0, Formats = ImageFormats.RockRidge };
        BuildResult result = new ImageBuilder(options).AddFile("file", content, new EntryOptions { Compress = true }).Write(made).EnsureSuccess();
        using IsoImage read = ImageLook.Open(made.ToArray()) ?? throw new FuzzFault("The image that was made is refused.");
        ContentFile file = read.Content.Nodes.OfType<ContentFile>().Single();
        FuzzFault.If(!content.AsSpan().SequenceEqual(Read(file)), "What was compressed is read back as something else.");

        Region region = result.Layout!.Regions.SingleOrDefault(region => region.Kind == RegionKind.File)!;
        if (region is not null && region.Length < content.Length)
        {
            byte[]? decoded = Decode(made.GetBuffer().AsSpan((int)region.Offset, (int)region.Length), content.Length);
            FuzzFault.If(decoded is null || !content.AsSpan().SequenceEqual(decoded), "Another decoder finds other content in what was compressed.");
        }
    }

    private static byte[]? Read(ContentFile file)
    {
        try
        {
            using Stream stream = file.OpenRead();
            using MemoryStream copy = new();
            stream.CopyTo(copy);
            FuzzFault.If(copy.Length != file.Length, $"The file is said to have {file.Length} bytes, and has {copy.Length}.");
            return copy.ToArray();
        }
        catch (ContentException damaged) when (damaged.Diagnostic.Code.StartsWith("ISOB3", StringComparison.Ordinal))
        {
            return null;
        }
    }

    /// <summary>The content by the description of the format in the Linux kernel (fs/isofs/compress.c) and in libisofs (doc/zisofs_format.txt, zisofs2_format.txt).</summary>
    private static byte[]? Decode(ReadOnlySpan<byte> stored, int length)
    {
        bool isSecond = stored.Length > 0 && stored[0] == 0xEF;
        int shift = isSecond ? stored[11] : stored[13];
        int pointers = (isSecond ? stored[9] : stored[12]) * 4;
        int size = isSecond ? 8 : 4;
        byte[] content = new byte[length];
        for (int block = 0; (long)block << shift < length; block++)
        {
            ulong start = Pointer(stored, block);
            ulong end = Pointer(stored, block + 1);
            Span<byte> wanted = content.AsSpan(block << shift, Math.Min(1 << shift, length - (block << shift)));
            if (start == end)
            {
                continue;
            }

            if (end < start || end > (ulong)stored.Length)
            {
                return null;
            }

            using ZLibStream zlib = new(new MemoryStream(stored[(int)start..(int)end].ToArray()), CompressionMode.Decompress);
            zlib.ReadExactly(wanted);
        }

        return content;

        ulong Pointer(ReadOnlySpan<byte> bytes, int index) => isSecond
            ? BinaryPrimitives.ReadUInt64LittleEndian(bytes[(pointers + (index * size))..])
            : BinaryPrimitives.ReadUInt32LittleEndian(bytes[(pointers + (index * size))..]);
    }

    /// <summary>Content with repetitions, as compressors look for them.</summary>
    private static byte[] Expand(ReadOnlySpan<byte> input)
    {
        List<byte> content = [];
        while (input.Length > 2 && content.Count < MostContent)
        {
            int count = input[0];
            if (count < 128)
            {
                count = Math.Min(count + 1, input.Length - 1);
                content.AddRange(input.Slice(1, count));
                input = input[(1 + count)..];
                continue;
            }

            int distance = 1 + BinaryPrimitives.ReadUInt16LittleEndian(input[1..]);
            for (int i = 0, end = (count - 127) * (count - 127); i < end; i++)
            {
                content.Add(distance > content.Count ? (byte)0 : content[^distance]);
            }

            input = input[3..];
        }

        return [.. content];
    }

    private static void Both(Span<byte> field, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(field, value);
        BinaryPrimitives.WriteUInt32BigEndian(field[4..], value);
    }

    private static (byte[] Image, int Record, int Field, int Offset) MakeFrame()
    {
        using MemoryStream made = new();
        BuildResult result = new ImageBuilder(new ImageOptions { VolumeId = "FRAME", PaddingSectors = Room, Formats = ImageFormats.RockRidge })
            .AddFile("file", new byte[100_000], new EntryOptions { Compress = true })
            .Write(made)
            .EnsureSuccess();
        byte[] image = made.ToArray();
        int field = image.AsSpan().IndexOf("ZF\x10\x01"u8);
        int record = image.AsSpan().IndexOf("FILE.;1"u8);
        record = record < 0 ? image.AsSpan().IndexOf("FILE;1"u8) : record;
        return (image, record - 33, field, (int)result.Layout!.Regions.Single(region => region.Kind == RegionKind.File).Offset);
    }
}
