using IsoBuild.Diagnostics;

namespace IsoBuild.Content;

/// <summary>Gives entries what was said of them: with the entry itself, or by a rule.</summary>
internal sealed class Descriptions(DateRule dates, DiagnosticBag diagnostics)
{
    private readonly List<Func<string, EntryOptions?>> rules = [];

    public bool HasRules => rules.Count > 0;

    public void Add(Func<string, EntryOptions?> rule) => rules.Add(rule);

    /// <summary>Asks the rules: what the entry was given stays, and of several answers the first to name a value counts.</summary>
    /// <param name="node">The entry.</param>
    /// <param name="path">Its path from the root on, without a leading slash.</param>
    public void ApplyRules(ContentNode node, string path)
    {
        foreach (var rule in rules)
        {
            if (rule(path) is { } options)
            {
                Give(node, options, Says.IfNobodyDid);
            }
        }
    }

    /// <summary>Rock Ridge is more about the records of the ISO 9660 tree, which shows an entry to all readers or to none.</summary>
    public static ImageFormats Whole(ImageFormats hidden)
    {
        const ImageFormats primary = ImageFormats.Iso9660 | ImageFormats.RockRidge;
        return (hidden & primary) != 0 ? hidden | primary : hidden;
    }

    /// <summary>Gives an entry what <paramref name="options"/> name of it.</summary>
    public void Give(ContentNode node, EntryOptions options, Says says = Says.TheLastWord)
    {
        if (options.Mode is { } mode && node is not ContentLink && (node.Mode is null || (node.Given & Given.FoundMode) != 0 || says == Says.TheLastWord))
        {
            // Nobody asks for the mode of a link: what it leads to has one.
            node.Mode = mode;
            node.Given &= ~Given.FoundMode;
        }

        if (options.Modified is { } modified && Takes(Given.Modified))
        {
            node.Modified = dates.Given(modified, node, diagnostics);
        }

        if (options.OwnerId is { } owner && Takes(Given.Owner))
        {
            node.OwnerId = owner;
        }

        if (options.GroupId is { } group && Takes(Given.Group))
        {
            node.GroupId = group;
        }

        if (options.HiddenFrom is { } hidden && Takes(Given.Hidden))
        {
            node.HiddenFrom = Whole(hidden);
        }

        if (options.MarkHidden is { } isMarked && Takes(Given.MarkHidden))
        {
            node.MarkedHidden = isMarked ? ImageFormatSets.All : 0;
        }

        if (node is ContentFile file)
        {
            if (options.SortWeight is { } weight && Takes(Given.Weight))
            {
                file.SortWeight = weight;
            }

            if (options.Compress is { } compress && Takes(Given.Compress))
            {
                file.Compress = compress;
            }
        }

        bool Takes(Given value)
        {
            if (says == Says.IfNobodyDid && (node.Given & value) != 0)
            {
                return false;
            }

            node.Given |= value;
            return true;
        }
    }
}

/// <summary>How much what is said of an entry counts.</summary>
internal enum Says
{
    TheLastWord,
    IfNobodyDid,
}
