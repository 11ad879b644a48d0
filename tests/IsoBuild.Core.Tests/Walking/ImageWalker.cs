using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace IsoBuild.Core.Tests.Walking;

/// <summary>An entry as one tree records it.</summary>
internal sealed record WalkedEntry(string Path, string Identifier, bool IsDirectory, uint Block, uint Length, string Date, uint? Mode);

/// <summary>
/// Parses an image's raw bytes by the standards and collects every broken rule. It shares no code with the engine,
/// so that a mistake there cannot hide itself here.
/// </summary>
internal sealed class ImageWalker
{
    private const int SectorSize = 2048;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] image;
    private readonly int level;
    private readonly List<string> problems = [];
    private readonly SortedDictionary<long, (long End, string What)> claims = [];
    private readonly Dictionary<long, long> continuations = [];
    private long lastDirectoryEnd;

    private ImageWalker(byte[] image, int level) => (this.image, this.level) = (image, level);

    public IReadOnlyList<string> Problems => problems;

    public List<WalkedEntry> Primary { get; } = [];

    public List<WalkedEntry>? Joliet { get; private set; }

    /// <summary>Of ISO 9660:1999.</summary>
    public List<WalkedEntry>? Enhanced { get; private set; }

    public bool HasRockRidge { get; private set; }

    public ReadOnlySpan<byte> Content(WalkedEntry file) => image.AsSpan((int)file.Block * SectorSize, (int)file.Length);

    public static ImageWalker Walk(byte[] image, int level = 3)
    {
        ImageWalker walker = new(image, level);
        walker.Walk();
        return walker;
    }

    private void Walk()
    {
        Check(image.Length % SectorSize == 0, "the image is no whole number of sectors");
        Check(IsZero(0, 16 * SectorSize), "the system area is in use");
        Claim(0, 16 * SectorSize, "system area");

        // READERS.md 1: primary, Joliet, enhanced, terminator, from sector 16 on.
        int sector = 16;
        ReadOnlySpan<byte> primary = Descriptor(sector++, type: 1);
        ReadOnlySpan<byte> joliet = default;
        if (image[sector * SectorSize] == 2 && image[(sector * SectorSize) + 6] == 1)
        {
            joliet = Descriptor(sector++, type: 2);
        }

        ReadOnlySpan<byte> enhanced = default;
        if (image[sector * SectorSize] == 2)
        {
            enhanced = Descriptor(sector++, type: 2, version: 2);
        }

        ReadOnlySpan<byte> terminator = Descriptor(sector, type: 255);
        Check(!terminator[7..].ContainsAnyExcept((byte)0), "the terminator holds something after byte 7");

        WalkTree(primary, Primary, Tree.Primary);
        if (!joliet.IsEmpty)
        {
            WalkTree(joliet, Joliet = [], Tree.Joliet);
        }

        if (!enhanced.IsEmpty)
        {
            WalkTree(enhanced, Enhanced = [], Tree.Enhanced);
        }

        CheckContinuations();
        CheckFiles();
        CheckRest();
    }

    private ReadOnlySpan<byte> Descriptor(int sector, byte type, byte version = 1)
    {
        ReadOnlySpan<byte> d = image.AsSpan(sector * SectorSize, SectorSize);
        Claim((long)sector * SectorSize, SectorSize, $"descriptor {type}");
        Check(d[0] == type, $"descriptor at sector {sector} has type {d[0]}, expected {type}");
        Check(d[1..6].SequenceEqual("CD001"u8) && d[6] == version, $"descriptor at sector {sector} has another standard identifier or version");
        return d;
    }

    /// <summary>ECMA-119 8.4 and 8.5.</summary>
    private void WalkTree(ReadOnlySpan<byte> d, List<WalkedEntry> entries, Tree kind)
    {
        bool isJoliet = kind == Tree.Joliet;
        string tree = kind switch
        {
            Tree.Joliet => "joliet",
            Tree.Enhanced => "enhanced",
            _ => "primary",
        };
        Check(d[7] == 0, $"{tree}: byte 7 (flags) is not zero");
        Check(!d[72..80].ContainsAnyExcept((byte)0), $"{tree}: bytes 72-79 are not zero");
        Check(isJoliet ? d[88..91].SequenceEqual("%/E"u8) && !d[91..120].ContainsAnyExcept((byte)0) : !d[88..120].ContainsAnyExcept((byte)0), $"{tree}: bytes 88-119");
        Check(Both32(d[80..], tree, "space size") == image.Length / SectorSize, $"{tree}: the space size is not the file's");
        Check(Both16(d[120..], tree, "set size") == 1 && Both16(d[124..], tree, "sequence number") == 1, $"{tree}: not volume 1 of 1");
        Check(Both16(d[128..], tree, "block size") == SectorSize, $"{tree}: the block size");
        Check(!d[144..148].ContainsAnyExcept((byte)0) && !d[152..156].ContainsAnyExcept((byte)0), $"{tree}: optional path tables");
        Check(d[881] == (kind == Tree.Enhanced ? 2 : 1) && d[882] == 0, $"{tree}: bytes 881-882");
        Check(d[882] == 0 && !d[1395..].ContainsAnyExcept((byte)0), $"{tree}: bytes 882 and 1395-2047 are not zero");
        foreach (int date in (int[])[813, 830, 847, 864])
        {
            CheckLongDate(d.Slice(date, 17), $"{tree}: date at {date}");
        }

        foreach ((int start, int length, bool dCharacters) in ((int, int, bool)[])[(8, 32, false), (40, 32, true), (190, 128, true), (318, 128, false), (446, 128, false), (574, 128, false), (702, 37, true), (739, 37, true), (776, 37, true)])
        {
            CheckText(d.Slice(start, length), kind, dCharacters, $"{tree}: text at {start}");
        }

        ReadOnlySpan<byte> root = d.Slice(156, 34);
        Check(root[0] == 34 && root[32] == 1 && root[33] == 0 && root[25] == 2, $"{tree}: the root record");
        CheckRecordHead(root, $"{tree}: the root record");

        Directory first = new("", "", null, Both32(root[2..], tree, "root extent"), Both32(root[10..], tree, "root length"));
        List<Directory> directories = [first];
        for (int i = 0; i < directories.Count; i++)
        {
            WalkDirectory(directories[i], directories, entries, kind, tree);
        }

        // After all directories: no parent is claimed after its child, and files come later (libarchive streams).
        foreach (Directory directory in directories)
        {
            Check(directory.Parent is null || directory.Parent.Block < directory.Block, $"{tree} {directory.Path}: lies before its parent");
            lastDirectoryEnd = Math.Max(lastDirectoryEnd, (directory.Block * (long)SectorSize) + directory.Length);
        }

        CheckPathTables(d, directories, kind, tree);
    }

    private void WalkDirectory(Directory directory, List<Directory> directories, List<WalkedEntry> entries, Tree kind, string tree)
    {
        string where = $"{tree} {directory.Path}/";
        Check(directory.Length > 0 && directory.Length % SectorSize == 0, $"{where}: length {directory.Length}");
        long start = directory.Block * (long)SectorSize;
        Claim(start, directory.Length, where);
        int index = 0;
        HashSet<string> folded = new(StringComparer.Ordinal);
        string[]? previous = null;
        for (long sector = start; sector < start + directory.Length; sector += SectorSize)
        {
            ReadOnlySpan<byte> rest = image.AsSpan((int)sector, SectorSize);
            Check(rest[0] != 0, $"{where}: a sector without records");
            while (!rest.IsEmpty && rest[0] != 0)
            {
                int size = rest[0];
                Check(size % 2 == 0 && size >= 34 && size <= rest.Length, $"{where}: record of {size} bytes, {rest.Length} are left");
                ReadOnlySpan<byte> record = rest[..size];
                rest = rest[size..];
                CheckRecordHead(record, where);
                uint block = Both32(record[2..], where, "extent");
                uint length = Both32(record[10..], where, "length");
                bool isDirectory = record[25] == 2;
                Check(record[25] is 0 or 2, $"{where}: flags {record[25]}");
                int idLength = record[32];
                Check(idLength >= 1, $"{where}: an identifier without characters");
                ReadOnlySpan<byte> id = record.Slice(33, idLength);
                Check(idLength % 2 == 1 || record[33 + idLength] == 0, $"{where}: a padding byte is not zero");
                ReadOnlySpan<byte> systemUse = record[((34 + idLength) & ~1)..];
                Check(kind == Tree.Primary || systemUse.IsEmpty, $"{where}: system use in another tree than the primary");
                Check(HasRockRidge || directory.Parent is null || systemUse.IsEmpty, $"{where}: system use without Rock Ridge");

                if (index < 2)
                {
                    Directory who = index == 0 ? directory : directory.Parent ?? directory;
                    Check(idLength == 1 && id[0] == index && isDirectory && block == who.Block && length == who.Length, $"{where}: record {index} is not '{(index == 0 ? "." : "..")}' with its extent and length");
                    if (kind == Tree.Primary)
                    {
                        Posix self = SystemUse(systemUse, isRootSelf: index == 0 && directory.Parent is null, hasName: false, where);
                        Check(self.Attributes == who.Attributes || who.Attributes is null, $"{where}: record {index} has other attributes than the parent's record");
                        directory.Attributes ??= index == 0 ? self.Attributes : null;
                    }

                    index++;
                    continue;
                }

                string[] parts = Identifier(id, isDirectory, kind, where);
                string plain = kind == Tree.Enhanced ? Utf8.GetString(id) : string.Join('.', parts).TrimEnd('.');
                Check(previous is null || Compare(previous, parts, kind) < 0, $"{where}: {plain} after {string.Join('.', previous ?? [])}");
                Check(folded.Add(kind == Tree.Enhanced ? plain : Fold(plain)), $"{where}: {plain} twice (in trees of which readers ignore case, whatever that is)");
                previous = parts;
                Posix posix = kind != Tree.Primary ? default : SystemUse(systemUse, isRootSelf: false, hasName: true, where);
                string path = $"{directory.Path}/{posix.Name ?? plain}";
                entries.Add(new WalkedEntry(path, plain, isDirectory, block, length, Convert.ToHexString(record.Slice(18, 7)), posix.Mode));
                Check(posix.Mode is not { } mode || ((mode & 0xF000) == 0x4000) == isDirectory, $"{path}: mode and flags disagree");
                Check(posix.Date is null || posix.Date == Convert.ToHexString(record.Slice(18, 7)), $"{path}: TF and the record's date disagree");
                if (isDirectory)
                {
                    Check(posix.ContinuedIn is null || posix.ContinuedIn < block, $"{path}: its record goes on behind the directory");
                    directories.Add(new Directory(path, plain, directory, block, length) { Attributes = posix.Attributes });
                }

                index++;
            }

            Check(!rest.ContainsAnyExcept((byte)0), $"{where}: slack is not zero");
        }

        Check(index >= 2, $"{where}: {index} records");
    }

    private void CheckRecordHead(ReadOnlySpan<byte> record, string where)
    {
        Check(record[1] == 0, $"{where}: an extended attribute record");
        Check(record[26] == 0 && record[27] == 0, $"{where}: interleaving");
        Check(Both16(record[28..], where, "volume number") == 1, $"{where}: volume number");
        CheckShortDate(record.Slice(18, 7), where);
    }

    /// <summary>ECMA-119 7.5, 7.6 and 10; Joliet's character set.</summary>
    /// <returns>Name and extension of a file; a directory's identifier, or a Joliet one, whole.</returns>
    private string[] Identifier(ReadOnlySpan<byte> id, bool isDirectory, Tree kind, string where)
    {
        string text = (kind == Tree.Joliet ? Encoding.BigEndianUnicode : Encoding.Latin1).GetString(id);
        if (kind == Tree.Enhanced)
        {
            // ISO 9660:1999: up to 207 bytes of whatever the writer means, without a version.
            Check(id.Length <= 207 && !id.ContainsAny((byte)'/', (byte)0), $"{where}: {text} is no identifier");
            return [text];
        }

        if (!isDirectory && kind != Tree.Joliet)
        {
            Check(text.EndsWith(";1", StringComparison.Ordinal), $"{where}: {text} has no version");
            text = text[..^2];
        }

        if (kind == Tree.Joliet)
        {
            Check(id.Length % 2 == 0 && text.Length is >= 1 and <= 64, $"{where}: {text} has {text.Length} characters");
            Check(!text.Any(c => c < ' ' || (c >= 0x7F && c < 0xA0) || "*/:;?\\".Contains(c)), $"{where}: {text} has characters that Joliet forbids");
            Check(text[^1] is not ('.' or ' '), $"{where}: {text} ends in a dot or space");
            Check(IsWellFormed(id), $"{where}: {text} has half a surrogate pair");
            return [text];
        }

        string[] parts = isDirectory ? [text] : text.Split('.');
        Check(parts.All(part => part.All(c => c is >= 'A' and <= 'Z' or >= '0' and <= '9' or '_')), $"{where}: {text} has other than d-characters");
        bool fits = (isDirectory, level) switch
        {
            (true, 1) => text.Length is >= 1 and <= 8,
            (true, _) => text.Length is >= 1 and <= 31,
            (_, 1) => parts is [{ Length: <= 8 }, { Length: <= 3 }] && text.Length > 1,
            _ => parts.Length == 2 && text.Length is > 1 and <= 31,
        };
        Check(fits, $"{where}: {text} exceeds interchange level {level}");
        return parts;
    }

    /// <summary>ECMA-119 9.3: names, then extensions, the shorter filled with spaces. No legal character sorts below a space.</summary>
    private static int Compare(string[] a, string[] b, Tree kind)
    {
        if (kind != Tree.Primary)
        {
            return string.CompareOrdinal(a[0], b[0]);
        }

        int byName = string.CompareOrdinal(a[0], b[0]);
        return byName != 0 ? byName : string.CompareOrdinal(a.ElementAtOrDefault(1) ?? "", b.ElementAtOrDefault(1) ?? "");
    }

    /// <summary>ASCII and Latin-1 letters, which every reader that ignores case folds.</summary>
    private static string Fold(string name) => string.Concat(name.Select(c => c is >= 'a' and <= 'z' or (>= '\u00E0' and <= '\u00FE' and not '\u00F7') ? (char)(c - 32) : c));

    private static bool IsWellFormed(ReadOnlySpan<byte> id)
    {
        for (int i = 0; i < id.Length; i += 2)
        {
            bool high = (id[i] & 0xFC) == 0xD8;
            if ((id[i] & 0xFC) == 0xDC || (high && (i + 2 >= id.Length || (id[i + 2] & 0xFC) != 0xDC)))
            {
                return false;
            }

            i += high ? 2 : 0;
        }

        return true;
    }

    /// <summary>ECMA-119 9.4 and 6.9.1.</summary>
    private void CheckPathTables(ReadOnlySpan<byte> d, List<Directory> directories, Tree kind, string tree)
    {
        int size = (int)Both32(d[132..], tree, "path table size");
        int little = (int)BinaryPrimitives.ReadUInt32LittleEndian(d[140..]) * SectorSize;
        int big = (int)BinaryPrimitives.ReadUInt32BigEndian(d[148..]) * SectorSize;
        Claim(little, size, $"{tree} path table L");
        Claim(big, size, $"{tree} path table M");

        List<(string Id, uint Block, int Parent)> table = [];
        int position = 0;
        while (position < size)
        {
            ReadOnlySpan<byte> l = image.AsSpan(little + position, size - position);
            ReadOnlySpan<byte> m = image.AsSpan(big + position, size - position);
            int idLength = l[0];
            uint block = BinaryPrimitives.ReadUInt32LittleEndian(l[2..]);
            int parent = BinaryPrimitives.ReadUInt16LittleEndian(l[6..]);
            Check(m[0] == idLength && m[1] == 0 && l[1] == 0 && m.Slice(8, idLength).SequenceEqual(l.Slice(8, idLength)), $"{tree}: path tables differ at {position}");
            Check(BinaryPrimitives.ReadUInt32BigEndian(m[2..]) == block && BinaryPrimitives.ReadUInt16BigEndian(m[6..]) == parent, $"{tree}: path tables differ at {position}");
            Check(idLength % 2 == 0 || (l[8 + idLength] == 0 && m[8 + idLength] == 0), $"{tree}: path table padding at {position}");
            // Two-byte characters, big endian, compare like their bytes; one-byte ones like themselves.
            table.Add((table.Count == 0 ? "" : Convert.ToHexString(l.Slice(8, idLength)), block, parent));
            Check(table.Count > 1 || (idLength == 1 && l[8] == 0 && parent == 1), $"{tree}: the path table does not begin with the root");
            Check(table.Count == 1 || (parent >= 1 && parent < table.Count), $"{tree}: parent {parent} of directory {table.Count}");
            position += (8 + idLength + 1) & ~1;
        }

        Check(position == size && table.Count <= 65535, $"{tree}: {table.Count} path table records of {position} bytes, {size} are said to be there");
        for (int i = 2; i < table.Count; i++)
        {
            (string beforeId, _, int beforeParent) = table[i - 1];
            int order = beforeParent.CompareTo(table[i].Parent);
            Check(order < 0 || (order == 0 && string.CompareOrdinal(beforeId, table[i].Id) < 0), $"{tree}: path table record {i + 1} is out of order");
        }

        Dictionary<uint, Directory> byBlock = directories.ToDictionary(directory => directory.Block);
        Check(table.Count == directories.Count, $"{tree}: {table.Count} path table records, {directories.Count} directories");
        foreach ((string id, uint block, int parent) in table)
        {
            Check(byBlock.TryGetValue(block, out Directory? directory), $"{tree}: path table leads to block {block}, where no directory lies");
            string expected = Convert.ToHexString((kind == Tree.Joliet ? Encoding.BigEndianUnicode : kind == Tree.Enhanced ? Utf8 : Encoding.Latin1).GetBytes(directory?.Identifier ?? ""));
            Check(id == expected, $"{tree} {directory?.Path}: path table identifier");
            Check((directory?.Parent ?? directory)?.Block == table[parent - 1].Block, $"{tree} {directory?.Path}: path table parent");
        }
    }

    /// <summary>SUSP 1.12 and RRIP 1.12.</summary>
    private Posix SystemUse(ReadOnlySpan<byte> area, bool isRootSelf, bool hasName, string where)
    {
        if (isRootSelf)
        {
            HasRockRidge = area.Length >= 7 && area[..7].SequenceEqual((ReadOnlySpan<byte>)[(byte)'S', (byte)'P', 7, 1, 0xBE, 0xEF, 0]);
        }

        if (!HasRockRidge)
        {
            Check(area.IsEmpty, $"{where}: system use without SP");
            return default;
        }

        Posix posix = default;
        List<byte> name = [];
        bool nameGoesOn = hasName;
        bool hasExtension = false;
        string px = "", tf = "";
        for (int areas = 0; areas < 32; areas++)
        {
            (uint Block, uint Offset, uint Length)? next = null;
            while (area.Length >= 4)
            {
                int size = area[2];
                if (size < 4 || size > area.Length || area[3] != 1)
                {
                    Check(false, $"{where}: a system use field of {size} bytes, version {area[3]}");
                    return posix;
                }

                ReadOnlySpan<byte> field = area[..size];
                area = area[size..];
                switch (Encoding.Latin1.GetString(field[..2]))
                {
                    case "NM":
                        Check(nameGoesOn && field[4] is 0 or 1, $"{where}: NM where no name goes on");
                        nameGoesOn = field[4] == 1;
                        name.AddRange(field[5..]);
                        break;
                    case "PX":
                        Check(size is 36 or 44 && px.Length == 0, $"{where}: PX of {size} bytes");
                        posix.Mode = Both32(field[4..], where, "mode");
                        Check(Both32(field[12..], where, "links") >= ((posix.Mode & 0xF000) == 0x4000 ? 2u : 1u), $"{where}: links");
                        Both32(field[20..], where, "user");
                        Both32(field[28..], where, "group");
                        Check(size == 36 || Both32(field[36..], where, "serial") > 0, $"{where}: serial number");
                        px = Convert.ToHexString(field);
                        break;
                    case "TF":
                        // One date, of modification, in the short form (RRIP 4.1.6).
                        Check(size == 12 && field[4] == 2, $"{where}: TF");
                        CheckShortDate(field.Slice(5, 7), where);
                        tf = posix.Date = Convert.ToHexString(field.Slice(5, 7));
                        break;
                    case "SL":
                        // Of a symbolic link alone (RRIP 4.1.3); the last field says that it is.
                        Check((posix.Mode & 0xF000) == 0xA000 && field[4] is 0 or 1, $"{where}: SL");
                        break;
                    case "PN":
                        Check(size == 20 && (posix.Mode & 0xF000) is 0x2000 or 0x6000, $"{where}: PN");
                        Both32(field[4..], where, "device, high");
                        Both32(field[12..], where, "device, low");
                        break;
                    case "CE":
                        Check(size == 28 && next is null, $"{where}: CE");
                        next = (Both32(field[4..], where, "CE block"), Both32(field[12..], where, "CE offset"), Both32(field[20..], where, "CE length"));
                        break;
                    case "ER":
                        hasExtension = field.Slice(8, field[4]).SequenceEqual("RRIP_1991A"u8) && 8 + field[4] + field[5] + field[6] == size;
                        break;
                    case "SP":
                        Check(isRootSelf, $"{where}: SP");
                        break;
                    default:
                        Check(false, $"{where}: field {Encoding.Latin1.GetString(field[..2])}");
                        break;
                }
            }

            Check(area.Length <= 1 && !area.ContainsAnyExcept((byte)0), $"{where}: {area.Length} bytes after the last field");
            if (next is not { } place)
            {
                break;
            }

            long at = (place.Block * (long)SectorSize) + place.Offset;
            bool inside = place.Offset + place.Length <= SectorSize && place.Length > 0 && at + place.Length <= image.Length;
            Check(inside, $"{where}: CE of {place.Length} bytes at {place.Offset}");
            if (!inside)
            {
                break;
            }

            Check(continuations.TryAdd(at, at + place.Length), $"{where}: a continuation area of somebody else");
            posix.ContinuedIn = place.Block;
            area = image.AsSpan((int)at, (int)place.Length);
        }

        Check(!nameGoesOn && name.Count <= 255 && (name.Count > 0) == hasName, $"{where}: a name of {name.Count} bytes");
        Check(px.Length > 0 && tf.Length > 0, $"{where}: no PX or no TF");
        Check(hasExtension == isRootSelf, $"{where}: ER");
        posix.Attributes = px + tf;
        posix.Name = hasName ? Unescaped([.. name]) : null;
        return posix;
    }

    private void CheckContinuations()
    {
        long end = 0;
        foreach ((long start, long areaEnd) in continuations.OrderBy(area => area.Key))
        {
            Check(start >= end, $"continuation area at {start} overlaps the one before");
            end = areaEnd;
        }

        foreach (long sector in continuations.Keys.Select(start => start / SectorSize).Distinct())
        {
            Claim(sector * SectorSize, SectorSize, "continuation");
            byte[] copy = image[(int)(sector * SectorSize)..(int)((sector + 1) * SectorSize)];
            foreach ((long start, long areaEnd) in continuations.Where(area => area.Key / SectorSize == sector))
            {
                copy.AsSpan((int)(start % SectorSize), (int)(areaEnd - start)).Clear();
            }

            Check(!copy.AsSpan().ContainsAnyExcept((byte)0), $"continuation sector {sector}: slack is not zero");
        }
    }

    private void CheckFiles()
    {
        Dictionary<long, long> files = [];
        foreach (WalkedEntry file in Primary.Concat(Joliet ?? []).Concat(Enhanced ?? []).Where(entry => !entry.IsDirectory))
        {
            long start = file.Block * (long)SectorSize;
            if (file.Length == 0)
            {
                Check(file.Block == 0, $"{file.Path}: an empty file with an extent");
            }
            else if (files.TryAdd(start, file.Length))
            {
                Check(start >= lastDirectoryEnd, $"{file.Path}: lies before directories");
                Claim(start, file.Length, file.Path);
            }
            else
            {
                // Two trees, one content.
                Check(files[start] == file.Length, $"{file.Path}: one extent, two lengths");
            }
        }

        Check((Joliet is null || Joliet.Count == Primary.Count) && (Enhanced is null || Enhanced.Count == Primary.Count), "the trees have different numbers of entries");
    }

    /// <summary>Nothing overlaps, and what nobody claims is zero.</summary>
    private void CheckRest()
    {
        long end = 0;
        foreach ((long start, (long claimEnd, string what)) in claims)
        {
            Check(start >= end, $"{what} at byte {start} overlaps what lies before it");
            Check(start <= end || IsZero(end, start), $"bytes {end} to {start}, before {what}, are not zero");
            end = Math.Max(end, claimEnd);
        }

        Check(IsZero(end, image.Length), "the padding is not zero");
    }

    private void CheckText(ReadOnlySpan<byte> field, Tree kind, bool dCharacters, string where)
    {
        string text = kind == Tree.Joliet ? Encoding.BigEndianUnicode.GetString(field[..(field.Length & ~1)]) : Encoding.Latin1.GetString(field);
        Check(kind != Tree.Joliet || field.Length % 2 == 0 || field[^1] == 0, $"{where}: the odd byte");
        string value = text.TrimEnd(' ');
        Check(!value.Contains('\0'), $"{where}: padded with zeros");
        Check(kind == Tree.Joliet || (kind == Tree.Enhanced && value.All(c => c >= ' ')) || value.All(c => c is >= 'A' and <= 'Z' or >= '0' and <= '9' or '_' || (!dCharacters && " !\"%&'()*+,-./:;<=>?".Contains(c))), $"{where}: \"{value}\" has other characters");
    }

    /// <summary>ECMA-119 9.1.5.</summary>
    private void CheckShortDate(ReadOnlySpan<byte> date, string where) =>
        Check(date[1] is >= 1 and <= 12 && date[2] >= 1 && date[2] <= DateTime.DaysInMonth(1900 + date[0], date[1]) && date[3] < 24 && date[4] < 60 && date[5] < 60 && (sbyte)date[6] is >= -48 and <= 52, $"{where}: date {Convert.ToHexString(date)}");

    /// <summary>ECMA-119 8.4.26.1.</summary>
    private void CheckLongDate(ReadOnlySpan<byte> date, string where)
    {
        string digits = Encoding.Latin1.GetString(date[..16]);
        bool unset = digits == "0000000000000000" && date[16] == 0;
        Check(unset || (DateTime.TryParseExact(digits[..14], "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) && (sbyte)date[16] is >= -48 and <= 52), $"{where}: {digits}");
    }

    private uint Both32(ReadOnlySpan<byte> field, string where, string what)
    {
        uint value = BinaryPrimitives.ReadUInt32LittleEndian(field);
        Check(value == BinaryPrimitives.ReadUInt32BigEndian(field[4..]), $"{where}: {what}: byte orders disagree");
        return value;
    }

    private ushort Both16(ReadOnlySpan<byte> field, string where, string what)
    {
        ushort value = BinaryPrimitives.ReadUInt16LittleEndian(field);
        Check(value == BinaryPrimitives.ReadUInt16BigEndian(field[2..]), $"{where}: {what}: byte orders disagree");
        return value;
    }

    private void Claim(long start, long length, string what)
    {
        Check(start >= 0 && start + length <= image.Length, $"{what}: bytes {start} to {start + length} lie beyond the image");
        Check(claims.TryAdd(start, (start + length, what)), $"{what}: lies at byte {start}, like {(claims.TryGetValue(start, out (long End, string What) other) ? other.What : "")}");
    }

    private bool IsZero(long start, long end) => !image.AsSpan((int)start, (int)(end - start)).ContainsAnyExcept((byte)0);

    private void Check(bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] Problem problem)
    {
        if (!holds)
        {
            problems.Add(problem.Text);
        }
    }

    private void Check(bool holds, string problem)
    {
        if (!holds)
        {
            problems.Add(problem);
        }
    }

    /// <summary>A message that is put together only when it is needed: there are many checks, and they hold.</summary>
    [InterpolatedStringHandler]
    private ref struct Problem
    {
        private DefaultInterpolatedStringHandler text;

        public Problem(int literalLength, int formattedCount, bool holds, out bool isEnabled)
        {
            isEnabled = !holds;
            text = isEnabled ? new DefaultInterpolatedStringHandler(literalLength, formattedCount) : default;
        }

        public string Text => text.ToStringAndClear();

        public void AppendLiteral(string value) => text.AppendLiteral(value);

        public void AppendFormatted<T>(T value) => text.AppendFormatted(value);
    }

    private enum Tree
    {
        Primary,
        Joliet,
        Enhanced,
    }

    private sealed record Directory(string Path, string Identifier, Directory? Parent, uint Block, uint Length)
    {
        public string? Attributes { get; set; }
    }

    private struct Posix
    {
        public string? Name { get; set; }

        public uint? Mode { get; set; }

        public string? Date { get; set; }

        public string? Attributes { get; set; }

        public uint? ContinuedIn { get; set; }
    }

    /// <summary>UTF-8, with U+DC80 to U+DCFF for each byte that is not.</summary>
    private static string Unescaped(ReadOnlySpan<byte> bytes)
    {
        StringBuilder text = new();
        for (int size; bytes.Length > 0; bytes = bytes[size..])
        {
            if (Rune.DecodeFromUtf8(bytes, out Rune rune, out size) == System.Buffers.OperationStatus.Done)
            {
                text.Append(rune.ToString());
            }
            else
            {
                size = 1;
                text.Append((char)(0xDC00 | bytes[0]));
            }
        }

        return text.ToString();
    }
}
