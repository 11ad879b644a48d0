namespace IsoBuild.Interop.Tests;

/// <summary>Names that are not UTF-8, as other programs store and read them: all of them keep the bytes of Rock Ridge.</summary>
public sealed class RawNameTests : IDisposable
{
    private readonly TempDirectory temp = new();

    private string Tree => temp.Combine("tree");

    private string Image => temp.Combine("image.iso");

    public void Dispose() => temp.Dispose();

    [ToolFact("bsdtar", "xorriso", "isoinfo", "sh", "od")]
    public void Other_readers_find_the_bytes()
    {
        RawTree.Make(Tree);
        new ImageBuilder().AddDirectory("", Tree).Write(Image).EnsureSuccess();
        string expected = RawTree.Paths(Tree);

        Assert.Equal(expected, RawTree.Hex("isoinfo -R -f -i \"$1\"", Image));
        Assert.Equal(expected, RawTree.Hex("xorriso -indev \"$1\" -find / -exec echo 2>/dev/null | sed -n \"s,^'\\(/..*\\)'\\$,\\1,p\"", Image));

        // bsdtar lists in octal, so it is asked for the files themselves.
        Directory.CreateDirectory(temp.Combine("bsdtar"));
        Readers.Run("bsdtar", "-xf", Image, "-C", temp.Combine("bsdtar"));
        Assert.Equal(RawTree.Seen(Tree), RawTree.Seen(temp.Combine("bsdtar")));
    }

    /// <summary>Images of other writers are read, extracted and taken as a base with every byte.</summary>
    [ToolTheory("genisoimage", "xorriso", "isoinfo", "sh", "od")]
    [InlineData("genisoimage -quiet -R")]
    [InlineData("xorriso -as mkisofs -quiet -R")]
    public void Of_other_writers(string writer)
    {
        RawTree.Make(Tree);
        Readers.Shell($"{writer} -o \"$1\" \"$2\" 2>/dev/null", Image, Tree);

        using (IsoImage image = IsoImage.Open(Image))
        {
            Assert.True(image.Extract(temp.Combine("out")).Succeeded);
            Assert.Equal(RawTree.Seen(Tree), RawTree.Seen(temp.Combine("out")));
        }

        string remastered = temp.Combine("remastered.iso");
        new ImageBuilder().BasedOn(Image).Write(remastered).EnsureSuccess();
        Assert.Equal(RawTree.Hex("isoinfo -R -f -i \"$1\"", Image), RawTree.Hex("isoinfo -R -f -i \"$1\"", remastered));
        Assert.Equal(RawTree.Paths(Tree), RawTree.Hex("isoinfo -R -f -i \"$1\"", remastered));
    }
}
