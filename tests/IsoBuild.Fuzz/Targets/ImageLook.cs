using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IsoBuild.Comparing;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Drawing;
using IsoBuild.Layout;
using IsoBuild.Verifying;

namespace IsoBuild.Fuzz;

/// <summary>All that can be learned of an image, and what must be so of every image, however damaged.</summary>
public static class ImageLook
{
    /// <summary>As much content of each tree is read.</summary>
    private const long MostContent = 1 << 17;

    private static readonly ImageFormats[] Views = [ImageFormats.RockRidge, ImageFormats.Joliet, ImageFormats.Iso9660, ImageFormats.Iso1999, ImageFormats.Udf];

    /// <summary>Opens the image; <see langword="null"/> where it is refused by what a reader may say.</summary>
    public static IsoImage? Open(byte[] image)
    {
        try
        {
            return IsoImage.Open(new MemoryStream(image, writable: false));
        }
        catch (ImageException refused) when (IsOfReader(refused.Diagnostic))
        {
            return null;
        }
    }

    /// <summary>Looks at everything once.</summary>
    /// <returns>What was found: the same for the same image.</returns>
    public static string Describe(byte[] bytes)
    {
        using IsoImage? image = Open(bytes);
        if (image is null)
        {
            return "refused";
        }

        StringBuilder found = new();
        CheckRegions(image);
        found.Append(image.Layout).Append(image.Summary);
        foreach (ImageFormats view in Views)
        {
            if (image.ContentOf(view) is { } content)
            {
                found.Append(CultureInfo.InvariantCulture, $"{view}\n");
                Read(content, found);
            }
        }

        foreach (Reading.BootEntryInfo entry in image.Boot?.Entries ?? [])
        {
            Describe(image, entry, found);
        }

        foreach (Diagnostic diagnostic in image.Diagnostics)
        {
            FuzzFault.If(!IsOfReader(diagnostic), $"{diagnostic.Code} is told of an image that is read.");
            found.Append(diagnostic).Append('\n');
        }

        CheckFiles(image);
        string map = image.Layout.ToString();
        FuzzFault.If(LayoutDiff.Describe(map, map).Length > 0, $"The sector map does not compare: {LayoutDiff.Describe(map, map)}");
        _ = LayoutSvg.Draw(image.Layout);
        found.Append(image.Verify(new VerifyOptions { Consumers = Enum.GetValues<ImageConsumer>() }));
        return found.ToString();
    }

    /// <summary>An image does not differ from itself.</summary>
    public static void CompareWithItself(byte[] bytes)
    {
        using IsoImage? one = Open(bytes);
        using IsoImage? other = Open(bytes);
        if (one is not null && other is not null)
        {
            ImageDiff diff = one.CompareWith(other);
            FuzzFault.If(!diff.AreIdentical || diff.Differences.Count > 0, $"The image differs from itself: {diff}");
        }
    }

    private static bool IsOfReader(Diagnostic diagnostic) => diagnostic.Code.StartsWith("ISOB3", StringComparison.Ordinal);

    /// <summary>Regions cover the image without a hole, in order, and nothing twice.</summary>
    private static void CheckRegions(IsoImage image)
    {
        ImageLayout layout = image.Layout;
        FuzzFault.If(layout.Length != image.Length, $"The layout has {layout.Length} bytes, the image {image.Length}.");
        long sector = 0;
        foreach (Region region in layout.Regions)
        {
            FuzzFault.If(region.Sector != sector || region.SectorCount < 1, $"{region} begins at sector {region.Sector}; what comes before ends at {sector}.");
            sector += region.SectorCount;
            FuzzFault.If(region.Offset + region.Length > image.Length, $"{region} ends at {region.Offset + region.Length}; the image at {image.Length}.");
        }

        FuzzFault.If(sector != layout.SectorCount, $"Regions end at sector {sector}, the image at {layout.SectorCount}.");
        foreach (View view in layout.Views)
        {
            FuzzFault.If(view.Offset < 0 || view.Length < 0, $"{view} is nowhere.");
        }
    }

