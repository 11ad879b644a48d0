using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Fuzz;

/// <summary>Builds an image around content that is interpreted: lists of checksums, and what boots or plays. The first byte of an input says as what the rest is added.</summary>
public static class ListsTarget
{
    private const long MostAllocated = 64 << 20;

    /// <summary>Lists of checksums come first; <see cref="Lists"/> of them.</summary>
    private static readonly string[] Names =
    [
        "md5sum.txt", "SHA256SUMS", "CHECKSUM", ".treeinfo", "a.sha256", "dir/SHA1SUMS",
        "VIDEO_TS/VIDEO_TS.IFO", "VIDEO_TS/VTS_01_0.IFO", "isolinux/isolinux.bin", "boot/grub/efi.img", "EFI/BOOT/BOOTX64.EFI", "isolinux/isohdpfx.bin",
    ];

    private const int Lists = 6;

    public static void Try(ReadOnlySpan<byte> input)
    {
        if (input.Length < 2)
        {
            return;
        }

        int kind = input[0] % Names.Length;
        byte[] content = input[1..].ToArray();
        long before = GC.GetAllocatedBytesForCurrentThread();
        byte[]? image = Build(kind, content);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        FuzzFault.If(allocated > MostAllocated, $"Building took {allocated >> 20} MiB.");
        if (image is null)
        {
            return;
        }

        ImageLook.Describe(image);
        if (kind < Lists)
        {
            byte[] made = Read(image, Names[kind]);
            CheckList(content, made);
            FuzzFault.If(Build(kind, made) is not { } again || !Read(again, Names[kind]).AsSpan().SequenceEqual(made), "A list that is up to date is changed.");
        }
    }

    /// <summary>The image; <see langword="null"/> where it is said why there is none.</summary>
    private static byte[]? Build(int kind, byte[] content)
    {
        ImageOptions options = new() { VolumeId = "LISTS", PaddingSectors = 0, UpdateChecksums = true, BootLoader = kind < Lists ? ElTorito.BootLoader.None : ElTorito.BootLoader.Auto };
        ImageBuilder builder = new ImageBuilder(kind == 11 ? options with { Hybrid = new Partitions.HybridOptions() } : options)
            .AddFile("a", "content of a"u8.ToArray())
            .AddFile("dir/b", "content of b"u8.ToArray())
            .AddFile(Names[kind], content);
        if (kind is 6 or 7)
        {
            builder.AddFile("VIDEO_TS/VTS_01_1.VOB", new byte[4096]).AddFile("VIDEO_TS/VIDEO_TS.BUP", content).AddFile(kind == 6 ? "VIDEO_TS/VTS_01_0.IFO" : "VIDEO_TS/VIDEO_TS.IFO", content);
        }
        else if (kind == 11)
        {
            builder.AddFile("isolinux/isolinux.bin", new byte[2048]);
        }

        using MemoryStream made = new();
        BuildResult result = builder.Write(made, new WriteOptions { Threads = 1 });
        bool hasErrors = result.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        FuzzFault.If(result.Succeeded == hasErrors, result.Succeeded ? "There is an image, and errors." : "There is no image, and no error.");
        return result.Succeeded ? made.ToArray() : null;
    }

    private static byte[] Read(byte[] bytes, string path)
    {
        using IsoImage image = ImageLook.Open(bytes) ?? throw new FuzzFault("The image that was made is refused.");
        ContentFile file = (ContentFile?)image.Content.Find(path) ?? throw new FuzzFault($"{path} is gone.");
        using Stream stream = file.OpenRead();
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>Of a list, nothing changes but digits of hashes, and those are of the files' bytes; or whole lines of files that are not there go.</summary>
    private static void CheckList(byte[] before, byte[] after)
    {
        string[] hashes = [.. new[] { "content of a", "content of b" }.Select(Encoding.ASCII.GetBytes).SelectMany(each => (byte[][])[MD5.HashData(each), SHA1.HashData(each), SHA256.HashData(each), SHA384.HashData(each), SHA512.HashData(each)]).Select(Convert.ToHexStringLower)];
        if (before.Length != after.Length)
        {
            FuzzFault.If(after.Length > before.Length, "The list grew.");
            return;
        }

        for (int i = 0; i < before.Length; i++)
        {
            if (before[i] == after[i])
            {
                continue;
            }

            int start = i;
            int end = i;
            while (start > 0 && char.IsAsciiHexDigit((char)after[start - 1]))
            {
                start--;
            }

            while (end < after.Length && char.IsAsciiHexDigit((char)after[end]))
            {
                end++;
            }

            string digits = Encoding.ASCII.GetString(after, start, end - start).ToLower(CultureInfo.InvariantCulture);
            FuzzFault.If(!hashes.Any(hash => digits.Contains(hash, StringComparison.Ordinal)), $"\"{digits}\" was written, which is no hash of a file.");
            i = end;
        }
    }
}
