using IsoBuild.Content;
using IsoBuild.Reading;

namespace IsoBuild.Booting;

/// <summary>The ISO 9660 part of an image whose content is in UDF alone: the boot record is one of its descriptors, and its tree holds nothing but a note, as on media of Windows.</summary>
internal static class UdfStub
{
    /// <summary>The trees of such an image.</summary>
    public const ImageFormats Formats = ImageFormats.Iso9660 | ImageFormats.Udf;

    private const string Name = "README";
    private const string Extension = ".TXT";

    /// <summary>With the line ends that every editor knows.</summary>
    private static ReadOnlySpan<byte> Note =>
        "The files of this disc are in its UDF file system.\r\n"u8
        + "What shows you this note reads the ISO 9660 file system alone, which holds nothing else.\r\n"u8
        + "Open the disc with a system or a program that reads UDF.\r\n"u8;

    /// <summary>Adds the note, which the ISO 9660 tree alone shows, and which shows nothing else from now on.</summary>
    public static void AddTo(ContentTreeBuilder tree) => tree.AddNote(FreeName(tree.Root), new MemorySource(Note.ToArray()));

    /// <summary>The path of the note in an image that is made so; <see langword="null"/> in others.</summary>
    public static string? NoteOf(ImageReader reader)
    {
        if (reader.Formats != Formats || reader.Content(ImageFormats.Iso9660)?.Root.Children is not [ContentFile note] || note.Length != Note.Length || note.IsIncomplete)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[Note.Length];
        using var stream = note.OpenRead();
        return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length && bytes.SequenceEqual(Note) ? note.Name : null;
    }

    /// <summary>A name that nothing in the root has, whatever its case.</summary>
    private static string FreeName(ContentTreeBuilder.Stage root)
    {
        var taken = root.Entries.Select(entry => entry.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var name = Name + Extension;
        for (var number = 2; taken.Contains(name); number++)
        {
            name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Name}{number}{Extension}");
        }

        return name;
    }
}
