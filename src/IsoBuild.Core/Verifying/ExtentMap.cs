using System.Runtime.InteropServices;
using IsoBuild.Diagnostics;

namespace IsoBuild.Verifying;

/// <summary>What an extent holds.</summary>
internal enum ExtentKind
{
    Descriptor,
    PathTable,
    Directory,
    Continuation,
    FileEntry,
    File,
}

/// <summary>Every extent that something leads to, to find those that share bytes (ECMA-119 6.4).</summary>
/// <param name="findings">Is told of those that do.</param>
/// <param name="keepsFiles">Whether it is known later whose content is where; otherwise only that nothing overlaps, if nothing does.</param>
internal sealed class ExtentMap(Findings findings, bool keepsFiles)
{
    private readonly List<Extent> extents = [];

    /// <summary>Where files lie of which no more is known.</summary>
    private readonly List<(long Start, long End)> files = [];

    /// <summary>The one of <see cref="files"/> that is expected next, for a further tree has the same files in the same order.</summary>
    private int repeated;

    /// <summary>Where the extent of a file that was added last stands.</summary>
    private int lastFile = -1;

    /// <summary>Where EFI system partitions lie: a file of a tree may be the same bytes as a file in one of them.</summary>
    public IReadOnlyList<(long Offset, long Length)> EfiImages { get; set; } = [];

    public void Add(long start, long length, ExtentKind kind, object subject)
    {
        if (length == 0)
        {
            return;
        }

        if (kind == ExtentKind.File && !keepsFiles)
        {
            if (repeated < files.Count && files[repeated] == (start, start + length))
            {
                repeated++;
            }
            else
            {
                files.Add((start, start + length));
            }

            return;
        }

        Stretch? stretch = null;
        if (kind == ExtentKind.File)
        {
            if (lastFile >= 0 && extents[lastFile] is var last && last.End == start && ReferenceEquals(last.Subject, subject))
            {
                stretch = last.Stretch ?? new Stretch { Start = last.Start };
                stretch.End = start + length;
                extents[lastFile] = last with { Stretch = stretch };
            }

            lastFile = extents.Count;
        }

        extents.Add(new Extent(start, start + length, kind, subject, stretch));
    }

    /// <summary>Reports what overlaps; <see langword="false"/> when something does, or might, and nobody knows what.</summary>
    public bool TryCheck(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (EfiImages.Count > 0)
        {
            files.RemoveAll(file => IsWithinEfi(file.Start, file.End));
            extents.RemoveAll(extent => extent.Kind == ExtentKind.File && IsWithinEfi(extent.Start, extent.End));
        }

        extents.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.Kind != b.Kind ? a.Kind.CompareTo(b.Kind) : a.End.CompareTo(b.End));
        if (!AreApart())
        {
            return false;
        }

        Extent? structure = null;
        Extent? file = null;
        foreach (ref readonly var extent in CollectionsMarshal.AsSpan(extents))
        {
            var isFile = extent.Kind == ExtentKind.File;
            if (structure is { } before && before.End > extent.Start && !before.IsSameAs(extent))
            {
                findings.Error(
                    DiagnosticId.StructuresOverlap,
                    extent.Subject,
                    extent.Start,
                    $"The {Describe(extent)} overlaps the {Describe(before)} of {before.Subject}, so one of the two is overwritten. Recreate the image.");
            }
            else if (!isFile && file is { } content && content.End > extent.Start)
            {
                findings.Error(
                    DiagnosticId.StructuresOverlap,
                    content.Subject,
                    extent.Start,
                    $"The content overlaps the {Describe(extent)} of {extent.Subject}, so one of the two is overwritten. Recreate the image.");
            }
            else if (isFile && file is { } other && other.End > extent.Start && !other.IsSameAs(extent))
            {
                findings.Warning(
                    DiagnosticId.FilesOverlap,
                    extent.Subject,
                    extent.Start,
                    $"The file's extent partly overlaps that of {other.Subject}. Compare both with their originals.");
            }

            if (isFile)
            {
                file = file is { } last && last.End > extent.End ? last : extent;
            }
            else
            {
                structure = structure is { } last && last.End > extent.End ? last : extent;
            }
        }

        return true;
    }

    private bool IsWithinEfi(long start, long end) => EfiImages.Any(efi => efi.Offset < start && efi.Offset + efi.Length >= end);

    /// <summary>Whether files that are not kept overlap neither each other nor what is kept.</summary>
    private bool AreApart()
    {
        Sort(files);
        var (next, taken) = (0, 0L);
        var last = (Start: -1L, End: 0L);
        foreach (var file in CollectionsMarshal.AsSpan(files))
        {
            if (file == last)
            {
                continue;
            }

            for (; next < extents.Count && extents[next].Start < file.End; next++)
            {
                if (extents[next].Start < last.End)
                {
                    return false;
                }

                taken = Math.Max(taken, extents[next].End);
            }

            if (file.Start < Math.Max(taken, last.End))
            {
                return false;
            }

            last = file;
        }

        return next == extents.Count || extents[next].Start >= last.End;
    }

    private static void Sort(List<(long Start, long End)> files)
    {
        for (var i = 1; i < files.Count; i++)
        {
            if (files[i].CompareTo(files[i - 1]) < 0)
            {
                files.Sort();
                return;
            }
        }
    }

    private static string Describe(in Extent extent) => extent.Kind switch
    {
        ExtentKind.Descriptor => "volume descriptor",
        ExtentKind.PathTable => "path table",
        ExtentKind.Directory => "directory",
        ExtentKind.Continuation => "continuation area",
        ExtentKind.FileEntry => "file entry",
        _ => "content",
    };

    /// <summary>What several extents of one file are together, that lie behind each other: ISO 9660 and UDF divide a large file at different places.</summary>
    private sealed class Stretch
    {
        public long Start { get; init; }

        public long End { get; set; }
    }

    private readonly record struct Extent(long Start, long End, ExtentKind Kind, object Subject, Stretch? Stretch)
    {
        /// <summary>Hard links, trees that share their files, records that share a continuation area.</summary>
        public bool IsSameAs(in Extent other) =>
            Kind == other.Kind
            && ((Start == other.Start && End == other.End)
                || ((Stretch?.Start ?? Start) == (other.Stretch?.Start ?? other.Start) && (Stretch?.End ?? End) == (other.Stretch?.End ?? other.End)));
    }
}
