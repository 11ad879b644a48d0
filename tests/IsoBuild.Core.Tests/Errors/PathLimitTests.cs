using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Core.Tests.Errors;

/// <summary>Paths at the limits of readers and of the standard, and one beyond.</summary>
public class PathLimitTests
{
    [Fact]
    public void Linux_opens_4095_bytes()
    {
        // 20 times /ä…, 201 bytes each, and /x….
        string above = string.Join('/', Enumerable.Repeat(new string('ä', 100), 20));
        Assert.Null(Find(Plan(Images.Small, $"{above}/{new string('x', 74)}"), "ISOB1047"));

        Diagnostic told = Find(Plan(Images.Small, $"{above}/{new string('x', 75)}", $"{above}/{new string('y', 75)}"), "ISOB1047")!;
        Assert.Equal(DiagnosticSeverity.Warning, told.Severity);
        Assert.EndsWith("/" + new string('x', 75), told.Item, StringComparison.Ordinal);
        Assert.Contains("4096 bytes", told.Message, StringComparison.Ordinal);
        Assert.Contains("and 1 more", told.Message, StringComparison.Ordinal);
    }

    /// <summary>D:, four times 51 characters, \x… and \f.</summary>
    [Theory]
    [InlineData(ImageFormats.Default, 50, false)]
    [InlineData(ImageFormats.Default, 51, true)]
    [InlineData(ImageFormats.Udf, 50, false)]
    [InlineData(ImageFormats.Udf, 51, true)]
    [InlineData(ImageFormats.RockRidge, 51, false)] // which Windows does not show
    public void Windows_programs_open_259_characters(ImageFormats formats, int last, bool isTold)
    {
        string path = $"{string.Join('/', Enumerable.Repeat(new string('ä', 50), 4))}/{new string('x', last)}/f";
        Diagnostic? told = Find(Plan(Images.Small with { Formats = formats }, path), "ISOB1048");

        Assert.Equal(isTold, told is not null);
        if (isTold)
        {
            Assert.Equal((DiagnosticSeverity.Info, "/" + path), (told!.Severity, told.Item));
            Assert.Contains("260 characters", told.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>What Joliet cuts is short there.</summary>
    [Fact]
    public void Joliet_names_count_as_they_are_cut()
    {
        string path = string.Join('/', Enumerable.Repeat(new string('n', 100), 3));
        Assert.Null(Find(Plan(Images.Small, path), "ISOB1048"));
        Assert.NotNull(Find(Plan(Images.Small with { JolietLongNames = true }, path), "ISOB1048"));
        Assert.NotNull(Find(Plan(Images.Small with { Formats = ImageFormats.Default | ImageFormats.Udf }, path), "ISOB1048"));
    }

    [Theory]
    [InlineData(256, false, ImageFormats.Default, false)]
    [InlineData(257, false, ImageFormats.Default, true)]
    [InlineData(257, true, ImageFormats.Default, true)] // Joliet's do not move
    [InlineData(257, true, ImageFormats.RockRidge, false)]
    [InlineData(257, false, ImageFormats.Udf, false)]
    public void SevenZip_reads_256_levels(int depth, bool relocates, ImageFormats formats, bool isTold)
    {
        string directory = string.Join('/', Enumerable.Repeat("d", depth));
        Diagnostic? told = Find(Plan(Images.Small with { Formats = formats, RelocateDeepDirectories = relocates }, directory + "/f"), "ISOB1049");

        Assert.Equal(isTold ? "/" + directory : null, told?.Item);
        Assert.True(told is null or { Severity: DiagnosticSeverity.Warning });
    }

    [Theory]
    [InlineData("1/2/3/4/5/6/7/f", null)]
    [InlineData("1/2/3/4/5/6/7/8/f", "/1/2/3/4/5/6/7/8")]
    public void The_standard_allows_eight_levels(string path, string? item)
    {
        Assert.Equal(item, Find(Plan(Images.Small with { Formats = ImageFormats.Iso9660 }, path), "ISOB1050", DiagnosticSeverity.Info)?.Item);
        Assert.Null(Find(Plan(Images.Small, path), "ISOB1050"));
        Assert.Null(Find(Plan(Images.Small with { RelocateDeepDirectories = true }, path), "ISOB1050"));
    }

    /// <summary>Seven times 32, and the identifier with its dot and version, three more than the name.</summary>
    [Theory]
    [InlineData(28, false)]
    [InlineData(29, true)]
    public void The_standard_allows_255_characters(int last, bool isTold)
    {
        string path = $"{string.Join('/', Enumerable.Repeat(new string('N', 31), 7))}/{new string('F', last)}";
        string? item = isTold ? "/" + path : null;
        Assert.Equal(item, Find(Plan(Images.Small with { Formats = ImageFormats.Iso9660 }, path), "ISOB1050", DiagnosticSeverity.Info)?.Item);

        // Who relocates asks for conformity.
        Assert.Equal(item, Find(Plan(Images.Small with { RelocateDeepDirectories = true }, path, "1/2/3/4/5/6/7/8/f"), "ISOB1050", DiagnosticSeverity.Warning)?.Item);
        Assert.Null(Find(Plan(Images.Small, path), "ISOB1050"));
    }

    [Fact]
    public void Ordinary_trees_are_no_news() =>
        Assert.DoesNotContain(
            Plan(Images.Small, "runtimes/linux-x64/native/libSomething.so", $"{string.Join('/', Enumerable.Repeat("directory", 20))}/file.txt").Diagnostics,
            told => (int)told.Id is >= 1047 and <= 1050);

    private static PlanResult Plan(ImageOptions options, params string[] paths)
    {
        ImageBuilder builder = new(options);
        foreach (string path in paths)
        {
            builder.AddFile(path, new byte[1]);
        }

        PlanResult plan = builder.Plan();
        Assert.NotNull(plan.Layout);
        return plan;
    }

    private static Diagnostic? Find(PlanResult plan, string code, DiagnosticSeverity? severity = null)
    {
        Diagnostic? told = plan.Diagnostics.SingleOrDefault(told => string.Equals(told.Code, code, StringComparison.Ordinal));
        Assert.True(told is null || severity is null || told.Severity == severity, told?.ToString());
        return told;
    }
}
