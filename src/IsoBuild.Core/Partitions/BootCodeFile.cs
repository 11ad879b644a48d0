using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Partitions;

/// <summary>The code of the master boot record as the user gives it.</summary>
/// <param name="Kind">Whose it is.</param>
/// <param name="Bytes">What of it goes into the record.</param>
/// <param name="Source">The file on disk, if it is one.</param>
internal sealed record BootCodeFile(BootCodeKind Kind, ReadOnlyMemory<byte> Bytes, string? Source)
{
    /// <summary>Larger files are no boot code, and need not be read to know it.</summary>
    private const int Most = 1 << 16;

    /// <summary>Code, as options name it; of none, our own. <see langword="null"/> when it cannot be used, which is told.</summary>
    public static BootCodeFile? Load(HybridOptions options, DiagnosticBag diagnostics)
    {
        if (options.NoBootCode && (options.BootCodePath is { Length: > 0 } || !options.BootCode.IsEmpty))
        {
            diagnostics.Error(DiagnosticId.BootCodeTwice, "boot code", "MBR boot code is given, and also that there is to be none. Leave one of them out.", options.BootCodePath);
            return null;
        }

        if (options.BootCodePath is not { Length: > 0 } path)
        {
            return options.BootCode.IsEmpty ? new BootCodeFile(BootCodeKind.Message, BootCode.Message.ToArray(), Source: null) : Take(options.BootCode, source: null, diagnostics);
        }

        if (!options.BootCode.IsEmpty)
        {
            diagnostics.Error(DiagnosticId.BootCodeTwice, "boot code", $"The MBR boot code is given twice, as {path} and as bytes. Leave one of them out.", path);
            return null;
        }

        return Read(path, diagnostics) is { } bytes ? Take(bytes, path, diagnostics) : null;
    }

    private static byte[]? Read(string path, DiagnosticBag diagnostics)
    {
        try
        {
            using var file = InputFile.Open(path);
            var bytes = new byte[Math.Min(DiskBytes.MeasuredLength(file), Most)];
            var count = 0;
            while (count < bytes.Length && DiskBytes.Read(file, bytes.AsSpan(count), count) is > 0 and var read)
            {
                count += read;
            }

            return bytes.AsSpan(0, count).ToArray();
        }
        catch (ImageException refused)
        {
            diagnostics.Add(refused.Diagnostic);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            var why = exception is FileNotFoundException or DirectoryNotFoundException ? "The file does not exist." : exception.Message;
            diagnostics.Error(DiagnosticId.BootCodeUnreadable, "boot code", $"The MBR boot code cannot be read from {path}: {why} Correct the path, or leave it out: the image then boots from disks only in UEFI mode.", path);
            return null;
        }
    }

    private static BootCodeFile? Take(ReadOnlyMemory<byte> bytes, string? source, DiagnosticBag diagnostics)
    {
        var span = bytes.Span;
        if (source is not null && !span.ContainsAnyExcept((byte)0))
        {
            diagnostics.Error(DiagnosticId.BootCodeUnsuitable, "boot code", "The file has no code: it is empty or all zeros. Name another file.", source);
            return null;
        }

        if (span.Length > Block.Size)
        {
            diagnostics.Error(DiagnosticId.BootCodeTooLong, "boot code", $"The code is {(span.Length == Most ? "too" : $"{span.Length} bytes")} long, but a master boot record has room for {MasterBootRecord.LongCodeSize}. Name a file with MBR code, such as isohdpfx.bin or boot_hybrid.img.", source);
            return null;
        }

        // A whole block may come with the end of a master boot record, but not with partitions: those are the image's.
        var rest = span.Length > MasterBootRecord.LongCodeSize ? span[MasterBootRecord.LongCodeSize..] : default;
        var table = rest[..Math.Min(rest.Length, MasterBootRecord.EndAt - MasterBootRecord.TableAt)];
        if (BootCode.IsGrubForInstalledDisks(span))
        {
            diagnostics.Error(DiagnosticId.BootCodeUnsuitable, "boot code", "The code is GRUB's boot.img, which boots only a GRUB that is installed on a disk. Use boot_hybrid.img from the same directory.", source);
            return null;
        }

        if (table.ContainsAnyExcept((byte)0))
        {
            diagnostics.Error(DiagnosticId.BootCodeTooLong, "boot code", $"The code continues after byte {MasterBootRecord.LongCodeSize}, or includes a partition table, where the image's own partition table must be. Name a file with only the code, or truncate this one to {MasterBootRecord.CodeSize} bytes.", source);
            return null;
        }

        var kind = BootCode.KindOf(span);
        var size = kind == BootCodeKind.Isolinux ? BootCode.AddressAt : MasterBootRecord.LongCodeSize;
        return new BootCodeFile(kind, bytes[..Math.Min(size, span.Length)], source);
    }
}
