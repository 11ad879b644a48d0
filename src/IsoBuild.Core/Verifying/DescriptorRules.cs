using System.Globalization;
using System.Text;
using IsoBuild.Bytes;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;
using IsoBuild.Layout;
using IsoBuild.Reading;

namespace IsoBuild.Verifying;

/// <summary>The rules of volume descriptors (ECMA-119 8; Joliet).</summary>
internal sealed class DescriptorRules(VerifyContext context, DescriptorSet descriptors)
{
    /// <summary>libarchive looks at eight sectors.</summary>
    private const int MostDescriptors = 7;

    private const int ReservedEnd = 1395;

    private const string ShownAsItIs = "Readers show it unchanged.";
    private const string ShownDifferently = "Readers show it in different ways. Recreate the image without it.";

    private static readonly DescriptorField[] Fields =
    [
        new(8, 32, "system identifier", IsFile: false, Strict: false),
        new(40, 32, "volume identifier", IsFile: false, Strict: true),
        new(190, 128, "volume set identifier", IsFile: false, Strict: true),
        new(318, 128, "publisher identifier", IsFile: true, Strict: false),
        new(446, 128, "data preparer identifier", IsFile: true, Strict: false),
        new(574, 128, "application identifier", IsFile: true, Strict: false),
        new(702, 37, "copyright file identifier", IsFile: true, Strict: true),
        new(739, 37, "abstract file identifier", IsFile: true, Strict: true),
        new(776, 37, "bibliographic file identifier", IsFile: true, Strict: true),
    ];

    private static readonly (int Offset, string Name)[] Dates =
        [(813, "creation date"), (830, "modification date"), (847, "expiration date"), (864, "effective date")];

    private readonly Findings findings = context.Findings;

    /// <summary>Whether the primary descriptor says that the disc is a CD-ROM XA one.</summary>
    public bool SaysXa { get; private set; }

    /// <summary>The descriptors of trees: offset in bytes, and which tree.</summary>
    public List<(long Offset, byte[] Sector, TreeKind Kind)> Trees { get; } = [];

    public void Check()
    {
        // A later session counts from its own start, and leads back into earlier ones.
        context.VolumeBlocks = ((ReadOnlySpan<byte>)descriptors.Primary)[80..].ReadBoth32(out _);
        context.VolumeEnd = OffsetOf(0) + ((context.VolumeBlocks - FixedAreas.SystemAreaSectors) * Sector.Size);
        for (var i = 0; i < descriptors.All.Count; i++)
        {
            var (type, sector) = descriptors.All[i];
            var offset = OffsetOf(i);
            context.Extents.Add(offset, Sector.Size, ExtentKind.Descriptor, $"sector {offset / Sector.Size}");
            CheckOne(i, type, sector, offset);
        }

        CheckSet();
    }

    private long OffsetOf(int index) => (descriptors.Describe(0).Sector + index) * Sector.Size;

    private void CheckSet()
    {
        var (last, _) = descriptors.All[^1];
        if (last != DescriptorType.Terminator)
        {
            findings.Error(DiagnosticId.TerminatorMissing, item: null, OffsetOf(descriptors.All.Count), "The volume descriptors do not end with a terminator (type 255): libarchive and others refuse the image. Recreate it.");
        }

        if (descriptors.All[0].Type != DescriptorType.Primary)
        {
            findings.Warning(DiagnosticId.PrimaryNotFirst, item: null, OffsetOf(0), "The first volume descriptor is not the primary volume descriptor, which simple readers and isomd5sum expect in sector 16. Recreate the image with another tool.");
        }

        if (descriptors.All.Count > MostDescriptors)
        {
            findings.Warning(DiagnosticId.DescriptorsTooMany, item: null, OffsetOf(MostDescriptors), $"There are {descriptors.All.Count} volume descriptors, but libarchive reads only the first {MostDescriptors}. Leave out boot records or trees that are not needed.");
        }

        if (Trees.Count(tree => tree.Kind == TreeKind.Joliet) > 1)
        {
            var second = Trees.Where(tree => tree.Kind == TreeKind.Joliet).ElementAt(1);
            findings.Warning(DiagnosticId.JolietSecond, item: null, second.Offset, "There is a second Joliet volume descriptor: 7-Zip shows the last tree, other readers the first. Recreate the image with one.");
        }
    }

