using IsoBuild.Content;
using IsoBuild.ElTorito;
using IsoBuild.Partitions;
using IsoBuild.Surfaces;

namespace IsoBuild.Emulation;

/// <summary>An image in the words that all surfaces have.</summary>
internal sealed class Explanation
{
    private readonly ImageRequest request;
    private readonly SourceMap map;

    private Explanation(ImageRequest request, RequestBuilder plan, ImageOptions options)
    {
        (this.request, map, Options) = (request, plan.Map, WithCopies(options));
        Boot = plan.BootEntries();
        if (Boot.Count > 0 && plan.Catalog is { } catalog && map.Find(catalog) is not null)
        {
            Excluded.Add("/" + catalog);
        }

        Excluded.AddRange(request.Excluded.SelectMany(Translate));
        Hidden.AddRange(request.HiddenFromIso.SelectMany(Translate).Select(pattern => (ImageFormats.Iso9660, pattern)));
        Hidden.AddRange(request.HiddenFromJoliet.SelectMany(Translate).Select(pattern => (ImageFormats.Joliet, pattern)));
        Hidden.AddRange(request.HiddenFromUdf.SelectMany(Translate).Select(pattern => (ImageFormats.Udf, pattern)));
        Marked.AddRange(request.MarkedHidden.SelectMany(Translate));
        Weights.AddRange(request.Order.Select((path, index) => ("/" + path, request.Order.Count - index)));
        Weights.AddRange(Enumerable.Reverse(request.TargetWeights).Select(each => (each.Target.Length == 0 ? "**" : "/" + each.Target, each.Weight)));
        foreach (var (pattern, weight) in request.SourceWeights)
        {
            Weights.AddRange(Translate(pattern).Select(each => (each, weight)));
        }

        if (request.RockRidge == RockRidgeKind.None && !options.FollowLinks)
        {
            Comments.Add("Symbolic links are left out there, for want of Rock Ridge; here they are shown as what they lead to. If there are any, exclude them.");
        }

        Comments.AddRange(request.Intervals.Select(each => $"{each.Option} takes a part of {each.Interval.Path}, which cannot be said here. Copy it into a file first: {each.Interval.Copying(each.Copy)}"));

        if (options.Hybrid?.DiskId is not null)
        {
            Comments.Add("The GUID of the disk cannot be said here; it is derived from the content.");
        }
    }

    public ImageOptions Options { get; }

    /// <summary>The image; <see langword="null"/> for standard output.</summary>
    public string? Output => request.Output is "-" ? null : request.Output;

    public IReadOnlyList<SourceMapping> Content => map.Mappings;

    public IReadOnlyList<BootEntry> Boot { get; }

    public IReadOnlyList<AppendedPartition> Partitions => [.. request.Appended.Select(partition => partition.Stretch is null ? partition : partition with { Path = FileInterval.CopyOfPartition(partition.Number) })];

    /// <summary>Patterns of paths in the image.</summary>
    public List<string> Excluded { get; } = [];

    public List<(ImageFormats Tree, string Pattern)> Hidden { get; } = [];

    /// <summary>The same as <c>TREE:PATTERN</c>.</summary>
    public IEnumerable<string> HiddenTexts => Hidden.Select(each => $"{(each.Tree switch { ImageFormats.Joliet => "joliet", ImageFormats.Udf => "udf", _ => "iso9660" })}:{each.Pattern}");

    /// <summary>The formats, one by one.</summary>
    public IEnumerable<ImageFormats> Formats => Enum.GetValues<ImageFormats>().Where(format => format != ImageFormats.Default && Options.Formats.HasFlag(format));

    public List<string> Marked { get; } = [];

    /// <summary>The first pattern that matches counts.</summary>
    public List<(string Pattern, int Weight)> Weights { get; } = [];

    public uint? Owner => request.Owner;

    public uint? Group => request.Group;

    /// <summary>What cannot be said.</summary>
    public List<string> Comments { get; } = [];

    /// <summary>The options that have a text, but for those of the formats and of hybrid images, which surfaces say in their own ways.</summary>
    public IEnumerable<(ImageOption Row, string Text)> Texts => ImageOption.All
        .Where(row => row.Name is not ("Formats" or "VolumeId"))
        .Select(row => (row, row.TextOf(Options)))
        .Where(each => each.Item2 is not null)
        .Select(each => (each.row, each.Item2!));

    public static Explanation Of(ImageRequest request)
    {
        var plan = new RequestBuilder(request);
        var explanation = new Explanation(request, plan, RequestOptions.Of(request, plan.Catalog, plan.Map));
        explanation.Comments.InsertRange(0, request.Remarks.Select(remark => $"{remark.Item}: {remark.Message}"));
        return explanation;
    }

    /// <summary>Parts of files as the files that they are copied to.</summary>
    private static ImageOptions WithCopies(ImageOptions options) => options with
    {
        SystemArea = options.SystemAreaBytes.IsEmpty ? options.SystemArea : FileInterval.CopyOfArea,
        Hybrid = options.Hybrid is { BootCode.IsEmpty: false } hybrid ? hybrid with { BootCode = default, BootCodePath = FileInterval.CopyOfCode } : options.Hybrid,
    };

    /// <summary>All surfaces, one after another.</summary>
    public IEnumerable<string> Lines() =>
    [
        "# As a command:", .. CommandText.Of(this), "",
        "# As an MSBuild project (image.proj; dotnet build image.proj):", .. ProjectText.Of(this), "",
        "# As a Cake script (build.cake):", .. CakeText.Of(this),
    ];

    /// <summary>Where a file's own name does not say it, where it goes.</summary>
    public static string? TargetOf(SourceMapping mapping) =>
        mapping.IsDirectory ? (mapping.Target.Length == 0 ? null : mapping.Target)
        : string.Equals(mapping.Target, Path.GetFileName(mapping.Source), StringComparison.Ordinal) ? null : mapping.Target;

    /// <summary>A pattern of the disk as patterns of the image: names stay, paths lose what leads to the source.</summary>
    private IEnumerable<string> Translate(ShellPattern pattern)
    {
        var found = new List<string>();
        if (pattern.Text.IndexOfAny(['[', '\\']) < 0)
        {
            if (pattern.IsName)
            {
                found.Add(pattern.Text);
            }
            else
            {
                found.AddRange(map.Mappings.Select(mapping => Below(mapping, pattern.Text)).OfType<string>().Distinct(StringComparer.Ordinal));
            }
        }

        if (found.Count == 0)
        {
            Comments.Add($"The pattern '{pattern.Text}' is about paths on disk, and cannot be said by paths in the image.");
        }

        return found;
    }

    private static string? Below(SourceMapping mapping, string pattern)
    {
        var source = SourceMap.Join(mapping.Matched, "");
        if (!mapping.IsDirectory)
        {
            return string.Equals(source, pattern, StringComparison.Ordinal) ? "/" + mapping.Target : null;
        }

        source = mapping.Matched.TrimEnd('/') + "/";
        var target = mapping.Target.Length == 0 ? "/" : $"/{mapping.Target}/";
        return pattern.StartsWith(source, StringComparison.Ordinal) ? target + pattern[source.Length..]
            : source is "./" && !pattern.StartsWith('/') ? target + pattern
            : null;
    }
}
