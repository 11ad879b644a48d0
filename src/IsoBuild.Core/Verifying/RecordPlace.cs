using System.Text;
using IsoBuild.Iso9660;

namespace IsoBuild.Verifying;

/// <summary>The record that is being checked, as messages name it: by the path of what it stands for.</summary>
/// <remarks>One for all records of a tree: the text is asked for when a finding is kept, and until the next record.</remarks>
internal sealed class RecordPlace(WalkedTree tree)
{
    private readonly byte[] identifier = new byte[byte.MaxValue];
    private int length;
    private byte flags;
    private RecordRole role;
    private WalkedDirectory? directory;
    private PosixRules? posix;

    /// <param name="place">The directory that has the record.</param>
    /// <param name="record">The record.</param>
    /// <param name="recordRole">What it is in the directory.</param>
    /// <param name="fields">Knows the Rock Ridge name, as far as it was read.</param>
    public void Set(WalkedDirectory place, DirectoryRecord record, RecordRole recordRole, PosixRules? fields = null)
    {
        (directory, role, flags, length, posix) = (place, recordRole, record.FileFlags, record.Identifier.Length, fields);
        record.Identifier.CopyTo(identifier);
    }

    public override string ToString()
    {
        // Those of a directory itself and of its parent have no names.
        if (directory is null || role != RecordRole.Child)
        {
            return directory?.ToString() ?? "";
        }

        var text = (tree.Kind == TreeKind.Joliet ? Encoding.BigEndianUnicode : Encoding.Latin1).GetString(identifier, 0, length);
        var name = posix?.Name ?? new WalkedEntry(directory, recordOffset: 0, text, flags).PlainName;
        return $"{directory.ToString().TrimEnd('/')}/{name}";
    }
}
