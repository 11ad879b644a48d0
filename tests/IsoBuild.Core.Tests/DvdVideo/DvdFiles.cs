using System.Buffers.Binary;

namespace IsoBuild.Core.Tests.DvdVideo;

/// <summary>IFO files of which nothing is there but what tells where things lie, and a DVD-Video made of them.</summary>
internal static class DvdFiles
{
    private const int Sector = 2048;

    /// <summary>The manager's: two sectors, the second of which is the table of titles.</summary>
    public static byte[] Manager(uint lastOfSet, uint menus, int setCount, params (byte Set, uint Start)[] titles)
    {
        byte[] file = Info("DVDVIDEO-VMG", sectors: 2, lastOfSet, menus, titles: 1);
        file[0x3F] = (byte)setCount;
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(Sector), (ushort)titles.Length);
        for (int i = 0; i < titles.Length; i++)
        {
            file[Sector + 8 + (12 * i) + 6] = titles[i].Set;
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(Sector + 8 + (12 * i) + 8), titles[i].Start);
        }

        return file;
    }

    /// <summary>A title set's: one sector.</summary>
    public static byte[] TitleSet(uint lastOfSet, uint menus, uint titles) => Info("DVDVIDEO-VTS", sectors: 1, lastOfSet, menus, titles);

    /// <summary>A title set's of two sectors: the second one is the table of the cells of its menus (VTSM_C_ADT) or its titles (VTS_C_ADT), of which the first ends last.</summary>
    public static byte[] TitleSetWithCells(uint lastOfSet, uint menus, uint titles, bool areOfMenus, uint sectors)
    {
        byte[] file = Info("DVDVIDEO-VTS", sectors: 2, lastOfSet, menus, titles);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(areOfMenus ? 0xD8 : 0xE0), 1);
        Span<byte> table = file.AsSpan(Sector);
        table[1] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(table[4..], 8 + (2 * 12) - 1);
        BinaryPrimitives.WriteUInt32BigEndian(table[(8 + 8)..], sectors - 1);
        return file;
    }

    /// <summary>The video manager with menus, a title set of menus and two files of titles, and one without menus, with gaps everywhere.</summary>
    public static Dictionary<string, byte[]> All()
    {
        byte[] manager = Manager(39, menus: 3, setCount: 2, (2, 100), (1, 41), (1, 41));
        byte[] first = TitleSet(58, menus: 2, titles: 5);
        byte[] second = TitleSet(40, menus: 0, titles: 1);
        return new Dictionary<string, byte[]>
        {
            ["VIDEO_TS.IFO"] = manager,
            ["VIDEO_TS.VOB"] = Vob(2),
            ["VIDEO_TS.BUP"] = manager,
            ["VTS_01_0.IFO"] = first,
            ["VTS_01_0.VOB"] = Vob(3),
            ["VTS_01_1.VOB"] = Vob(30),
            ["VTS_01_2.VOB"] = Vob(4),
            ["VTS_01_0.BUP"] = first,
            ["VTS_02_0.IFO"] = second,
            ["VTS_02_1.VOB"] = Vob(30),
            ["VTS_02_0.BUP"] = second,
        };
    }

    /// <summary>Content that is the same in all files of a length.</summary>
    public static byte[] Vob(int sectors)
    {
        byte[] file = new byte[sectors * Sector];
        Array.Fill(file, (byte)0xBA);
        return file;
    }

    private static byte[] Info(string id, int sectors, uint lastOfSet, uint menus, uint titles)
    {
        byte[] file = new byte[sectors * Sector];
        System.Text.Encoding.ASCII.GetBytes(id).CopyTo(file, 0);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(0x0C), lastOfSet);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(0x1C), (uint)sectors - 1);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(0xC0), menus);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(0xC4), titles);
        return file;
    }
}
