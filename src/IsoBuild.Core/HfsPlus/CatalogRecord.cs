using System.Buffers.Binary;
using System.Text;

namespace IsoBuild.HfsPlus;

/// <summary>What the catalog says of a folder or file.</summary>
internal readonly record struct CatalogFields
{
    public required uint Id { get; init; }

    public required uint Date { get; init; }

    public required uint OwnerId { get; init; }

    public required uint GroupId { get; init; }

    /// <summary>Permissions and what it is, as <c>st_mode</c> has them.</summary>
    public required ushort Mode { get; init; }

    /// <summary>A number of names, of an indirect node or of a device.</summary>
    public uint Special { get; init; }

    /// <summary>Type and creator, if it has any.</summary>
    public string Type { get; init; }

    public string Creator { get; init; }

    /// <summary>What Finder is told: whether it shows it.</summary>
    public ushort FinderFlags { get; init; }
}

/// <summary>The records of a catalog file and their keys (TN1150, "Catalog File").</summary>
internal static class CatalogRecord
{
    // Numbers that are nobody else's (HFSCatalogNodeID).
    public const uint RootParentId = 1;
    public const uint RootId = 2;
    public const uint BadBlocksId = 5;
    public const uint FirstId = 16;

    public const int FolderSize = 88;
    public const int FileSize = 248;

    /// <summary>kIsInvisible and kNameLocked.</summary>
    public const ushort Invisible = 0x4000 | 0x1000;

    public const ushort MaxKeyLength = 6 + (2 * HfsNames.MaxLength);

    private const ushort FolderRecord = 1;
    private const ushort FileRecord = 2;
    private const ushort FolderThread = 3;
    private const ushort FileThread = 4;

    /// <summary>kHFSThreadExistsMask.</summary>
    private const ushort ThreadExists = 2;

    private const int Flags = 2;
    private const int Valence = 4;
    private const int IdAt = 8;
    private const int Dates = 12;

    /// <summary>Of creation, of change of content and of attributes, of access; that of a backup stays 0.</summary>
    private const int DateCount = 4;
    private const int Owner = 32;
    private const int Group = 36;
    private const int ModeAt = 42;
    private const int SpecialAt = 44;
    private const int UserInfo = 48;
    private const int DataFork = 88;

    private const int CodeSize = 4;

    public static int KeySize(string name) => sizeof(ushort) + 6 + (2 * name.Length);

    public static int ThreadSize(string name) => 10 + (2 * name.Length);

    /// <summary>Writes a key (HFSPlusCatalogKey).</summary>
    public static void WriteKey(Span<byte> field, uint parent, string name)
    {
        BinaryPrimitives.WriteUInt16BigEndian(field, (ushort)(KeySize(name) - sizeof(ushort)));
        BinaryPrimitives.WriteUInt32BigEndian(field[2..], parent);
        WriteName(field[6..], name);
    }

    /// <summary>Writes what leads from a number to its place in the tree (HFSPlusCatalogThread).</summary>
    public static void WriteThread(Span<byte> record, bool isFolder, uint parent, string name)
    {
        BinaryPrimitives.WriteUInt16BigEndian(record, isFolder ? FolderThread : FileThread);
        BinaryPrimitives.WriteUInt32BigEndian(record[4..], parent);
        WriteName(record[8..], name);
    }

    /// <summary>Writes what there is to say of a folder (HFSPlusCatalogFolder) into zero bytes.</summary>
    public static void WriteFolder(Span<byte> record, in CatalogFields fields, uint valence)
    {
        BinaryPrimitives.WriteUInt16BigEndian(record, FolderRecord);
        BinaryPrimitives.WriteUInt32BigEndian(record[Valence..], valence);
        WriteCommon(record, fields);
    }

    /// <summary>Writes what there is to say of a file (HFSPlusCatalogFile) into zero bytes. It has no resources.</summary>
    public static void WriteFile(Span<byte> record, in CatalogFields fields, Fork data)
    {
        BinaryPrimitives.WriteUInt16BigEndian(record, FileRecord);
        BinaryPrimitives.WriteUInt16BigEndian(record[Flags..], ThreadExists);
        WriteCommon(record, fields);
        Encoding.ASCII.GetBytes(fields.Type ?? "", record.Slice(UserInfo, CodeSize));
        Encoding.ASCII.GetBytes(fields.Creator ?? "", record.Slice(UserInfo + CodeSize, CodeSize));
        data.Write(record[DataFork..]);
    }

    private static void WriteCommon(Span<byte> record, in CatalogFields fields)
    {
        BinaryPrimitives.WriteUInt32BigEndian(record[IdAt..], fields.Id);
        for (var i = 0; i < DateCount; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(record[(Dates + (i * sizeof(uint)))..], fields.Date);
        }

        BinaryPrimitives.WriteUInt32BigEndian(record[Owner..], fields.OwnerId);
        BinaryPrimitives.WriteUInt32BigEndian(record[Group..], fields.GroupId);
        BinaryPrimitives.WriteUInt16BigEndian(record[ModeAt..], fields.Mode);
        BinaryPrimitives.WriteUInt32BigEndian(record[SpecialAt..], fields.Special);
        BinaryPrimitives.WriteUInt16BigEndian(record[(UserInfo + (2 * CodeSize))..], fields.FinderFlags);
    }

    /// <summary>HFSUniStr255.</summary>
    private static void WriteName(Span<byte> field, string name)
    {
        BinaryPrimitives.WriteUInt16BigEndian(field, (ushort)name.Length);
        Encoding.BigEndianUnicode.GetBytes(name, field.Slice(sizeof(ushort), 2 * name.Length));
    }
}
