using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;
using IsoBuild.RockRidge;

namespace IsoBuild.Reading;

/// <summary>Makes one file out of records that follow each other (ECMA-119 6.5.1, 9.1.6).</summary>
/// <param name="image">The image.</param>
/// <param name="tree">What the tree is, as marks name it.</param>
/// <param name="place">Which volume of a set the image is.</param>
/// <param name="diagnostics">Is told what is wrong.</param>
/// <param name="outline">Takes files in place of nodes, if nobody wants these.</param>
internal sealed class FileAssembler(ImageFile image, ImageFormats tree, PlaceInSet place, DiagnosticBag diagnostics, OutlinedFiles? outline)
{
    /// <summary>CD-ROM XA: the attributes of a file whose sectors are form 2, and hold 2324 bytes each (System Description CD-ROM XA, II 2.7).</summary>
    private const int XaSize = 14;
    private const byte XaForm2 = 0x10;
    private const byte XaInterleaved = 0x20;
    private const byte XaAudio = 0x40;

    /// <summary>Of the files beyond those that are listed.</summary>
    public static readonly Diagnostic UnlistedFault = new(DiagnosticId.ContentDamaged, DiagnosticSeverity.Error, Item: null, "The image does not contain the whole file, or stores it in an unsupported form.");

    private static readonly Diagnostic UnlistedDoubt = new(DiagnosticId.ImageMalformed, DiagnosticSeverity.Warning, Item: null, "The little-endian and big-endian copies of the file's location or length differ.");

    private readonly List<Extent> extents = [];
    private readonly byte[] identifier = new byte[byte.MaxValue];
    private int identifierLength;
    private bool goesOn;
    private DirectoryEntry entry;
    private PosixEntry posix;
    private ContentDirectory directory = null!;
    private DateTimeOffset? modified;
    private Diagnostic? finding;
    private bool isHidden;

    /// <summary>The files that are said to have several names, with the number that these share; 0 when there is none.</summary>
    public List<(uint Serial, ContentFile File)> OfSeveralNames { get; } = [];

    /// <summary>Whether a file was begun, and not finished.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Begins a file.</summary>
    public void Begin(in DirectoryEntry begun, DirectoryRecord record, in PosixEntry fields, ContentDirectory parent)
    {
        (entry, directory, IsOpen, finding) = (begun, parent, true, null);
        isHidden = record.IsHidden;
        extents.Clear();
        if (record.IsMultiExtent)
        {
            record.Identifier.CopyTo(identifier);
            identifierLength = record.Identifier.Length;
        }

        Describe(record, fields);
        AddExtent(record);
    }

    /// <summary>Takes over what the fields say of the file.</summary>
    private void Describe(DirectoryRecord record, in PosixEntry fields)
    {
        if (outline is null)
        {
            posix = fields;
            modified = TreeReader.DateOf(record, fields);
        }
        else if (fields.Compression is not null || fields.AreFieldsLost || fields.IsSparse)
        {
            // What it is, only its content tells.
            outline.GiveUp();
        }
    }

    /// <summary>Adds the next extent to the file that is open; <see langword="false"/> when the record does not go on with the file that was begun.</summary>
    public bool Continue(DirectoryRecord record, in PosixEntry fields)
    {
        // All names must be the same (9.1.6); some writers give only the first record, or the last, its Rock Ridge fields.
        if (!goesOn || record.IsDirectory || !record.Identifier.SequenceEqual(identifier.AsSpan(0, identifierLength)))
        {
            return false;
        }

        if (posix.Mode is null && fields.Mode is not null)
        {
            Describe(record, fields);
        }

        AddExtent(record);
        return true;
    }

    /// <summary>The file that was begun.</summary>
    public DirectoryEntry Finish()
    {
        IsOpen = false;
        if (goesOn)
        {
            Fail(DiagnosticId.ImageMalformed, "The file's record is flagged to continue in another extent, but no record of one follows.");
        }

        if (posix.IsSparse)
        {
            Fail(DiagnosticId.ContentUnsupported, "The file is stored as a sparse file (Rock Ridge SF), which no reader supports. It is read as it is stored.");
        }

        if (outline is not null)
        {
            outline.AddFile(extents);
            return entry;
        }

        var file = new ContentFile(entry.Name.ToString(), Source())
        {
            Mode = posix.Mode,
            Attributes = posix.Attributes,
            OwnerId = posix.OwnerId,
            GroupId = posix.GroupId,
            Modified = modified,
            MarkedHidden = isHidden ? tree : 0,
            Finding = finding,
            LinkCount = (int)Math.Clamp(posix.Links, 1, int.MaxValue),
        };
        if (file.LinkCount > 1)
        {
            OfSeveralNames.Add((posix.Serial, file));
        }

        return entry with { Node = file };
    }

