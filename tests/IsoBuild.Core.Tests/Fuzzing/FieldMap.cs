using System.Buffers.Binary;

namespace IsoBuild.Core.Tests.Fuzzing;

/// <summary>How a field stores its number, or that it is text.</summary>
internal enum FieldKind
{
    Byte,
    Little16,
    Little32,
    Big16,
    Big32,
    Both16,
    Both32,
    Text,
}

/// <summary>A field of a structure.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="Kind">How it is stored.</param>
/// <param name="IsPointer">Whether it holds a logical block number.</param>
internal readonly record struct Field(int Offset, int Length, FieldKind Kind, bool IsPointer = false);

/// <summary>Where the fields of a sound image lie. Found by walking it without the library, so that faults there do not hide anything.</summary>
internal sealed class FieldMap
{
    private const int Sector = 2048;

    private readonly byte[] image;
    private readonly HashSet<int> seen = [];

    public FieldMap(byte[] image)
    {
        this.image = image;
        for (int sector = 16; (sector + 1) * Sector <= image.Length; sector++)
        {
            // Every session has descriptors of its own.
            if (image.AsSpan((sector * Sector) + 1, 5).SequenceEqual("CD001"u8))
            {
                AddDescriptor(sector * Sector);
            }
            else
            {
                AddUdf(sector * Sector);
            }
        }

        AddPartitionTables();
    }

