using System.Buffers;
using System.Text;
using System.Text.Unicode;
using IsoBuild.Content;

namespace IsoBuild.RockRidge;

/// <summary>AL fields (AAIP 2.0): names and values by turns, each of them in component records as links' targets have them. The value of the empty name is the
/// access control lists; names begin with a byte in place of a namespace.</summary>
internal sealed class AttributeFields
{
    /// <summary>What a field costs beside its component records.</summary>
    private const int Overhead = SystemUseField.HeadSize + 1;

    private const int AreaSize = byte.MaxValue - Overhead;
    private const int ComponentHeadSize = 2;
    private const byte ContinueFlag = 0x01;

    /// <summary>More than Linux lets a file have, and what fits into continuation areas as far as Linux follows them.</summary>
    public const int MostBytes = 56 << 10;

    /// <summary>Of one image: a sparse file has terabytes of them for nothing.</summary>
    private const long MostOfAll = 64 << 20;

    /// <summary>How many names of one namespace are of interest.</summary>
    private const int MostOwnNames = 16;

    /// <summary>Of the writer's own, such as checksums, which are of no other image.</summary>
    private const string OwnNamespace = "isofs.";

    /// <summary>By the bytes that stand for them (AAIP 2.0, "Namespaces").</summary>
    private static readonly string[] Namespaces = ["", "", "system.", "user.", OwnNamespace, "trusted.", "security."];

    private readonly ArrayBufferWriter<byte> records = new();
    private long all;
    private bool isBegun;
    private bool isEnded;

    /// <summary>The names of the writer's own attributes, which no entry keeps.</summary>
    public SortedSet<string> OwnNames { get; } = new(StringComparer.Ordinal);

    /// <summary>Where the writer's checksums lie, by the first attribute that says it.</summary>
    public ChecksumArea? Checksums { get; private set; }

    public void Clear()
    {
        (isBegun, isEnded) = (false, false);
        records.ResetWrittenCount();
    }

    /// <summary>Adds what a field holds: its flags and component records. <see langword="false"/> where it is too much.</summary>
    public bool TryAdd(ReadOnlySpan<byte> data)
    {
        if (isEnded || data.IsEmpty)
        {
            return true;
        }

        if (records.WrittenCount + data.Length > MostBytes || (all += data.Length) > MostOfAll)
        {
            Clear();
            isEnded = true;
            return false;
        }

        isBegun = true;
        isEnded = (data[0] & ContinueFlag) == 0;
        records.Write(data[1..]);
        return true;
    }

    /// <summary>What was added; <see langword="null"/> when there is nothing that an entry keeps.</summary>
    /// <param name="isMalformed">Whether it is not what it should be; what comes before the fault counts.</param>
    public AttributeList? Take(out bool isMalformed)
    {
        isMalformed = false;
        if (!isBegun)
        {
            return null;
        }

        AccessList? access = null;
        List<ExtendedAttribute>? extended = null;
        var rest = records.WrittenSpan;
        isMalformed = !isEnded;
        while (!rest.IsEmpty)
        {
            if (!TryTakeComponent(ref rest, out var name) || !TryTakeComponent(ref rest, out var value))
            {
                isMalformed = true;
                break;
            }

            if (name.Length == 0)
            {
                access ??= AccessList.Read(value);
                isMalformed |= access is null;
            }
            else if (NameOf(name) is var text && !text.StartsWith(OwnNamespace, StringComparison.Ordinal))
            {
                (extended ??= []).Add(new ExtendedAttribute(text, name, value));
            }
            else if (OwnNames.Count < MostOwnNames)
            {
                OwnNames.Add(text);
                Checksums ??= name.AsSpan().SequenceEqual(ChecksumArea.RecordedName) ? ChecksumArea.Read(value) : null;
            }
        }

        return access is null && extended is null ? null : new AttributeList(access, extended?.ToArray() ?? []);
    }

    /// <summary>How many bytes the fields of a list take.</summary>
    public static int SizeOf(AttributeList list)
    {
        var (size, used) = (0, 0);
        foreach (var attribute in list.Extended)
        {
            Measure(attribute.RecordedName.Length);
            Measure(attribute.Value.Length);
        }

        if (list.Access is { } access)
        {
            Measure(0);
            Measure(access.Bytes.Length);
        }

        return size + (used > 0 ? Overhead + used : 0);

        void Measure(int length)
        {
            do
            {
                if (AreaSize - used < ComponentHeadSize + Math.Min(1, length))
                {
                    (size, used) = (size + Overhead + used, 0);
                }

                var piece = Math.Min(length, AreaSize - used - ComponentHeadSize);
                used += ComponentHeadSize + piece;
                length -= piece;
            }
            while (length > 0);
        }
    }

    /// <summary>Writes the fields of a list, one behind the other.</summary>
    /// <returns>How many bytes they take.</returns>
    public static int Write(AttributeList list, UnixFileMode mode, Span<byte> destination)
    {
        var (start, used) = (0, 0);
        foreach (var attribute in list.Extended)
        {
            Put(destination, attribute.RecordedName.Span);
            Put(destination, attribute.Value.Span);
        }

        if (list.Access is { } access)
        {
            var bytes = new byte[access.Bytes.Length];
            access.Write(bytes, mode);
            Put(destination, default);
            Put(destination, bytes);
        }

        if (used > 0)
        {
            End(destination, goesOn: false);
        }

        return start;

        void Put(Span<byte> fields, ReadOnlySpan<byte> component)
        {
            do
            {
                if (AreaSize - used < ComponentHeadSize + Math.Min(1, component.Length))
                {
                    End(fields, goesOn: true);
                }

                var record = fields[(start + Overhead + used)..];
                var piece = component[..Math.Min(component.Length, AreaSize - used - ComponentHeadSize)];
                component = component[piece.Length..];
                record[0] = component.IsEmpty ? (byte)0 : ContinueFlag;
                record[1] = (byte)piece.Length;
                piece.CopyTo(record[ComponentHeadSize..]);
                used += ComponentHeadSize + piece.Length;
            }
            while (!component.IsEmpty);
        }

        void End(Span<byte> fields, bool goesOn)
        {
            SystemUseField.Attributes.Write(fields.Slice(start, Overhead + used), goesOn);
            (start, used) = (start + Overhead + used, 0);
        }
    }

    private static bool TryTakeComponent(ref ReadOnlySpan<byte> rest, out byte[] component)
    {
        component = [];
        var length = 0;
        var goesOn = true;
        for (var left = rest; goesOn; left = left[(ComponentHeadSize + left[1])..])
        {
            if (left.Length < ComponentHeadSize || left.Length < ComponentHeadSize + left[1])
            {
                return false;
            }

            goesOn = (left[0] & ContinueFlag) != 0;
            length += left[1];
        }

        component = new byte[length];
        goesOn = true;
        for (var put = 0; goesOn; rest = rest[(ComponentHeadSize + rest[1])..])
        {
            goesOn = (rest[0] & ContinueFlag) != 0;
            rest.Slice(ComponentHeadSize, rest[1]).CopyTo(component.AsSpan(put));
            put += rest[1];
        }

        return true;
    }

    private static string NameOf(ReadOnlySpan<byte> recorded)
    {
        var first = recorded[0];
        var isShort = first > 0 && first < Namespaces.Length;
        var rest = isShort ? recorded[1..] : recorded;
        return (isShort ? Namespaces[first] : "") + (Utf8.IsValid(rest) ? Encoding.UTF8 : Encoding.Latin1).GetString(rest);
    }
}
