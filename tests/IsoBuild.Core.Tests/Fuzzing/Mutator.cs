using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace IsoBuild.Core.Tests.Fuzzing;

/// <summary>Damages an image the way somebody would who knows its structures.</summary>
internal sealed class Mutator(Random random, Seed seed, IReadOnlyList<Seed> others)
{
    private const int Sector = 2048;

    /// <summary>Text that means something to a careless program, in ASCII: names and link targets are overwritten with it.</summary>
    private static readonly string[] HostileTexts =
    [
        "..", ".", "/", "../", "../canary", "../../canary", "..\\canary", "/canary", "\0", "a\0b", "CON", "nul.txt", "a:b", "C:\\x", "x ", "x.", "\u001B[2J",
        "canary", "link", "dir", "~", "*", "..;1", ".;1", "\0\0\0", "\u00FF\u00FE", "\u00D8\u0000", "rr_moved",
    ];

    private readonly StringBuilder story = new();
    private byte[] image = [.. seed.Image];

    /// <summary>What was done, for the report of a failure.</summary>
    public string Story => $"{seed.Name}:{story}";

    public byte[] Mutate()
    {
        for (int count = 1 + (random.Next(4) * random.Next(3)); count > 0; count--)
        {
            switch (random.Next(20))
            {
                case < 8:
                    SetField();
                    break;
                case < 10:
                    Retarget();
                    break;
                case 10:
                    SwapFields();
                    break;
                case < 13:
                    CopyRecord();
                    break;
                case < 15:
                    SetText();
                    break;
                case 15:
                    FlipBits();
                    break;
                case 16:
                    CopySectors();
                    break;
                case 17 when random.Next(3) == 0:
                    Splice();
                    break;
                case 18 when random.Next(3) == 0:
                    InsertOrRemoveSectors();
                    break;
                case 19 when random.Next(3) == 0:
                    Truncate();
                    break;
                default:
                    SetField();
                    break;
            }
        }

        if (seed.Map.Tags.Count > 0 && random.Next(2) == 0)
        {
            // What was changed gets through to those who look at checksums first.
            seed.Map.Tags.ForEach(tag => UdfTag.Repair(image, tag));
            Tell("repaired");
        }

        return image;
    }

    private void SetField()
    {
        Field field = Pick(seed.Map.Fields);
        if (field.Kind == FieldKind.Text)
        {
            if (Fits(field.Offset, field.Length))
            {
                int at = field.Offset + random.Next(field.Length);
                image[at] = (byte)random.Next(256);
                Tell($"byte {at}={image[at]:X2}");
            }

            return;
        }

        long value = Interesting(Read(field));
        Write(field, value, half: random.Next(5));
        Tell($"{field.Kind} {field.Offset}={value}");
    }

    /// <summary>Values at which programs break: the least and the most, just beside what is right, and the size of the image.</summary>
    private long Interesting(long present) => random.Next(14) switch
    {
        0 => 0,
        1 => 1,
        2 => present + 1,
        3 => present - 1,
        4 => present * 2,
        5 => -1,
        6 => int.MaxValue,
        7 => int.MinValue,
        8 => image.Length / Sector,
        9 => image.Length,
        10 => present ^ (1L << random.Next(32)),
        11 => present + Sector,
        12 => random.Next(256),
        _ => random.NextInt64(),
    };

    private void Retarget()
    {
        Field[] pointers = seed.Pointers;
        Field field = pointers[random.Next(pointers.Length)];
        int target = Pick(seed.Map.Structures);
        Write(field, target, half: random.Next(8));
        Tell($"pointer {field.Offset}->{target}");
    }

    private void SwapFields()
    {
        Field one = Pick(seed.Map.Fields);
        Field other = Pick(seed.Map.Fields);
        int length = Math.Min(one.Length, other.Length);
        if (Fits(one.Offset, length) && Fits(other.Offset, length))
        {
            byte[] kept = image.AsSpan(one.Offset, length).ToArray();
            image.AsSpan(other.Offset, length).CopyTo(image.AsSpan(one.Offset));
            kept.CopyTo(image.AsSpan(other.Offset));
            Tell($"swap {one.Offset},{other.Offset},{length}");
        }
    }

    private void CopyRecord()
    {
        (int from, int length) = Pick(seed.Map.Records).GetOffsetAndLength(int.MaxValue);
        (int to, int room) = Pick(seed.Map.Records).GetOffsetAndLength(int.MaxValue);
        length = random.Next(2) == 0 ? Math.Min(length, room) : length;
        if (Fits(from, length) && Fits(to, length))
        {
            image.AsSpan(from, length).CopyTo(image.AsSpan(to));
            Tell($"copy {from},{length}->{to}");
        }
    }

