using System.Globalization;
using System.Text.RegularExpressions;

namespace IsoBuild.Layout;

/// <summary>A region as a line of the sector map tells it.</summary>
/// <param name="Kind">What the region holds, in the words of the map.</param>
/// <param name="Name">Which one of its kind it is.</param>
/// <param name="Sector">Where it begins.</param>
/// <param name="SectorCount">How many sectors it occupies.</param>
/// <param name="Bytes">How many bytes it holds, where the line says so.</param>
/// <param name="Sha256">The hash of its content, where the line says so.</param>
/// <param name="SharedBy">Which other files have the content, in the words of the map.</param>
internal sealed record LayoutLine(string Kind, string Name, long Sector, long SectorCount, long? Bytes, string Sha256, string SharedBy = "")
{
    private static readonly Regex Pattern = new(
        @"^ *(?<sector>\d{1,18})(-\d+)? +(?<count>\d{1,18})  (?<kind>[a-z][a-z ]{16})  (?<name>.*?)(  (?<bytes>\d{1,18}) bytes(  sha256 (?<sha256>[0-9a-f]{64}))?(  also (?<also>/.*))?)?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    /// <summary>What the line of <paramref name="region"/> tells, without hashes.</summary>
    public static LayoutLine Of(Region region) => new(
        LayoutText.KindName(region.Kind), LayoutText.Escape(region.Name), region.Sector, region.SectorCount, region.Kind == RegionKind.File ? region.Length : null, "", LayoutText.SharedBy(region));

    /// <summary>Reads a line as <see cref="LayoutText"/> prints it; <see langword="null"/> when it is none.</summary>
    public static LayoutLine? Parse(string line)
    {
        var match = Pattern.Match(line);
        return match.Success
            ? new LayoutLine(
                match.Groups["kind"].Value.TrimEnd(),
                match.Groups["name"].Value,
                long.Parse(match.Groups["sector"].ValueSpan, CultureInfo.InvariantCulture),
                long.Parse(match.Groups["count"].ValueSpan, CultureInfo.InvariantCulture),
                match.Groups["bytes"] is { Success: true, ValueSpan: var bytes } ? long.Parse(bytes, CultureInfo.InvariantCulture) : null,
                match.Groups["sha256"].Value,
                match.Groups["also"].Value)
            : null;
    }
}
