using System.Buffers.Binary;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Core.Tests.Hostile;

/// <summary>Images that somebody damaged, or made up: reading them works or says what is wrong, in bounded time.</summary>
public class HostileImageTests : IDisposable
{
    private const int Sector = 2048;

    private readonly TempDirectory temp = new();
    private readonly string path;

    /// <summary>Every structure, a name that goes on in a continuation area, directories below directories.</summary>
    private readonly byte[] sound = new ImageBuilder(new ImageOptions { VolumeId = "HOSTILE", PaddingSectors = 0 })
        .AddFile("readme.txt", "hello"u8.ToArray())
        .AddFile("dir/sub/" + new string('n', 200), new byte[3000])
        .AddFile("dir/b", new byte[1])
        .AddEmptyDirectory("empty")
        .ToBytes();

    public HostileImageTests() => path = temp.Write("x.iso", sound);

    public void Dispose() => temp.Dispose();

    /// <summary>Four values for every byte that any reader looks at.</summary>
    [Fact]
    public void Every_byte_in_turn()
    {
        Region[] structures = [.. Layout().Regions.Where(region => region.Kind is RegionKind.VolumeDescriptor or RegionKind.Directory or RegionKind.Continuation or RegionKind.PathTable)];
        using FileStream image = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        int tried = 0;
        foreach (Region region in structures)
        {
            // Slack and unused fields are passed over: a zero that nobody wrote is a zero that nobody reads.
            int end = (int)(region.Offset + region.Length);
            for (int i = (int)region.Offset; i < end; i++)
            {
                if (sound[i] == 0 && sound.AsSpan(i, Math.Min(16, end - i)).IndexOfAnyExcept((byte)0) < 0)
                {
                    continue;
                }

                foreach (byte value in (byte[])[0, 0xFF, (byte)(sound[i] + 1), (byte)(sound[i] ^ 0x80)])
                {
                    Poke(image, i, [value]);
                    ReadAll($"byte {i} = {value:X2}");
                    tried++;
                }

                Poke(image, i, [sound[i]]);
            }
        }

        Assert.InRange(tried, 3000, 60_000);
        Assert.Equal(sound, File.ReadAllBytes(path));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(22)]
    [InlineData(333)]
    public void Several_bytes_at_once(int seed)
    {
        Random random = new(seed);
        int first = 16 * Sector;
        int last = (int)Layout().Regions.First(region => region.Kind == RegionKind.File).Offset;
        for (int round = 0; round < 700; round++)
        {
            byte[] damaged = [.. sound];
            for (int hits = random.Next(1, 40); hits > 0; hits--)
            {
                int at = random.Next(first, last);
                switch (random.Next(4))
                {
                    case 0:
                        damaged[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        BinaryPrimitives.WriteUInt32LittleEndian(damaged.AsSpan(at), (uint)random.Next(0, 64));
                        break;
                    case 2:
                        BinaryPrimitives.WriteUInt32LittleEndian(damaged.AsSpan(at), uint.MaxValue - (uint)random.Next(0, 3));
                        break;
                    default:
                        sound.AsSpan(random.Next(first, last), 34).CopyTo(damaged.AsSpan(at));
                        break;
                }
            }

            File.WriteAllBytes(path, damaged);
            ReadAll($"seed {seed}, round {round}");
        }
    }

    [Fact]
    public void Cut_anywhere()
    {
        for (int sector = 0; sector < sound.Length / Sector; sector++)
        {
            foreach (int more in (int[])[0, 1, 100, 2047])
            {
                int length = (sector * Sector) + more;
                File.WriteAllBytes(path, sound.AsSpan(0, length));
                ReadAll($"length {length}");
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("not an image")]
    public void No_image_at_all(string content)
    {
        File.WriteAllText(path, content);
        Diagnostic error = Assert.Throws<ImageException>(() => IsoImage.Open(path)).Diagnostic;
        Assert.Equal(("ISOB3001", DiagnosticSeverity.Error), (error.Code, error.Severity));
        Assert.Contains("Check that it is an image, and complete", error.Message, StringComparison.Ordinal);

        File.WriteAllBytes(path, new byte[40 * Sector]);
        Assert.Equal("ISOB3001", Assert.Throws<ImageException>(() => IsoImage.Open(path)).Diagnostic.Code);
        Assert.ThrowsAny<IOException>(() => IsoImage.Open(temp.Combine("missing.iso")));
    }

    [Fact]
    public void Other_block_sizes_are_refused()
    {
        Damage(image => BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan((16 * Sector) + 128), 512));
        Diagnostic error = Assert.Throws<ImageException>(() => IsoImage.Open(path)).Diagnostic;
        Assert.Equal("ISOB3003", error.Code);
        Assert.Contains("512 bytes. Only 2048", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_and_directories_beyond_the_end_are_told()
    {
        File.WriteAllBytes(path, sound.AsSpan(0, sound.Length - (2 * Sector)));
        using (IsoImage image = IsoImage.Open(path))
        {
            Assert.NotEmpty(image.Diagnostics);
            Assert.All(image.Diagnostics, d => Assert.Equal(("ISOB3002", DiagnosticSeverity.Error), (d.Code, d.Severity)));
            Assert.Contains(image.Diagnostics, d => d.Item == "/readme.txt" && d.Message.Contains("beyond the image's end", StringComparison.Ordinal));
        }

        Damage(image => BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan((16 * Sector) + 156 + 2), 1_000_000));
        using IsoImage rootless = IsoImage.Open(path);
        Assert.Contains(rootless.Diagnostics, d => d is { Code: "ISOB3002", Item: "/" });
    }

    /// <summary>A directory that is its own child would be walked for ever.</summary>
    [Fact]
    public void Circles_are_told()
    {
        ImageLayout layout = Layout();
        Region root = layout.Regions.First(region => region.Kind == RegionKind.Directory);
        Region dir = layout.Regions.First(region => region.Kind == RegionKind.Directory && region.Name.EndsWith("/dir", StringComparison.Ordinal));
        Damage(image =>
        {
            // Wherever the root's records lead to /dir, they now lead to the root.
            Span<byte> records = image.AsSpan((int)root.Offset, Sector);
            for (int at = 0; records[at] != 0; at += records[at])
            {
                if (BinaryPrimitives.ReadUInt32LittleEndian(records[(at + 2)..]) == dir.Sector)
                {
                    BinaryPrimitives.WriteUInt32LittleEndian(records[(at + 2)..], (uint)root.Sector);
                }
            }
        });
        using IsoImage image = IsoImage.Open(path);
        Assert.Contains(image.Diagnostics, d => d is { Code: "ISOB3003", Item: "/dir" } && d.Message.Contains("has a loop", StringComparison.Ordinal));
        Assert.Empty(Assert.IsType<ContentDirectory>(image.Content.Find("dir")).Children);
    }

    [Fact]
    public void A_record_longer_than_its_sector_is_told()
    {
        Region root = Layout().Regions.First(region => region.Kind == RegionKind.Directory);
        Damage(image =>
        {
            Span<byte> records = image.AsSpan((int)root.Offset, Sector);
            int last = 0;
            for (int at = 0; records[at] != 0; at += records[at])
            {
                last = at;
            }

            BinaryPrimitives.WriteUInt32LittleEndian(records[(last + 10)..], 4);
            records[last + 32] = 0xFF;
        });
        using IsoImage image = IsoImage.Open(path);
        Assert.Contains(image.Diagnostics, d => d is { Code: "ISOB3003", Item: "/" } && d.Message.Contains("does not fit", StringComparison.Ordinal));
    }

    private ImageLayout Layout()
    {
        using IsoImage opened = IsoImage.Open(path);
        return opened.Layout;
    }

    private void Damage(Action<byte[]> change)
    {
        byte[] damaged = [.. sound];
        change(damaged);
        File.WriteAllBytes(path, damaged);
    }

    private static void Poke(FileStream image, int position, ReadOnlySpan<byte> bytes) => RandomAccess.Write(image.SafeFileHandle, bytes, position);

    private void ReadAll(string what) => Patience.Bound(() => what, () =>
    {
        try
        {
            using IsoImage image = IsoImage.Open(path);
            _ = image.Layout.ToString();
            foreach (ContentTree? tree in (ContentTree?[])[image.Content, image.ContentOf(ImageFormats.Iso9660), image.ContentOf(ImageFormats.Joliet)])
            {
                foreach (ContentNode node in tree?.Nodes ?? [])
                {
                    _ = node.Path;
                    _ = node.Modified;
                    if (node is ContentFile file)
                    {
                        using Stream stream = file.OpenStored();
                        stream.CopyTo(Stream.Null);
                    }
                }
            }
        }
        catch (ImageException refused)
        {
            Assert.StartsWith("ISOB3", refused.Diagnostic.Code, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{what}: {e}");
        }
    });
}
