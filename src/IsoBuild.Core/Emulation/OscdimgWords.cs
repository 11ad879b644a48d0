namespace IsoBuild.Emulation;

/// <summary>Reads words as oscdimg does: values joined to names, which any case is right for; options anywhere. The first path is the source, the second the image.</summary>
internal sealed class OscdimgWords(ProgramOptions options, string program)
{
    public IEnumerable<CommandWord> Read(IReadOnlyList<string> arguments)
    {
        foreach (var word in arguments)
        {
            if (word.Length < 2 || word[0] != '-')
            {
                yield return CommandWord.Path(word);
                continue;
            }

            var text = word[1..];
            // The longest name counts: -bootdata is no -b, and -udfver102 no -u.
            var name = options.Names.Where(name => text.StartsWith(name, StringComparison.OrdinalIgnoreCase)).MaxBy(name => name.Length);
            if (name is null || options.Find(name) is not { } option || (option.Values.Count == 0 && text.Length > name.Length))
            {
                throw CommandLineFault.Usage(word, UnknownOption.Advice(text, options.Names, program));
            }

            yield return new CommandWord(option, option.Values.Count == 0 ? [] : [text[name.Length..]], word);
        }
    }
}
