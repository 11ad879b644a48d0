using System.Buffers.Binary;

namespace IsoBuild.Udf;

/// <summary>The file set descriptor (ECMA-167 4/14.1; UDF 1.02 2.3.2): leads to the root directory.</summary>
internal readonly ref struct FileSetDescriptor(ReadOnlySpan<byte> block)
{
    public const int Size = 512;

    /// <summary>The size of the logical volume identifier's field.</summary>
    public const int VolumeIdSize = 128;

    /// <summary>The size of the fields of the file set's identifier and of the names of the copyright and abstract files.</summary>
    public const int FileIdSize = 32;

    private const int RecordingDate = 16;
    private const int Interchange = 28;
    private const int MaxInterchange = 30;
    private const int CharacterSets = 32;
    private const int MaxCharacterSets = 36;
    private const int VolumeCharacterSet = 48;
    private const int VolumeId = 112;
    private const int FileSetCharacterSet = 240;
    private const int FileSetIdentifier = 304;
    private const int Copyright = 336;
    private const int Abstract = 368;
    private const int Root = 400;
    private const int DomainIdentifier = 416;
    private const int Next = 448;

    private readonly ReadOnlySpan<byte> block = RecordBytes.OrZeros(block, Size);

    /// <summary>Writes that of the only file set: number 0, interchange levels 3, character set CS0 (UDF 1.02 2.3.2.1-2.3.2.4).</summary>
    /// <param name="block">Where to.</param>
    /// <param name="location">Its block in the partition.</param>
    /// <param name="recorded">When it was written.</param>
    /// <param name="volumeId">What users see as the volume's name.</param>
    /// <param name="fileSetId">What the file set is called: up to 30 characters of 8 bits.</param>
    /// <param name="copyrightFile">The name of a file in the root, or nothing.</param>
    /// <param name="abstractFile">The name of a file in the root, or nothing.</param>
    /// <param name="root">The file entry of the root directory.</param>
    public static void Write(Span<byte> block, uint location, DateTimeOffset recorded, string volumeId, string fileSetId, string copyrightFile, string abstractFile, LongExtent root)
    {
        UdfTime.Write(block[RecordingDate..], recorded);
        BinaryPrimitives.WriteUInt16LittleEndian(block[Interchange..], 3);
        BinaryPrimitives.WriteUInt16LittleEndian(block[MaxInterchange..], 3);
        BinaryPrimitives.WriteUInt32LittleEndian(block[CharacterSets..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(block[MaxCharacterSets..], 1);
        OstaText.WriteCharacterSet(block[VolumeCharacterSet..]);
        OstaText.WriteField(volumeId, block.Slice(VolumeId, VolumeIdSize));
        OstaText.WriteCharacterSet(block[FileSetCharacterSet..]);
        OstaText.WriteField(fileSetId, block.Slice(FileSetIdentifier, FileIdSize));
        OstaText.WriteField(copyrightFile, block.Slice(Copyright, FileIdSize));
        OstaText.WriteField(abstractFile, block.Slice(Abstract, FileIdSize));
        root.Write(block[Root..]);
        EntityId.WriteDomain(block[DomainIdentifier..]);
        DescriptorTag.Write(block[..Size], TagId.FileSet, location);
    }

    public DescriptorTag Tag => new(block);

    public DateTimeOffset? Recorded => UdfTime.Read(block[RecordingDate..]);

    public ReadOnlySpan<byte> VolumeIdField => block.Slice(VolumeId, VolumeIdSize);

    public ReadOnlySpan<byte> FileSetIdField => block.Slice(FileSetIdentifier, FileIdSize);

    public ReadOnlySpan<byte> CopyrightField => block.Slice(Copyright, FileIdSize);

    public ReadOnlySpan<byte> AbstractField => block.Slice(Abstract, FileIdSize);

    /// <summary>Where the root directory's file entry lies.</summary>
    public LongExtent RootIcb => LongExtent.Read(block[Root..]);

    public EntityId DomainId => new(block[DomainIdentifier..]);

    /// <summary>Where the file set descriptor sequence goes on; of no bytes, when it does not.</summary>
    public LongExtent NextExtent => LongExtent.Read(block[Next..]);
}
