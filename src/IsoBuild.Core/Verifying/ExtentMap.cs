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
internal sealed class ExtentMap(Findings findings)
{
    private readonly List<Extent> extents = [];

    /// <summary>Where the extent of a file that was added last stands.</summary>
    private int lastFile = -1;

    public void Add(long start, long length, ExtentKind kind, object subject)
    {
        if (length == 0)
        {
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

    public void Check(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        extents.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.Kind != b.Kind ? a.Kind.CompareTo(b.Kind) : a.End.CompareTo(b.End));
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
