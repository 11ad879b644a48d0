using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Fat;

namespace IsoBuild.Booting;

/// <summary>The EFI system partition that is made of files: a FAT file system, or one that is there as a whole.</summary>
internal sealed class EfiPartition
{
    private readonly ImageOptions options;
    private readonly DiagnosticBag diagnostics;
    private readonly ContentTreeBuilder tree;
    private readonly DirectoryScanner scanner;

    /// <summary>Files whose place depends on what they are, by their numbers.</summary>
    private readonly ContentTreeBuilder loose;
    private readonly DirectoryScanner looseScanner;
    private readonly List<FatEntry> found = [];
    private int looseCount;
    private int count;

    public EfiPartition(ImageOptions options, Exclusions exclusions, DiagnosticBag diagnostics)
    {
        this.options = options;
        this.diagnostics = diagnostics;
        (tree, scanner) = NewTree(exclusions);
        (loose, looseScanner) = NewTree(exclusions);
    }

    /// <summary>Reads the file system of the base into which files go; <see langword="null"/> where a new one is made.</summary>
    public Func<FatVolume?>? Base { get; set; }

    /// <summary>What became of the base's: its files and those that went in; <see langword="null"/> where a new one was made.</summary>
    public FatMerger? Merged { get; private set; }

    /// <summary>What the base's is called: its path, where it is a file; <see langword="null"/> when the base has none.</summary>
    public string? BaseItem { get; set; }

    /// <summary>The boot entry of the base's, in its place among the others.</summary>
    public BootEntry? Entry { get; set; }

    /// <summary>Whether nothing was added.</summary>
    public bool IsEmpty => count == 0;

    /// <summary>Adds what somebody named: see <see cref="ImageBuilder.AddEfiBoot(string, string)"/>.</summary>
    public void Add(string target, string? source, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        count++;
        if (EntryPath.Split(target, source, diagnostics) is not { } names)
        {
            return;
        }

        if (source is not null && DiskPath.IsDirectory(source))
        {
            scanner.AddDirectory(names, source, options: null, cancellationToken);
            return;
        }

        if (names.Length > 0 && source is not null && target[^1] is '/' or '\\')
        {
            names = [.. names, Path.GetFileName(source!)];
        }

        var isLoose = names.Length == 0;
        if (isLoose)
        {
            names = [(looseCount++).ToString("D10", CultureInfo.InvariantCulture)];
        }

        if (source is not null)
        {
            (isLoose ? looseScanner : scanner).AddFile(names, source, options: null);
        }
        else
        {
            var into = isLoose ? loose : tree;
            into.AddFile(into.Directory(names.AsSpan()[..^1]), names[^1], new MemorySource(content), options: null);
        }
    }

    /// <summary>Adds a file of the image's content.</summary>
    public void Add(string target, ContentFile file)
    {
        count++;
        found.Add(new FatEntry(target, file.Source, file.Modified));
    }

    /// <summary>The partition's bytes; <see langword="null"/> and diagnostics when it cannot be made.</summary>
    public ContentSource? Make(DiagnosticBag diagnostics)
    {
        var files = new List<FatEntry>(found);
        foreach (var node in loose.Build().AllNodes)
        {
            if (node is not ContentFile file)
            {
                continue;
            }

            var isFat = IsFat(file, diagnostics);
            if (isFat && count == 1)
            {
                if (BaseItem is not null)
                {
                    diagnostics.Info(DiagnosticId.BaseBootReplaced, BaseItem, "The FAT image replaces the base's whole EFI system partition. To keep the files of that partition, add files to it instead of giving an image.", file.Source.FilePath);
                }

                return file.Source;
            }

            if (isFat)
            {
                diagnostics.Error(DiagnosticId.EfiImageExclusive, file.Source.FilePath ?? "EFI system partition", "The file is a FAT image, so it becomes the whole EFI system partition and no other file can be added. Give the image alone, or give its files one by one.", file.Source.FilePath);
            }
            else if (EfiProgram.TargetOf(file, diagnostics) is { } path)
            {
                files.Add(new FatEntry(path, file.Source, file.Modified));
            }
        }

        foreach (var node in tree.Build().AllNodes)
        {
            if (node is ContentDirectory { Parent: not null } or ContentFile or ContentLink { LeadsTo: not null })
            {
                files.Add(new FatEntry(node.Path[1..], (node as ContentFile ?? (node as ContentLink)?.LeadsTo)?.Source, node.Modified));
            }
        }

        if (diagnostics.HasErrors)
        {
            return null;
        }

        if (Base is not null)
        {
            if (Base() is not { } volume)
            {
                return null;
            }

            Merged = new FatMerger(volume, files);
            files = [.. Merged.Entries.Select(merged => merged.Entry)];
        }

        if (!files.Exists(file => EfiPrograms.IsDefault(file.Path)))
        {
            diagnostics.Warning(DiagnosticId.EfiProgramMissing, "EFI system partition", "The partition has no program where firmware looks for one (EFI/BOOT/BOOTX64.EFI on x64), so machines do not boot from it by themselves. Put the loader there.");
        }

        if (Merged is not null)
        {
            diagnostics.Info(
                DiagnosticId.EfiPartitionMerged,
                BaseItem ?? "EFI system partition",
                $"The files are added to this EFI system partition of the base{(Merged.Replaced == 0 ? "" : Merged.Replaced == 1 ? ", and one of its files is replaced" : $", and {Merged.Replaced} of its files are replaced")}. To make a new partition instead, leave the base's boot setup out.");
            return Merged.Build(ImageTimestamp.Normalize(options.Timestamp), diagnostics)?.Source;
        }

        return FatImage.Build(files, new FatOptions { SerialNumber = Serial(files), Timestamp = ImageTimestamp.Normalize(options.Timestamp) }, diagnostics)?.Source;
    }

