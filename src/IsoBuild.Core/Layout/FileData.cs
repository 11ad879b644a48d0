using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Layout;

/// <summary>A file under the path by which readers of the image know it, where that is not its own.</summary>
internal sealed class RenamedFile(ContentFile file, Func<ContentFile, string> pathOf)
{
    public ContentFile File { get; } = file;

    public override string ToString() => pathOf(File);
}

/// <summary>A further stretch of a file that lies in several places.</summary>
internal sealed class FilePart(ContentFile file, int number, int count)
{
    public ContentFile File { get; } = file;

    public override string ToString() => $"{File.Path} (extent {number} of {count})";
}

/// <summary>The content of files: one region each, in the order of their paths; every tree refers to the same ones.</summary>
internal sealed class FileData(ContentTree tree, DiagnosticBag diagnostics) : IImagePart
{
    /// <summary>The most that one extent holds and stays a whole number of sectors: 4 GiB less 2 KiB.</summary>
    public const long MaxExtent = uint.MaxValue - Bytes.Sector.Size + 1;

    private readonly RegionId?[] regions = new RegionId?[tree.AllNodes.Length];

    /// <summary>The path by which readers of the image know a file, when the image does not hold its real one.</summary>
    public Func<ContentFile, string>? PathOf { get; set; }

    public void Measure(RegionRequests requests)
    {
        foreach (var node in tree.AllNodes)
        {
            if (node is not ContentFile { Length: > 0 } file)
            {
                continue;
            }

            if (file.Length > MaxExtent)
            {
                diagnostics.Error(DiagnosticId.FileTooLarge, file.Path, $"The file is {file.Length} bytes long; this version stores at most {MaxExtent} bytes (4 GiB - 2 KiB) in one file. Split it, or leave it out.", file.Source.FilePath);
                continue;
            }

            regions[file.Index] = requests.Add(RegionSlot.Files, file.Length, PathOf is null ? file : new RenamedFile(file, PathOf), encoder: null);
        }
    }

    /// <summary>Where the content of a file lies, which other files may share; <see langword="null"/> for an empty file, which has no extent.</summary>
    public RegionId? RegionOf(ContentFile file) => regions[file.Index];

    /// <summary>How many bytes the image stores of a file.</summary>
    public long StoredLength(ContentFile file) => regions[file.Index] is null ? 0 : file.Length;

    /// <summary>The logical block at which a file begins; 0 for an empty file, which has no extent.</summary>
    public uint BlockOf(ContentFile file, ImageLayout layout) => regions[file.Index] is { } region ? layout.BlockOf(region) : 0;
}
