using System.Globalization;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Writing;

/// <summary>Finds out whether an image could have shared the blocks of large files, had they begun at multiples of a block.</summary>
internal static class SharingHint
{
    private const long SmallestFile = 1 << 20;
    private const long WorthSaying = 1 << 24;

    /// <param name="layout">The layout.</param>
    /// <param name="image">The image, while it is written.</param>
    /// <param name="imagePath">Its path.</param>
    public static IEnumerable<Diagnostic> Find(ImageLayout layout, SafeFileHandle image, string imagePath)
    {
        try
        {
            return UnixCalls.FileSystemOf(image) == FileSystemKind.Sharing ? Find(layout, UnixCalls.Look(image).Device, imagePath) : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ImageException)
        {
            return [];
        }
    }

    private static Diagnostic[] Find(ImageLayout layout, ulong device, string imagePath)
    {
        var (count, bytes) = (0, 0L);
        Region? largest = null;
        foreach (var region in layout.Regions)
        {
            if (region is { File: { } file, Stored: null, Length: >= SmallestFile } && region.Offset % KernelCopy.Block != 0 && IsOn(device, file.Source))
            {
                (count, bytes) = (count + 1, bytes + region.Length);
                largest = largest is null || region.Length > largest.Length ? region : largest;
            }
        }

        if (bytes < WorthSaying)
        {
            return [];
        }

        // XFS may have been made without it.
        using var content = largest!.File!.Source.Open();
        using var folder = UnixCalls.OpenFolder(Path.GetDirectoryName(Path.GetFullPath(imagePath))!);
        using var probe = UnixCalls.TryCreateUnnamed(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        if (content.Handle is null || probe is null || !UnixCalls.TryShare(content.Handle, content.Start, probe, offset: 0, KernelCopy.Block))
        {
            return [];
        }

        var (what, they, begin) = count == 1 ? ("A large file", "it does", "it takes") : (string.Create(CultureInfo.InvariantCulture, $"{count} large files"), "they do", "they take");
        return
        [
            new Diagnostic(
                DiagnosticId.BlocksNotShared,
                DiagnosticSeverity.Info,
                imagePath,
                string.Create(CultureInfo.InvariantCulture, $"{what} ({bytes} bytes in total) had to be copied, because {they} not begin at multiples of {KernelCopy.Block} bytes in the image. With an alignment of {KernelCopy.Block} (--align, IsoAlignment, Alignment), the image shares their blocks on this file system: {begin} hardly any time, and no more room on the disk.")) { SourcePath = imagePath },
        ];
    }

    /// <summary>Whether a content lies on a device, where its blocks begin.</summary>
    private static bool IsOn(ulong device, ContentSource source) =>
        source.FilePath is { } path ? UnixCalls.TryLookThrough(path, out var status) && status.Device == device
        : source.Place is var (file, start) && start % KernelCopy.Block == 0 && UnixCalls.Look(file).Device == device;
}