    private void CheckOne(int index, DescriptorType type, byte[] sector, long offset)
    {
        var version = sector[6];
        var isEnhanced = type == DescriptorType.Supplementary && version == 2;
        if (version != 1 && !isEnhanced)
        {
            findings.Error(DiagnosticId.DescriptorVersionWrong, NameOf(type), offset + 6, $"The version is {version}, expected 1: Windows stops reading volume descriptors here. Recreate the image.");
        }

        switch (type)
        {
            case DescriptorType.Primary when !ReferenceEquals(sector, descriptors.Primary):
                if (!sector.AsSpan().SequenceEqual(descriptors.Primary))
                {
                    findings.Warning(DiagnosticId.PrimariesDiffer, NameOf(type), offset + sector.AsSpan().CommonPrefixLength(descriptors.Primary), "This copy of the primary volume descriptor differs from the first, so readers show different things depending on which one they use. Recreate the image.");
                }

                break;
            case DescriptorType.Primary:
                CheckVolume(sector, offset, TreeKind.Primary);
                CheckXa(sector);
                Trees.Add((offset, sector, TreeKind.Primary));
                break;
            case DescriptorType.Supplementary:
                CheckSupplementary(index, sector, offset, isEnhanced);
                break;
            case DescriptorType.BootRecord or DescriptorType.Partition:
                break;
            case DescriptorType.Terminator:
                CheckZero(sector, offset, 7, Sector.Size, NameOf(type), isError: true);
                break;
            default:
                findings.Error(DiagnosticId.DescriptorTypeUnknown, NameOf(type), offset, "The descriptor type is undefined: the standard defines 0 to 3 and 255, and libarchive refuses any other. Recreate the image.");
                break;
        }
    }

    private void CheckSupplementary(int index, byte[] sector, long offset, bool isEnhanced)
    {
        if (descriptors.Describe(index).Kind == VolumeDescriptorKind.Joliet)
        {
            CheckVolume(sector, offset, TreeKind.Joliet);
            Trees.Add((offset, sector, TreeKind.Joliet));
            if (sector[7] != 0)
            {
                findings.Warning(DiagnosticId.JolietFlags, NameOf(TreeKind.Joliet), offset + 7, $"The volume flags are {sector[7]:X2}, expected 00: with bit 0, FreeBSD and NetBSD ignore the Joliet tree. Recreate the image.");
            }

            if (sector.AsSpan(91, 29).ContainsAnyExcept((byte)0))
            {
                findings.Warning(DiagnosticId.JolietEscapeUnusual, NameOf(TreeKind.Joliet), offset + 91 + sector.AsSpan(91, 29).IndexOfAnyExcept((byte)0), "The field has other bytes after the UCS-2 escape sequence, which should be zero. Recreate the image.");
            }
        }
        else if (isEnhanced)
        {
            CheckVolume(sector, offset, TreeKind.Enhanced);
            Trees.Add((offset, sector, TreeKind.Enhanced));

            // Bit 0 says whether all escape sequences are registered (8.5.3).
            if ((sector[7] & 0xFE) != 0)
            {
                findings.Warning(DiagnosticId.ReservedFieldNotZero, NameOf(TreeKind.Enhanced), offset + 7, $"The volume flags are {sector[7]:X2}; bits 1 to 7 are reserved and must be zero. Recreate the image.");
            }
        }
        else
        {
            findings.Info(DiagnosticId.SupplementaryUnknown, NameOf(DescriptorType.Supplementary), offset + 88, "The escape sequence is not a Joliet one. Common readers ignore such a tree, and it was not checked.");
        }
    }

