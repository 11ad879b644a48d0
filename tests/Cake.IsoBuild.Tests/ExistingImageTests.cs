using Cake.Core;
using Cake.Core.Diagnostics;
using IsoBuild;
using IsoBuild.Comparing;
using IsoBuild.Content;
using IsoBuild.Extraction;
using IsoBuild.Layout;
using IsoBuild.Summarizing;
using IsoBuild.Verifying;

namespace Cake.IsoBuild.Tests;

/// <summary>The aliases that read images.</summary>
public sealed class ExistingImageTests : IDisposable
{
    private readonly FakeCake cake = new();

    public ExistingImageTests()
    {
        cake.With("in/a.txt", "a").With("in/docs/b.md", "bb");
        cake.IsoBuild("in", "a.iso");
        cake.Said.Clear();
    }

    public void Dispose() => cake.Dispose();

    [Fact]
    public void An_image_is_summarized()
    {
        ImageSummary summary = cake.IsoInspect("a.iso");

        Assert.Equal(("a.iso", 2, 2, 3L, ImageFormats.Default), (summary.Name, summary.Files, summary.Directories, summary.ContentBytes, summary.Formats));
    }

    [Fact]
    public void A_sound_image_passes_and_its_consumers_are_named()
    {
        VerifyReport report = cake.IsoVerify("a.iso", new IsoVerifySettings().For(ImageConsumer.Linux, ImageConsumer.Windows));

        Assert.True(report.Passed);
        Assert.Equal([ImageConsumer.Windows, ImageConsumer.Linux], report.Consumers.Select(view => view.Consumer));
        Assert.All(report.Consumers, view => Assert.Contains($"{view.Consumer} will see: {view.Sees}", cake.SaidAt(LogLevel.Information)));
        Assert.True(cake.IsoVerify("a.iso").Passed);
    }

    [Fact]
    public void A_broken_image_fails_with_the_first_code_and_a_log_of_all()
    {
        // The primary volume descriptor's version, which ECMA-119 8.4.3 has as 1.
        byte[] image = File.ReadAllBytes(cake.Path("a.iso"));
        image[(16 * 2048) + 6] = 9;
        File.WriteAllBytes(cake.Path("broken.iso"), image);

        CakeException failure = Assert.Throws<CakeException>(() => cake.IsoVerify("broken.iso"));

        Assert.Matches("^ISOB3[0-9]{3}: ", failure.Message);
        Assert.NotEmpty(cake.SaidAt(LogLevel.Error));
    }

    [Fact]
    public void A_consumer_that_cannot_use_the_image_is_a_failure()
    {
        // Nothing in it boots.
        CakeException failure = Assert.Throws<CakeException>(() => cake.IsoVerify("a.iso", new IsoVerifySettings().For(ImageConsumer.Uefi)));

        Assert.Matches("^ISOB[0-9]{4}: ", failure.Message);
    }

    [Fact]
    public void Two_images_are_compared()
    {
        cake.IsoBuild("in", "same/a.iso");
        cake.With("in/a.txt", "A").IsoBuild("in", "other/a.iso");

        Assert.True(cake.IsoDiff("a.iso", "same/a.iso").AreIdentical);
        ImageDiff diff = cake.IsoDiff("a.iso", "other/a.iso");
        Assert.False(diff.AreIdentical);
        Assert.Contains(diff.Differences, difference => difference.Kind == DifferenceKind.Content && difference.Item == "/a.txt");
    }

    [Fact]
    public void An_image_is_compared_with_a_directory()
    {
        cake.IsoBuild("in", "same/a.iso");
        Assert.True(cake.IsoDiffWithDirectory("same/a.iso", "in").AreSame);
        cake.With("in/a.txt", "other than before");
        Assert.Equal("/a.txt", Assert.Single(cake.IsoDiffWithDirectory("same/a.iso", "in").Differences).Item);
        Assert.Matches("ISOB1001", Assert.Throws<CakeException>(() => cake.IsoDiffWithDirectory("same/a.iso", "nowhere")).Message);
    }

    [Fact]
    public void An_image_is_extracted_and_files_that_are_there_stay()
    {
        ExtractResult result = cake.IsoExtract("a.iso", "out");
        Assert.Equal((2, 3L), (result.Files, result.Bytes));
        Assert.Equal("bb", cake.Read("out/docs/b.md"));

        cake.With("out/a.txt", "mine");
        Assert.Matches("^ISOB[0-9]{4}: ", Assert.Throws<CakeException>(() => cake.IsoExtract("a.iso", "out")).Message);
        Assert.Equal("mine", cake.Read("out/a.txt"));

        cake.IsoExtract("a.iso", "out", new IsoExtractSettings { View = ImageFormats.Joliet }.WithOverwrite());
        Assert.Equal("a", cake.Read("out/a.txt"));
    }

    [Fact]
    public void Extraction_can_be_narrowed()
    {
        cake.IsoExtract("a.iso", "docs", new IsoExtractSettings().WithPaths("/docs"));
        cake.IsoExtract("a.iso", "texts", new IsoExtractSettings { Where = node => node.Name.EndsWith(".txt", StringComparison.Ordinal) });

        Assert.Equal(["b.md"], FilesOf("docs"));
        Assert.Equal(["a.txt"], FilesOf("texts"));

        string[] FilesOf(string folder) => [.. Directory.EnumerateFiles(cake.Path(folder), "*", SearchOption.AllDirectories).Select(file => Path.GetFileName(file))];
    }

    [Fact]
    public void A_view_that_the_image_does_not_have_is_an_error()
    {
        cake.IsoBuild("in", "plain.iso", new IsoBuildSettings { Formats = ImageFormats.Iso9660 });

        CakeException failure = Assert.Throws<CakeException>(() => cake.IsoExtract("plain.iso", "out", new IsoExtractSettings { View = ImageFormats.Joliet }));

        Assert.StartsWith("ISOB1011: View: The image has no Joliet tree", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(cake.Path("out")));
    }

    [Fact]
    public void A_second_build_is_compared_with_the_first()
    {
        IsoBuildSettings settings = new IsoBuildSettings().WithImage("again.iso").WithDirectory("in");
        cake.IsoBuild(settings);
        Assert.True(cake.IsoVerifyReproducible(settings).IsReproducible);

        cake.With("in/a.txt", "A");
        ReproducibilityReport report = cake.IsoVerifyReproducible(settings);
        Assert.False(report.IsReproducible);
        Assert.NotNull(report.Difference!.Cause);
    }

    [Fact]
    public void What_is_missing_or_no_image_is_an_error_of_every_alias()
    {
        cake.With("text.iso", "not an image");
        Action<string>[] aliases =
        [
            image => cake.IsoInspect(image),
            image => cake.IsoLayout(image),
            image => cake.IsoVerify(image),
            image => cake.IsoVerifyLayout(image, "x.txt"),
            image => cake.IsoDiff("a.iso", image),
            image => cake.IsoDiff(image, "a.iso"),
            image => cake.IsoExtract(image, "out"),
        ];

        Assert.All(aliases, alias =>
        {
            Assert.StartsWith($"ISOB1001: {cake.WorkingDirectory}/missing.iso: ", Assert.Throws<CakeException>(() => alias("missing.iso")).Message, StringComparison.Ordinal);
            Assert.StartsWith("ISOB3001: ", Assert.Throws<CakeException>(() => alias("text.iso")).Message, StringComparison.Ordinal);
        });
    }
}