    /// <summary>Whether a file begins as a FAT file system does.</summary>
    public static bool IsFat(ContentFile file, DiagnosticBag diagnostics) => FatLength(file, diagnostics) is not null;

    /// <summary>How long the FAT file system says that it is, in bytes; <see langword="null"/> when a file is none.</summary>
    public static long? FatLength(ContentFile file, DiagnosticBag diagnostics)
    {
        Span<byte> sector = stackalloc byte[BootSector.Size];
        return EfiProgram.TryReadHead(file, sector, diagnostics) && BootSector.Read(sector) is { HasSignature: true } boot && boot.Problem() is null ? boot.Length : null;
    }

    /// <summary>Of what the partition is made of; where it lies, its number must not tell.</summary>
    private uint Serial(List<FatEntry> files)
    {
        using var hash = RunningHash.Start(HashAlgorithmName.SHA256);
        hash.Append(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{options.VolumeId}\0{ImageTimestamp.Normalize(options.Timestamp).ToUnixTimeSeconds()}\0")));
        foreach (var file in files.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            hash.Append(NameBytes.Encode(string.Create(CultureInfo.InvariantCulture, $"{file.Path}\0{file.Source?.Length ?? -1}\0")));
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(hash.Finish());
    }

    private (ContentTreeBuilder Tree, DirectoryScanner Scanner) NewTree(Exclusions exclusions)
    {
        // FAT knows no links: what they lead to is stored.
        var builder = new ContentTreeBuilder(new DateRule(options.FileDates, options.Timestamp), diagnostics, ImageFormats.Udf);
        return (builder, new DirectoryScanner(builder, exclusions, diagnostics) { FollowLinks = true, FollowLinksOutside = options.FollowLinksOutside });
    }
}

/// <summary>An EFI program: a PE file whose machine says under what name firmware looks for it (UEFI 3.5.1.1).</summary>
internal static class EfiProgram
{
    private const int PeOffset = 0x3C;
    private const int MachineOffset = 4;
    private const int HeadSize = 64;

    /// <summary>Where firmware looks for the program; <see langword="null"/> and a diagnostic when that is not known.</summary>
    public static string? TargetOf(ContentFile file, DiagnosticBag diagnostics)
    {
        var machine = MachineOf(file, diagnostics);
        if (machine is { } known && NameOf(known) is { } name)
        {
            return EfiPrograms.Folder + name;
        }

        diagnostics.Error(
            DiagnosticId.EfiProgramInvalid,
            file.Source.FilePath ?? "bytes given by the program",
            machine is { } other
                ? string.Create(CultureInfo.InvariantCulture, $"The file is a program for machine type 0x{other:X4}, for which UEFI defines no default file name. Give its path in the EFI system partition.")
                : "The file is not an EFI program (PE), so its path in the EFI system partition is unknown. Give the path, or name the right file.",
            file.Source.FilePath);
        return null;
    }

    /// <summary>Fills <paramref name="head"/> with a file's first bytes; <see langword="false"/> when it has fewer, or cannot be read, which is reported.</summary>
    public static bool TryReadHead(ContentFile file, Span<byte> head, DiagnosticBag diagnostics, long position = 0)
    {
        try
        {
            using var content = file.Source.Open();
            while (head.Length > 0)
            {
                var read = content.Read(position, head);
                if (read == 0)
                {
                    return false;
                }

                position += read;
                head = head[read..];
            }

            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error(DiagnosticId.SourceUnreadable, file.Source.FilePath ?? file.Path, SourceProblem.Unreadable(failure), file.Source.FilePath);
            return false;
        }
    }

    /// <summary>UEFI 3.5.1.1, table 3.7.</summary>
    private static string? NameOf(ushort machine) => machine switch
    {
        0x014C => "BOOTIA32.EFI",
        0x0200 => "BOOTIA64.EFI",
        0x8664 => "BOOTX64.EFI",
        0x01C2 => "BOOTARM.EFI",
        0xAA64 => "BOOTAA64.EFI",
        0x5032 => "BOOTRISCV32.EFI",
        0x5064 => "BOOTRISCV64.EFI",
        0x6232 => "BOOTLOONGARCH32.EFI",
        0x6264 => "BOOTLOONGARCH64.EFI",
        _ => null,
    };

    private static ushort? MachineOf(ContentFile file, DiagnosticBag diagnostics)
    {
        Span<byte> head = stackalloc byte[HeadSize];
        if (!TryReadHead(file, head, diagnostics) || !head.StartsWith("MZ"u8))
        {
            return null;
        }

        var start = BinaryPrimitives.ReadUInt32LittleEndian(head[PeOffset..]);
        Span<byte> signature = stackalloc byte[MachineOffset + sizeof(ushort)];
        return TryReadHead(file, signature, diagnostics, start) && signature.StartsWith("PE\0\0"u8)
            ? BinaryPrimitives.ReadUInt16LittleEndian(signature[MachineOffset..])
            : null;
    }
}
