using System.Text;
using IsoBuild.Content;
using IsoBuild.Iso9660;
using IsoBuild.Joliet;
using IsoBuild.Reading;

namespace IsoBuild.Remastering;

/// <summary>How the trees of the base spell its entries, where nobody could tell that from their names.</summary>
internal sealed class BaseSpellings(ImageReader reader)
{
    public KeptNames Of(BaseEntry entry)
    {
        var name = entry.Node.Name;
        var joliet = entry.In(ImageFormats.Joliet)?.Name;
        var isUsual = joliet is null || (Same(joliet) is null && JolietNames.IsLegal(name, JolietNames.MaxCharacters));
        return WithIdentifier(entry, new KeptNames
        {
            Joliet = isUsual ? null : joliet,
            Iso1999 = Same(entry.In(ImageFormats.Iso1999)?.Name),
            Udf = Same(entry.In(ImageFormats.Udf)?.Name),
        });

        string? Same(string? other) => string.Equals(other, name, StringComparison.Ordinal) ? null : other;
    }

    /// <summary>Adds the identifier of the primary tree's record, which Rock Ridge hides, unless it is the one that would be made of the name.</summary>
    private KeptNames WithIdentifier(BaseEntry entry, KeptNames names)
    {
        Span<byte> bytes = stackalloc byte[DirectoryRecord.MaxSize + 1];
        if (entry.In(ImageFormats.Iso9660) is not { RecordOffset: >= 0 and var offset })
        {
            return names;
        }

        bytes = bytes[..(int)Math.Min(bytes.Length, reader.Image.Length - offset)];
        if (!reader.Image.TryRead(offset, bytes))
        {
            return names;
        }

        // What leads to a directory that was moved is a record of another kind.
        var record = new DirectoryRecord(bytes);
        if (!record.IsSound || record.IsDirectory != entry.IsDirectory)
        {
            return names;
        }

        var stored = Encoding.Latin1.GetString(record.Identifier);
        var identifier = record.IsDirectory ? stored : RecordNames.WithoutVersion(stored, out _).ToString();
        var hasVersion = identifier.Length < stored.Length;
        var isMade = (record.IsDirectory || hasVersion) && string.Equals(identifier, IsoNames.Mangle(entry.Node.Name, record.IsDirectory), StringComparison.Ordinal);
        return isMade || RecordNames.IsHarmful(identifier) ? names : names with { Iso = identifier, HasIsoVersion = hasVersion };
    }
}
