using System.Globalization;
using IsoBuild.Comparing;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Reproducible;

/// <summary>Building again where everything is different that must not matter: it passes, and it can fail.</summary>
public class VerifyReproducibleTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public VerifyReproducibleTests()
    {
        temp.Write("in/I.txt", "upper");
        temp.Write("in/i.dat", "lower");
        temp.Write("in/sub/deep/a.bin", [0x7F, .. "ELF"u8, .. new byte[300_000]]);
        for (int i = 0; i < 40; i++)
        {
            temp.Write($"in/many/file {i}.txt", $"{i}");
        }
    }

    private string Image => temp.Combine("image.iso");

    public void Dispose() => temp.Dispose();

    [Fact]
    public void An_ordinary_image_is()
    {
        ImageBuilder builder = Builder().AddFile("hello.txt", "hello"u8.ToArray()).AddEmptyDirectory("void", new EntryOptions { Mode = UnixFileMode.UserRead });
        builder.Write(Image).EnsureSuccess();
        byte[] before = File.ReadAllBytes(Image);
        DateTime written = File.GetLastWriteTimeUtc(Image);
        (string? zone, string culture, TimeSpan offset) = (Environment.GetEnvironmentVariable("TZ"), CultureInfo.CurrentCulture.Name, TimeZoneInfo.Local.BaseUtcOffset);

        ReproducibilityReport report = builder.VerifyReproducible(Image);
        Assert.True(report.IsReproducible, report.Difference?.ToString());
        Assert.Null(report.Difference);
        Assert.Contains("threads, culture tr-TR, time zone Pacific/Kiritimati, at a later second", report.Circumstances, StringComparison.Ordinal);

        Assert.Equal(before, File.ReadAllBytes(Image));
        Assert.Equal(written, File.GetLastWriteTimeUtc(Image));
        Assert.Equal((zone, culture, offset), (Environment.GetEnvironmentVariable("TZ"), CultureInfo.CurrentCulture.Name, TimeZoneInfo.Local.BaseUtcOffset));
        Assert.Equal([Image], Directory.EnumerateFiles(temp));
    }

    [Fact]
    public void An_image_among_its_own_sources_is()
    {
        string image = temp.Combine("in", "image.iso");
        ImageBuilder builder = Builder();
        builder.Write(image).EnsureSuccess();
        ReproducibilityReport report = builder.VerifyReproducible(image);
        Assert.True(report.IsReproducible, report.Difference?.ToString());
    }

    [Fact]
    public void A_source_that_was_touched_is_named_where_dates_are_preserved()
    {
        ImageBuilder builder = Builder(new ImageOptions { FileDates = FileDates.Preserve });
        string source = temp.Combine("in", "many", "file 7.txt");
        File.SetLastWriteTimeUtc(source, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        builder.Write(Image).EnsureSuccess();
        File.SetLastWriteTimeUtc(source, new DateTime(2001, 2, 3, 4, 5, 7, DateTimeKind.Utc));

        ImageDiff difference = Fails(builder);
        Assert.Equal("directory record of /many/file 7.txt in the iso9660 tree: recording date was 2001-02-03T04:05:06Z, is 2001-02-03T04:05:07Z", difference.Cause);
        ImageDifference only = Assert.Single(difference.Differences, found => found.Kind == DifferenceKind.Metadata);
        Assert.Equal("/many/file 7.txt", only.Item);
        Assert.Contains(builder.VerifyReproducible(Image).Diagnostics, found => found.Id == DiagnosticId.DatesPreserved);
    }

    [Fact]
    public void A_source_that_changed_is_named()
    {
        ImageBuilder builder = Builder();
        builder.Write(Image).EnsureSuccess();
        temp.Write("in/I.txt", "UPPER");

        ImageDiff difference = Fails(builder);
        Assert.Equal("content of file /I.txt, its byte 0", difference.Cause);
        Assert.Equal("~ file /I.txt differs from byte 0 on", Assert.Single(difference.Differences).ToString());
    }

    /// <summary>Rules that leave sources out are code of the caller's, which runs in the other circumstances.</summary>
    [Theory]
    [InlineData("order")]
    [InlineData("culture")]
    [InlineData("zone")]
    [InlineData("clock")]
    public void A_rule_that_depends_on(string what)
    {
        long? second = null;
        bool someFileCame = false;
        ImageBuilder builder = Builder().Exclude(path => path.StartsWith("many/", StringComparison.Ordinal) && what switch
        {
            // The first file that is met; anew for each build, which meets the root's entries first.
            "order" => !someFileCame && (someFileCame = true),
            "culture" => string.Equals(path, "many/FILE 1.TXT".ToLower(CultureInfo.CurrentCulture), StringComparison.Ordinal),
            "zone" => TimeZoneInfo.Local.BaseUtcOffset == TimeSpan.FromHours(14) && path.EndsWith(" 1.txt", StringComparison.Ordinal),
            _ => DateTimeOffset.UtcNow.ToUnixTimeSeconds() is var now && (second ??= now) == now && path.EndsWith(" 1.txt", StringComparison.Ordinal),
        });
        builder.Write(Image).EnsureSuccess();
        someFileCame = false;

        ImageDiff difference = Fails(builder);
        Assert.Contains(difference.Differences, found => found.Kind == DifferenceKind.Entry && found.Item.StartsWith("/many/file ", StringComparison.Ordinal));
        Assert.Contains(", because there is ", difference.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_built_again_says_why()
    {
        ImageBuilder builder = Builder().AddFile("one.txt", temp.Write("one.txt", "1"));
        builder.Write(Image).EnsureSuccess();
        File.Delete(temp.Combine("one.txt"));
        ReproducibilityReport report = builder.VerifyReproducible(Image);
        Assert.False(report.IsReproducible);
        Assert.Null(report.Difference);
        Assert.Equal(DiagnosticId.SourceMissing, report.Diagnostics[0].Id);

        Assert.Throws<FileNotFoundException>(() => builder.VerifyReproducible(temp.Combine("missing.iso")));
        Assert.Equal(DiagnosticId.NotAnImage, Assert.Throws<ImageException>(() => builder.VerifyReproducible(temp.Write("no.iso", "no image"))).Diagnostic.Id);
        Assert.ThrowsAny<OperationCanceledException>(() => builder.VerifyReproducible(Image, new CancellationToken(canceled: true)));
        Assert.Empty(Directory.EnumerateFiles(temp, ".isobuild-*"));
    }

    private ImageBuilder Builder(ImageOptions? options = null) => new ImageBuilder(options ?? Images.Small).AddDirectory("", temp.Combine("in"));

    private ImageDiff Fails(ImageBuilder builder)
    {
        ReproducibilityReport report = builder.VerifyReproducible(Image);
        Assert.False(report.IsReproducible);
        Assert.NotNull(report.Difference);
        return report.Difference;
    }
}
