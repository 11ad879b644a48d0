using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Drawing;
using IsoBuild.Extraction;
using IsoBuild.Layout;
using IsoBuild.Verifying;

namespace IsoBuild.Core.Tests.Fuzzing;

/// <summary>One damaged image, and everything that the library does with images done to it.</summary>
/// <param name="number">Decides all about the input: the same number is the same image.</param>
/// <param name="folder">A folder for this thread alone.</param>
internal sealed class FuzzInput(int number, string folder)
{
    /// <summary>As much is read, and extracted.</summary>
    private const long MostContent = 4 << 20;

    /// <summary>Of objects in all, not at once. Time is no measure: machines are slow at times.</summary>
    private const long MostAllocated = 300 << 20;

    private Mutator? mutator;

    public string Story => $"input {number}, {mutator?.Story}";

    public string Path => System.IO.Path.Combine(folder, "x.iso");

    /// <exception cref="Exception">Anything: that is a finding.</exception>
    public void Try()
    {
        Random random = new(number);
        Seed seed = Seed.All[random.Next(Seed.All.Count)];
        mutator = new Mutator(random, seed, Seed.All);
        byte[] damaged = mutator.Mutate();
        damaged = seed.IsRaw ? Seed.Raw(damaged) : damaged;
        File.WriteAllBytes(Path, damaged);

        long allocated = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using IsoImage image = number % 2 == 0 ? IsoImage.Open(Path) : IsoImage.Open(new MemoryStream(damaged, writable: false));
            Look(image, seed);
            Extract(image);
        }
        catch (ImageException refused) when (refused.Diagnostic.Code.StartsWith("ISOB3", StringComparison.Ordinal))
        {
            // Said what is wrong.
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        if (allocated > MostAllocated)
        {
            throw new InvalidOperationException($"took {allocated >> 20} MiB");
        }
    }

    private static void Look(IsoImage image, Seed seed)
    {
        _ = image.Layout.ToString();
        _ = image.Diagnostics.Count;
        _ = image.Summary.ToString();
        _ = LayoutSvg.Draw(image.Layout);
        byte[] buffer = new byte[1 << 16];
        foreach (ImageFormats view in (ImageFormats[])[ImageFormats.RockRidge, ImageFormats.Joliet, ImageFormats.Iso9660, ImageFormats.Iso1999, ImageFormats.Udf])
        {
            long rest = MostContent;
            foreach (ContentNode node in image.ContentOf(view)?.Nodes ?? [])
            {
                _ = node.Modified;
                if (node.Name.AsSpan().ContainsAny('/', '\0') || node.Name is "." or ".." || (node.Name.Length == 0 && node.Parent is not null))
                {
                    throw new InvalidOperationException($"The name \"{node.Name}\" came through.");
                }

                if (node is ContentFile file && rest > 0)
                {
                    try
                    {
                        using Stream stream = file.OpenStored();
                        while (rest > 0 && stream.Read(buffer) is > 0 and var read)
                        {
                            rest -= read;
                        }
                    }
                    catch (ContentException damaged) when (damaged.Diagnostic.Code.StartsWith("ISOB3", StringComparison.Ordinal))
                    {
                        // This file alone.
                    }
                }
            }
        }

        _ = image.Verify(new VerifyOptions { Consumers = Enum.GetValues<ImageConsumer>() });
        using IsoImage original = IsoImage.Open(new MemoryStream(seed.Image, writable: false));
        _ = original.CompareWith(image).ToString();
    }

    /// <summary>Extracts into a folder between others that must not change.</summary>
    private void Extract(IsoImage image)
    {
        string place = System.IO.Path.Combine(folder, "place");
        string target = System.IO.Path.Combine(place, "target");
        string canary = System.IO.Path.Combine(place, "canary");
        Directory.CreateDirectory(target);
        File.WriteAllText(canary, "alive");
        try
        {
            TargetRules? rules = (number % 3) switch { 0 => TargetRules.Windows, 1 => new TargetRules { IgnoresCase = true, IgnoresComposition = true }, _ => null };
            ContentTree content = number % 5 == 0 ? image.ContentOf(ImageFormats.Iso9660) ?? image.Content : image.Content;
            ExtractOptions options = new() { MaxBytes = MostContent, Threads = 1 };
            ExtractResult result = ImageExtractor.Extract(content, target, options, [], CancellationToken.None, rules);
            if (number % 7 == 0)
            {
                result = ImageExtractor.Extract(content, target, options with { Overwrite = true }, [], CancellationToken.None, rules);
            }

            foreach (Diagnostic diagnostic in result.Diagnostics)
            {
                _ = diagnostic.ToString();
            }

            Sandbox.Check(place, target);
        }
        finally
        {
            Sandbox.Delete(place);
        }
    }
}
