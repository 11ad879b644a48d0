using System.Buffers.Binary;
using System.Globalization;
using IsoBuild.Diagnostics;
using IsoBuild.Partitions;

namespace IsoBuild.Emulation;

/// <summary>Some of the bytes of a file, as xorriso writes it in place of a path: <c>--interval:local_fs:0s-15s:zero_mbrpt,zero_gpt:FILE</c>. It prints such words for who makes an image anew.</summary>
/// <param name="Path">The file, as it is written.</param>
/// <param name="Start">The first byte.</param>
/// <param name="Length">How many bytes there are.</param>
/// <param name="Zeros">The partition tables that are left out.</param>
internal sealed record FileInterval(string Path, long Start, long Length, IReadOnlyList<string> Zeros)
{
    /// <summary>What the parts are called in files of their own.</summary>
    public const string CopyOfCode = "mbr.img";
    public const string CopyOfArea = "system-area.img";

    private const string Prefix = "--interval:";
    private const string OnDisk = "local_fs";

    private const string MasterTable = "zero_mbrpt";
    private const string GuidTable = "zero_gpt";
    private const string AppleMap = "zero_apm";

    /// <summary>The partition tables that can be left out.</summary>
    private static readonly string[] Tables = [MasterTable, GuidTable, AppleMap];

    /// <summary>An interval; <see langword="null"/> if the word is a path.</summary>
    /// <exception cref="CommandLineFault">It begins like one, and is none that can be read.</exception>
    public static FileInterval? Read(string option, string word)
    {
        if (!word.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        // The file may have colons itself.
        var fields = word[Prefix.Length..].Split(':', 4);
        if (fields is not [var flags, var range, var zeros, { Length: > 0 } path])
        {
            throw Wrong(option, word, "is no interval of a file; write it as in --interval:local_fs:0s-15s:zero_mbrpt:FILE");
        }

        if (!flags.Split(',').Contains(OnDisk, StringComparer.Ordinal))
        {
            throw CommandLineFault.Refused(option, $"'{word}' is an interval of an image that is being changed, which the emulation of mkisofs does not load. Write local_fs and the path of the image.");
        }

        if (zeros.Split(',').FirstOrDefault(zero => zero.Length > 0 && !Tables.Contains(zero, StringComparer.Ordinal)) is { } other)
        {
            throw CommandLineFault.Refused(option, $"'{other}' is none of the parts that an interval can leave out, which are {string.Join(", ", Tables)}. Copy the bytes into a file with dd, and name that.");
        }

        var dash = range.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && Address(range[..dash]) is { } start && Address(range[(dash + 1)..]) is { } end && Unit(range) + end > start
            ? new FileInterval(path, start, end + Unit(range) - start, zeros.Split(','))
            : throw Wrong(option, word, $"has the interval '{range}', which is not two numbers of bytes, or of blocks of 512 bytes (d) or 2048 bytes (s), as in 0s-15s");
    }

    /// <summary>Its first bytes, at most so many.</summary>
    /// <exception cref="CommandLineFault">The file cannot be read.</exception>
    public byte[] Bytes(ImageRequest request, string option, int most)
    {
        try
        {
            using var file = new FileStream(request.OnDisk(Path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            file.Seek(Start, SeekOrigin.Begin);
            var bytes = new byte[Math.Min(most, Length)];
            var count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            LeaveOut(bytes.AsSpan(0, count));
            return bytes[..count];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw failure is FileNotFoundException or DirectoryNotFoundException
                ? CommandLineFault.Missing(Path, $"The file of {option} does not exist. Create it, or correct the path.")
                : new CommandLineFault(FaultOf.Missing, new Diagnostic(DiagnosticId.SourceUnreadable, DiagnosticSeverity.Error, Path, $"The file of {option} cannot be read: {failure.Message}"));
        }
    }

    public static string CopyOfPartition(int number) => string.Create(CultureInfo.InvariantCulture, $"partition{number}.img");

    /// <summary>How the bytes get into a file of their own.</summary>
    public string Copying(string target) =>
        string.Create(CultureInfo.InvariantCulture, $"dd if='{Path}' of={target} iflag=skip_bytes,count_bytes skip={Start} count={Length}");

    private void LeaveOut(Span<byte> area)
    {
        const int apple = ('P' << 8) | 'M';
        if (Zeros.Contains(MasterTable, StringComparer.Ordinal) && area.Length >= Block.Size)
        {
            area[MasterBootRecord.TableAt..MasterBootRecord.EndAt].Clear();
        }

        if (Zeros.Contains(GuidTable, StringComparer.Ordinal) && area.Length > Block.Size && area[(GptHeader.PrimaryBlock * Block.Size)..].StartsWith(GptHeader.Signature))
        {
            // The header, and what is left of the area is mostly entries.
            area[Block.Size..].Clear();
        }

        for (var at = Block.Size; Zeros.Contains(AppleMap, StringComparer.Ordinal) && at + Block.Size <= area.Length; at += Block.Size)
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(area[at..]) == apple)
            {
                area.Slice(at, Block.Size).Clear();
            }
        }
    }

    private static CommandLineFault Wrong(string option, string word, string problem) => CommandLineFault.Usage(option, $"'{word}' {problem}.");

    /// <summary>The end is a whole unit, and belongs to the interval.</summary>
    private static long Unit(string number) => number.Length == 0 ? 1 : char.ToLowerInvariant(number[^1]) switch
    {
        'd' => 512,
        's' => 2048,
        'k' => 1 << 10,
        'm' => 1 << 20,
        'g' => 1 << 30,
        _ => 1,
    };

    private static long? Address(string number)
    {
        var unit = Unit(number);
        return long.TryParse(unit == 1 ? number : number[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= long.MaxValue / unit / 2 ? count * unit : null;
    }
}