    private void AddExtent(DirectoryRecord record)
    {
        goesOn = record.IsMultiExtent;
        CheckForm(record.SystemUse);
        CheckHalves(record);
        if (place.IsElsewhere(record.VolumeSequenceNumber))
        {
            Fail(DiagnosticId.ContentUnsupported, $"The file is on volume {record.VolumeSequenceNumber} of a set of {place.Count}, and this is volume {place.Number}. Open the image of that disc.");
        }

        if (record.Length == 0)
        {
            // An empty extent lies nowhere, whatever its record says: bsdtar writes block FFFFFFFF.
            return;
        }

        var extent = new Extent(record.Block * Sector.Size, record.Length);
        if (record.UnitBlocks > 0)
        {
            extent = extent with { Unit = record.UnitBlocks * Sector.Size, Gap = record.GapBlocks * Sector.Size };
            if (record.ExtendedAttributeBlocks > 0)
            {
                Fail(DiagnosticId.ContentUnsupported, "The file is interleaved and has an extended attribute record within its first file unit. Its content is read as if there were no such record.");
            }
        }

        if (extent.End > image.Length)
        {
            Fail(DiagnosticId.ImageTruncated, $"The file's extent at byte {extent.Offset}, {extent.Length} bytes long, goes beyond the image's end at {image.Length}.");
            extent = Cut(extent);
            if (extent.Length == 0)
            {
                return;
            }
        }

        if (extents.Count > 0 && extents[^1] is { Unit: 0 } last && extent.Unit == 0 && last.Offset + last.Length == extent.Offset)
        {
            extents[^1] = last with { Length = last.Length + extent.Length };
        }
        else
        {
            extents.Add(extent);
        }
    }

    /// <summary>What there is of an extent that goes on beyond the image's end.</summary>
    private Extent Cut(Extent extent)
    {
        var room = Math.Max(0, image.Length - extent.Offset);
        if (extent.Unit == 0)
        {
            return extent with { Length = Math.Min(room, extent.Length) };
        }

        var (units, rest) = Math.DivRem(room, extent.Unit + extent.Gap);
        return extent with { Length = Math.Min((units * extent.Unit) + Math.Min(rest, extent.Unit), extent.Length) };
    }

    private void CheckForm(ReadOnlySpan<byte> systemUse)
    {
        if (systemUse.Length < XaSize || !systemUse[6..8].SequenceEqual("XA"u8))
        {
            return;
        }

        if ((systemUse[4] & XaAudio) != 0)
        {
            Fail(DiagnosticId.ContentUnsupported, "The file is an audio track of the disc (CD-ROM XA), which a data image does not contain.");
        }
        else if ((systemUse[4] & (XaForm2 | XaInterleaved)) != 0)
        {
            Fail(DiagnosticId.ContentUnsupported, "The file is stored in form 2 sectors (CD-ROM XA video or audio). Only the first 2048 of each 2324 bytes are read.");
        }
    }

    /// <summary>Numbers are there twice (ECMA-119 7.3.3). Some writers leave one half out; where both are there and disagree, one is damaged.</summary>
    private void CheckHalves(DirectoryRecord record)
    {
        if (record.IsExtentDoubtful && finding is null)
        {
            finding = !diagnostics.Keeps(DiagnosticId.ImageMalformed) ? UnlistedDoubt : new Diagnostic(
                DiagnosticId.ImageMalformed,
                DiagnosticSeverity.Warning,
                PathOf(),
                "The little-endian and big-endian copies of the file's location or length differ. The first is used, as Windows and Linux do. One of them is damaged: compare the file with another copy.");
            diagnostics.Add(finding);
        }
    }

    private ImageContentSource Source()
    {
        ImageContentSource stored = extents.Count switch
        {
            0 => new ExtentSource(image, default(Extent)),
            1 => new ExtentSource(image, extents[0]),
            _ => new ExtentSource(image, extents.ToArray()),
        };
        if (posix.Compression is not { } compression)
        {
            if (posix.AreFieldsLost && ZisofsSource.BeginsAsCompressed(stored))
            {
                Fail(DiagnosticId.ContentUnsupported, "The file looks compressed (zisofs) by its first bytes, but the Rock Ridge fields that describe the compression cannot be read. It is read as it is stored.");
            }

            return stored;
        }

        if (ZisofsSource.Unsupported(compression) is { } problem)
        {
            Fail(DiagnosticId.ContentUnsupported, $"The file is stored compressed, {problem}. It is read as it is stored.");
            return stored;
        }

        if (!ZisofsSource.IsPlausible(compression, stored.Length))
        {
            Fail(DiagnosticId.ContentDamaged, $"The file is stored compressed, but the {stored.Length} stored bytes cannot expand to the recorded size of {compression.Size}. It is read as it is stored.");
            return stored;
        }

        return new ZisofsSource(stored, compression, directory, entry.Name.ToString());
    }

    /// <summary>Says why what is read is not the file. Of a million such files, the paths and words would take more than all else.</summary>
    private void Fail(DiagnosticId id, string message)
    {
        var fault = diagnostics.Keeps(id) ? new Diagnostic(id, DiagnosticSeverity.Error, PathOf(), message) : UnlistedFault;
        diagnostics.Add(ReferenceEquals(fault, UnlistedFault) ? fault with { Id = id } : fault);
        finding = finding?.Severity == DiagnosticSeverity.Error ? finding : fault;
    }

    private string PathOf() => $"{directory.Path.TrimEnd('/')}/{entry.Name}";
}

/// <summary>Which volume of a set an image is (ECMA-119 8.4.13, 8.4.14, 9.1.9), and which number its root directory, that lies on it, says.</summary>
internal readonly record struct PlaceInSet(int Number, int Count, int NumberOfRoot)
{
    /// <summary>Whether what has a number lies on another volume. Many writers give records another number than the volume: then the root has it too.</summary>
    public bool IsElsewhere(int number) => Count > 1 && number > 0 && number <= Count && number != Number && number != NumberOfRoot;
}
