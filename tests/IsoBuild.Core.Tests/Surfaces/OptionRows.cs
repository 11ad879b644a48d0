using System.Text.RegularExpressions;
using IsoBuild.Surfaces;

namespace IsoBuild.Core.Tests.Surfaces;

/// <summary>The rows of a README's tables that tell of options. The tables are written by hand: where a row is, and what stands above it.</summary>
internal static class OptionRows
{
    public static string In(string readme, bool isCommand)
    {
        List<string> lines = [.. readme.Split('\n')];
        foreach (ImageOption option in ImageOption.All)
        {
            if (!isCommand)
            {
                // A default that takes words is a sentence of the remarks, and here has a column of its own.
                Match words = Regex.Match(option.Remarks, @"Default: (?<words>.*?)\.(?: |$)");
                string column = option.Default.Length > 0 ? $"`{option.Default}`" : words.Success ? words.Groups["words"].Value : "none";
                string remarks = words.Success ? option.Remarks.Remove(words.Index, words.Length).TrimEnd() : option.Remarks;
                Replace(lines, $"| `{option.Property}` |", $"| `{option.Property}` | {column} | {Text(option.Description, remarks)} |");
                continue;
            }

            foreach (CommandOption command in option.Commands)
            {
                string text = command.Argument.Length > 0 ? Text(option.Description, WithDefault(option)) : command.Description.TrimEnd('.');
                string shown = command.Argument.Length > 0 ? $"`{command.Name} <{command.Argument.Replace("|", "\\|", StringComparison.Ordinal)}>`" : $"`{command.Name}`";
                Replace(lines, $"| `{command.Name}", $"| {shown} | {text} |");
            }
        }

        return string.Join('\n', lines);
    }

    private static void Replace(List<string> lines, string beginning, string row)
    {
        int[] found = [.. Enumerable.Range(0, lines.Count).Where(i => lines[i].StartsWith(beginning, StringComparison.Ordinal) && lines[i][beginning.Length..] is "" or [' ' or '`', ..])];
        Assert.True(found.Length == 1, $"{found.Length} rows begin with {beginning}: give the option one, anywhere in a table.");
        lines[found[0]] = row;
    }

    private static string WithDefault(ImageOption option) =>
        option.Default.Length > 0 ? $"{option.Remarks} Default: `{option.Default}`".TrimStart() : option.Remarks;

    private static string Text(string description, string remarks) => remarks.Length == 0 ? description : $"{description}. {remarks.TrimEnd('.')}";
}
