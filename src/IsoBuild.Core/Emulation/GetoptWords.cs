using IsoBuild.Diagnostics;

namespace IsoBuild.Emulation;

/// <summary>Reads words as genisoimage does, by <c>getopt_long_only</c>: long names with one dash or two, cut short where that is clear; values joined or apart; single letters in bundles.
/// Unlike there, options may follow paths.</summary>
internal sealed class GetoptWords(ProgramOptions options, string program)
{
    /// <summary>From so many letters on, a word that resembles a long name is one that is misspelt.</summary>
    private const int LeastMisspelt = 5;

    public IEnumerable<CommandWord> Read(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var word = arguments[i];
            if (string.Equals(word, "--", StringComparison.Ordinal))
            {
                foreach (var path in arguments.Skip(i + 1))
                {
                    yield return CommandWord.Path(path);
                }

                yield break;
            }

            if (word.Length < 2 || word[0] != '-')
            {
                yield return CommandWord.Path(word);
                continue;
            }

            foreach (var (option, joined) in Split(word))
            {
                var values = new List<string>();
                if (joined is not null)
                {
                    values.Add(joined);
                }

                while (values.Count < option.Values.Count)
                {
                    values.Add(++i < arguments.Count ? arguments[i] : throw CommandLineFault.Usage(word, "The option has no value. Write it behind the option."));
                }

                yield return new CommandWord(option, values, word);
            }
        }
    }

    /// <summary>The options of one word, the last one maybe with a value that is joined to it.</summary>
    private IEnumerable<(ProgramOption Option, string? Joined)> Split(string word)
    {
        var isDouble = word.StartsWith("--", StringComparison.Ordinal);
        var text = word[(isDouble ? 2 : 1)..];
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? text : text[..equals];
        var value = equals < 0 ? null : text[(equals + 1)..];
        if ((isDouble || text.Length > 1) && Long(word, name) is { } option)
        {
            return value is not null && option.Values.Count == 0
                ? throw CommandLineFault.Usage(word, $"-{option.Names[^1]} takes no value. Remove what follows the equals sign.")
                : [(option, value)];
        }

        return isDouble || IsMisspelt(text) ? throw Unknown(word, name) : Letters(word, text);
    }

    private ProgramOption? Long(string word, string name)
    {
        if (options.Find(name) is { } exact && name.Length > 1)
        {
            return exact;
        }

        var found = options.StartingWith(name);
        return name.Length == 0 || found.Count == 0 ? null
            : found.All(each => each.Option == found[0].Option) ? found[0].Option
            : throw CommandLineFault.Usage(word, $"The name can be short for {string.Join(" or ", found.Select(each => "-" + each.Name).Order(StringComparer.Ordinal).Take(4))}. Write more of it.");
    }

    /// <summary>A word such as <c>-eltorito-bot</c>, which is the option <c>-e</c> by its letters alone.</summary>
    private bool IsMisspelt(string text) =>
        text.Length >= LeastMisspelt && SimilarName.Find(text, options.Names.Where(name => name.Length >= LeastMisspelt)) is not null;

    private IEnumerable<(ProgramOption Option, string? Joined)> Letters(string word, string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var letter = options.Find(text[i..(i + 1)]) ?? throw Unknown(word, text);
            if (letter.Values.Count > 0)
            {
                yield return (letter, i + 1 < text.Length ? text[(i + 1)..] : null);
                yield break;
            }

            yield return (letter, null);
        }
    }

    private CommandLineFault Unknown(string word, string name) => CommandLineFault.Usage(word, UnknownOption.Advice(name, options.Names, program));
}
