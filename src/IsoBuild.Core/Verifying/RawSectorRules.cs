using IsoBuild.Bytes;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;
using IsoBuild.Reading;

namespace IsoBuild.Verifying;

/// <summary>Whether the raw sectors that hold something are those that belong there, by the addresses in their headers (ECMA-130 14.2). What else of a disc is in the file is not looked at.</summary>
internal static class RawSectorRules
{
    public static void Check(VerifyContext context, ImageReader reader)
    {
        var image = context.Image;
        if (image.Geometry.FirstAddress is null)
        {
            return;
        }

        long count = 0;
        (long Sector, string Name, string Problem) first = default;
        foreach (var region in reader.Layout().Regions.Where(region => region.Kind is not (RegionKind.Gap or RegionKind.Padding)))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            for (var sector = region.Sector; sector < region.Sector + region.SectorCount; sector++)
            {
                if (image.AddressProblem(sector) is { } problem && count++ == 0)
                {
                    first = (sector, region.Name, problem);
                }
            }
        }

        if (count > 0)
        {
            context.Findings.Error(
                DiagnosticId.SectorAddressWrong,
                first.Name,
                first.Sector * Sector.Size,
                $"The sector at byte {image.Geometry.PlaceOf(first.Sector) - image.Geometry.Header} of the image file {first.Problem}. {count} of the non-empty sectors have a wrong address. Read the disc again.");
        }
    }
}
