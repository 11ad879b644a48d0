using System.Security.Cryptography;
using IsoBuild.Content;

namespace IsoBuild.Core.Tests.Placing;

/// <summary>Holes stay holes: of sources in images, and of images in what is extracted.</summary>
public class SparseTests : IDisposable
{
    private const int Piece = 1 << 16;

    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    /// <summary>A file with some bytes in the middle and at both ends, and nothing between.</summary>
    private string MakeSparse(string name, long length)
    {
        string path = temp.Combine(name);
        using FileStream file = File.Create(path);
        file.SetLength(length);
        byte[] bytes = new byte[Piece];
        new Random(9).NextBytes(bytes);
        foreach (long position in (long[])[0, (length / 2) + 123, length - Piece])
        {
            file.Position = position;
            file.Write(bytes);
        }

        return path;
    }

    /// <summary>How many bytes a file occupies on disk.</summary>
    private static long Occupied(string path) =>
        512 * long.Parse(CommandLine.Run("stat", ["-c", "%b", path]).EnsureSuccess().Output, System.Globalization.CultureInfo.InvariantCulture);

    private static byte[] Sha256(string path)
    {
        using FileStream file = File.OpenRead(path);
        return SHA256.HashData(file);
    }

    [ToolFact("stat")]
    public void An_image_of_a_sparse_file_is_sparse_and_so_is_what_is_extracted()
    {
        const long length = 300L << 20;
        Directory.CreateDirectory(temp.Combine("in"));
        string source = MakeSparse("in/big", length);
        if (!OperatingSystem.IsLinux() || Occupied(source) > 16 << 20)
        {
            // No holes are made, or none are told of, on this file system: nothing to keep.
            return;
        }

        File.WriteAllBytes(temp.Combine("in/small"), new byte[1000]);
        ImageBuilder builder = new ImageBuilder(Images.Small).AddDirectory("", temp.Combine("in"));
        string path = temp.Combine("x.iso");
        builder.Write(path).EnsureSuccess();
        Assert.InRange(Occupied(path), 3 * Piece, 16 << 20);
        using IsoImage image = IsoImage.Open(path);
        image.Extract(temp.Combine("out"));
        Assert.InRange(Occupied(temp.Combine("out/big")), 3 * Piece, 16 << 20);
        Assert.Equal(length, new FileInfo(temp.Combine("out/big")).Length);
        Assert.Equal(Sha256(source), Sha256(temp.Combine("out/big")));
        Assert.Equal(new byte[1000], File.ReadAllBytes(temp.Combine("out/small")));

        // An image without holes, which holds the same zeros: what is extracted has holes again.
        string dense = temp.Combine("dense.iso");
        using (FileStream to = File.Create(dense))
        {
            builder.Write(to).EnsureSuccess();
        }

        Assert.InRange(Occupied(dense), length, 2 * length);
        Assert.Equal(Sha256(path), Sha256(dense));
        using IsoImage other = IsoImage.Open(dense);
        other.Extract(temp.Combine("again"));
        Assert.InRange(Occupied(temp.Combine("again/big")), 3 * Piece, 16 << 20);
        Assert.Equal(Sha256(source), Sha256(temp.Combine("again/big")));
    }
}
