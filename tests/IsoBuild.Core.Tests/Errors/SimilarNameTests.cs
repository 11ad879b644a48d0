using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Errors;

/// <summary>Which name somebody probably meant, and which are too far from it.</summary>
public class SimilarNameTests
{
    [Theory]
    [InlineData("TARGETPATH", "TargetPath")]
    [InlineData("TargetPth", "TargetPath")]
    [InlineData("TragetPaht", "TargetPath")]
    [InlineData("argetPath", "TargetPath")]
    [InlineData("Mod", "Mode")]
    [InlineData("Moed", "Mode")]
    [InlineData("Modes", "Mode")]
    [InlineData("id", "Id")]
    // Three errors; another first letter of a short name; two errors in one; one in a name of two letters; nothing like it; the name itself.
    [InlineData("TrgtPth", null)]
    [InlineData("Node", null)]
    [InlineData("Made1", null)]
    [InlineData("Ie", null)]
    [InlineData("MyTag", null)]
    [InlineData("", null)]
    [InlineData("Mode", null)]
    public void The_nearest_name_is_found(string written, string? expected) =>
        Assert.Equal(expected, SimilarName.Find(written, ["Mode", "Id", "TargetPath"]));

    [Fact]
    public void Of_several_the_nearest_and_of_equals_the_first_in_order()
    {
        Assert.Equal("reading.txt", SimilarName.Find("reding.txt", ["rending.txts", "reading.txt"]));
        Assert.Equal("file1.txt", SimilarName.Find("file.txt", ["file2.txt", "file1.txt"]));
    }
}
