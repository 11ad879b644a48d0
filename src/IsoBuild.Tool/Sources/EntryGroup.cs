using System.CommandLine;
using IsoBuild.Content;

namespace IsoBuild.Tool.Sources;

/// <summary>What entries are given, by patterns of their paths.</summary>
internal sealed class EntryGroup() : OptionGroup("Entries (a pattern is a name at any depth, as in '*.pdb', or a path in the image, as in 'docs/*.txt'; ** is any directories)")
{
    private readonly Option<string[]> exclude = Many("--exclude", "pattern", "Leave files and directories out.");
    private readonly Option<string[]> mode = Many("--mode", "pattern=octal", "Set permissions, as in 'bin/*=0755'. Default: 0755 for directories and programs, 0644 for other files: see --modes.");
    private readonly Option<string[]> owner = Many("--owner", "[pattern=]number", "Set the owner of everything or, as in 'www=33', of a directory and everything in it. Default: 0.");
    private readonly Option<string[]> group = Many("--group", "[pattern=]number", "Set the group in the same way. Default: 0.");
    private readonly Option<string[]> hide = Many("--hide", "tree:pattern", "Hide entries from a tree (iso9660, joliet, rock-ridge, udf, iso1999; several separated by commas, or all), as in 'joliet:*.sh'.");
    private readonly Option<string[]> markHidden = Many("--mark-hidden", "pattern", "Mark entries as hidden in every tree. Windows and file managers list them only on request; Linux does not show them in UDF.");
    private readonly Option<string[]> sort = Many("--sort", "pattern=weight", "Order file content, as in '*.dll=10': a greater weight is nearer to the image's start. Default: 0.");
    private readonly Option<string[]> compress = Many("--compress", "pattern", "Store files compressed (zisofs). Only Linux can read them, through Rock Ridge.");
    private readonly TableOptions table = new("Entries");

    private delegate bool TryAdd(string text, out string problem);

    public override IReadOnlyList<Option> Options => [exclude, mode, owner, group, hide, markHidden, sort, compress, .. table.All];

    public ImageOptions Read(ParseResult parsed, ImageOptions options) => table.Read(parsed, options);

    /// <exception cref="UsageException">A pattern, or what it gives, is malformed.</exception>
    public void Describe(ParseResult parsed, ImageBuilder builder)
    {
        foreach (var text in parsed.GetValue(exclude) ?? [])
        {
            if (!PathPattern.TryParse(text, out var pattern, out var problem))
            {
                throw new UsageException(exclude.Name, $"'{text}' {problem}.");
            }

            builder.ExcludeTargets(pattern);
        }

        var rules = new EntryRules();
        Add(mode, rules.TryAddMode);
        Add(owner, rules.TryAddOwner);
        Add(group, rules.TryAddGroup);
        Add(hide, rules.TryAddHidden);
        Add(markHidden, rules.TryAddMarkHidden);
        Add(sort, rules.TryAddSortWeight);
        Add(compress, rules.TryAddCompressed);
        if (!rules.IsEmpty)
        {
            builder.Describe(rules);
        }

        void Add(Option<string[]> option, TryAdd add)
        {
            foreach (var text in parsed.GetValue(option) ?? [])
            {
                if (!add(text, out var problem))
                {
                    throw new UsageException(option.Name, $"'{text}' {problem}.");
                }
            }
        }
    }
}