    private void SetText()
    {
        Field field = Pick(seed.Map.Texts);
        string text = HostileTexts[random.Next(HostileTexts.Length)];
        if (random.Next(4) == 0)
        {
            // The name of another entry: a duplicate, or a directory and a file of one name.
            Field other = Pick(seed.Map.Texts);
            int length = Math.Min(field.Length, other.Length);
            if (Fits(field.Offset, length) && Fits(other.Offset, length))
            {
                image.AsSpan(other.Offset, length).CopyTo(image.AsSpan(field.Offset));
                Tell($"name {other.Offset}->{field.Offset},{length}");
            }

            return;
        }

        byte[] bytes = random.Next(3) == 0 ? Encoding.BigEndianUnicode.GetBytes(text) : Encoding.Latin1.GetBytes(text);
        int count = Math.Min(bytes.Length, field.Length);
        if (Fits(field.Offset, field.Length))
        {
            // The rest as it is, or repeated, so that names of fixed length become hostile ones too.
            bool repeated = random.Next(2) == 0;
            for (int i = 0; i < (repeated ? field.Length : count); i++)
            {
                image[field.Offset + i] = bytes[i % bytes.Length];
            }

            Tell($"text {field.Offset}={Uri.EscapeDataString(text)}{(repeated ? "*" : "")}");
        }
    }

    private void FlipBits()
    {
        for (int hits = random.Next(1, 20); hits > 0; hits--)
        {
            Range record = Pick(seed.Map.Records);
            (int from, int length) = record.GetOffsetAndLength(int.MaxValue);
            if (length > 0 && Fits(from, length))
            {
                int at = from + random.Next(length);
                image[at] ^= (byte)(1 << random.Next(8));
                Tell($"flip {at}");
            }
        }
    }

    private void CopySectors()
    {
        int from = Pick(seed.Map.Structures) * Sector;
        int to = Pick(seed.Map.Structures) * Sector;
        if (Fits(from, Sector) && Fits(to, Sector))
        {
            image.AsSpan(from, Sector).CopyTo(image.AsSpan(to));
            Tell($"sector {from / Sector}->{to / Sector}");
        }
    }

    /// <summary>The beginning of one image and the end of another.</summary>
    private void Splice()
    {
        Seed other = others[random.Next(others.Count)];
        int at = random.Next(16, Math.Max(17, Math.Min(image.Length, other.Image.Length) / Sector)) * Sector;
        if (at < image.Length && at < other.Image.Length)
        {
            image = [.. image.AsSpan(0, at), .. other.Image.AsSpan(at)];
            Tell($"splice {other.Name} from {at}");
        }
    }

    private void InsertOrRemoveSectors()
    {
        int at = random.Next(image.Length / Sector) * Sector;
        int count = random.Next(1, 4) * Sector;
        if (random.Next(2) == 0)
        {
            image = [.. image.AsSpan(0, at), .. new byte[count], .. image.AsSpan(at)];
            Tell($"insert {at},{count}");
        }
        else if (at + count < image.Length)
        {
            image = [.. image.AsSpan(0, at), .. image.AsSpan(at + count)];
            Tell($"remove {at},{count}");
        }
    }

    private void Truncate()
    {
        int length = random.Next(2) == 0 ? random.Next(image.Length) : random.Next(image.Length / Sector) * Sector;
        image = [.. image.AsSpan(0, length)];
        Tell($"cut {length}");
    }

    private long Read(Field field)
    {
        if (!Fits(field.Offset, field.Length))
        {
            return 0;
        }

        ReadOnlySpan<byte> bytes = image.AsSpan(field.Offset, field.Length);
        return field.Kind switch
        {
            FieldKind.Byte => bytes[0],
            FieldKind.Little16 or FieldKind.Both16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            FieldKind.Big16 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
            FieldKind.Big32 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
            _ => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        };
    }

    /// <param name="field">The field.</param>
    /// <param name="value">As much of it as fits.</param>
    /// <param name="half">0 and 1: of a number in both byte orders, one alone.</param>
    private void Write(Field field, long value, int half)
    {
        if (!Fits(field.Offset, field.Length))
        {
            return;
        }

        Span<byte> bytes = image.AsSpan(field.Offset, field.Length);
        switch (field.Kind)
        {
            case FieldKind.Byte:
                bytes[0] = (byte)value;
                break;
            case FieldKind.Little16:
                BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
                break;
            case FieldKind.Big16:
                BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
                break;
            case FieldKind.Little32:
                BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)value);
                break;
            case FieldKind.Big32:
                BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)value);
                break;
            case FieldKind.Both16:
                if (half != 0)
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
                }

                if (half != 1)
                {
                    BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], (ushort)value);
                }

                break;
            case FieldKind.Both32:
                if (half != 0)
                {
                    BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)value);
                }

                if (half != 1)
                {
                    BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], (uint)value);
                }

                break;
            default:
                throw new InvalidOperationException($"{field.Kind}");
        }
    }

    /// <summary>Earlier mutations may have cut the image.</summary>
    private bool Fits(int offset, int length) => length > 0 && offset + length <= image.Length;

    private T Pick<T>(List<T> list) => list[random.Next(list.Count)];

    private void Tell(string what) => story.Append(CultureInfo.InvariantCulture, $" {what};");
}
