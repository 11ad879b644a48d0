using IsoBuild.Content;

namespace IsoBuild.Core.Tests.Verifying;

/// <summary>A UDF volume with what the standards allow, or Linux writes, and no image made here has: the same bytes for the fast tests and for the kernel.</summary>
internal static class UdfOddities
{
    private const int Sector = UdfImage.Sector;
    private const int Strategy = 20;
    private const int Length = 56;
    private const int RecordedBlocks = 64;
    private const int DescriptorsLength = 172;
    private const int Descriptors = 176;

    /// <summary>What a file identifier says of its entry (ECMA-167 4/14.4.3).</summary>
    private const int Characteristics = 18;
    private const byte Hidden = 1;
    private const byte Deleted = 4;

    /// <summary>What the files hold; of those with names beginning with <c>hidden</c> and <c>deleted</c>, Linux shows none.</summary>
    public static readonly Dictionary<string, byte[]> Content = new()
    {
        ["deleted"] = [1],
        ["hidden"] = [2],
        ["holes"] = [.. Enumerable.Repeat((byte)3, Sector), .. new byte[2 * Sector], .. Enumerable.Repeat((byte)3, 100)],
        ["newest"] = "newer"u8.ToArray(),
        ["plain"] = [5],
        ["tail"] = [.. Enumerable.Range(0, 3000).Select(i => (byte)i)],
    };

    public static UdfImage Make()
    {
        ImageBuilder builder = new(new ImageOptions { VolumeId = "ODD", Formats = ImageFormats.Udf, PaddingSectors = 8 });
        foreach ((string name, byte[] content) in Content)
        {
            builder.AddFile(name, name == "holes" ? [.. Enumerable.Repeat((byte)3, content.Length)] : name == "newest" ? "older, of more bytes"u8.ToArray() : content);
        }

        MemoryStream written = new();
        builder.Write(written).EnsureSuccess();
        UdfImage udf = new(written.ToArray());
        Characterise(udf, "deleted", Deleted);
        Characterise(udf, "hidden", Hidden);
        MakeHoles(udf);
        MakeVersions(udf);
        MakeTail(udf, 2500);
        return udf;
    }

    /// <summary>The extent ends before the file does, in the same block: Linux adds bytes there without a word to the extent.</summary>
    public static void MakeTail(UdfImage udf, int recorded)
    {
        int entry = udf.Entry("tail");
        udf.Put32(entry + Descriptors, recorded);
        udf.Retag(entry);
    }

    private static void Characterise(UdfImage udf, string name, byte bit)
    {
        int identifier = udf.Identifier(name);
        udf.Image.Bytes[identifier + Characteristics] |= bit;
        udf.Retag(identifier);
    }

    /// <summary>One block recorded, one allocated and not recorded, one not allocated, and a recorded end (4/14.14.1.1).</summary>
    private static void MakeHoles(UdfImage udf)
    {
        int entry = udf.Entry("holes");
        int first = udf.Get32(entry + Descriptors + 4);
        (int Length, int Block)[] extents = [(Sector, first), (Sector | 1 << 30, first + 1), (unchecked((int)(Sector | 2u << 30)), 0), (100, first + 3)];
        for (int i = 0; i < extents.Length; i++)
        {
            udf.Put32(entry + Descriptors + (8 * i), extents[i].Length);
            udf.Put32(entry + Descriptors + (8 * i) + 4, extents[i].Block);
        }

        udf.Put32(entry + DescriptorsLength, 8 * extents.Length);
        udf.Put32(entry + RecordedBlocks, 2);
        udf.Retag(entry, Descriptors + (8 * extents.Length) - 16);
    }

    /// <summary>An ICB of strategy 4096: an entry, an indirect one, the next version, and a terminal one (UDF 1.02 6.6).</summary>
    private static void MakeVersions(UdfImage udf)
    {
        int entry = udf.Entry("newest");
        int spare = udf.Reserve - (4 * Sector);
        int block = (spare - udf.Partition) / Sector;
        udf.Image.Bytes.AsSpan(entry, Sector).CopyTo(udf.Image.Bytes.AsSpan(spare));
        Tag(0, id: 261, udf.Get16(entry + 10));
        udf.Put16(spare + Strategy, 4096);
        udf.Retag(spare);

        int indirect = spare + Sector;
        udf.Put16(indirect + Strategy, 4096);
        udf.Image.Bytes[indirect + 27] = 3;
        udf.Put32(indirect + 36, Sector);
        udf.Put32(indirect + 40, block + 2);
        Tag(1, id: 259, 52 - 16);

        int newer = spare + (2 * Sector);
        udf.Image.Bytes.AsSpan(spare, Sector).CopyTo(udf.Image.Bytes.AsSpan(newer));
        byte[] content = Content["newest"];
        content.CopyTo(udf.Image.Bytes, udf.Block(udf.Get32(entry + Descriptors + 4)));
        udf.Put32(newer + Length, content.Length);
        udf.Put32(newer + Descriptors, content.Length);
        Tag(2, id: 261, udf.Get16(entry + 10));

        udf.Put16(spare + (3 * Sector) + Strategy, 4096);
        udf.Image.Bytes[spare + (3 * Sector) + 27] = 11;
        Tag(3, id: 260, 36 - 16);

        int identifier = udf.Identifier("newest");
        udf.Put32(identifier + 24, block);
        udf.Retag(identifier);

        void Tag(int number, int id, int covered)
        {
            int at = spare + (number * Sector);
            udf.Put16(at, id);
            udf.Put16(at + 2, 2);
            udf.Put32(at + 12, block + number);
            udf.Retag(at, covered);
        }
    }
}
