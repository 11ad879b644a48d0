using System.Buffers.Binary;
using System.IO.Pipes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;
using IsoBuild.Reading;

namespace IsoBuild.Core.Tests.Reading;

/// <summary>The ways in which a file, or a stream, can store an image.</summary>
public sealed class StorageTests : IDisposable
{
    private const int Sector = 2048;

    private static readonly byte[] Large = Enumerable.Range(0, 300_000).Select(i => (byte)((i * 7) ^ (i >> 8))).ToArray();

    private readonly TempDirectory temp = new();
    private readonly byte[] image = new ImageBuilder(new ImageOptions { VolumeId = "STORED", PaddingSectors = 0 })
        .AddFile("docs/readme.txt", "read me"u8.ToArray())
        .AddFile("large.bin", Large)
        .ToBytes();

    public void Dispose() => temp.Dispose();

    [ToolFact("sh")]
    public void A_pipe_is_refused_with_words()
    {
        using AnonymousPipeServerStream pipe = new(PipeDirection.Out);
        string path = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/dev/fd/{pipe.ClientSafePipeHandle.DangerousGetHandle()}");
        Diagnostic refused = Assert.Throws<ImageException>(() => IsoImage.Open(path)).Diagnostic;
        Assert.Equal((DiagnosticId.InputNoFile, path), (refused.Id, refused.Item));
        Assert.Contains("It is a pipe", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/proc/version")]
    [InlineData("/proc/self/limits")]
    [InlineData("/dev/null")]
    public void What_does_not_tell_its_length_is_measured(string path)
    {
        // As discs and sticks, which tests do not have.
        if (!File.Exists(path))
        {
            return;
        }

        using FileBytes bytes = new(File.OpenHandle(path));
        Assert.Equal(File.ReadAllBytes(path).Length, bytes.Length);
    }

    [Fact]
    public void In_a_stream()
    {
        MemoryStream stream = new(image) { Position = 1234 };
        using (IsoImage opened = IsoImage.Open(stream, new OpenOptions { LeaveOpen = true, Name = "given.iso" }))
        {
            AssertContent(opened);
            Assert.Equal("given.iso", opened.Name);
        }

        Assert.True(stream.CanRead);
        IsoImage second = IsoImage.Open(stream);
        ContentFile file = (ContentFile)second.Content.Find("large.bin")!;
        second.Dispose();
        Assert.False(stream.CanRead);
        using Stream content = file.OpenRead();
        Assert.ThrowsAny<ObjectDisposedException>(() => content.ReadByte());

        Assert.Throws<ArgumentException>(() => IsoImage.Open(new OneWayStream()));
        MemoryStream none = new(new byte[100]);
        Assert.Throws<ImageException>(() => IsoImage.Open(none));
        Assert.True(none.CanRead);
    }

    /// <summary>One stream has one position; many threads read from it all the same.</summary>
    [Fact]
    public void A_stream_is_read_by_many_threads()
    {
        using IsoImage opened = IsoImage.Open(new MemoryStream(image));
        Parallel.For(0, 16, i =>
        {
            Assert.Equal(4, opened.Content.Nodes.Count);
            using Stream content = ((ContentFile)opened.Content.Find("large.bin")!).OpenRead();
            content.Position = i * 1000;
            byte[] piece = new byte[100_000];
            content.ReadExactly(piece);
            Assert.True(piece.AsSpan().SequenceEqual(Large.AsSpan(i * 1000, piece.Length)));
        });
    }

    /// <summary>Opening must not touch what nobody asked for: here, only descriptors and the root's first record are there.</summary>
    [Fact]
    public void Opening_reads_descriptors_alone()
    {
        CountingStream stream = new(image);
        using IsoImage opened = IsoImage.Open(stream);
        Assert.Equal("STORED", opened.Descriptors[0].VolumeId);
        Assert.Equal(ImageFormats.Default, opened.Formats);
        Assert.InRange(stream.Count, Sector, 16 * Sector);
        _ = opened.Content;
        _ = opened.Layout;
        _ = opened.Diagnostics;
        long once = stream.Count;
        _ = opened.Content;
        _ = opened.Layout;
        _ = opened.Diagnostics;
        Assert.Equal(once, stream.Count);
        Assert.InRange(once, 0, 64 * Sector);
    }

    /// <summary>Of mode 1: synchronisation, header, user data, error correction (ECMA-130 14); of mode 2 form 1, a subheader too.</summary>
    [Theory]
    [InlineData(2352, 16, SectorFormat.RawMode1)]
    [InlineData(2352, 24, SectorFormat.RawMode2Form1)]
    [InlineData(2448, 16, SectorFormat.RawMode1)]
    [InlineData(2448, 24, SectorFormat.RawMode2Form1)]
    [InlineData(2336, 8, SectorFormat.RawMode2Form1)]
    public void In_raw_sectors(int stride, int header, SectorFormat format)
    {
        byte[] raw = Raw(stride, header);
        string path = temp.Write("raw.bin", raw);
        foreach (IsoImage opened in (IsoImage[])[IsoImage.Open(path), IsoImage.Open(new MemoryStream(raw)), IsoImage.Open(new MemoryStream(raw[..^(stride - header - Sector)]))])
        {
            using (opened)
            {
                Assert.Equal(format, opened.SectorFormat);
                Assert.Equal(image.Length, opened.Length);
                AssertContent(opened, "ISOB3004");
                using IsoImage cooked = IsoImage.Open(new MemoryStream(image));
                Assert.Equal(cooked.Layout.Named("").ToString(), opened.Layout.Named("").ToString());
            }
        }
    }

    /// <summary>Sectors that a drive would not have given out: damaged, of audio, of another mode, of form 2. Without checksums, as some programs write them, nothing is known of damage.</summary>
    [Theory]
    [InlineData(2352, 16, 100, "does not have the checksum")]
    [InlineData(2352, 24, 100, "does not have the checksum")]
    [InlineData(2448, 16, 2065, "does not have the checksum")]
    [InlineData(2336, 8, 100, "does not have the checksum")]
    [InlineData(2352, 16, 0, "is not a data sector")]
    [InlineData(2352, 24, 5, "is not a data sector")]
    [InlineData(2352, 16, 15, "is of mode 3, but the image is of mode 1")]
    [InlineData(2352, 24, 18, "is of form 2")]
    [InlineData(2336, 8, 2, "is of form 2")]
    public void Raw_sectors_that_are_damaged_or_of_another_kind(int stride, int header, int at, string problem)
    {
        byte[] raw = Raw(stride, header);
        using IsoImage whole = IsoImage.Open(new MemoryStream(raw));
        Region region = whole.Layout.Regions.Single(each => each.Name == "/large.bin");
        raw[((region.Sector + 3) * stride) + at] ^= (byte)(at is 2 or 18 ? 0x20 : at == 15 ? 2 : 0x40);

        using IsoImage damaged = IsoImage.Open(new MemoryStream(raw));
        using Stream stream = ((ContentFile)damaged.Content.Find("large.bin")!).OpenRead();
        stream.ReadExactly(new byte[3 * Sector]);
        ContentException failure = Assert.Throws<ContentException>(() => stream.ReadByte());
        Assert.Equal("ISOB3014", failure.Diagnostic.Code);
        Assert.Contains($"at byte {(region.Sector + 3) * stride} of the image file {problem}", failure.Message, StringComparison.Ordinal);

        if (at == 100)
        {
            raw.AsSpan((int)((region.Sector + 3) * stride) + header + Sector, stride - header - Sector).Clear();
            stream.Position = 3 * Sector;
            Assert.NotEqual(-1, stream.ReadByte());
        }
    }

    [Theory]
    [InlineData(307_200)] // 150 sectors of pregap, as in Nero's images
    [InlineData(32_768)]
    [InlineData(777)]
    [InlineData(5_000_001)] // across the pieces of the search
    public void Behind_other_data(int before)
    {
        byte[] shifted = [.. Enumerable.Repeat((byte)'x', before), .. image];
        using IsoImage opened = IsoImage.Open(temp.Write("shifted.iso", shifted));
        Assert.Equal(image.Length, opened.Length);
        Diagnostic doubt = AssertContent(opened, "ISOB3004", DiagnosticSeverity.Warning);
        Assert.Contains($"begins at byte {before} of the file", doubt.Message, StringComparison.Ordinal);
        Assert.Equal([doubt], opened.Doubts);

        using IsoImage raw = IsoImage.Open(new MemoryStream([.. new byte[before], .. Raw(2352, 16)]));
        Assert.Equal(SectorFormat.RawMode1, raw.SectorFormat);
        Assert.Empty(raw.Doubts);
        Assert.Equal(Large, ((ContentFile)raw.Content.Find("large.bin")!).ReadAll());
    }

    /// <summary>An image within an image is a file, not a session.</summary>
    [Fact]
    public void An_image_as_a_file_is_no_session()
    {
        byte[] outer = [.. new ImageBuilder(new ImageOptions { VolumeId = "OUTER", PaddingSectors = 0 }).AddFile("inner.iso", image).ToBytes(), .. image];
        using IsoImage opened = IsoImage.Open(new MemoryStream(outer));
        Assert.Single(opened.Sessions);
        Assert.Equal("OUTER", opened.Layout.Volume.VolumeId);
    }

    [Theory]
    [InlineData("1F8B0800", 0, "gzip")]
    [InlineData("FD377A585A00", 0, "xz")]
    [InlineData("28B52FFD", 0, "zstd")]
    [InlineData("504B0304", 0, "zip archive")]
    [InlineData("377ABCAF271C", 0, "7z archive")]
    [InlineData("52617221 1A07", 0, "rar archive")]
    [InlineData("'CISO'", 0, "CSO")]
    [InlineData("'DAA'00", 0, "DAA")]
    [InlineData("'MEDIA DESCRIPTOR'", 0, ".mdf")]
    [InlineData("'FILE \"a.bin\" BINARY'", 0, ".bin", 19)]
    [InlineData("'MSWIM'000000", 0, "WIM")]
    [InlineData("'hsqs'", 0, "squashfs")]
    [InlineData("'QFI'FB", 0, "qcow2")]
    [InlineData("'KDMV'", 0, "VMDK")]
    [InlineData("'vhdxfile'", 0, "VHDX")]
    [InlineData("'conectix'", 99_488, "VHD")]
    [InlineData("7F10DABE", 64, "VDI")]
    [InlineData("'QED'00", 0, "QED")]
    [InlineData("'WithoutFreeSpace'", 0, "Parallels")]
    [InlineData("'WithouFreSpacExt'", 0, "Parallels")]
    [InlineData("'COWD'", 0, "VMDK of ESX")]
    [InlineData("'OOOM'00000002", 0, "User-mode Linux")]
    [InlineData("'EVF'090D0AFF00", 0, "EWF")]
    [InlineData("'EVF2'0D0A8100", 0, "EWF")]
    [InlineData("'koly'", 99_488, "DMG")]
    [InlineData("'NER5'", 99_988, "Nero")]
    [InlineData("'H+'0004", 1024, "HFS+")]
    [InlineData("'NXSB'", 32, "APFS")]
    [InlineData("'CDROM'", 32_777, "High Sierra")]
    [InlineData("'CDW02'", 32_769, "ECMA-168")]
    public void What_is_something_else_is_named(string magic, int offset, string named, int length = 100_000)
    {
        byte[] file = new byte[length];
        Records.Hex.Bytes(magic).CopyTo(file, offset);
        Diagnostic error = Assert.Throws<ImageException>(() => IsoImage.Open(temp.Write("other", file))).Diagnostic;
        Assert.Equal(("ISOB3008", DiagnosticSeverity.Error), (error.Code, error.Severity));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Contains("not an ISO 9660 image.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_is_named() =>
        Assert.Equal(("ISOB3008", temp.Path), Assert.Throws<ImageException>(() => IsoImage.Open(temp.Path)).Diagnostic is var d ? (d.Code, d.Item) : default);

    /// <summary>A session's addresses count from the disc's start; its volume space, as genisoimage and xorriso write it, from its own.</summary>
    [Fact]
    public void Sessions()
    {
        const int second = 300;
        byte[] first = new Disc()
            .Directory(20, Disc.Record("A.;1", 21, 1), Disc.Record("OLD.;1", 22, 1)).Put(21, "a"u8.ToArray()).Put(22, "o"u8.ToArray()).ToBytes();
        Disc later = new Disc { Length = (second + 40) * (long)Sector }.Directory(second + 20, Disc.Record("A.;1", 21, 1), Disc.Record("B.;1", second + 21, 1)).Put(second + 21, "b"u8.ToArray());
        byte[] all = later.ToBytes();
        // The descriptors move from 16 to 316, and the root with them.
        all.AsSpan(16 * Sector, 2 * Sector).CopyTo(all.AsSpan((second + 16) * Sector));
        Disc.Both32(all, ((second + 16) * Sector) + 156 + 2, second + 20);
        "NEW "u8.CopyTo(all.AsSpan(((second + 16) * Sector) + 40));
        Disc.Both32(all, ((second + 20) * Sector) + 2, second + 20);
        first.CopyTo(all, 0);

        using (IsoImage newest = IsoImage.Open(new MemoryStream(all)))
        {
            Assert.Equal(["1 at 0: DISC", "2 at 300: NEW"], newest.Sessions.Select(session => $"{session.Number} at {session.FirstSector}: {session.VolumeId}"));
            Assert.Equal(["A=a", "B=b"], newest.Content.Nodes.OfType<ContentFile>().Select(file => $"{file.Name}={(char)file.ReadAll()[0]}"));
            Assert.Equal(["ISOB3005"], newest.Diagnostics.Select(d => d.Code));
            Assert.Equal(316, newest.Descriptors[0].Sector);
            Assert.Contains(newest.Layout.Regions, region => region is { Sector: 16, Name: "session 1 primary" });
        }

        using (IsoImage oldest = IsoImage.Open(new MemoryStream(all), new OpenOptions { Session = 1 }))
        {
            Assert.Equal(["A", "OLD"], oldest.Content.Root.Children.Select(node => node.Name));
        }

        foreach (int none in (int[])[0, 3, -1])
        {
            Diagnostic missing = Assert.Throws<ImageException>(() => IsoImage.Open(new MemoryStream(all), new OpenOptions { Session = none })).Diagnostic;
            Assert.Equal("ISOB3006", missing.Code);
            Assert.Contains("Choose 1 to 2", missing.Message, StringComparison.Ordinal);
        }

        // The second session alone; and the disc, when its first descriptors are gone.
        Diagnostic alone = Assert.Throws<ImageException>(() => IsoImage.Open(new MemoryStream(all[(second * Sector)..]))).Diagnostic;
        Assert.Equal("ISOB3007", alone.Code);
        Assert.Contains("300 sectors", alone.Message, StringComparison.Ordinal);
        all.AsSpan(16 * Sector, 2 * Sector).Clear();
        using IsoImage rest = IsoImage.Open(new MemoryStream(all));
        Assert.Equal(["A", "B"], rest.Content.Root.Children.Select(node => node.Name));
        Assert.Contains("begins at sector 300", Assert.Single(rest.Diagnostics).Message, StringComparison.Ordinal);
    }

    /// <summary>Sessions of a DVD lie farther apart than those of a CD, and begin with one of its blocks of 16 sectors; what lies farther still is not looked for, which is said.</summary>
    [Theory]
    [InlineData(12_176, true)]
    [InlineData(60_000, true)]
    [InlineData(70_000, false)]
    public void Sessions_far_apart(uint second, bool isFound)
    {
        byte[] descriptors = new Disc().Directory(20).ToBytes().AsSpan(16 * Sector, 2 * Sector).ToArray();
        Disc.Both32(descriptors, 156 + 2, second + 20);
        string path = new Disc()
            .Directory(20, Disc.Record("OLD.;1", 21, 1))
            .Put(second + 16, descriptors)
            .Directory(second + 20, Disc.Record("NEW.;1", 21, 1))
            .WriteTo(temp.Combine("far.iso"));

        using IsoImage opened = IsoImage.Open(path);
        Assert.Equal(isFound ? ["NEW"] : ["OLD"], opened.Content.Root.Children.Select(node => node.Name));
        Assert.Equal(isFound ? ["ISOB3005"] : ["ISOB3004"], opened.Diagnostics.Select(found => found.Code));
    }

    [Fact]
    public void Every_field_of_a_descriptor()
    {
        byte[] changed = [.. image];
        Span<byte> primary = changed.AsSpan(16 * Sector, Sector);
        "SYSTEM"u8.CopyTo(primary[8..]);
        "SET"u8.CopyTo(primary[190..]);
        "PREPARER"u8.CopyTo(primary[446..]);
        "COPY.TXT"u8.CopyTo(primary[702..]);
        "ABSTRACT.TXT"u8.CopyTo(primary[739..]);
        "BIBLIO.TXT"u8.CopyTo(primary[776..]);
        "2001020304050600"u8.CopyTo(primary[813..]);
        "2002020304050600"u8.CopyTo(primary[847..]);
        "2003020304050600"u8.CopyTo(primary[864..]);
        using IsoImage opened = IsoImage.Open(new MemoryStream(changed));
        VolumeDescriptorInfo info = opened.Descriptors[0];
        Assert.Equal((VolumeDescriptorKind.Primary, 16L), (info.Kind, info.Sector));
        Assert.Equal(
            "SYSTEM|STORED|SET||PREPARER||COPY.TXT|ABSTRACT.TXT|BIBLIO.TXT",
            string.Join('|', info.SystemId, info.VolumeId, info.VolumeSetId, info.Publisher, info.Preparer, info.ApplicationId, info.CopyrightFile, info.AbstractFile, info.BibliographicFile));
        Assert.Equal((image.Length / Sector, 1, 1, Sector), (info.SpaceSize, info.SetSize, info.SequenceNumber, info.LogicalBlockSize));
        Assert.Equal([2001, 1980, 2002, 2003], ((DateTimeOffset?[])[info.Created, info.Modified, info.Expires, info.Effective]).Select(date => date!.Value.Year));
        Assert.Equal(["STORED", "STORED", ""], opened.Descriptors.Select(descriptor => descriptor.VolumeId));
        Assert.Equal([VolumeDescriptorKind.Primary, VolumeDescriptorKind.Joliet, VolumeDescriptorKind.Terminator], opened.Descriptors.Select(descriptor => descriptor.Kind));
    }

    private static Diagnostic AssertContent(IsoImage opened, string code, DiagnosticSeverity severity = DiagnosticSeverity.Info)
    {
        AssertFiles(opened);
        Diagnostic info = Assert.Single(opened.Diagnostics);
        Assert.Equal((code, severity), (info.Code, info.Severity));
        return info;
    }

    private static void AssertContent(IsoImage opened)
    {
        AssertFiles(opened);
        Assert.Empty(opened.Diagnostics);
    }

    private static void AssertFiles(IsoImage opened)
    {
        Assert.Equal(["/", "/docs", "/docs/readme.txt", "/large.bin"], opened.Content.Nodes.Select(node => node.Path));
        Assert.Equal("read me"u8.ToArray(), ((ContentFile)opened.Content.Find("docs/readme.txt")!).ReadAll());
        ContentFile large = (ContentFile)opened.Content.Find("large.bin")!;
        Assert.True(Large.AsSpan().SequenceEqual(large.ReadAll()));
        using Stream stream = large.OpenRead();
        stream.Position = 12_345;
        byte[] piece = new byte[5000];
        stream.ReadExactly(piece);
        Assert.True(Large.AsSpan(12_345, piece.Length).SequenceEqual(piece));
    }

    private byte[] Raw(int stride, int header)
    {
        byte[] raw = new byte[image.Length / Sector * stride];
        for (int i = 0; i < image.Length / Sector; i++)
        {
            Span<byte> sector = raw.AsSpan(i * stride, stride);
            if (stride >= 2352)
            {
                sector[..12].Fill(0xFF);
                (sector[0], sector[11], sector[15]) = (0, 0, (byte)(header == 16 ? 1 : 2));
            }

            image.AsSpan(i * Sector, Sector).CopyTo(sector[header..]);
            int first = header == 16 ? 0 : header - 8;
            BinaryPrimitives.WriteUInt32LittleEndian(sector[(header + Sector)..], Checksum(sector[first..(header + Sector)]));
        }

        return raw;
    }

    /// <summary>The remainder of a division by (x^16 + x^15 + x^2 + 1)(x^16 + x^2 + x + 1), the lowest bit first (ECMA-130 14.3).</summary>
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        ulong divisor = 0;
        foreach (int power in (int[])[16, 2, 1, 0])
        {
            divisor ^= 0b1_1000_0000_0000_0101UL << power;
        }

        ulong remainder = 0;
        foreach (byte each in bytes)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                remainder = (remainder << 1) ^ ((ulong)((each >> bit) & 1) << 32);
                remainder = (remainder >> 32 & 1) != 0 ? remainder ^ divisor : remainder;
            }
        }

        uint sum = 0;
        for (int i = 0; i < 32; i++)
        {
            sum |= (uint)((remainder >> (31 - i)) & 1) << i;
        }

        return sum;
    }

    /// <summary>Counts what is read.</summary>
    private sealed class CountingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public long Count { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            int read = base.Read(buffer);
            Count += read;
            return read;
        }
    }
}
