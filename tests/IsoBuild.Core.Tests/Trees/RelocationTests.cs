using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Trees;

/// <summary>Directories below the eighth level that move (RRIP 4.1.5; ECMA-119 6.8.2.1).</summary>
public class RelocationTests
{
    private static readonly ImageOptions Options = Images.Small with { RelocateDeepDirectories = true };

    [Theory]
    [InlineData(null)]
    [InlineData("rr_moved/own/file")]
    [InlineData("rr_moved")]
    public void What_moved_is_read_where_it_belongs(string? taken)
    {
        string longName = new('n', 230);
        ImageBuilder builder = new ImageBuilder(Options)
            .AddFile("1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/deep", "deep"u8.ToArray())
            .AddFile("a/b/c/d/e/f/g/8/x", "x"u8.ToArray())
            .AddFile($"1/2/3/4/5/6/7/{longName}/y", "y"u8.ToArray());
        if (taken is not null)
        {
            builder.AddFile(taken, "own"u8.ToArray());
        }

        using IsoImage image = IsoImage.Open(new MemoryStream(builder.ToBytes()));
        Assert.Empty(image.Diagnostics);
        string[] expected = [.. IsoImage.Open(new MemoryStream(Plain(builder))).Content.Nodes.Select(node => node.Path)];
        Assert.Equal(expected, image.Content.Nodes.Select(node => node.Path));
        Assert.Equal(builder.Plan().Layout!.ToString(), image.Layout.ToString());
        Assert.Contains("rock-ridge", image.Layout.ToString(), StringComparison.Ordinal);

        // The plain tree is no deeper than eight levels, files not counted.
        Assert.All(image.ContentOf(ImageFormats.Iso9660)!.Nodes.OfType<ContentDirectory>(), directory => Assert.InRange(directory.Path.Count(c => c == '/') + (directory.Parent is null ? 0 : 1), 0, 8));
        Assert.DoesNotContain(image.Verify().Findings, finding => finding.Severity != DiagnosticSeverity.Info);

        byte[] Plain(ImageBuilder _)
        {
            ImageBuilder plain = new ImageBuilder(Images.Small)
                .AddFile("1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/deep", "deep"u8.ToArray())
                .AddFile("a/b/c/d/e/f/g/8/x", "x"u8.ToArray())
                .AddFile($"1/2/3/4/5/6/7/{longName}/y", "y"u8.ToArray());
            return (taken is null ? plain : plain.AddFile(taken, "own"u8.ToArray())).ToBytes();
        }
    }

    [Fact]
    public void Both_names_taken_by_files_and_no_Rock_Ridge()
    {
        const string deep = "1/2/3/4/5/6/7/8/9/f";
        ImageBuilder taken = new ImageBuilder(Options).AddFile("rr_moved", new byte[1]).AddFile(".rr_moved", new byte[1]).AddFile(deep, new byte[1]);
        Assert.Equal(("ISOB1046", "/1/2/3/4/5/6/7/8"), Assert.Single(taken.Plan().Diagnostics, told => told.Severity == DiagnosticSeverity.Error) is var error ? (error.Code, error.Item) : default);

        // What cannot be moved stays deeper than the standard allows.
        IEnumerable<Diagnostic> warnings = new ImageBuilder(Options with { Formats = ImageFormats.Joliet }).AddFile(deep, new byte[1]).Plan().Diagnostics.Where(told => told.Severity == DiagnosticSeverity.Warning);
        Assert.Equal(["ISOB1046", "ISOB1050"], warnings.Select(told => told.Code));
    }
}
