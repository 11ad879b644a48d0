namespace IsoBuild.Emulation;

/// <summary>Reads words as xorriso's emulation of mkisofs does: whole names with one dash or two, values apart, options anywhere, some letters in bundles, and behind <c>--</c> commands of xorriso itself.</summary>
internal sealed class XorrisoWords(ProgramOptions options, ProgramOptions commands, string program)
{
    /// <summary>The option whose value follows an equals sign, and never stands apart.</summary>
    private const string Dated = "modification-date";

    /// <summary>Letters that may share a dash.</summary>
    private const string Bundled = "JRrfvlUdDNTzL";

    public IEnumerable<CommandWord> Read(IReadOnlyList<string> arguments)
    {
        var known = options;
        for (var i = 0; i < arguments.Count; i++)
        {
            var word = arguments[i];
            if (string.Equals(word, "--", StringComparison.Ordinal))
            {
                known = commands;
                continue;
            }

            if (word.Length < 2 || word[0] != '-')
            {
                yield return known == options ? CommandWord.Path(word) : throw CommandLineFault.Usage(word, "Behind -- stand commands of xorriso, and this is none. Write paths before it.");
                continue;
            }

            foreach (var name in Names(word, known))
            {
                var equals = name.IndexOf('=', StringComparison.Ordinal);
                if (equals > 0 && string.Equals(name[..equals], Dated, StringComparison.Ordinal))
                {
                    yield return new CommandWord(options.Find(Dated), [name[(equals + 1)..]], word);
                    continue;
                }

                var option = known.Find(name) ?? throw CommandLineFault.Usage(word, UnknownOption.Advice(name, known.Names, program));
                if (string.Equals(name, Dated, StringComparison.Ordinal))
                {
                    throw CommandLineFault.Usage(word, "The date follows an equals sign: --modification-date=YYYYMMDDhhmmsscc.");
                }

                var values = new List<string>();
                while (values.Count < option.Values.Count)
                {
                    values.Add(++i < arguments.Count ? arguments[i] : throw CommandLineFault.Usage(word, $"The option takes {(option.Values.Count == 1 ? "a value" : $"{option.Values.Count} values")}, and there is none any more. Write it behind the option."));
                }

                yield return new CommandWord(option, values, word);
            }
        }
    }

    private static IEnumerable<string> Names(string word, ProgramOptions known)
    {
        var name = word.StartsWith("--", StringComparison.Ordinal) ? word[2..] : word[1..];
        return known.Find(name) is null && name.Length > 1 && !word.StartsWith("--", StringComparison.Ordinal) && name.All(letter => Bundled.Contains(letter, StringComparison.Ordinal))
            ? name.Select(letter => letter.ToString())
            : [name];
    }
}
