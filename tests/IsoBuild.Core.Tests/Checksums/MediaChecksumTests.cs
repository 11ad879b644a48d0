using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;
using IsoBuild.Layout;

namespace IsoBuild.Core.Tests.Checksums;

/// <summary>The checksum of isomd5sum, in the application use field of the primary descriptor.</summary>
public class MediaChecksumTests : IDisposable
{
    private const int Field = (16 * 2048) + 883;

    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    private static ImageBuilder Builder(int padding = 1)
    {
        byte[] bytes = new byte[3_000_000];
        new Random(2).NextBytes(bytes);
        return new ImageBuilder(Images.Small with { MediaChecksum = true, PaddingSectors = padding }).AddFile("data", bytes).AddFile("script", "#!/bin/sh\n"u8.ToArray());
    }

    /// <summary>
    /// The rules, written down once more: MD5 of all but the last 15 sectors, the field taken as spaces; read in pieces of 32 KiB, and after
    /// each piece that begins in another 21st than the one before, three digits of what has been summed up to there.
    /// </summary>
    [Fact]
    public void It_is_the_sum_of_the_image()
    {
        byte[] image = Builder().ToBytes();
        string text = Encoding.ASCII.GetString(image, Field, 512);
        image.AsSpan(Field, 512).Fill((byte)' ');
        int length = image.Length - (15 * 2048);
        StringBuilder fragments = new();
        for (int start = 32768, fragment = 0; start < length; start += 32768)
        {
            if (start / (length / 21) != fragment)
            {
                fragment = start / (length / 21);
                byte[] sum = MD5.HashData(image.AsSpan(0, Math.Min(length, start + 32768)));
                fragments.Append(string.Concat(sum[..3].Select(value => value.ToString("x", CultureInfo.InvariantCulture)[0])));
            }
        }

        Assert.Equal(60, fragments.Length);
        string md5 = Convert.ToHexStringLower(MD5.HashData(image.AsSpan(0, length)));
        Assert.Equal($"ISO MD5SUM = {md5};SKIPSECTORS = 15;RHLISOSTATUS=0;FRAGMENT SUMS = {fragments};FRAGMENT COUNT = 20;THIS IS NOT THE SAME AS RUNNING MD5SUM ON THIS ISO!!".PadRight(512), text);
    }

    /// <summary>To a stream, the descriptor goes first, and is what it will have been.</summary>
    [Fact]
    public void Streams_get_the_same_bytes()
    {
        Builder().Write(temp.Combine("x.iso"), new WriteOptions { ComputeSha256 = true }).EnsureSuccess();
        byte[] bytes = File.ReadAllBytes(temp.Combine("x.iso"));
        Assert.Equal(bytes, Builder().ToBytes());
        using MemoryStream stream = new();
        BuildResult hashed = Builder().Write(stream, new WriteOptions { ComputeSha256 = true }).EnsureSuccess();
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), hashed.Sha256);

        using IsoImage image = IsoImage.Open(temp.Combine("x.iso"));
        Assert.Equal(Builder().Plan().Layout!.Named("x.iso").ToString(), image.Layout.ToString());
        Assert.DoesNotContain(image.Verify().Findings, finding => finding.Severity != DiagnosticSeverity.Info);
    }

    /// <summary>Small images grow until 20 fragments are as large as what isomd5sum reads at once: 351 sectors.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(150)]
    [InlineData(400)]
    public void Small_images_are_padded(int padding)
    {
        ImageBuilder builder = new ImageBuilder(Images.Small with { MediaChecksum = true, PaddingSectors = padding }).AddFile("a", new byte[1]);
        byte[] bytes = builder.ToBytes();
        Assert.True(bytes.Length >= 351 * 2048 && (padding == 400 || bytes.Length == 351 * 2048), $"{bytes.Length}");
        using IsoImage image = IsoImage.Open(new MemoryStream(bytes));
        Assert.Equal(builder.Plan().Layout!.ToString(), image.Layout.ToString());
        Assert.DoesNotContain(image.Verify().Findings, finding => finding.Severity != DiagnosticSeverity.Info);
        Assert.Equal(351, MediaChecksum.LeastSectors);
    }

    [Fact]
    public void Damage_is_found_and_so_are_wrong_fragments()
    {
        byte[] bytes = Builder().ToBytes();
        int fragments = bytes.AsSpan().IndexOf("FRAGMENT SUMS = "u8) + 16;
        byte before = bytes[fragments];
        bytes[fragments] = before == '0' ? (byte)'1' : (byte)'0';
        Assert.Equal("ISOB3490", Assert.Single(Findings(bytes)).Code);
        bytes[fragments] = before;
        Assert.Empty(Findings(bytes));
        bytes[bytes.Length / 2] ^= 1;
        Assert.Equal("ISOB3451", Assert.Single(Findings(bytes)).Code);

        static IEnumerable<Diagnostic> Findings(byte[] bytes)
        {
            using IsoImage image = IsoImage.Open(new MemoryStream(bytes));
            return [.. image.Verify().Findings.Where(finding => finding.Severity == DiagnosticSeverity.Error)];
        }
    }
}
