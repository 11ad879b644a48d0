using System.Globalization;
using System.Text;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Layout;
using IsoBuild.Reading;
using IsoBuild.Verifying;

namespace IsoBuild.Fuzz;

/// <summary>Reads an EFI system partition out of an image, and puts a file into it.</summary>
public static class FatTarget
{
    private const int Sectors = 160;
    private const long MostAllocated = 64 << 20;
    private const long MostContent = 1 << 18;
    private const string Added = "EFI/ADDED.EFI";

    private static readonly Lazy<(byte[] Image, int Offset)> Frame = new(MakeFrame);

    public static void Try(ReadOnlySpan<byte> input)
    {
        byte[] fat = SparseImage.Unpack(input);
        byte[] image = [.. Frame.Value.Image];
        fat.AsSpan(0, Math.Min(fat.Length, Sectors * 2048)).CopyTo(image.AsSpan(Frame.Value.Offset));
        long before = GC.GetAllocatedBytesForCurrentThread();
        string first = Describe(image, out SortedDictionary<string, byte[]?>? files);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        FuzzFault.If(allocated > MostAllocated, $"Looking took {allocated >> 20} MiB.");
        if (input.Length % 4 == 0)
        {
            FuzzFault.If(!string.Equals(first, Describe(image, out _), StringComparison.Ordinal), "The same image is not always the same.");
        }

        if (input.Length % 2 == 1 && files is not null)
        {
            Merge(image, files);
        }
    }

    /// <summary>What is in the partition stays as it is, or nothing is made.</summary>
    private static void Merge(byte[] image, SortedDictionary<string, byte[]?> files)
    {
        using Scratch scratch = new();
        string path = scratch.File("base.iso", image);
        using MemoryStream made = new();
        BuildResult result = new ImageBuilder().BasedOn(path).AddEfiBoot(Added, "MZ"u8.ToArray()).Write(made);
        FuzzFault.If(!result.Succeeded && !result.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error), "Nothing was made, and nobody says why.");
        if (!result.Succeeded)
        {
            return;
        }

        Describe(made.ToArray(), out SortedDictionary<string, byte[]?>? after);
        FuzzFault.If(after is null, "The partition that was made cannot be read.");
        foreach (var (name, content) in files)
        {
            if (name.Equals(Added, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            FuzzFault.If(!after!.TryGetValue(name, out byte[]? now), $"{name} is gone.");
            FuzzFault.If(content is not null && (now is null || !content.AsSpan().SequenceEqual(now)), $"{name} has other content.");
        }
    }

    /// <param name="bytes">The image.</param>
    /// <param name="files">The content of the partition's files by their paths; of directories, and of what cannot be read, nothing.</param>
    private static string Describe(byte[] bytes, out SortedDictionary<string, byte[]?>? files)
    {
        files = null;
        using IsoImage image = ImageLook.Open(bytes) ?? throw new FuzzFault("The image around the partition was refused.");
        BootEntryInfo? entry = image.Boot?.Entries.FirstOrDefault(each => each.IsFat);
        StringBuilder found = new();
        if (entry is not null)
        {
            files = new(StringComparer.Ordinal);
            long rest = MostContent;
            foreach (BootImageFile file in image.FilesOf(entry))
            {
                FuzzFault.If(file.Path.Split('/').Any(name => name.Length == 0 || name is "." or ".." || name.AsSpan().ContainsAny('\0', '\\')), $"The path \"{file.Path}\" came through.");
                FuzzFault.If(!files.TryAdd(file.Path, null), $"{file.Path} is there twice.");
                found.Append(CultureInfo.InvariantCulture, $"{file.Path} {file.Length} {file.Modified:O}\n");
                if (!file.IsDirectory && file.Length <= rest)
                {
                    rest -= file.Length;
                    files[file.Path] = Read(file, found);
                }
            }
        }

        found.Append(image.Verify(new VerifyOptions { Consumers = [ImageConsumer.Uefi] }));
        return found.ToString();
    }

    private static byte[]? Read(BootImageFile file, StringBuilder found)
    {
        try
        {
            using Stream stream = file.OpenRead();
            using MemoryStream copy = new();
            stream.CopyTo(copy);
            FuzzFault.If(copy.Length != file.Length, $"{file.Path} is said to have {file.Length} bytes, and has {copy.Length}.");
            found.Append(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(copy.GetBuffer().AsSpan(0, (int)copy.Length))));
            return copy.ToArray();
        }
        catch (ContentException damaged) when (damaged.Diagnostic.Code.StartsWith("ISOB3", StringComparison.Ordinal))
        {
            found.Append(damaged.Diagnostic);
            return null;
        }
    }

    private static (byte[] Image, int Offset) MakeFrame()
    {
        using MemoryStream image = new();
        BuildResult result = new ImageBuilder(new ImageOptions { VolumeId = "FRAME", PaddingSectors = 0, Formats = ImageFormats.Iso9660 })
            .AddFile("EFI.IMG", new byte[Sectors * 2048])
            .AddBootEntry(new BootEntry { ImagePath = "EFI.IMG", Platform = BootPlatform.Uefi })
            .Write(image)
            .EnsureSuccess();
        return (image.ToArray(), (int)result.Layout!.Regions.Single(region => region.Kind == RegionKind.File).Offset);
    }
}
