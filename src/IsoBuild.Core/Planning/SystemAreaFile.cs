using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;
using IsoBuild.Partitions;

namespace IsoBuild.Planning;

/// <summary>The system area that a file has, such as the <c>IP.BIN</c> of a console.</summary>
internal static class SystemAreaFile
{
    private const int Most = FixedAreas.SystemAreaSectors * Bytes.Sector.Size;

    /// <summary>Puts the file into the system area, in place of what the base has there. Tables of partitions are written over it; the code of its master boot record stays, unless somebody named another.</summary>
    /// <param name="options">The options, whose boot code is the file's then.</param>
    /// <param name="kept">What is kept of the base.</param>
    /// <param name="isCodeNamed">Whether somebody named boot code.</param>
    /// <param name="diagnostics">Is told why there is none.</param>
    public static void Apply(ref ImageOptions options, ref KeptVolume? kept, bool isCodeNamed, DiagnosticBag diagnostics)
    {
        var area = !options.SystemAreaBytes.IsEmpty ? [.. options.SystemAreaBytes.Span, .. new byte[Most - options.SystemAreaBytes.Length]]
            : options.SystemArea is { Length: > 0 } path ? Read(path, diagnostics)
            : null;
        if (area is null)
        {
            return;
        }

        var code = area.AsSpan(0, MasterBootRecord.CodeSize);
        if (options.Hybrid is { } hybrid)
        {
            if (!isCodeNamed && code.ContainsAnyExcept((byte)0))
            {
                options = options with { Hybrid = hybrid with { BootCode = code.ToArray(), SkippedBlocks = null } };
            }

            // Tables that were somebody else's say nothing of this image.
            area.AsSpan(0, Block.Size).Clear();
            if (area.AsSpan(GptHeader.PrimaryBlock * Block.Size).StartsWith(GptHeader.Signature))
            {
                area.AsSpan(GptHeader.PrimaryBlock * Block.Size, GptHeader.DefaultSize).Clear();
            }
        }

        kept = (kept ?? new KeptVolume()) with { SystemArea = area, Pointers = [] };
    }

    /// <summary>Whether somebody named boot code, or said that there is to be none.</summary>
    public static bool IsCodeNamed(HybridOptions? hybrid) => hybrid is { BootCodePath.Length: > 0 } or { BootCode.IsEmpty: false } or { NoBootCode: true };

    private static byte[]? Read(string path, DiagnosticBag diagnostics)
    {
        try
        {
            using var file = InputFile.Open(path);
            var bytes = new byte[Most + 1];
            var count = 0;
            while (count < bytes.Length && DiskBytes.Read(file, bytes.AsSpan(count), count) is > 0 and var read)
            {
                count += read;
            }

            if (count <= Most)
            {
                return bytes[..Most];
            }

            diagnostics.Error(DiagnosticId.SystemAreaUnusable, "system area", $"The file is longer than the system area, which has {Most} bytes. Name a file of at most that size, such as an IP.BIN or a boot sector.", path);
        }
        catch (ImageException refused)
        {
            diagnostics.Add(refused.Diagnostic);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            var why = failure is FileNotFoundException or DirectoryNotFoundException ? "The file does not exist." : failure.Message;
            diagnostics.Error(DiagnosticId.SystemAreaUnusable, "system area", $"The system area cannot be read from {path}: {why} Correct the path, or leave it out.", path);
        }

        return null;
    }
}
