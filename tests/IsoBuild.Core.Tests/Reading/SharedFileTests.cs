using IsoBuild.Content;
using IsoBuild.Reading;

namespace IsoBuild.Core.Tests.Reading;

/// <summary>Which names are one file: by their serial number (RRIP 1.12, 4.1.1), or by all else where there is none.</summary>
public sealed class SharedFileTests
{
    private static readonly ImageFile Image = SparseBytes.Cooked(new byte[100]);

    /// <summary>Rows: of every name its serial number, where its file begins, how long it is, and how many names it says to have; and which are links to the first.</summary>
    [Theory]
    [InlineData("5 10 20 2|5 10 20 2", "-1")]
    [InlineData("5 10 20 1|5 10 20 1", "-1")] // The number is enough.
    [InlineData("5 10 20 2|6 10 20 2", "--")]
    [InlineData("5 10 20 2|5 11 20 2", "--")]
    [InlineData("5 10 20 2|5 10 21 2", "--")]
    [InlineData("5 10 20 2|0 10 20 2", "--")]
    [InlineData("5 0 0 2|5 0 0 2", "-1")] // Empty files lie nowhere: as many as are said are one.
    [InlineData("5 0 0 2|5 0 0 2|5 0 0 2", "---")]
    [InlineData("5 0 0 3|5 0 0 3|5 0 0 3", "-11")]
    [InlineData("5 10 1 2|5 10 1 2|5 10 1 2", "-11")]
    [InlineData("0 10 20 2|0 10 20 2", "-1")]
    [InlineData("0 10 20 2|0 10 20 2|0 10 20 2", "---")]
    [InlineData("0 10 20 3|0 10 20 3|0 10 20 3", "-11")]
    [InlineData("0 10 20 2|0 10 20 3", "--")]
    [InlineData("0 10 20 2|0 12 20 2", "--")]
    [InlineData("0 10 20 2|0 10 21 2", "--")]
    [InlineData("0 0 0 2|0 0 0 2", "--")]
    [InlineData("7 10 5 2|0 10 5 2|7 10 5 2|0 10 5 2", "--12")] // Two files, and two names of each.
    public void Names_are_one_file(string files, string expected)
    {
        List<(uint Serial, ContentFile File)> names = [];
        foreach (string each in files.Split('|'))
        {
            uint[] numbers = [.. each.Split(' ').Select(number => uint.Parse(number, System.Globalization.CultureInfo.InvariantCulture))];
            names.Add((numbers[0], new ContentFile($"f{names.Count + 1}", new ExtentSource(Image, new Extent(numbers[1], numbers[2]))) { LinkCount = (int)numbers[3] }));
        }

        ContentDirectory root = new("") { Entries = [.. names.Select(name => name.File)] };
        ContentTree tree = new(root);

        // In any order, and with one that is not shown.
        List<(uint, ContentFile)> told = [.. names.AsEnumerable().Reverse(), (5, new ContentFile("old", new ExtentSource(Image, new Extent(10, 20))) { LinkCount = 2 })];
        NamesOfOneFile.Link(tree, told);
        Assert.Equal(expected, string.Concat(names.Select(name => name.File.HardLinkOf?.Name[1..] ?? "-")));
    }

    /// <summary>Files without a number are one only if nobody could tell them apart.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("mode")]
    [InlineData("owner")]
    [InlineData("group")]
    [InlineData("date")]
    public void Files_without_a_number_are_alike(string difference)
    {
        ContentFile one = Make(isOther: false);
        ContentFile two = Make(isOther: true);
        ContentTree tree = new(new ContentDirectory("") { Entries = [one, two] });
        NamesOfOneFile.Link(tree, [(0, one), (0, two)]);
        Assert.Equal(difference.Length == 0 ? one : null, two.HardLinkOf);

        ContentFile Make(bool isOther) => new(isOther ? "b" : "a", new ExtentSource(Image, new Extent(10, 10)))
        {
            LinkCount = 2,
            Mode = UnixFileMode.UserRead | (difference == "mode" && isOther ? UnixFileMode.UserWrite : 0),
            OwnerId = difference == "owner" && isOther ? 1u : 0u,
            GroupId = difference == "group" && isOther ? 1u : 0u,
            Modified = difference == "date" && isOther ? DateTimeOffset.UnixEpoch : DateTimeOffset.UnixEpoch.AddDays(1),
        };
    }
}
