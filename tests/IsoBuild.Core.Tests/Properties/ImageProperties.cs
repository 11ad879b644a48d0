using System.Globalization;
using IsoBuild.Comparing;
using IsoBuild.Content;
using IsoBuild.Core.Tests.HfsPlus;
using IsoBuild.Diagnostics;
using IsoBuild.Extraction;
using IsoBuild.Layout;
using IsoBuild.Verifying;

namespace IsoBuild.Core.Tests.Properties;

/// <summary>What holds for every tree with every combination of options.</summary>
/// <remarks>
/// By hand, for longer: <c>ISOBUILD_PROPERTY_ITERATIONS=5000 dotnet test tests/IsoBuild.Core.Tests --filter ImageProperties</c>.
/// <c>ISOBUILD_PROPERTY_FIRST</c> is the number of the first image (1), so that with one iteration a single image is tried again.
/// </remarks>
public class ImageProperties
{
    private const int Iterations = 50;
    private const int MostFailures = 5;
    private const int MostShrinks = 150;

    [Fact]
    [Endless]
    public void Whatever_was_asked_for_is_read_back()
    {
        int first = Setting("ISOBUILD_PROPERTY_FIRST", 1);
        int count = Setting("ISOBUILD_PROPERTY_ITERATIONS", Iterations);
        List<string> failures = [];
        Parallel.For(first, first + count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, (number, state) =>
        {
            RandomImage image = RandomImage.Make(number);
            if (Fault(image) is { } fault)
            {
                (image, fault) = Shrink(image, fault);
                lock (failures)
                {
                    failures.Add($"image {number}: {fault}\nof {image}");
                    if (failures.Count >= MostFailures)
                    {
                        state.Stop();
                    }
                }
            }
        });
        Assert.True(failures.Count == 0, $"{failures.Count} of {count} images:\n\n{string.Join("\n\n", failures)}");
    }

    private static (RandomImage Image, string Fault) Shrink(RandomImage image, string fault)
    {
        int budget = MostShrinks;
        for (bool again = true; again && budget > 0;)
        {
            again = false;
            foreach (RandomImage smaller in image.Smaller())
            {
                if (budget-- > 0 && Fault(smaller) is { } same)
                {
                    (image, fault, again) = (smaller, same, true);
                    break;
                }
            }
        }

        return (image, fault);
    }

    private static string? Fault(RandomImage image)
    {
        try
        {
            Patience.Bound(image.ToString, () => Check(image));
            return null;
        }
        catch (Exception e)
        {
            return e is Xunit.Sdk.XunitException ? e.Message : e.ToString();
        }
    }

