using System.Globalization;
using System.Text.RegularExpressions;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Interop.Tests;

/// <summary>A DVD-Video that dvdauthor made lies as genisoimage lays it out, and programs that play DVDs read it.</summary>
public sealed partial class DvdVideoTests : IDisposable
{
    private readonly TempDirectory temp = new();

    /// <inheritdoc/>
    public void Dispose() => temp.Dispose();

    [ToolFact("dvdauthor", "genisoimage", "isoinfo", "lsdvd", "dvdbackup", "dvdunauthor")]
    public void Players_find_everything_where_genisoimage_puts_it()
    {
        string tree = Author();
        string theirs = temp.Combine("theirs.iso");
        Readers.Run("genisoimage", "-quiet", "-dvd-video", "-udf", "-V", "DVD", "-o", theirs, tree);
        (string, long)[] expected = Distances(theirs);
        Assert.Equal(10, expected.Length);

        string ours = temp.Combine("ours.iso");
        new ImageBuilder(new ImageOptions { VolumeId = "DVD", DvdVideo = true }).AddDirectory("", tree).Write(ours).EnsureSuccess();
        string remade = temp.Combine("remade.iso");
        new ImageBuilder().BasedOn(theirs).Write(remade).EnsureSuccess();
        foreach (string iso in (string[])[ours, remade])
        {
            Assert.Equal(expected, Distances(iso));
            AssertPlays(iso, tree);
        }
    }

    /// <summary>dvdauthor tells in its tables of cells how long the titles are.</summary>
    [ToolFact("dvdauthor")]
    public void Titles_that_are_cut_off_are_told()
    {
        string tree = Author();
        string titles = Path.Combine(tree, "VIDEO_TS", "VTS_01_1.VOB");
        long sectors = new FileInfo(titles).Length / 2048;
        using (FileStream cut = File.OpenWrite(titles))
        {
            cut.SetLength(5 * 2048);
        }

        Assert.Contains(
            new ImageBuilder(new ImageOptions { DvdVideo = true }).AddDirectory("", tree).Plan().Diagnostics,
            found => found.Id == DiagnosticId.DvdVideoUnfit && found.Message.Contains($"its titles have {sectors} sectors, but VTS_01_1.VOB has 5", StringComparison.Ordinal));
    }

    /// <summary>Two title sets, one with menus, and menus for all; IFO files and their backups have equal content.</summary>
    private string Author()
    {
        string menu = temp.Write("menu.mpg", MpegStream.Make(2, 3));
        string title = temp.Write("title.mpg", MpegStream.Make(6, 7));
        string tree = temp.Combine("dvd");
        string menus = $"<menus><video format='pal' aspect='4:3'/><pgc{{0}}><vob file='{menu}' pause='inf'/></pgc></menus>";
        string titles = $"<titles><video format='pal' aspect='4:3'/><pgc><vob file='{title}'/></pgc></titles>";
        string script = temp.Write("dvd.xml", $"""
            <dvdauthor dest="{tree}">
              <vmgm>{string.Format(CultureInfo.InvariantCulture, menus, "")}</vmgm>
              <titleset>{string.Format(CultureInfo.InvariantCulture, menus, " entry='root'")}{titles}</titleset>
              <titleset>{titles}</titleset>
            </dvdauthor>
            """);
        Readers.Run("dvdauthor", "-x", script);
        return tree;
    }

    /// <summary>In sectors from VIDEO_TS.IFO on, as isoinfo tells them.</summary>
    private static (string Name, long Sector)[] Distances(string iso)
    {
        (string Name, long Sector)[] places = [.. Listed().Matches(Readers.Run("isoinfo", "-l", "-i", iso).Output)
            .Select(row => (row.Groups[2].Value, long.Parse(row.Groups[1].Value, CultureInfo.InvariantCulture)))
            .OrderBy(place => place.Item2)];
        return [.. places.Select(place => (place.Name, place.Sector - places[0].Sector))];
    }

    private void AssertPlays(string iso, string tree)
    {
        string titles = Readers.Run("lsdvd", iso).All;
        Assert.Contains("Disc Title: DVD", titles, StringComparison.Ordinal);
        Assert.Equal(["01", "02"], Regex.Matches(titles, @"Title: (\d\d), Length: 00:00:02\.\d+").Select(title => title.Groups[1].Value));

        string copy = iso + ".copy";
        Directory.CreateDirectory(copy);
        Readers.Run("dvdbackup", "-M", "-n", "DVD", "-i", iso, "-o", copy);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(tree, "VIDEO_TS")))
        {
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(copy, "DVD", "VIDEO_TS", Path.GetFileName(file))));
        }

        string again = iso + ".again";
        Directory.CreateDirectory(again);
        CommandLine.Run("dvdunauthor", [iso], again).EnsureSuccess();
        string script = File.ReadAllText(Path.Combine(again, "dvdauthor.xml"));
        Assert.Equal(2, Regex.Count(script, "<titleset>"));
        Assert.Equal(2, Regex.Count(script, "<menus"));
    }

    [GeneratedRegex(@"\[ *(\d+) \d\d\] +((?:VIDEO_TS|VTS_\d\d_\d)\.(?:IFO|BUP|VOB))")]
    private static partial Regex Listed();
}
