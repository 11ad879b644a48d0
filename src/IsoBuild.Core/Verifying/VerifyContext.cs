using IsoBuild.Bytes;
using IsoBuild.Diagnostics;
using IsoBuild.Reading;

namespace IsoBuild.Verifying;

/// <summary>What all rules share.</summary>
internal sealed class VerifyContext
{
    /// <param name="image">The image.</param>
    /// <param name="keepsEntries">Whether entries are kept when their directory was checked: who sees what, and what overlaps, is told by their names.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public VerifyContext(ImageFile image, bool keepsEntries, CancellationToken cancellationToken)
    {
        KeepsEntries = keepsEntries;
        Image = image;
        CancellationToken = cancellationToken;
        Findings = new Findings();
        Extents = new ExtentMap(Findings, keepsEntries);
    }

    public ImageFile Image { get; }

    public bool KeepsEntries { get; }

    public CancellationToken CancellationToken { get; }

    public Findings Findings { get; }

    public ExtentMap Extents { get; }

    /// <summary>Where the volume ends, by the primary descriptor, in bytes (ECMA-119 8.4.8).</summary>
    public long VolumeEnd { get; set; }

    /// <summary>How many blocks the volume has, by the primary descriptor.</summary>
    public long VolumeBlocks { get; set; }

    /// <summary>Whether the primary tree has Rock Ridge, which most readers prefer.</summary>
    public bool HasRockRidge { get; set; }

    /// <summary>Whether there is a Joliet tree, which Windows prefers.</summary>
    public bool HasJoliet { get; set; }

    /// <summary>Whether those who mind what others forgive read this tree: they are BSD's drivers and libarchive, and prefer Rock Ridge.</summary>
    public bool IsReadByStrict(WalkedTree tree) => tree.Kind == TreeKind.Primary || tree.Kind == TreeKind.Joliet && !HasRockRidge;

    /// <summary>Whether both halves of a number agree (ECMA-119 7.2.3, 7.3.3).</summary>
    public uint Both32(ReadOnlySpan<byte> field, long offset, object subject, string name)
    {
        var value = field.ReadBoth32(out var agree);
        if (!agree)
        {
            Disagree(offset, subject, name);
        }

        return value;
    }

    /// <inheritdoc cref="Both32"/>
    public ushort Both16(ReadOnlySpan<byte> field, long offset, object subject, string name)
    {
        var value = field.ReadBoth16(out var agree);
        if (!agree)
        {
            Disagree(offset, subject, name);
        }

        return value;
    }

    public void Disagree(long offset, object subject, string name) => Findings.Error(
        DiagnosticId.BothEndianMismatch, subject, offset, $"The little-endian and big-endian copies of the {name} differ: some readers use the first, others the second, and 7-Zip refuses both. Recreate the image.");

    /// <summary>Registers an extent of a file, if it lies in the volume.</summary>
    public void AddFile(long offset, long length, object subject)
    {
        if (length == 0)
        {
            // An empty file lies nowhere, whatever its record says: bsdtar writes block FFFFFFFF.
            return;
        }

        if (offset > Image.Length - length)
        {
            Findings.Error(DiagnosticId.ExtentOutsideImage, subject, offset, $"The content has {length} bytes according to its record, beyond the image's end at {Image.Length}. The image is truncated, or the record is wrong. Get a fresh copy.");
            return;
        }

        if (offset + length > VolumeEnd)
        {
            OutsideVolume(offset, length, subject);
        }

        Extents.Add(offset, length, ExtentKind.File, subject);
    }

    public void OutsideVolume(long offset, long length, object subject) => Findings.Error(
        DiagnosticId.ExtentOutsideVolume, subject, offset, $"The extent of {length} bytes goes beyond the volume, which ends at byte {VolumeEnd} according to its volume space size. Recreate the image.");
}
