using IsoBuild.Diagnostics;

namespace IsoBuild.Content;

/// <summary>Rules that set attributes of entries by path pattern. For <see cref="ImageBuilder.Describe(EntryRules)"/>.</summary>
/// <remarks>
/// <para>A pattern that matches a directory also applies to everything in it, except for modes, dates and hidden marks, which apply only to the match itself.</para>
/// <para>If several rules set the same value, the first wins; trees that hide an entry are combined.</para>
/// <para>A problem is the end of a sentence that begins with the user's text.</para>
/// </remarks>
public sealed class EntryRules
{
    /// <summary>The pattern of a value for all entries, of which there may be none.</summary>
    private const string Everything = "**";

    private readonly List<(PathPattern Pattern, EntryOptions Matched, EntryOptions Covered)> rules = [];

    /// <summary>Whether there is no rule.</summary>
    public bool IsEmpty => rules.Count == 0;

    /// <summary>Adds a rule.</summary>
    /// <param name="pattern">The entries.</param>
    /// <param name="options">Their attributes.</param>
    public EntryRules Add(PathPattern pattern, EntryOptions options)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(options);
        rules.Add((pattern, options, options with { Mode = null, Modified = null, MarkHidden = null }));
        return this;
    }

    /// <summary>Adds <c>PATTERN=WEIGHT</c>: see <see cref="EntryOptions.SortWeight"/>.</summary>
    /// <param name="text">The user's text.</param>
    /// <param name="problem">What is wrong with the text.</param>
    public bool TryAddSortWeight(string text, out string problem) =>
        TryDivide(text, "PATTERN=WEIGHT, as in *.dll=10", out var pattern, out var value, out problem)
        && EntryText.TryParseWeight(value, out var weight, out problem)
        && TryAdd(pattern, new EntryOptions { SortWeight = weight }, out problem);

    /// <summary>Adds <c>TREE:PATTERN</c>, as in <c>joliet:*.pdb</c> or <c>joliet,udf:docs</c>: see <see cref="EntryOptions.HiddenFrom"/>.</summary>
    /// <param name="text">The user's text.</param>
    /// <param name="problem">What is wrong with the text.</param>
    public bool TryAddHidden(string text, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            problem = "has no tree; write TREE:PATTERN, as in joliet:*.sh";
            return false;
        }

        return EntryText.TryParseTrees(text[..colon], out var trees, out problem)
            && TryAdd(text[(colon + 1)..], new EntryOptions { HiddenFrom = trees }, out problem);
    }

    /// <summary>Adds a pattern of entries that are marked as hidden: see <see cref="EntryOptions.MarkHidden"/>.</summary>
    /// <param name="text">The user's text.</param>
    /// <param name="problem">What is wrong with the text.</param>
    public bool TryAddMarkHidden(string text, out string problem) => TryAdd(text, new EntryOptions { MarkHidden = true }, out problem);

    /// <summary>Adds a pattern of files that are stored compressed: see <see cref="EntryOptions.Compress"/>.</summary>
    /// <param name="text">The user's text.</param>
    /// <param name="problem">What is wrong with the text.</param>
    public bool TryAddCompressed(string text, out string problem) => TryAdd(text, new EntryOptions { Compress = true }, out problem);

    /// <summary>Adds <c>PATTERN=MODE</c>, in octal digits: see <see cref="EntryOptions.Mode"/>.</summary>
    /// <param name="text">The user's text.</param>
    /// <param name="problem">What is wrong with the text.</param>
    public bool TryAddMode(string text, out string problem) =>
        TryDivide(text, "PATTERN=MODE, as in bin/*=0755", out var pattern, out var value, out problem)
        && EntryText.TryParseMode(value, out var mode, out problem)
        && TryAdd(pattern, new EntryOptions { Mode = mode }, out problem);

    /// <summary>Adds <c>PATTERN=NUMBER</c>, or a number for everything: see <see cref="EntryOptions.OwnerId"/>.</summary>
    /// <param name="text">The user's text.</param>
    /// <param name="problem">What is wrong with the text.</param>
    public bool TryAddOwner(string text, out string problem) =>
        TryReadId(text, out var pattern, out var id, out problem) && TryAdd(pattern, new EntryOptions { OwnerId = id }, out problem);

    /// <summary>Adds <c>PATTERN=NUMBER</c>, or a number for everything: see <see cref="EntryOptions.GroupId"/>.</summary>
    /// <param name="text">The user's text.</param>
    /// <param name="problem">What is wrong with the text.</param>
    public bool TryAddGroup(string text, out string problem) =>
        TryReadId(text, out var pattern, out var id, out problem) && TryAdd(pattern, new EntryOptions { GroupId = id }, out problem);

    /// <summary>Gets the attributes that the rules set for the entry at a path; <see langword="null"/> if there are none.</summary>
    /// <param name="path">The path relative to the image's root, with <c>/</c> between names.</param>
    public EntryOptions? Of(string path) => Of(path, hits: null);

    /// <summary>The owner and group of everything, which the root has too; <see langword="null"/> if no rule is about everything.</summary>
    internal EntryOptions? OfRoot
    {
        get
        {
            var all = rules.Where(rule => rule.Pattern.ToString() == Everything).Select(rule => rule.Covered).Aggregate((EntryOptions?)null, (first, second) => first is null ? second : Merge(first, second));
            return all is null or { OwnerId: null, GroupId: null } ? null : new EntryOptions { OwnerId = all.OwnerId, GroupId = all.GroupId };
        }
    }

    /// <summary>The rules for one image, where each knows whether it matched anything.</summary>
    internal Watched Watch() => new(this);

    private EntryOptions? Of(string path, bool[]? hits)
    {
        EntryOptions? all = null;
        for (var i = 0; i < rules.Count; i++)
        {
            var (pattern, matched, covered) = rules[i];
            var given = pattern.Matches(path) ? matched : pattern.Covers(path) ? covered : null;
            if (hits is not null && given is not null)
            {
                hits[i] = true;
            }

            all = all is null || given is null ? all ?? given : Merge(all, given);
        }

        return all;
    }

    private static EntryOptions Merge(EntryOptions first, EntryOptions second) => new()
    {
        Mode = first.Mode ?? second.Mode,
        Modified = first.Modified ?? second.Modified,
        OwnerId = first.OwnerId ?? second.OwnerId,
        GroupId = first.GroupId ?? second.GroupId,
        SortWeight = first.SortWeight ?? second.SortWeight,
        HiddenFrom = first.HiddenFrom is null ? second.HiddenFrom : first.HiddenFrom | (second.HiddenFrom ?? 0),
        MarkHidden = first.MarkHidden ?? second.MarkHidden,
        Compress = first.Compress ?? second.Compress,
    };

    private bool TryAdd(string text, EntryOptions options, out string problem)
    {
        if (!PathPattern.TryParse(text, out var pattern, out problem))
        {
            return false;
        }

        Add(pattern, options);
        return true;
    }

    /// <summary>Names have equals signs, values have none: the last one divides.</summary>
    private static bool TryDivide(string text, string form, out string pattern, out string value, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        var equals = text.LastIndexOf('=');
        (pattern, value) = equals < 0 ? (text, "") : (text[..equals], text[(equals + 1)..].Trim());
        problem = equals < 0 ? $"has no value; write {form}" : "";
        return equals >= 0;
    }

    private static bool TryReadId(string text, out string pattern, out uint id, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        var equals = text.LastIndexOf('=');
        pattern = equals < 0 ? Everything : text[..equals];
        return EntryText.TryParseId(text[(equals + 1)..].Trim(), out id, out problem);
    }

    /// <summary>Rules that are asked of the entries of one image.</summary>
    /// <param name="of">The rules.</param>
    internal sealed class Watched(EntryRules of)
    {
        private readonly bool[] hits = new bool[of.rules.Count];

        /// <inheritdoc cref="EntryRules.Of(string)"/>
        public EntryOptions? Of(string path) => of.Of(path, hits);

        /// <summary>Tells of rules that matched nothing.</summary>
        public void TellOfUnmatched(DiagnosticBag diagnostics)
        {
            for (var i = 0; i < hits.Length; i++)
            {
                if (!hits[i] && of.rules[i].Pattern.ToString() != Everything)
                {
                    diagnostics.Warning(DiagnosticId.PatternUnmatched, of.rules[i].Pattern.ToString(), $"No entry matches this pattern, so it sets no {What(of.rules[i].Matched)}. {PathPattern.Advice}");
                }
            }
        }

        private static string What(EntryOptions options) => options switch
        {
            { Mode: not null } => "mode",
            { OwnerId: not null } => "owner",
            { GroupId: not null } => "group",
            { SortWeight: not null } => "weight",
            { HiddenFrom: not null } => "tree to hide an entry from",
            { MarkHidden: not null } => "hidden mark",
            { Compress: not null } => "compression",
            { Modified: not null } => "date",
            _ => "attribute",
        };
    }
}
