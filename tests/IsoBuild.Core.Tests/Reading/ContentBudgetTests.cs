using System.Buffers.Binary;
using System.Security.Cryptography;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Reading;

/// <summary>How much of an image is read for the hashes of all files.</summary>
public sealed class ContentBudgetTests
{
    private const int Section = 4 << 20;

    /// <summary>Sections that are all the same 4 MiB: 4 times those and 64 MiB are 80 MiB, and 360 KiB for the structures.</summary>
    [Theory]
    [InlineData(20, false)]
    [InlineData(21, true)]
    public void Sections_that_are_all_the_same_bytes_are_refused_where_they_are_too_many(int sections, bool isRefused)
    {
        using IsoImage image = IsoImage.Open(new MemoryStream(Bytes(sections)));
        using StringWriter text = new();
        Diagnostic? told = (Record.Exception(() => image.Layout.WriteTo(text, contentHashes: true)) as ContentException)?.Diagnostic;
        Assert.Equal(isRefused ? (DiagnosticId.ExtractTooLarge, "/A", "") : ((DiagnosticId?)null, null, text.ToString()), (told?.Id, told?.Item, text.ToString()));
        Assert.Equal(!isRefused, text.ToString().Contains("sha256", StringComparison.Ordinal));

        // A new image would hold all of it, and its names that are the same file but once.
        using TempDirectory temp = new();
        PlanResult plan = new ImageBuilder().BasedOn(temp.Write("base.iso", Bytes(sections))).Plan();
        Assert.Equal(isRefused, plan.Diagnostics.Any(each => each.Id == DiagnosticId.ExtractTooLarge));

        // The map without hashes reads no content.
        Assert.Contains("/A", image.Layout.ToString(), StringComparison.Ordinal);
    }

    private static byte[] Bytes(int sections) => new Disc()
        .Directory(20, Enumerable.Range(1, sections).Select(i => Disc.Record("A.;1", 30, Section, flags: (byte)(i == sections ? 0 : 0x80))))
        .Put(30, new byte[Section])
        .ToBytes();

    /// <summary>What is well packed costs little: 100 MiB of zeros in 3 KiB (zisofs: blocks without bytes are zeros).</summary>
    [Fact]
    public void Content_that_is_well_packed_is_read()
    {
        const int size = 100 << 20;
        const int blocks = size >> 17;
        byte[] packed = new byte[16 + (4 * (blocks + 1))];
        byte[] magic = [0x37, 0xE4, 0x53, 0x96, 0xC9, 0xDB, 0xD6, 0x07];
        magic.CopyTo(packed, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(packed.AsSpan(8), size);
        (packed[12], packed[13]) = (4, 17);
        for (int i = 0; i <= blocks; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(packed.AsSpan(16 + (4 * i)), (uint)packed.Length);
        }

        using IsoImage image = new Disc()
            .PosixRoot(Disc.Record("A.;1", 30, (uint)packed.Length, systemUse: [.. Susp.PX(0x81A4), .. Susp.ZF("pz", 4, 17, size)]))
            .Put(30, packed)
            .Open();
        using StringWriter text = new();
        image.Layout.WriteTo(text, contentHashes: true);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(new byte[size])), text.ToString(), StringComparison.Ordinal);
    }
}
