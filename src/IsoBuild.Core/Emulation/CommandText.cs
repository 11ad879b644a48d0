using IsoBuild.Content;
using IsoBuild.ElTorito;
using IsoBuild.Surfaces;

namespace IsoBuild.Emulation;

/// <summary>An image as a command line of <c>isobuild create</c>.</summary>
internal static class CommandText
{
    public static IEnumerable<string> Of(Explanation image)
    {
        var words = new List<string> { "isobuild create" };
        words.AddRange(image.Content.Select(mapping => Quote(Explanation.TargetOf(mapping) is { } target ? $"{target}={mapping.Source}" : mapping.Source)));
        words.Add($"-o {Quote(image.Output ?? "-")}");
        words.Add($"--volume-id {Quote(image.Options.VolumeId)}");
        words.AddRange(FormatsOf(image.Options.Formats));
        words.AddRange(image.Texts.Select(each => OptionOf(each.Row, each.Text)).OfType<string>());
        words.AddRange(image.Excluded.Select(pattern => $"--exclude {Quote(pattern)}"));
        words.AddRange(image.HiddenTexts.Select(text => $"--hide {Quote(text)}"));
        words.AddRange(image.Marked.Select(pattern => $"--mark-hidden {Quote(pattern)}"));
        words.AddRange(image.Weights.Select(each => $"--sort {Quote($"{each.Pattern}={each.Weight}")}"));
        words.AddRange(image.Owner is { } owner ? [$"--owner {owner}"] : []);
        words.AddRange(image.Group is { } group ? [$"--group {group}"] : []);
        words.AddRange(image.Partitions.Select(partition => $"--append-partition {Quote($"{partition.Number},{partition.Type},{partition.Path}")}"));
        words.AddRange(image.Boot.Select(entry => $"{(entry.Platform == BootPlatform.Uefi ? "--boot-uefi" : "--boot-bios")} {Quote(string.Join(',', [.. entry.ImagePath.Length > 0 ? [entry.ImagePath] : Array.Empty<string>(), .. BootText.SettingsOf(entry).Select(each => each.Value is null ? each.Name : $"{each.Name}={each.Value}")]))}"));
        return [.. image.Comments.Select(comment => $"# {comment}"), string.Join(" \\\n  ", words)];
    }

    private static IEnumerable<string> FormatsOf(ImageFormats formats)
    {
        if (formats == ImageFormats.Udf)
        {
            return ["--udf-only"];
        }

        (ImageFormats Tree, string? With, string? Without)[] options =
        [
            (ImageFormats.Joliet, null, "--no-joliet"),
            (ImageFormats.RockRidge, null, "--no-rock-ridge"),
            (ImageFormats.Udf, "--udf", null),
            (ImageFormats.Iso1999, "--iso-1999", null),
        ];
        return options.Select(each => formats.HasFlag(each.Tree) ? each.With : each.Without).OfType<string>();
    }

    private static string? OptionOf(ImageOption row, string text)
    {
        var command = row.Commands.FirstOrDefault(command => command.Argument.Length > 0) ?? row.Commands.FirstOrDefault(command => command.Value.Equals(text, StringComparison.OrdinalIgnoreCase));
        return command is null ? null : command.Argument.Length > 0 ? $"{command.Name} {Quote(text)}" : command.Name;
    }

    /// <summary>As shells of Unix read it.</summary>
    private static string Quote(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "/._-=:,+@%".Contains(c, StringComparison.Ordinal)) ? text : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
