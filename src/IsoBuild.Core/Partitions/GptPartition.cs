using System.Buffers.Binary;
using System.Text;

namespace IsoBuild.Partitions;

/// <summary>An entry of a GPT (UEFI 5.3.3).</summary>
public sealed record GptPartition
{
    internal const int Size = 128;

    private const int TypeAt = 0;
    private const int IdAt = 16;
    private const int FirstAt = 32;
    private const int LastAt = 40;
    private const int AttributesAt = 48;
    private const int NameAt = 56;
    private const int NameSize = 72;

    /// <summary>How many characters a name has.</summary>
    internal const int NameLength = NameSize / sizeof(char);

    private const int GuidSize = 16;

    /// <summary>Its number in the table, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The partition type.</summary>
    public required Guid TypeId { get; init; }

    /// <summary>Its unique identifier.</summary>
    public Guid Id { get; init; }

    /// <summary>Its first block of 512 bytes.</summary>
    public ulong FirstBlock { get; init; }

    /// <summary>Its last block of 512 bytes.</summary>
    public ulong LastBlock { get; init; }

    /// <summary>The attributes: bit 0 required partition, bit 1 no block I/O protocol, bit 2 legacy BIOS bootable, bits 48 to 63 specific to the type.</summary>
    public ulong Attributes { get; init; }

    /// <summary>Its name: up to 36 characters.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its size in blocks of 512 bytes; 0 if it ends before it begins.</summary>
    public ulong BlockCount => LastBlock < FirstBlock ? 0 : LastBlock == ulong.MaxValue && FirstBlock == 0 ? ulong.MaxValue : LastBlock - FirstBlock + 1;

    /// <summary>The name of the partition type, for types that occur in images; otherwise empty.</summary>
    public string TypeName =>
        TypeId == EfiSystem ? "EFI system partition"
        : TypeId == BasicData ? "basic data"
        : TypeId == AppleHfs ? "Apple HFS+"
        : TypeId == LinuxData ? "Linux"
        : TypeId == BiosBoot ? "BIOS boot partition"
        : "";

    /// <summary>An EFI system partition (UEFI 5.3.3).</summary>
    internal static Guid EfiSystem { get; } = new("C12A7328-F81F-11D2-BA4B-00A0C93EC93B");

    /// <summary>Whatever Windows has on its disks, and what every tool takes for data that is somebody's.</summary>
    internal static Guid BasicData { get; } = new("EBD0A0A2-B9E5-4433-87C0-68B6B72699C7");

    /// <summary>An HFS+ volume (TN2166).</summary>
    internal static Guid AppleHfs { get; } = new("48465300-0000-11AA-AA11-00306543ECAC");

    internal static Guid LinuxData { get; } = new("0FC63DAF-8483-4772-8E79-3D69D8477DE4");

    private static Guid BiosBoot { get; } = new("21686148-6449-6E6F-744E-656564454649");

    /// <summary>Whether it is what xorriso writes into its tables for what lies between partitions (<c>Gap0</c>).</summary>
    internal bool IsFiller => Name is ['G', 'a', 'p', .. { Length: > 0 } digits] && digits.All(char.IsAsciiDigit);

    /// <summary>Whether all of it lies in the usable blocks.</summary>
    internal bool IsWithin(ulong firstUsable, ulong lastUsable) => FirstBlock >= firstUsable && LastBlock <= lastUsable && FirstBlock <= LastBlock;

    internal bool Overlaps(GptPartition other) => FirstBlock <= other.LastBlock && other.FirstBlock <= LastBlock;

    /// <summary>An entry; <see langword="null"/> for one that is not in use: its type is all zeros.</summary>
    internal static GptPartition? Read(ReadOnlySpan<byte> entry, int number)
    {
        var type = new Guid(entry.Slice(TypeAt, GuidSize));
        return type == Guid.Empty ? null : new GptPartition
        {
            Number = number,
            TypeId = type,
            Id = new Guid(entry.Slice(IdAt, GuidSize)),
            FirstBlock = BinaryPrimitives.ReadUInt64LittleEndian(entry[FirstAt..]),
            LastBlock = BinaryPrimitives.ReadUInt64LittleEndian(entry[LastAt..]),
            Attributes = BinaryPrimitives.ReadUInt64LittleEndian(entry[AttributesAt..]),
            Name = ReadName(entry.Slice(NameAt, NameSize)),
        };
    }

    /// <summary>Writes the entry. The first three fields of a GUID are little-endian (UEFI appendix A).</summary>
    internal void Write(Span<byte> entry)
    {
        TypeId.TryWriteBytes(entry[TypeAt..]);
        Id.TryWriteBytes(entry[IdAt..]);
        BinaryPrimitives.WriteUInt64LittleEndian(entry[FirstAt..], FirstBlock);
        BinaryPrimitives.WriteUInt64LittleEndian(entry[LastAt..], LastBlock);
        BinaryPrimitives.WriteUInt64LittleEndian(entry[AttributesAt..], Attributes);
        Encoding.Unicode.GetBytes(Name, entry.Slice(NameAt, NameSize));
    }

    private static string ReadName(ReadOnlySpan<byte> field)
    {
        var text = Encoding.Unicode.GetString(field);
        return text.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var end ? text[..end] : text;
    }
}