    private void CheckVolume(byte[] sector, long offset, TreeKind kind)
    {
        ReadOnlySpan<byte> bytes = sector;
        var name = NameOf(kind);
        var isPrimary = kind == TreeKind.Primary;
        if (isPrimary)
        {
            CheckZero(sector, offset, 7, 8, name, isError: true);
            CheckZero(sector, offset, 88, 120, name, isError: true);
        }

        CheckZero(sector, offset, 72, 80, name, isPrimary);
        CheckZero(sector, offset, 882, 883, name, isPrimary);
        CheckZero(sector, offset, ReservedEnd, Sector.Size, name, isPrimary);

        var space = (long)context.Both32(bytes[80..], offset + 80, name, "volume space size");
        if (space * Sector.Size > context.Image.Length)
        {
            // What is missing of files and directories is reported with them: without that, it is padding that everybody but 7-Zip does without.
            findings.Warning(DiagnosticId.SpaceSizeBeyondFile, name, offset + 80, $"The volume space size is {space} sectors, {space * Sector.Size} bytes, but the image has {context.Image.Length}. At least its padding is cut off, and 7-Zip warns about it. Get a fresh copy.");
        }

        var set = context.Both16(bytes[120..], offset + 120, name, "volume set size");
        var sequence = context.Both16(bytes[124..], offset + 124, name, "volume sequence number");
        if (set == 0 || sequence == 0 || sequence > set)
        {
            findings.Warning(DiagnosticId.VolumeSetWrong, name, offset + 120, $"The volume is number {sequence} of {set}. Recreate the image as number 1 of 1.");
        }

        var block = context.Both16(bytes[128..], offset + 128, name, "logical block size");
        if (block != Sector.Size)
        {
            findings.Error(DiagnosticId.BlockSizeWrong, name, offset + 128, $"The logical block size is {block} bytes, but Windows, 7-Zip and others support only {Sector.Size}. Recreate the image.");
        }

        _ = context.Both32(bytes[132..], offset + 132, name, "path table size");
        var structure = sector[881];
        if (structure != 1 && !(kind == TreeKind.Enhanced && structure == 2))
        {
            findings.Add(
                DiagnosticId.StructureVersionWrong,
                isPrimary ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
                name,
                offset + 881,
                $"The file structure version is {structure}, expected 1{(isPrimary ? ": bsdtar and xorriso refuse the image" : "")}. Recreate the image.");
        }

        CheckRoot(sector, offset, name);
        CheckDates(sector, offset, name);
        foreach (var field in Fields)
        {
            CheckText(sector, offset, field, kind, name);
        }
    }

    private void CheckRoot(byte[] sector, long offset, string name)
    {
        const int root = 156;
        const int size = 34;
        var record = new DirectoryRecord(sector.AsSpan(root, size));
        if (record.Size != size || !record.IsSound || record.Identifier is not [0] || !record.IsDirectory)
        {
            // All readers forgive another identifier, as ImgBurn has it.
            var isForgiven = record.Size == size && record is { IsSound: true, IsDirectory: true, Identifier.Length: 1 };
            findings.Add(
                DiagnosticId.RootRecordWrong,
                isForgiven ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error,
                name,
                offset + root,
                "The root directory record must be 34 bytes long, have the identifier 00 and the directory flag. Recreate the image.");
        }

        if (record.FirstDisagreement is { } place)
        {
            context.Disagree(offset + root + place, name, "root directory's record");
        }
    }

    private void CheckDates(byte[] sector, long offset, string name)
    {
        foreach (var (start, date) in Dates)
        {
            var field = sector.AsSpan(start, VolumeDate.Size);
            var isUnset = !field[..16].ContainsAnyExcept((byte)'0') || !field.ContainsAnyExcept((byte)0);
            if (!isUnset && (VolumeDate.Read(field) is null || field[14..16].ContainsAnyExceptInRange((byte)'0', (byte)'9')))
            {
                var text = new string([.. Encoding.Latin1.GetString(field[..16]).Select(c => char.IsAsciiDigit(c) ? c : '?')]);
                findings.Warning(DiagnosticId.DescriptorDateInvalid, name, offset + start, $"The {date} {text} with zone {(sbyte)field[16]} is not a valid date: readers show another date or none. Recreate the image.");
            }
        }
    }

    private void CheckText(byte[] sector, long offset, DescriptorField field, TreeKind kind, string name)
    {
        ReadOnlySpan<byte> bytes = sector.AsSpan(field.Offset, field.Length);
        if (kind == TreeKind.Joliet)
        {
            CheckJolietText(bytes, offset + field.Offset, field, name);
            return;
        }

        // Those that name a file begin with '_', and an unset field may be all zero, as libisofs has it.
        var isUnset = !bytes.ContainsAnyExcept((byte)0);
        var bad = isUnset ? -1 : IndexOfBad(bytes, field, kind);
        if (bad >= 0)
        {
            // Most writers store what they are told, and every reader shows it.
            var isShown = !bytes.TrimEnd((byte)0).ContainsAnyExceptInRange((byte)' ', (byte)'~');
            findings.Add(
                DiagnosticId.DescriptorTextWrong,
                isShown ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
                name,
                offset + field.Offset + bad,
                $"The {field.Name} has the character {bytes[bad]:X2}{(isShown ? $" ({(char)bytes[bad]})" : "")}; the standard allows only {(field.Strict ? "A to Z, 0 to 9 and _" : "capitals, digits, _, space and some punctuation")} there. {(isShown ? ShownAsItIs : ShownDifferently)}");
        }
    }

