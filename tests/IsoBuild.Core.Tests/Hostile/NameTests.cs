using System.Text;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Hostile;

/// <summary>Names in an image that would lead a careless program out of the folder it extracts to.</summary>
public class NameTests
{
    [Theory]
    [InlineData("../x", ".._x")]
    [InlineData("a/bc", "a_bc")]
    [InlineData("ab\0d", "ab_d")]
    public void A_name_that_is_a_path_is_reported_and_disarmed(string hostile, string shown)
    {
        using TempDirectory folder = new();
        string path = folder.Combine("i.iso");
        new ImageBuilder(new ImageOptions { Formats = Content.ImageFormats.RockRidge, PaddingSectors = 0 }).AddFile("wxyz", new byte[] { 1 }).Write(path).EnsureSuccess();

        // NM: signature, length 5 + 4, version, flags, name (RRIP 4.1.4).
        byte[] image = File.ReadAllBytes(path);
        int name = image.AsSpan().IndexOf("NM\u0009\u0001\u0000wxyz"u8);
        Assert.True(name > 0);
        Encoding.UTF8.GetBytes(hostile, image.AsSpan(name + 5));
        File.WriteAllBytes(path, image);

        using IsoImage read = IsoImage.Open(path);
        Diagnostic error = Assert.Single(read.Diagnostics);
        Assert.Equal(DiagnosticId.ImageMalformed, error.Id);
        ContentFile file = Assert.Single(read.Content.Nodes.OfType<ContentFile>());
        Assert.Equal(shown, file.Name);
    }

    [Fact]
    public void Text_that_turns_the_line_around_is_escaped_in_the_sector_map()
    {
        string map = new ImageBuilder().AddFile("a\u202Egpj.exe", new byte[] { 1 }).Plan().Layout!.ToString();
        Assert.Contains("/a\\u202Egpj.exe", map, StringComparison.Ordinal);
    }
}
