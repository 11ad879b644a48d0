using System.Globalization;
using IsoBuild.Content;
using IsoBuild.ElTorito;
using IsoBuild.Partitions;
using IsoBuild.Provenance;

namespace IsoBuild.Emulation;

/// <summary>An image as a Cake script.</summary>
internal static class CakeText
{
    public static IEnumerable<string> Of(Explanation image)
    {
        var properties = new List<string> { $"Image = {Text(image.Output ?? "image.iso")}", $"VolumeId = {Text(image.Options.VolumeId)}", $"Formats = {Flags(image.Formats)}" };
        foreach (var (row, _) in image.Texts.Where(each => !each.Row.Name.StartsWith("Hybrid", StringComparison.Ordinal)))
        {
            properties.Add($"{row.Name} = {Literal(row.ValueOf(image.Options))}");
        }

        if (image.Options.Hybrid is { } hybrid)
        {
            properties.Add($"Hybrid = {Literal(hybrid)}");
        }

        if (image.Excluded.Count > 0)
        {
            properties.Add($"ExcludedPatterns = {{ {string.Join(", ", image.Excluded.Select(Text))} }}");
        }

        properties.Add($"Content = {{ {string.Join(", ", image.Content.Select(Content))} }}");
        string[] rules = [.. Rules(image)];
        if (rules.Length > 0)
        {
            properties.Add($"Rules = {{ {string.Join(", ", rules)} }}");
        }

        if (image.Partitions.Count > 0)
        {
            properties.Add($"Partitions = {{ {string.Join(", ", image.Partitions.Select(partition => $"new AppendedPartition {{ Number = {partition.Number}, Type = {TypeOf(partition.Type)}, Path = {Text(partition.Path)} }}"))} }}");
        }

        if (image.Boot.Count > 0)
        {
            properties.Add($"BootEntries = {{ {string.Join(", ", image.Boot.Select(Boot))} }}");
        }

        return
        [
            $"#addin nuget:?package=Cake.IsoBuild&version={ToolVersion.Text}",
            .. image.Comments.Select(comment => $"// {comment}"),
            "IsoBuild(new IsoBuildSettings",
            "{",
            .. properties.Select(property => $"    {property},"),
            "});",
        ];
    }

    private static IEnumerable<string> Rules(Explanation image)
    {
        if (image.Owner is not null || image.Group is not null)
        {
            yield return Rule("**", string.Join(", ", ((string?[])[image.Owner is { } owner ? $"OwnerId = {owner}" : null, image.Group is { } group ? $"GroupId = {group}" : null]).OfType<string>()));
        }

        foreach (var (tree, pattern) in image.Hidden)
        {
            yield return Rule(pattern, $"HiddenFrom = {Flags(tree == ImageFormats.Iso9660 ? [ImageFormats.Iso9660, ImageFormats.RockRidge] : [tree])}");
        }

        foreach (var pattern in image.Marked)
        {
            yield return Rule(pattern, "MarkHidden = true");
        }

        foreach (var (pattern, weight) in image.Weights)
        {
            yield return Rule(pattern, string.Create(CultureInfo.InvariantCulture, $"SortWeight = {weight}"));
        }

        static string Rule(string pattern, string options) => $"new IsoRule({Text(pattern)}, new EntryOptions {{ {options} }})";
    }

    private static string Content(SourceMapping mapping) =>
        $"IsoContent.{(mapping.IsDirectory ? "Directory" : "File")}({Text(mapping.Source)}{(Explanation.TargetOf(mapping) is { } target ? $", {Text(target)}" : "")})";

    private static string Boot(BootEntry entry)
    {
        string?[] settings =
        [
            entry.AppendedPartition is { } partition ? string.Create(CultureInfo.InvariantCulture, $"AppendedPartition = {partition}") : entry.ImageSource.Length > 0 ? $"ImageSource = {Text(entry.ImageSource)}" : $"ImagePath = {Text(entry.ImagePath)}",
            entry.Platform == BootPlatform.Bios ? null : $"Platform = BootPlatform.{entry.Platform}",
            entry.Emulation == BootEmulation.None ? null : $"Emulation = BootEmulation.{entry.Emulation}",
            entry.IsBootable ? null : "IsBootable = false",
            entry.LoadSize switch
            {
                null => null,
                BootEntry.WholeImage => "LoadSize = BootEntry.WholeImage",
                var size => string.Create(CultureInfo.InvariantCulture, $"LoadSize = {size}"),
            },
            entry.LoadSegment == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"LoadSegment = 0x{entry.LoadSegment:X4}"),
            entry.BootInfoTable ? "BootInfoTable = true" : null,
            entry.GrubBootInfo ? "GrubBootInfo = true" : null,
            entry.Id.Length > 0 ? $"Id = {Text(entry.Id)}" : null,
            entry.SelectionCriteria.IsEmpty ? null : $"SelectionType = {entry.SelectionType}, SelectionCriteria = Convert.FromHexString({Text(Convert.ToHexString(entry.SelectionCriteria.Span))})",
        ];
        return $"new BootEntry {{ {string.Join(", ", settings.OfType<string>())} }}";
    }

    private static string Literal(object? value) => value switch
    {
        string text => Text(text),
        bool on => on ? "true" : "false",
        UnixFileMode mode => $"(UnixFileMode)Convert.ToInt32(\"{Convert.ToString((int)mode, 8)}\", 8)",
        Enum choice => $"{choice.GetType().Name}.{choice.ToString().Replace(", ", $" | {choice.GetType().Name}.", StringComparison.Ordinal)}",
        DateTimeOffset time => $"DateTimeOffset.Parse(\"{time:O}\")",
        HybridOptions hybrid => $"new HybridOptions {{ {string.Join(", ", Settings(hybrid))} }}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };

    private static IEnumerable<string> Settings(HybridOptions hybrid)
    {
        if (hybrid.BootCodePath is { } code)
        {
            yield return $"BootCodePath = {Text(code)}";
        }

        if (hybrid.NoBootCode)
        {
            yield return "NoBootCode = true";
        }

        if (hybrid.Gpt is { } gpt)
        {
            yield return $"Gpt = {Literal(gpt)}";
        }

        if (hybrid.PartitionOffset > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"PartitionOffset = {hybrid.PartitionOffset}");
        }

        if (hybrid.PartitionType is { } type)
        {
            yield return $"PartitionType = {TypeOf(type)}";
        }

        if (hybrid.DiskId is { } id)
        {
            yield return $"DiskId = Guid.Parse(\"{id}\")";
        }
    }

    private static string TypeOf(PartitionType type) => type.Id is { } id ? $"PartitionType.Of(Guid.Parse(\"{id}\"))" : $"PartitionType.Of(0x{type.Number:x2})";

    private static string Flags(IEnumerable<ImageFormats> formats) => string.Join(" | ", formats.Select(format => $"ImageFormats.{format}"));

    private static string Text(string text) => $"\"{text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
