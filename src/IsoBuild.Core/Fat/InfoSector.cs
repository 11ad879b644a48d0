using System.Buffers.Binary;

namespace IsoBuild.Fat;

/// <summary>The sector of FAT32 that counts what is free (FAT 1.03, "FAT32 FSInfo Sector Structure").</summary>
internal readonly record struct InfoSector(uint FreeClusters, uint NextFree)
{
    public const int Size = 512;

    /// <summary>Of either number: it is not known.</summary>
    public const uint Unknown = 0xFFFFFFFF;

    private const int Lead = 0;
    private const int Structure = 484;
    private const int Free = 488;
    private const int Next = 492;
    private const int Trail = 508;

    private const uint LeadSignature = 0x41615252;
    private const uint StructureSignature = 0x61417272;
    private const uint TrailSignature = 0xAA550000;

    /// <summary>Writes the sector, over zeros.</summary>
    public void Write(Span<byte> sector)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(sector[Lead..], LeadSignature);
        BinaryPrimitives.WriteUInt32LittleEndian(sector[Structure..], StructureSignature);
        BinaryPrimitives.WriteUInt32LittleEndian(sector[Free..], FreeClusters);
        BinaryPrimitives.WriteUInt32LittleEndian(sector[Next..], NextFree);
        BinaryPrimitives.WriteUInt32LittleEndian(sector[Trail..], TrailSignature);
    }

    /// <summary>What a sector says; <see langword="null"/> when its signatures are not there.</summary>
    public static InfoSector? Read(ReadOnlySpan<byte> sector) =>
        BinaryPrimitives.ReadUInt32LittleEndian(sector[Lead..]) == LeadSignature
        && BinaryPrimitives.ReadUInt32LittleEndian(sector[Structure..]) == StructureSignature
        && BinaryPrimitives.ReadUInt32LittleEndian(sector[Trail..]) == TrailSignature
            ? new InfoSector(BinaryPrimitives.ReadUInt32LittleEndian(sector[Free..]), BinaryPrimitives.ReadUInt32LittleEndian(sector[Next..]))
            : null;
}
