using System.Text;
using IsoBuild.Content;
using IsoBuild.Layout;
using static IsoBuild.Core.Tests.Verifying.DamagedImage;

namespace IsoBuild.Core.Tests.Verifying;

/// <summary>Images without a fault, to be damaged.</summary>
internal static class SoundImages
{
    /// <summary>The name of an entry whose record has room for fields of any kind.</summary>
    public static readonly string Wide = "w" + new string('i', 120);

    /// <summary>Where the descriptor of <see cref="Iso1999"/> lies: there is no Joliet.</summary>
    public const int EnhancedAt = PrimaryAt + Sector;

    private const uint File = 0x81A4;
    private const uint Directory = 0x41ED;

    private static readonly Lazy<byte[]> All = new(() => MakeStandard().ToBytes());

    public static DamagedImage Standard => new(All.Value);

    /// <summary>The record of <see cref="Wide"/>.</summary>
    public static int WideRecord(DamagedImage image) => image.Records(image.Self(PrimaryAt, "WIDE")).Last();

    /// <summary>What <see cref="Wide"/> may have instead, with fields that make it whole.</summary>
    public static int SetWide(DamagedImage image, params byte[][] fields) => image.SetFields(WideRecord(image), [Fields.Name("w"), Fields.Mode(File), Fields.Date, .. fields]);

    /// <summary>With path tables at the end, so that there is room for more descriptors.</summary>
    public static DamagedImage Roomy()
    {
        ImageBuilder builder = MakeStandard();
        for (int i = 0; i < 200; i++)
        {
            builder.AddEmptyDirectory($"many/d{i:D3}");
        }

        DamagedImage image = new(builder.ToBytes());
        int spare = 0;
        foreach (int descriptor in (int[])[PrimaryAt, JolietAt])
        {
            foreach ((int field, bool isBig) in (ReadOnlySpan<(int, bool)>)[(140, false), (148, true)])
            {
                int size = image.Get(descriptor + 132);
                int from = Sector * (isBig ? System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(image.Bytes.AsSpan(descriptor + field)) : image.Get(descriptor + field));
                spare += (size + Sector - 1) / Sector;
                int to = image.Spare(spare - 1);
                image.Bytes.AsSpan(from, size).CopyTo(image.Bytes.AsSpan(to));
                image.Bytes.AsSpan(from, size).Clear();
                image.Put(descriptor + field, isBig ? [0, 0, (byte)(to / Sector >> 8), (byte)(to / Sector)] : [(byte)(to / Sector), (byte)(to / Sector >> 8), 0, 0]);
            }
        }

        return image;
    }

    /// <summary>A descriptor set of these sectors, in an image that has room for them.</summary>
    public static DamagedImage WithDescriptors(params Func<DamagedImage, byte[]>[] sectors)
    {
        DamagedImage image = Roomy();
        byte[][] made = [.. sectors.Select(make => make(image))];
        for (int i = 0; i < made.Length; i++)
        {
            made[i].CopyTo(image.Bytes, PrimaryAt + (i * Sector));
        }

        return image;
    }

    public static byte[] Copy(DamagedImage image, int offset) => image.Bytes.AsSpan(offset, Sector).ToArray();

    public static byte[] BootRecord(DamagedImage image)
    {
        byte[] sector = new byte[Sector];
        Encoding.ASCII.GetBytes("\0CD001\u0001ANOTHER SYSTEM").CopyTo(sector, 0);
        return sector;
    }

    public static byte[] Identifier(string name)
    {
        byte[] sector = new byte[Sector];
        Encoding.ASCII.GetBytes($"\0{name}\u0001").CopyTo(sector, 0);
        return sector;
    }

    /// <summary>An enhanced descriptor (version 2) over the primary tree.</summary>
    public static byte[] Enhanced(DamagedImage image)
    {
        byte[] sector = Copy(image, PrimaryAt);
        (sector[0], sector[6], sector[881]) = (2, 2, 2);
        return sector;
    }

