using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;
using IsoBuild.RockRidge;

namespace IsoBuild.Reading;

/// <summary>Makes one file out of records that follow each other (ECMA-119 6.5.1, 9.1.6).</summary>
internal sealed class FileAssembler(ImageFile image, ImageFormats tree, DiagnosticBag diagnostics)
{
    /// <summary>CD-ROM XA: the attributes of a file whose sectors are form 2, and hold 2324 bytes each (System Description CD-ROM XA, II 2.7).</summary>
    private const int XaSize = 14;
    private const byte XaForm2 = 0x10;

    private readonly List<Extent> extents = [];
    private readonly byte[] identifier = new byte[byte.MaxValue];
    private int identifierLength;
    private bool isOpen;
    private bool goesOn;
    private DirectoryEntry entry;
    private PosixEntry posix;
    private ContentDirectory directory = null!;
    private DateTimeOffset? modified;
    private string? unsupported;
    private bool isIncomplete;
    private bool isHidden;

    /// <summary>The files that are said to have several names, with the number that these share; 0 when there is none.</summary>
    public List<(uint Serial, ContentFile File)> OfSeveralNames { get; } = [];

    /// <summary>Begins a file.</summary>
    public void Begin(in DirectoryEntry begun, DirectoryRecord record, in PosixEntry fields, ContentDirectory parent)
    {
        (entry, posix, directory, isOpen, unsupported) = (begun, fields, parent, true, null);
        isIncomplete = false;
        isHidden = record.IsHidden;
        extents.Clear();
        record.Identifier.CopyTo(identifier);
        identifierLength = record.Identifier.Length;
        modified = TreeReader.DateOf(record, fields);
        AddExtent(record);
    }

    /// <summary>Adds the next extent; <see langword="false"/> when the record does not go on with the file that was begun.</summary>
    public bool Continue(DirectoryRecord record, in PosixEntry fields)
    {
        // All names must be the same (9.1.6); some writers give only the first record, or the last, its Rock Ridge fields.
        if (!isOpen || !goesOn || record.IsDirectory || !record.Identifier.SequenceEqual(identifier.AsSpan(0, identifierLength)))
        {
            return false;
        }

        if (posix.Mode is null && fields.Mode is not null)
        {
            posix = fields with { Name = posix.Name };
            modified = TreeReader.DateOf(record, fields);
        }

        AddExtent(record);
        return true;
    }

    /// <summary>The file that was begun, if one was.</summary>
    public DirectoryEntry? Finish()
    {
        if (!isOpen)
        {
            return null;
        }

        isOpen = false;
        if (goesOn)
        {
            Report(DiagnosticId.ImageMalformed, "The file is said to go on in a further extent, but no record of one follows.");
        }

        if (unsupported is not null)
        {
            Report(DiagnosticId.ContentUnsupported, unsupported);
        }

        var file = new ContentFile(entry.Name, Source())
        {
            Mode = posix.Mode,
            Attributes = posix.Attributes,
            OwnerId = posix.OwnerId,
            GroupId = posix.GroupId,
            Modified = modified,
            MarkedHidden = isHidden ? tree : 0,
            IsIncomplete = isIncomplete || goesOn || unsupported is not null,
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
                unsupported = "The file is interleaved, and has an extended attribute record within its first file unit; its content is read as if there were no such record.";
            }
        }

        if (extent.End > image.Length)
        {
            Report(DiagnosticId.ImageTruncated, $"The file is said to lie at byte {extent.Offset}, {extent.Length} bytes long, beyond the image's end at {image.Length}.");
            isIncomplete = true;
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
        if (systemUse.Length >= XaSize && systemUse[6..8].SequenceEqual("XA"u8) && (systemUse[4] & XaForm2) != 0)
        {
            unsupported = "The file lies in sectors of form 2 (video or audio of a CD-ROM XA), of which the first 2048 of 2324 bytes are read.";
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
            return stored;
        }

        if (ZisofsSource.Unsupported(compression) is { } problem)
        {
            Report(DiagnosticId.ContentUnsupported, $"The file is stored compressed, {problem}; it is read as it is stored.");
            isIncomplete = true;
            return stored;
        }

        if (!ZisofsSource.IsPlausible(compression, stored.Length))
        {
            Report(DiagnosticId.ContentDamaged, $"The file is stored compressed; the {stored.Length} bytes that are stored cannot be the {compression.Size} that they are said to be. It is read as it is stored.");
            isIncomplete = true;
            return stored;
        }

        return new ZisofsSource(stored, compression, PathOf());
    }

    private void Report(DiagnosticId id, string message) => diagnostics.Error(id, diagnostics.Keeps(id) ? PathOf() : null, message);

    private string PathOf() => $"{directory.Path.TrimEnd('/')}/{entry.Name}";
}