    /// <summary>Where nothing is wrong, each file that has bytes is in the sector map; of UDF, it may be in its own entry.</summary>
    private static void CheckFiles(IsoImage image)
    {
        if (image.BestView == ImageFormats.Udf || image.Diagnostics.Any(diagnostic => diagnostic.Severity != DiagnosticSeverity.Info))
        {
            return;
        }

        HashSet<string> told =
        [
            .. image.Layout.Regions.Select(region => region.Name),
            .. image.Layout.Regions.SelectMany(region => region.SharedBy),
            .. image.Layout.Views.Where(view => view.Kind == ViewKind.File).Select(view => view.Name),
        ];
        foreach (ContentFile file in image.Content.Nodes.OfType<ContentFile>())
        {
            FuzzFault.If(file.Length > 0 && !told.Contains(file.Path), $"{file.Path} has {file.Length} bytes, and is not in the sector map.");
        }
    }

    private static void Read(ContentTree content, StringBuilder found)
    {
        long rest = MostContent;
        byte[] buffer = new byte[1 << 14];
        ContentNode? before = null;
        foreach (ContentNode node in content.Nodes)
        {
            CheckName(node);
            FuzzFault.If(before is not null && before.Parent == node.Parent && string.CompareOrdinal(before.Name, node.Name) >= 0, $"{node.Path} comes after {before?.Path}.");
            before = node;
            found.Append(CultureInfo.InvariantCulture, $"{node.Path} {node.Mode} {node.OwnerId} {node.GroupId} {node.Modified:O} {node.MarkedHidden}");
            switch (node)
            {
                case ContentFile file:
                    found.Append(CultureInfo.InvariantCulture, $" {file.Length} ");
                    FuzzFault.If(file.Length < 0, $"{file.Path} has {file.Length} bytes.");
                    if (rest > 0)
                    {
                        rest -= Read(file, rest, buffer, found);
                    }

                    break;
                case ContentLink link:
                    found.Append(" -> ").Append(link.Target);
                    break;
                case ContentSpecial special:
                    found.Append(CultureInfo.InvariantCulture, $" {special.Kind} {special.Device}");
                    break;
            }

            found.Append('\n');
        }
    }

    private static void CheckName(ContentNode node)
    {
        string name = node.Name;
        FuzzFault.If(name.AsSpan().ContainsAny('/', '\0') || name is "." or ".." || name.Length == 0 != node.Parent is null, $"The name \"{name}\" came through.");
    }

    /// <summary>A file has as many bytes as it says, or it is said why not.</summary>
    private static long Read(ContentFile file, long most, byte[] buffer, StringBuilder found)
    {
        long length = 0;
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            using Stream stream = file.OpenRead();
            int read;
            while (length < most && (read = stream.Read(buffer)) > 0)
            {
                length += read;
                hash.AppendData(buffer, 0, read);
            }

            FuzzFault.If(length < most && length != file.Length, $"{file.Path} is said to have {file.Length} bytes, and has {length}.");
            found.Append(Convert.ToHexStringLower(hash.GetHashAndReset(), 0, 8));
        }
        catch (ContentException damaged) when (IsOfReader(damaged.Diagnostic))
        {
            found.Append(damaged.Diagnostic);
        }

        return length + 1;
    }

    private static void Describe(IsoImage image, Reading.BootEntryInfo entry, StringBuilder found)
    {
        FuzzFault.If(entry.Length < 0 || (entry.Length > 0 && (entry.Sector * 2048) + entry.Length > image.Length), $"Boot image {entry.Name} lies beyond the image.");
        found.Append(CultureInfo.InvariantCulture, $"{entry.Name} {entry.Sector} {entry.Length}\n");
        using Stream stream = image.OpenBootImage(entry);
        FuzzFault.If(stream.Length != entry.Length, $"Boot image {entry.Name} has {stream.Length} bytes instead of {entry.Length}.");
        foreach (Reading.BootImageFile file in image.FilesOf(entry))
        {
            found.Append(file.Path).Append(CultureInfo.InvariantCulture, $" {file.Modified:O}\n");
        }
    }
}