    private static void Check(RandomImage random)
    {
        using TempDirectory temp = new(prefix: "isobuild-property-");
        string path = temp.Combine("random.iso");
        BuildResult result = random.Builder().Write(path, new WriteOptions { Threads = 2 });
        Assert.True(result.Succeeded, string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        byte[] bytes = File.ReadAllBytes(path);

        // Another order, and a stream that cannot go back.
        using OneWayStream stream = new();
        RandomEntry[] shuffled = [.. random.Tree.Entries];
        new Random(bytes.Length).Shuffle(shuffled);
        (random with { Tree = new RandomTree(shuffled) }).Builder().Write(stream).EnsureSuccess();
        Assert.True(bytes.AsSpan().SequenceEqual(stream.Bytes), $"the stream differs from the file from byte {bytes.AsSpan().CommonPrefixLength(stream.Bytes)} on");

        using IsoImage image = IsoImage.Open(path);
        Assert.DoesNotContain(image.Diagnostics, diagnostic => diagnostic.Id != DiagnosticId.NameUndecodable);
        Assert.Equal(result.Layout!.ToString(), image.Layout.ToString());
        Assert.Equal(result.Layout.Volume, image.Layout.Volume);
        Assert.Equal(random.Builder().Plan().Layout!.Named("random.iso").ToString(), image.Layout.ToString());
        AssertCovered(image.Layout, bytes.Length);
        AssertAligned(image.Layout, random.Options);

        if (random.Options.HfsPlus)
        {
            // It reads only what is sound, and finds all that Rock Ridge shows.
            HfsReader volume = HfsReader.Open(bytes);
            int shown = image.ContentOf(ImageFormats.RockRidge)?.Nodes.Count(node => node.Name != "rr_moved") ?? 0;
            Assert.True(volume.Entries.Length >= shown, $"HFS+ shows {volume.Entries.Length} entries, Rock Ridge {shown}");
        }

        ExpectedTree expected = new(random);
        bool isShortened = result.Diagnostics.Any(diagnostic => diagnostic.Id is DiagnosticId.UdfNameShortened or DiagnosticId.NameNotUtf8);
        foreach (ImageFormats view in (ImageFormats[])[ImageFormats.Iso9660, ImageFormats.Joliet, ImageFormats.RockRidge, ImageFormats.Udf, ImageFormats.Iso1999])
        {
            ContentTree? content = image.ContentOf(view);
            Assert.Equal(IsAskedFor(random.Options.Formats, view), content is not null);
            if (content is null)
            {
                continue;
            }

            if (view == ImageFormats.RockRidge || (view == ImageFormats.Udf && !isShortened))
            {
                AssertSame(view, expected.Paths(view), ExpectedTree.Paths(content, view));
            }

            // Without Rock Ridge's fields, what stands for a directory that moved is an empty file.
            if (view != ImageFormats.Iso9660 || !random.Options.RelocateDeepDirectories)
            {
                AssertSame(view, [expected.Shape(view)], [ExpectedTree.Shape(content, view)]);
            }
        }

        VerifyReport report = image.Verify(new VerifyOptions { Consumers = [] });
        Assert.True(!report.Findings.Any(finding => !IsExpected(finding, random.Options)), report.ToString());
        Assert.True(image.CompareWith(image).AreIdentical);
        if (random.IsExtracted && (image.BestView == ImageFormats.RockRidge || (image.BestView == ImageFormats.Udf && !isShortened)) && !OperatingSystem.IsWindows())
        {
            CheckExtraction(image, expected, temp.Combine("extracted"));
        }

        if (random.IsBuiltAgain)
        {
            ReproducibilityReport again = random.Builder().VerifyReproducible(path);
            Assert.True(again.IsReproducible, $"{again}");
        }
    }

    private static void CheckExtraction(IsoImage image, ExpectedTree expected, string target)
    {
        // Systems take no longer path.
        const int longestPath = 4096;
        if (expected.LongestPath + target.Length + 2 > longestPath)
        {
            return;
        }

        ExtractResult result = image.Extract(target, new ExtractOptions { Threads = 2, ExactModes = true });
        // Of names, those in targets of links may be longer than any can be on disk.
        Assert.True(result.Succeeded && result.Diagnostics.All(diagnostic => diagnostic.Id is DiagnosticId.ExtractLinkLeftOut or DiagnosticId.ExtractSpecialLeftOut or DiagnosticId.ExtractNameAltered), string.Join('\n', result.Diagnostics));
        HashSet<string> leftOut = [.. result.Diagnostics.Where(diagnostic => diagnostic.Id != DiagnosticId.ExtractNameAltered).Select(diagnostic => diagnostic.Item!)];
        AssertSame(image.BestView, expected.Extracted(image.BestView, leftOut), ExtractedText.Of(target));
    }

    private static void AssertSame(ImageFormats view, IEnumerable<string> expected, IEnumerable<string> actual)
    {
        string[] wanted = [.. expected];
        string[] found = [.. actual];
        string[] missing = [.. wanted.Except(found)];
        string[] surplus = [.. found.Except(wanted)];
        Assert.True(missing.Length + surplus.Length == 0 && wanted.Length == found.Length, $"{view} should show\n  {string.Join("\n  ", missing.Take(5))}\nbut shows\n  {string.Join("\n  ", surplus.Take(5))}");
    }

    /// <summary>What rests on ISO 9660 brings it along.</summary>
    private static bool IsAskedFor(ImageFormats formats, ImageFormats view) =>
        formats.HasFlag(view) || (view == ImageFormats.Iso9660 && formats != ImageFormats.Udf);

    /// <summary>Remarks; what Linux makes of 254 bytes; and directories left deeper than ECMA-119 6.8.2.1 allows, as is the default.</summary>
    private static bool IsExpected(Diagnostic finding, ImageOptions options) =>
        finding.Severity == DiagnosticSeverity.Info
        || finding.Id == DiagnosticId.PosixNameLong
        || (finding.Id == DiagnosticId.TreeDeep && !options.RelocateDeepDirectories);

    private static void AssertCovered(ImageLayout layout, long length)
    {
        long end = 0;
        foreach (Region region in layout.Regions)
        {
            Assert.True(region.Offset == end, $"{region.Name} begins at {region.Offset}, not at {end}:\n{layout}");
            end += (region.Length + 2047) / 2048 * 2048;
        }

        Assert.Equal(length, end);
    }

    private static void AssertAligned(ImageLayout layout, ImageOptions options)
    {
        foreach (Region region in layout.Regions.Where(region => region.Kind == RegionKind.File && region.Length > 0))
        {
            Assert.True(region.Offset % options.Alignment == 0, $"{region.Name} begins at {region.Offset}:\n{layout}");
        }
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
