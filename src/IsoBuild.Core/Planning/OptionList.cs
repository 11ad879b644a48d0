using IsoBuild.Content;
using IsoBuild.Surfaces;

namespace IsoBuild.Planning;

/// <summary>Options as a statement of provenance tells them: those that are not as they are by default, and none that names a place on the machine.</summary>
internal static class OptionList
{
    /// <summary>The options by name, in the order of <see cref="ImageOptions"/>: texts, numbers and switches.</summary>
    public static IReadOnlyList<(string Name, object Value)> Of(ImageOptions options)
    {
        var list = new List<(string, object)>();
        foreach (var option in ImageOption.All)
        {
            // The code is a file of this machine, and a GPT follows from what boots.
            if (option.Name is not ("HybridGpt" or "HybridBootCode" or "SystemArea") && option.TextOf(options) is not null)
            {
                list.Add((char.ToLowerInvariant(option.Name[0]) + option.Name[1..], option.Syntax == OptionSyntax.Time ? option.TextOf(options)! : Value(option.ValueOf(options)!)));
            }
        }

        return list;
    }

    private static object Value(object value) => value switch
    {
        UnixFileMode mode => EntryText.FormatMode(mode),
        Enum name => name.ToString(),
        _ => value,
    };
}
