using System.Buffers;
using IsoBuild.Layout;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Tasks;

/// <summary>The bytes of files as the image that was made of them has them: one file to open, instead of each of them again.</summary>
internal sealed class StoredBytes : IDisposable
{
    private readonly SafeFileHandle? image;
    private readonly Dictionary<string, Region> regions = new(StringComparer.Ordinal);

    public StoredBytes(ImageLayout layout, string imagePath)
    {
        // What firmware starts may have been changed once it was copied.
        var patched = layout.Views.Where(view => view.Kind == ViewKind.BootImage).Select(view => view.Offset).ToHashSet();
        foreach (var region in layout.Regions)
        {
            if (region is { Kind: RegionKind.File, File: { Source.FilePath: { } path } file } && region.Length == file.Length && !patched.Contains(region.Offset))
            {
                regions[path] = region;
            }
        }

        try
        {
            image = File.OpenHandle(imagePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Somebody has it for himself: the files tell the same.
        }
    }

    /// <summary>The SHA-256 of a small file's bytes; <see langword="null"/> where the image does not tell.</summary>
    public string? HashOf(InputFile file)
    {
        if (image is null || !file.IsHashed || !regions.TryGetValue(file.Path, out var region) || region.Length != file.Length)
        {
            return null;
        }

        var buffer = ArrayPool<byte>.Shared.Rent((int)region.Length);
        try
        {
            var count = 0;
            while (count < region.Length && RandomAccess.Read(image, buffer.AsSpan(count, (int)region.Length - count), region.Offset + count) is > 0 and var read)
            {
                count += read;
            }

            return count == region.Length ? ChangeHash.Of(buffer.AsSpan(0, count)) : null;
        }
        catch (IOException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose() => image?.Dispose();
}