    /// <summary>The master boot record, and both tables of a GPT (UEFI 5.2.1, 5.3.2, 5.3.3); numbers of 64 bits as two of 32.</summary>
    private void AddPartitionTables()
    {
        if (image[510] != 0x55 || image[511] != 0xAA)
        {
            return;
        }

        Add(0, 432, 4, FieldKind.Little32);
        for (int entry = 446; entry < 510; entry += 16)
        {
            Add(entry, 0, 1, FieldKind.Byte);
            Add(entry, 4, 1, FieldKind.Byte);
            Add(entry, 8, 4, FieldKind.Little32);
            Add(entry, 12, 4, FieldKind.Little32);
        }

        foreach (int header in (int[])[512, image.Length - 512])
        {
            if (!image.AsSpan(header).StartsWith("EFI PART"u8))
            {
                continue;
            }

            for (int field = 8; field < 92; field += 4)
            {
                Add(header, field, 4, FieldKind.Little32);
            }

            int array = (int)BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan(header + 72)) * 512;
            for (int entry = array; entry < array + 384; entry += 128)
            {
                for (int field = 0; field < 60; field += 4)
                {
                    Add(entry, field, 4, FieldKind.Little32);
                }
            }
        }
    }

    /// <summary>A descriptor of UDF, or the file identifiers of a sector (ECMA-167 3/7.2, 4/14.4, 4/14.9).</summary>
    private void AddUdf(int at)
    {
        while (at + 40 <= image.Length && UdfTag.IsAt(image, at))
        {
            int id = BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(at));
            int length = id == 257 ? (38 + image[at + 36] + image[at + 19] + 3) & ~3 : 16 + BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(at + 10));
            Tags.Add(at);
            Structures.Add(at / Sector);
            Records.Add(at..Math.Min(at + length, image.Length));
            Add(at, 0, 2, FieldKind.Little16);
            Add(at, 10, 2, FieldKind.Little16);
            Add(at, 12, 4, FieldKind.Little32);
            for (int field = 16; field + 4 <= Math.Min(length, 512); field += id == 257 ? 2 : 4)
            {
                Add(at, field, id == 257 ? 2 : 4, id == 257 ? FieldKind.Little16 : FieldKind.Little32, isPointer: id is 2 or 5 or 6 or 256 or 261);
            }

            if (id is 261 or 266 && at + 216 <= image.Length && (image[at + 34] & 7) == 3)
            {
                // A directory may lie in its own entry, behind the extended attributes (4/14.6.8).
                long embedded = at + (id == 261 ? 176 + Number(at + 168) : 216 + Number(at + 208));
                if (embedded + 40 <= image.Length && embedded < at + Sector)
                {
                    AddUdf((int)embedded);
                }
            }

            if (id != 257)
            {
                return;
            }

            if (image[at + 19] > 1)
            {
                Texts.Add(new Field(at + 38 + image[at + 36], image[at + 19], FieldKind.Text));
            }

            at += length;
        }
    }

    public List<Field> Fields { get; } = [];

    /// <summary>Where descriptors of UDF begin, whose tags hold checksums.</summary>
    public List<int> Tags { get; } = [];

    /// <summary>Directory records and system use entries: what may be copied over each other.</summary>
    public List<Range> Records { get; } = [];

    /// <summary>Names and link targets.</summary>
    public List<Field> Texts { get; } = [];

    /// <summary>Sectors where something begins.</summary>
    public List<int> Structures { get; } = [];

    private void AddDescriptor(int at)
    {
        Structures.Add(at / Sector);
        Add(at, 0, 1);
        Add(at, 1, 5, FieldKind.Text);
        Add(at, 6, 1);
        if (image[at] == 0)
        {
            Add(at, 71, 4, FieldKind.Little32, isPointer: true);
            AddBootCatalog(Number(at + 71) * Sector);
            return;
        }

        if (image[at] is not (1 or 2))
        {
            return;
        }

        Add(at, 7, 1);
        Add(at, 40, 32, FieldKind.Text);
        Add(at, 80, 8, FieldKind.Both32);
        Add(at, 88, 3, FieldKind.Text);
        Add(at, 120, 4, FieldKind.Both16);
        Add(at, 124, 4, FieldKind.Both16);
        Add(at, 128, 4, FieldKind.Both16);
        Add(at, 132, 8, FieldKind.Both32);
        Add(at, 140, 4, FieldKind.Little32, isPointer: true);
        Add(at, 144, 4, FieldKind.Little32, isPointer: true);
        Add(at, 148, 4, FieldKind.Big32, isPointer: true);
        Add(at, 152, 4, FieldKind.Big32, isPointer: true);
        Add(at, 813, 17, FieldKind.Text);
        Add(at, 830, 17, FieldKind.Text);
        Add(at, 881, 1);
        AddRecord(at + 156);
        AddPathTable(Number(at + 140), Number(at + 132));
        AddDirectory(Number(at + 156 + 2), Number(at + 156 + 10));
    }

    /// <summary>The records of a boot catalog and the boot info tables of its images (El Torito 2.0).</summary>
    private void AddBootCatalog(long catalog)
    {
        if (catalog <= 0 || catalog + Sector > image.Length || !seen.Add((int)catalog))
        {
            return;
        }

        Structures.Add((int)(catalog / Sector));
        for (int at = (int)catalog; at < catalog + Sector && image.AsSpan(at, 32).ContainsAnyExcept((byte)0); at += 32)
        {
            Records.Add(at..(at + 32));
            Add(at, 0, 1);
            Add(at, 1, 1);
            Add(at, 2, 2, FieldKind.Little16);
            Add(at, 4, 1);
            Add(at, 6, 2, FieldKind.Little16);
            Add(at, 8, 4, FieldKind.Little32, isPointer: true);
            Add(at, 28, 2, FieldKind.Little16);
            int boot = (int)Number(at + 8) * Sector;
            if (image[at] == 0x88 && boot > 0 && boot + Sector <= image.Length && seen.Add(boot))
            {
                Add(boot, 8, 4, FieldKind.Little32);
                Add(boot, 12, 4, FieldKind.Little32, isPointer: true);
                Add(boot, 16, 4, FieldKind.Little32);
                Add(boot, 11, 2, FieldKind.Little16);
                Add(boot, 19, 2, FieldKind.Little16);
                Add(boot, 454, 4, FieldKind.Little32);
            }
        }
    }

    private void AddPathTable(long sector, long size)
    {
        long at = sector * Sector;
        if (at <= 0 || at + size > image.Length || !seen.Add((int)at))
        {
            return;
        }

        Structures.Add((int)sector);
        for (int entry = (int)at; entry + 8 <= at + size && image[entry] > 0; entry += 8 + image[entry] + (image[entry] & 1))
        {
            Add(entry, 0, 1);
            Add(entry, 2, 4, FieldKind.Little32, isPointer: true);
            Add(entry, 6, 2, FieldKind.Little16);
        }
    }

    private void AddDirectory(long sector, long size)
    {
        long start = sector * Sector;
        if (start <= 0 || start + size > image.Length || !seen.Add((int)start))
        {
            return;
        }

        Structures.Add((int)sector);
        for (int at = (int)start; at < start + size; at += Sector)
        {
            for (int record = at; record < at + Sector - 33 && image[record] != 0; record += image[record])
            {
                AddRecord(record);
                bool isDirectory = (image[record + 25] & 2) != 0;
                long block = Number(record + 2);
                if (isDirectory)
                {
                    AddDirectory(block, Number(record + 10));
                }
                else if (block * Sector < image.Length)
                {
                    Structures.Add((int)block);
                    AddZisofs((int)block * Sector);
                }
            }
        }
    }

    private void AddRecord(int at)
    {
        int length = image[at];
        int identifier = image[at + 32];
        Records.Add(at..(at + length));
        Add(at, 0, 1);
        Add(at, 1, 1);
        Add(at, 2, 8, FieldKind.Both32, isPointer: true);
        Add(at, 10, 8, FieldKind.Both32);
        Add(at, 18, 7, FieldKind.Text);
        for (int i = 25; i < 28; i++)
        {
            Add(at, i, 1);
        }

        Add(at, 28, 4, FieldKind.Both16);
        Add(at, 32, 1);
        Field name = new(at + 33, identifier, FieldKind.Text);
        Texts.Add(name);
        Fields.Add(name);
        int systemUse = 33 + identifier + (1 - (identifier & 1));
        AddSystemUse(at + systemUse, at + length);
    }

    private void AddSystemUse(int at, int end)
    {
        for (; at + 4 <= end && image[at + 2] >= 4 && at + image[at + 2] <= end; at += image[at + 2])
        {
            int length = image[at + 2];
            Records.Add(at..(at + length));
            Add(at, 0, 2, FieldKind.Text);
            Add(at, 2, 1);
            Add(at, 3, 1);
            string signature = $"{(char)image[at]}{(char)image[at + 1]}";
            switch (signature)
            {
                case "CE" when length >= 28:
                    Add(at, 4, 8, FieldKind.Both32, isPointer: true);
                    Add(at, 12, 8, FieldKind.Both32);
                    Add(at, 20, 8, FieldKind.Both32);
                    AddContinuation(Number(at + 4), Number(at + 12), Number(at + 20));
                    break;
                case "CL" or "PL" when length >= 12:
                    Add(at, 4, 8, FieldKind.Both32, isPointer: true);
                    break;
                case "PX" or "PN":
                    for (int i = 4; i + 8 <= length; i += 8)
                    {
                        Add(at, i, 8, FieldKind.Both32);
                    }

                    break;
                case "NM" when length > 5:
                    Add(at, 4, 1);
                    Texts.Add(new Field(at + 5, length - 5, FieldKind.Text));
                    break;
                case "SL" when length > 5:
                    Add(at, 4, 1);
                    for (int i = 5; i + 2 <= length; i += 2 + image[at + i + 1])
                    {
                        Add(at, i, 1);
                        Add(at, i + 1, 1);
                        Texts.Add(new Field(at + i + 2, Math.Min(image[at + i + 1], length - i - 2), FieldKind.Text));
                    }

                    break;
                case "ZF" when length >= 16:
                    Add(at, 4, 2, FieldKind.Text);
                    Add(at, 6, 1);
                    Add(at, 7, 1);
                    Add(at, 8, 8, FieldKind.Both32);
                    break;
                default:
                    Add(at, 4, length - 4, FieldKind.Text);
                    break;
            }
        }
    }

    private void AddContinuation(long sector, long offset, long length)
    {
        long at = (sector * Sector) + offset;
        if (at > 0 && at + length <= image.Length && seen.Add((int)at))
        {
            Structures.Add((int)sector);
            AddSystemUse((int)at, (int)(at + length));
        }
    }

    /// <summary>A header of 16 bytes, and one pointer for each block and one for the end.</summary>
    private void AddZisofs(int at)
    {
        ReadOnlySpan<byte> magic = [0x37, 0xE4, 0x53, 0x96, 0xC9, 0xDB, 0xD6, 0x07];
        if (at + 64 > image.Length || !image.AsSpan(at, 8).SequenceEqual(magic) || !seen.Add(at))
        {
            return;
        }

        Add(at, 0, 8, FieldKind.Text);
        Add(at, 8, 4, FieldKind.Little32);
        Add(at, 12, 1);
        Add(at, 13, 1);
        for (int i = 16; i < 40; i += 4)
        {
            Add(at, i, 4, FieldKind.Little32);
        }
    }

    private void Add(int structure, int offset, int length, FieldKind kind = FieldKind.Byte, bool isPointer = false)
    {
        if (length > 0 && structure + offset + length <= image.Length)
        {
            Fields.Add(new Field(structure + offset, length, kind, isPointer));
        }
    }

    private long Number(int at) => BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan(at));
}
