using System.Buffers.Binary;
using IsoBuild.Content;

namespace IsoBuild.DvdVideo;

/// <summary>What an IFO file says of the place of things, in sectors: the video manager's (VMGI_MAT, TT_SRPT), or a title set's (VTSI_MAT), and of the length of VOB files (C_ADT).</summary>
internal sealed class InfoFile
{
    private const int LastOfSetAt = 0x0C;
    private const int LastOfInfoAt = 0x1C;
    private const int TitleSetCountAt = 0x3E;
    private const int MenusAt = 0xC0;

    /// <summary>Of a title set, where its titles begin; of the manager, where the table of titles does.</summary>
    private const int TitlesAt = 0xC4;

    /// <summary>Where the table of the cells of menus is, and that of titles.</summary>
    private const int MenuCellsAt = 0xD8;
    private const int TitleCellsAt = 0xE0;
    private const int HeaderSize = 0xE4;

    /// <summary>A table of cells tells in byte 4 where its last byte is; of a cell, bytes 8 to 11 are its last sector.</summary>
    private const int LastOfTableAt = 4;
    private const int CellSize = 12;
    private const int LastOfCellAt = 8;

    /// <summary>Of how many cells a table is read: no disc has more.</summary>
    private const int MostCells = 1 << 16;

    private const int MostTitles = 99;
    private const int TableHeaderSize = 8;
    private const int TitleSize = 12;
    private const int TitleSetNumberAt = 6;
    private const int TitleSetStartAt = 8;

    /// <summary>The number of the last sector of all that the file is about, counted from the file's first one: the end of its backup.</summary>
    public long LastOfSet { get; private init; }

    /// <summary>The number of the file's own last sector.</summary>
    public long LastOfInfo { get; private init; }

    /// <summary>Where the menus begin; 0 for none.</summary>
    public long Menus { get; private init; }

    /// <summary>Of a title set, where the titles begin; 0 for none.</summary>
    public long Titles { get; private init; }

    /// <summary>How many sectors the menus have; 0 where nothing tells.</summary>
    public long MenuSectors { get; private init; }

    /// <summary>How many sectors the titles have; 0 where nothing tells.</summary>
    public long TitleSectors { get; private init; }

    /// <summary>Of the manager, how many title sets there are.</summary>
    public int TitleSetCount { get; private init; }

    /// <summary>Of the manager, where title sets begin, by their numbers: those that have titles.</summary>
    public IReadOnlyDictionary<int, long> TitleSets { get; private init; } = new Dictionary<int, long>();

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="isManager">Whether it has to be the manager's.</param>
    /// <param name="problem">Why there is nothing to be read; a sentence without its end.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static InfoFile? Read(ContentFile file, bool isManager, out string problem)
    {
        using var content = file.OpenStored();
        var header = new byte[HeaderSize];
        problem = "";
        if (!TryFill(content, 0, header) || !header.AsSpan().StartsWith(isManager ? "DVDVIDEO-VMG"u8 : "DVDVIDEO-VTS"u8))
        {
            problem = $"does not begin as the IFO file of a {(isManager ? "video manager" : "title set")} does";
            return null;
        }

        var sets = isManager ? ReadTitleSets(content, U32(header, TitlesAt)) : new Dictionary<int, long>();
        if (sets is null)
        {
            problem = "has no title table where its header points";
            return null;
        }

        return new InfoFile
        {
            LastOfSet = U32(header, LastOfSetAt),
            LastOfInfo = U32(header, LastOfInfoAt),
            Menus = U32(header, MenusAt),
            Titles = isManager ? 0 : U32(header, TitlesAt),
            MenuSectors = ReadCells(content, U32(header, MenuCellsAt)),
            TitleSectors = isManager ? 0 : ReadCells(content, U32(header, TitleCellsAt)),
            TitleSetCount = isManager ? BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(TitleSetCountAt)) : 0,
            TitleSets = sets,
        };
    }

    private static Dictionary<int, long>? ReadTitleSets(Stream content, long sector)
    {
        var table = new byte[TableHeaderSize];
        var offset = sector * Bytes.Sector.Size;
        if (!TryFill(content, offset, table))
        {
            return null;
        }

        var titles = new byte[Math.Min((int)BinaryPrimitives.ReadUInt16BigEndian(table), MostTitles) * TitleSize];
        if (!TryFill(content, offset + TableHeaderSize, titles))
        {
            return null;
        }

        var sets = new Dictionary<int, long>();
        for (var at = 0; at < titles.Length; at += TitleSize)
        {
            sets[titles[at + TitleSetNumberAt]] = U32(titles, at + TitleSetStartAt);
        }

        return sets;
    }

    /// <summary>Up to where cells go, in sectors; 0 where no table can be read.</summary>
    private static long ReadCells(Stream content, long sector)
    {
        var table = new byte[TableHeaderSize];
        var offset = sector * Bytes.Sector.Size;
        if (sector == 0 || !TryFill(content, offset, table))
        {
            return 0;
        }

        var cells = new byte[Math.Clamp((U32(table, LastOfTableAt) + 1 - TableHeaderSize) / CellSize, 0, MostCells) * CellSize];
        if (!TryFill(content, offset + TableHeaderSize, cells))
        {
            return 0;
        }

        long end = 0;
        for (var at = 0; at < cells.Length; at += CellSize)
        {
            end = Math.Max(end, U32(cells, at + LastOfCellAt) + 1);
        }

        return end;
    }

    private static bool TryFill(Stream content, long position, byte[] bytes)
    {
        content.Position = position;
        return content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length;
    }

    private static long U32(byte[] bytes, int offset) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(offset));
}