    /// <summary>Joliet excludes controls and a few characters of ASCII ("allowed character set"); those of a text that is no name are harmless.</summary>
    private void CheckJolietText(ReadOnlySpan<byte> bytes, long offset, DescriptorField field, string name)
    {
        var excluded = -1;
        var control = -1;

        // An odd field ends with a byte that no character has (Joliet, "descriptor identifiers").
        for (var i = 0; i + 1 < bytes.Length && control < 0; i += 2)
        {
            var c = (char)(bytes[i] << 8 | bytes[i + 1]);

            // The identifier of a file ends with its version.
            var isExcluded = field.Strict && (c is '*' or '/' or ':' or '?' or '\\' || (c == ';' && field.Length != DescriptorText.FileSize));
            excluded = isExcluded && excluded < 0 ? i : excluded;
            control = c != 0 && char.IsControl(c) ? i : control;
        }

        if (control >= 0)
        {
            findings.Warning(DiagnosticId.DescriptorTextWrong, name, offset + control, $"The {field.Name} has the control character U+{bytes[control] << 8 | bytes[control + 1]:X4}, which Joliet does not allow. {ShownDifferently}");
        }
        else if (excluded >= 0)
        {
            findings.Info(DiagnosticId.DescriptorTextWrong, name, offset + excluded, $"The {field.Name} has the character {(char)bytes[excluded + 1]}, one of * / : ; ? \\, which Joliet does not allow there. {ShownAsItIs}");
        }
    }

    private static int IndexOfBad(ReadOnlySpan<byte> bytes, DescriptorField field, TreeKind kind)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            var c = (char)bytes[i];
            var isAllowed = kind == TreeKind.Enhanced
                ? c >= ' '
                : c == ' ' || (field.Strict ? IsoText.IsD(c) || field.IsFile && c is '.' or ';' : IsoText.IsA(c));
            if (!isAllowed)
            {
                return i;
            }
        }

        return -1;
    }

    private void CheckXa(byte[] sector) => SaysXa = VolumeDescriptor.SaysXa(sector);

    private void CheckZero(byte[] sector, long offset, int start, int end, string name, bool isError)
    {
        var place = sector.AsSpan(start, end - start).IndexOfAnyExcept((byte)0);
        if (place >= 0)
        {
            findings.Add(
                DiagnosticId.ReservedFieldNotZero,
                isError ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
                name,
                offset + start + place,
                string.Create(CultureInfo.InvariantCulture, $"Bytes {start} to {end - 1} are reserved and must be zero{(isError ? ": libarchive or 7-Zip refuse the image" : "")}. Recreate the image."));
        }
    }

    public static string NameOf(TreeKind kind) => kind switch
    {
        TreeKind.Joliet => "Joliet descriptor",
        TreeKind.Enhanced => "enhanced descriptor",
        _ => "primary descriptor",
    };

    private static string NameOf(DescriptorType type) => type switch
    {
        DescriptorType.BootRecord => "boot record",
        DescriptorType.Primary => "primary descriptor",
        DescriptorType.Supplementary => "supplementary descriptor",
        DescriptorType.Partition => "partition descriptor",
        DescriptorType.Terminator => "terminator",
        _ => string.Create(CultureInfo.InvariantCulture, $"descriptor of type {(int)type}"),
    };

    /// <param name="Offset">In the descriptor.</param>
    /// <param name="Length">In bytes.</param>
    /// <param name="Name">As the standard has it.</param>
    /// <param name="IsFile">Whether it may name a file.</param>
    /// <param name="Strict">Whether it has d-characters; otherwise, a-characters (7.4.1).</param>
    private sealed record DescriptorField(int Offset, int Length, string Name, bool IsFile, bool Strict);
}
