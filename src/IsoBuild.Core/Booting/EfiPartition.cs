using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Fat;
using IsoBuild.Machines;

namespace IsoBuild.Booting;

/// <summary>The EFI system partition that is made of files: a FAT file system, or one that is there as a whole.</summary>
internal sealed class EfiPartition
{
    private const string Name = "EFI system partition";

    private readonly ImageOptions options;
    private readonly DiagnosticBag diagnostics;
    private readonly ContentTreeBuilder tree;
    private readonly DirectoryScanner scanner;

    /// <summary>Files whose place depends on what they are, by their numbers.</summary>
    private readonly ContentTreeBuilder loose;
    private readonly DirectoryScanner looseScanner;
    private readonly Dictionary<string, Machine> machines = new(StringComparer.Ordinal);
    private readonly List<(FatEntry Entry, ContentFile File)> found = [];

    /// <summary>What was named, once somebody asked for it.</summary>
    private List<FatEntry>? named;
    private EfiLoaders? loaders;
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

    /// <summary>Whether the partition was made here of files, and its boot loaders were looked at.</summary>
    public bool IsChecked { get; private set; }

    /// <summary>Whether nothing was added.</summary>
    public bool IsEmpty => count == 0;

    /// <summary>Adds what somebody named: see <see cref="ImageBuilder.AddEfiBoot(string, string)"/>.</summary>
    /// <param name="target">Its path, or nothing for a program whose place depends on what it is.</param>
    /// <param name="source">What is on disk.</param>
    /// <param name="content">Bytes, where nothing is.</param>
    /// <param name="machine">The machine that the program is said to be for, if that was said.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public void Add(string target, string? source, ReadOnlyMemory<byte> content, Machine? machine, CancellationToken cancellationToken)
    {
        count++;
        if (EntryPath.Split(target, source, diagnostics) is not { } names)
        {
            return;
        }

        if (source is not null && DiskPath.IsDirectory(source))
        {
            if (machine is not null)
            {
                diagnostics.Error(DiagnosticId.EfiProgramInvalid, source, "A boot loader is a file, but this is a directory. Name the file.", source);
            }

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
            if (machine is { } said)
            {
                machines.Add(names[0], said);
            }
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
        found.Add((new FatEntry(target, file.Source, file.Modified), file));
    }

    /// <summary>The FAT image that becomes the whole partition, where somebody gave one.</summary>
    private ContentFile? whole;

    /// <summary>The files of the partition that are not the image's own, and the directories, by their paths there.</summary>
    public IEnumerable<FatEntry> Named(DiagnosticBag diagnostics)
    {
        if (named is not null)
        {
            return named;
        }

        named = [];
        loaders = new EfiLoaders(diagnostics);
        foreach (var node in loose.Build().AllNodes)
        {
            if (node is not ContentFile file)
            {
                continue;
            }

            var isFat = IsFat(file, diagnostics);
            if (isFat && count == 1)
            {
                whole = file;
            }
            else if (isFat)
            {
                diagnostics.Error(DiagnosticId.EfiImageExclusive, file.Source.FilePath ?? Name, "The file is a FAT image, so it becomes the whole EFI system partition and no other file can be added. Give the image alone, or give its files one by one.", file.Source.FilePath);
            }
            else
            {
                loaders.Add(file, machines.TryGetValue(file.Name, out var machine) ? machine : null);
            }
        }

        foreach (var node in tree.Build().AllNodes)
        {
            if (node is ContentDirectory { Parent: not null } or ContentFile or ContentLink { LeadsTo: not null })
            {
                named.Add(new FatEntry(node.Path[1..], (node as ContentFile ?? (node as ContentLink)?.LeadsTo)?.Source, node.Modified));
            }
        }

        named.AddRange(loaders.Place([.. found.Select(each => each.Entry), .. named]).ToList());
        return named;
    }

    /// <summary>The partition's bytes; <see langword="null"/> and diagnostics when it cannot be made.</summary>
    /// <param name="content">The image's content, in whose trees files of the partition may be too; <see langword="null"/> when they are to be stored for themselves.</param>
    /// <param name="diagnostics">Receives the diagnostics.</param>
    public ContentSource? Make(ContentTree? content, DiagnosticBag diagnostics)
    {
        var copies = new Dictionary<string, ContentFile>(StringComparer.Ordinal);
        List<FatEntry> files = [.. found.Select(each => Shared(each.Entry, each.File)), .. Named(diagnostics).Select(entry => Shared(entry, known: null))];
        if (diagnostics.HasErrors)
        {
            return null;
        }

        if (whole is not null)
        {
            if (BaseItem is not null)
            {
                diagnostics.Info(DiagnosticId.BaseBootReplaced, BaseItem, "The FAT image replaces the base's whole EFI system partition. To keep the files of that partition, add files to it instead of giving an image.", whole.Source.FilePath);
            }

            return whole.Source;
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

        IsChecked = true;
        var added = Merged?.Entries.Where(merged => merged.IsAdded).Select(merged => merged.Entry.Path).ToHashSet(StringComparer.Ordinal);
        loaders!.Check([.. files.Select(file => (file.Path, file.Source))], path => added?.Contains(path) != false, Name);
        if (!files.Exists(file => EfiMachine.LookingAt(file.Path) is not null))
        {
            diagnostics.Warning(DiagnosticId.EfiProgramMissing, Name, "The partition has no program where firmware looks for one (EFI/BOOT/BOOTX64.EFI on x64), so machines do not boot from it by themselves. Put the loader there.");
        }

        if (Merged is not null)
        {
            diagnostics.Info(
                DiagnosticId.EfiPartitionMerged,
                BaseItem ?? Name,
                $"The files are added to this EFI system partition of the base{(Merged.Replaced == 0 ? "" : Merged.Replaced == 1 ? ", and one of its files is replaced" : $", and {Merged.Replaced} of its files are replaced")}. To make a new partition instead, leave the base's boot setup out.");
            return Merged.Build(ImageTimestamp.Normalize(options.Timestamp), diagnostics)?.Source;
        }

        var image = FatImage.Build(files, new FatOptions { SerialNumber = Serial(files), Timestamp = ImageTimestamp.Normalize(options.Timestamp) }, diagnostics);
        InTree = image is null ? [] : [.. image.AtSectors.Select(file => (copies[file.Path], file.Offset))];
        return image?.Source;

        // What a tree has too is stored once, where both can say that it lies.
        FatEntry Shared(FatEntry entry, ContentFile? known)
        {
            if (Base is not null || content is null || entry.Source is not { Length: > 0 } source
                || (known ?? content.Find(entry.Path) as ContentFile) is not { HardLinkOf: null, Index: >= 0 } copy || !copy.Source.IsSameAs(source) || !copies.TryAdd(entry.Path, copy))
            {
                return entry;
            }

            return entry with { StartsSector = true };
        }
    }

    /// <summary>The files of the image's trees that are stored as files of the partition, and where in it they begin, in bytes.</summary>
    public IReadOnlyList<(ContentFile File, long Offset)> InTree { get; private set; } = [];

    /// <summary>The programs of the partition that firmware looks for: on a disk onto which files are copied it finds those alone that a tree has.</summary>
    public IEnumerable<string> Programs(DiagnosticBag diagnostics) => Named(diagnostics).Where(entry => entry.Source is not null && EfiMachine.LookingAt(entry.Path) is not null).Select(entry => entry.Path);

    /// <summary>Whether a file begins as a FAT file system does.</summary>
    public static bool IsFat(ContentFile file, DiagnosticBag diagnostics) => FatLength(file, diagnostics) is not null;

    /// <summary>How long the FAT file system says that it is, in bytes; <see langword="null"/> when a file is none.</summary>
    public static long? FatLength(ContentFile file, DiagnosticBag diagnostics)
    {
        Span<byte> sector = stackalloc byte[BootSector.Size];
        return FileHead.TryRead(file, sector, diagnostics) && BootSector.Read(sector) is { HasSignature: true } boot && boot.Problem() is null ? boot.Length : null;
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
