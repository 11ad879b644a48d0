using System.Security.Cryptography;
using DiscUtils.Iso9660;
using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Interop.Tests;

/// <summary>DiscUtils, as .NET programs read images with it. It is there with <c>-p:WithDiscUtils=true</c>.</summary>
/// <remarks>It looks names up without case, and takes the first dot for that of the extension: names that differ in less are for the other readers.</remarks>
public class DiscUtilsTests
{
    private static readonly ImageOptions Options = new() { VolumeId = "DISCUTILS", Timestamp = new DateTimeOffset(2026, 1, 31, 12, 34, 56, TimeSpan.Zero) };

    /// <summary>Sizes around sectors, more directories than one, names beyond ASCII and beyond one record.</summary>
    private static readonly Dictionary<string, byte[]> Files = new()
    {
        ["empty.bin"] = [],
        ["one.bin"] = Bytes(1),
        ["sector.bin"] = Bytes(2048),
        ["more.bin"] = Bytes(2049),
        ["large.bin"] = Bytes(300_001),
        ["docs/read me.txt"] = Bytes(77),
        ["docs/ümläut/日本語.txt"] = Bytes(78),
        ["deep/a/b/c/d/e/f/g.txt"] = Bytes(79),
        [$"long/{new string('n', 59)}.txt"] = Bytes(80),
    };

    [Theory]
    [InlineData(ImageFormats.Default, Iso9660Variant.RockRidge)]
    [InlineData(ImageFormats.RockRidge, Iso9660Variant.RockRidge)]
    public void Reads_Rock_Ridge(ImageFormats formats, Iso9660Variant variant)
    {
        using MemoryStream image = Write(formats);
        using CDReader reader = new(image, joliet: false, hideVersions: true);

        Assert.Equal(variant, reader.ActiveVariant);
        Listing.AssertSame(Expected(), Walk(reader, withModes: true), Aspects.Length | Aspects.Content | Aspects.Date | Aspects.Mode);
    }

    [Theory]
    [InlineData(ImageFormats.Default)]
    [InlineData(ImageFormats.Joliet)]
    public void Reads_Joliet(ImageFormats formats)
    {
        using MemoryStream image = Write(formats);
        using CDReader reader = new(image, joliet: true, hideVersions: true);

        Listing.AssertSame(Expected(), Walk(reader, withModes: false), Aspects.Length | Aspects.Content | Aspects.Date);
    }

    [Fact]
    public void Recognises_the_volume()
    {
        using MemoryStream image = Write(ImageFormats.Default);

        Assert.True(CDReader.Detect(image));
        using CDReader reader = new(image, joliet: false);
        Assert.Equal("DISCUTILS", reader.VolumeLabel.TrimEnd());
        Assert.False(reader.HasBootImage);
    }

    private static MemoryStream Write(ImageFormats formats)
    {
        ImageBuilder builder = new(Options with { Formats = formats });
        foreach ((string path, byte[] content) in Files)
        {
            builder.AddFile(path, content);
        }

        MemoryStream image = new();
        builder.Write(image).EnsureSuccess();
        image.Position = 0;
        return image;
    }

    private static IEnumerable<Seen> Expected()
    {
        HashSet<string> directories = [];
        foreach ((string path, byte[] content) in Files)
        {
            for (int slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
            {
                directories.Add(path[..slash]);
            }

            yield return new Seen(path, IsDirectory: false)
            {
                Length = content.Length,
                Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
                Mode = (UnixFileMode)0b110_100_100,
                Modified = Options.Timestamp,
            };
        }

        foreach (string directory in directories)
        {
            yield return new Seen(directory, IsDirectory: true) { Mode = (UnixFileMode)0b111_101_101, Modified = Options.Timestamp };
        }
    }

    private static IEnumerable<Seen> Walk(CDReader reader, bool withModes)
    {
        Stack<string> pending = new([@"\"]);
        while (pending.TryPop(out string? folder))
        {
            foreach (string directory in reader.GetDirectories(folder))
            {
                pending.Push(directory);
                yield return See(directory, isDirectory: true);
            }

            foreach (string file in reader.GetFiles(folder))
            {
                using Stream stream = reader.OpenFile(file, FileMode.Open);
                yield return See(file, isDirectory: false) with
                {
                    Length = reader.GetFileLength(file),
                    Sha256 = Convert.ToHexStringLower(SHA256.HashData(stream)),
                };
            }
        }

        Seen See(string path, bool isDirectory) => new(path.Trim('\\').Replace('\\', '/'), isDirectory)
        {
            Modified = reader.GetLastWriteTimeUtc(path),
            Mode = withModes ? (UnixFileMode)(int)reader.GetUnixFileInfo(path).Permissions : null,
        };
    }

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)((i * 31) + length))];
}