    /// <summary>One file of several extents in the primary tree, which Joliet shows as several files.</summary>
    public static DamagedImage Multi(int sections = 2)
    {
        ImageBuilder builder = new(new ImageOptions { VolumeId = "MULTI", PaddingSectors = 8 });
        for (int i = 0; i < sections; i++)
        {
            builder.AddFile($"multi/m{i:D3}.bin", Enumerable.Repeat((byte)(i + 1), Sector).ToArray());
        }

        DamagedImage image = new(builder.ToBytes());
        int[] records = [.. image.Records(image.Self(PrimaryAt, "MULTI")).Skip(2)];
        Assert.Equal(sections, records.Length);
        foreach (int record in records)
        {
            image.Put(record + 33, "M000");
            image.Put(image.Field(record, "NM") + 5, "m000");
            image[record + 25] = record == records[^1] ? (byte)0 : (byte)0x80;
            image.Put(image.Field(record, "PX"), image.Bytes.AsSpan(image.Field(records[0], "PX"), 36).ToArray());
        }

        return image;
    }

    /// <summary>One file of two names; one of which the tree shows one name, with the serial number of a file of several.</summary>
    public static DamagedImage Linked() => new(new ImageBuilder(new ImageOptions { VolumeId = "LINKED", PaddingSectors = 8 })
        .AddFile("a", "one"u8.ToArray())
        .AddHardLink("b", "a")
        .AddFile("c", "other"u8.ToArray())
        .AddHardLink("d", "c")
        .Describe(path => path == "d" ? new EntryOptions { HiddenFrom = ImageFormats.Iso9660 | ImageFormats.RockRidge } : null)
        .ToBytes());

    /// <summary>With a tree of ISO 9660:1999, of names that no other has.</summary>
    public static DamagedImage Iso1999() => new(new ImageBuilder(new ImageOptions { VolumeId = "NAMES", Formats = ImageFormats.Iso1999, PaddingSectors = 8 })
        .AddFile("Read me; really?.tar.gz", "one"u8.ToArray())
        .AddFile("dir/sub/a b;1", "two"u8.ToArray())
        .AddEmptyDirectory("dir/empty")
        .ToBytes());

    /// <summary>A directory that was moved to <paramref name="moved"/>, with a child link in its real place.</summary>
    public static DamagedImage Relocated(string moved = "rr_moved")
    {
        string wide = new('d', 120);
        DamagedImage image = new(new ImageBuilder(new ImageOptions { VolumeId = "MOVED", PaddingSectors = 8 })
            .AddEmptyDirectory($"{moved}/{wide}")
            .AddFile($"home/{wide}", Array.Empty<byte>())
            .ToBytes());
        string upper = moved.ToUpperInvariant();
        int directory = image.Last(PrimaryAt, upper);
        int link = image.Last(PrimaryAt, "HOME");
        image.SetFields(directory, Fields.Name("deep"), Fields.Mode(Directory), Fields.Date, Fields.Make("RE"));
        image.SetFields(link, Fields.Name("deep"), Fields.Mode(Directory), Fields.Date, Fields.Make("CL", Fields.Both32((uint)image.Get(directory + 2))));
        int self = image.Get(directory + 2) * Sector;
        image.SetFields(self + image[self], Fields.Mode(Directory), Fields.Make("PL", Fields.Both32((uint)image.Get(image.Record(PrimaryAt, "HOME") + 2))));
        return image;
    }

    private static ImageBuilder MakeStandard() => new ImageBuilder(new ImageOptions { VolumeId = "SOUND", PaddingSectors = 32 })
        .AddFile("readme.txt", "hello"u8.ToArray())
        .AddFile("b1.txt", "one"u8.ToArray())
        .AddFile("b2.txt", "two"u8.ToArray())
        .AddFile("ab.txt", "even"u8.ToArray())
        .AddFile("empty", Array.Empty<byte>())
        .AddFile("whole.bin", Enumerable.Repeat((byte)1, Sector).ToArray())
        .AddFile("case/x.txt", "x"u8.ToArray())
        .AddFile("case/y.txt", "y"u8.ToArray())
        .AddFile($"wide/{Wide}", "wide"u8.ToArray())
        .AddFile("long/" + new string('n', 200), new byte[3000])
        .AddEmptyDirectory("dir/sub")
        .AddEmptyDirectory("aaa")
        .AddEmptyDirectory("bbb");
}
