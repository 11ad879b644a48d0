using System.Text;
using IsoBuild.Bytes;
using IsoBuild.Content;

namespace IsoBuild.Iso9660;

/// <summary>The file TRANS.TBL of a directory, as genisoimage's <c>-T</c> writes it: what the entries of the ISO 9660 tree are really called, for whoever reads no other names.
/// A line has the kind, the identifier, filled up to 208 bytes, a tab, the name, and of a link a tab and its target.</summary>
internal static class TranslationTable
{
    private const int IdentifierWidth = 208;

    /// <summary>Writes the tables of all directories, once the content is complete.</summary>
    /// <param name="content">The content, with files for the tables.</param>
    /// <param name="names">Names like the tree's, of which nothing is reported.</param>
    /// <param name="relocation">What is moved in the tree.</param>
    public static void Fill(ContentTree content, IsoNames names, Relocation? relocation)
    {
        foreach (var node in content.AllNodes)
        {
            if (node is ContentDirectory directory && directory.Find(TranslationTableSource.FileName) is ContentFile { Source: TranslationTableSource source } table)
            {
                source.Fulfil(new MemorySource(Of(directory, table, names, relocation)));
            }
        }
    }

    private static byte[] Of(ContentDirectory directory, ContentFile table, IsoNames names, Relocation? relocation)
    {
        var entries = directory.Entries
            .Where(child => (child.HiddenFrom & names.Formats) == 0 && (names.HoldsPosix || child is ContentDirectory or ContentFile or ContentLink { LeadsTo: not null }))
            .Select(child => new TreeEntry(child, relocation?.Moves(child) == true ? RecordRole.Placeholder : RecordRole.Child))
            .Concat(relocation?.Target == directory ? relocation.Directories.Select(moved => new TreeEntry(moved, RecordRole.Moved)) : [])
            .ToArray();
        names.Identify(entries);
        Array.Sort(entries, (a, b) => names.Compare(a.Identifier, b.Identifier));
        var text = new MemoryStream();
        foreach (ref readonly var entry in entries.AsSpan())
        {
            if (entry.Node == table)
            {
                continue;
            }

            text.WriteByte((byte)Kind(entry.Node));
            text.WriteByte((byte)' ');
            text.Write(Encoding.Latin1.GetBytes(names.FileIdentifier(entry).PadRight(IdentifierWidth)));
            text.WriteByte((byte)'\t');
            text.Write(NameBytes.Encode(entry.Node.Name));
            if (entry.Node is ContentLink link)
            {
                text.WriteByte((byte)'\t');
                text.Write(NameBytes.Encode(link.Target));
            }

            text.WriteByte((byte)'\n');
        }

        return text.ToArray();
    }

    private static char Kind(ContentNode node) => node switch
    {
        ContentDirectory => 'D',
        ContentLink => 'L',
        ContentSpecial { Kind: SpecialKind.Pipe } => 'P',
        ContentSpecial { Kind: SpecialKind.Socket } => 'S',
        ContentSpecial { Kind: SpecialKind.CharacterDevice } => 'C',
        ContentSpecial => 'B',
        _ => 'F',
    };
}
