using IsoBuild.Booting;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;
using IsoBuild.Remastering;

namespace IsoBuild.Planning;

/// <summary>What an image is based on: another image, or nothing.</summary>
/// <param name="given">The options that the builder was given, if any.</param>
internal sealed class BaseSelection(ImageOptions? given)
{
    /// <summary>What is left out of the base: patterns, or rules.</summary>
    private readonly List<(string? Pattern, Func<string, bool>? Rule)> removed = [];
    private BaseImageOptions baseOptions = new();

    /// <summary>The base, if there is one.</summary>
    public string? Path { get; private set; }

    /// <exception cref="InvalidOperationException">There is a base already, or options are given twice.</exception>
    public void BasedOn(string path, BaseImageOptions? options)
    {
        if (Path is not null)
        {
            throw new InvalidOperationException($"The image is already based on {Path}. It can have only one base.");
        }

        if (given is not null && options?.Options is not null)
        {
            throw new InvalidOperationException("Options are given both to the builder and in BaseImageOptions.Options. Leave one of them out.");
        }

        (Path, baseOptions) = (path, options ?? new BaseImageOptions());
    }

    public void Remove(string pattern) => removed.Add((pattern, null));

    public void Remove(Func<string, bool> rule) => removed.Add((null, rule));

    /// <summary>Whether an image at a path takes the place of the base.</summary>
    public bool IsAt(string path) =>
        Path is not null && string.Equals(System.IO.Path.GetFullPath(path), System.IO.Path.GetFullPath(Path), OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    /// <summary>Opens the base, if there is one; <see langword="false"/> and a diagnostic when it cannot be used.</summary>
    public bool TryOpen(DiagnosticBag diagnostics, out BaseImage? source)
    {
        source = Path is null ? null : BaseImage.Open(Path, baseOptions.Session, diagnostics);
        if (source is not null && baseOptions.View is { } view && source.Reader.Tree(view) is null)
        {
            diagnostics.Error(DiagnosticId.OptionUnknown, view.ToString(), $"The base has no tree of this format. It has {source.Reader.Formats}.", Path);
            source.Release();
            source = null;
        }

        return source is not null || Path is null;
    }

    /// <summary>The options of the image.</summary>
    /// <param name="source">The base, if there is one.</param>
    /// <param name="diagnostics">Receives what of the base cannot be carried over.</param>
    /// <param name="kept">The texts that stay byte for byte as in the base.</param>
    public ImageOptions Resolve(BaseImage? source, DiagnosticBag diagnostics, out KeptVolume? kept)
    {
        kept = null;
        if (source is null)
        {
            return given ?? new ImageOptions();
        }

        var options = given;
        if (options is null)
        {
            options = OptionsOfImage.Read(source.Reader, baseOptions.View, diagnostics);
            options = baseOptions.Options?.Invoke(options) ?? options;
        }

        kept = new BaseVolume(source.Reader).Keep(options) with { HasChecksums = source.Reader.Tree(ImageFormats.RockRidge)?.Checksums is not null };
        return options;
    }

    /// <summary>Adds the content of the base, as far as it is not removed.</summary>
    /// <param name="tree">Receives the content.</param>
    /// <param name="source">The base, if there is one.</param>
    /// <param name="options">The options of the image.</param>
    /// <param name="boot">How the base starts, if that comes along.</param>
    /// <param name="diagnostics">Receives reports of what does not.</param>
    public void AddTo(ContentTreeBuilder tree, BaseImage? source, ImageOptions options, BaseBoot? boot, DiagnosticBag diagnostics)
    {
        var removal = new Removal();
        foreach (var (pattern, rule) in removed)
        {
            if (rule is not null)
            {
                removal.Add(rule);
            }
            else
            {
                removal.Add(pattern!, diagnostics);
            }
        }

        if (source is not null)
        {
            if (options.Formats == ImageFormats.Udf && UdfStub.NoteOf(source.Reader) is { } note)
            {
                // It is made anew where it is needed.
                removal.AddQuietly(path => string.Equals(path, note, StringComparison.Ordinal));
            }

            source.Check(diagnostics);
            var view = baseOptions.View ?? source.Reader.BestView;
            source.CheckSize(view, diagnostics);
            var dates = baseOptions.Dates == BaseDates.Rule ? new DateRule(options.FileDates, options.Timestamp) : null;
            var content = new BaseContent(source, tree, diagnostics) { Dates = dates, Boot = boot, WithoutCatalog = options.BootCatalog.Length > 0 };
            content.Add(view, removal);
            content.TellAttributes(options.Formats);
            BaseForm.Tell(source, options.Formats, content, hasDates: dates is null, diagnostics);
            if (view != ImageFormats.RockRidge)
            {
                tree.IgnoreCaseOfBase();
            }
        }

        removal.Report(source?.Path, diagnostics);
    }

    /// <summary>What the base holds, by the names that count.</summary>
    public ContentTree? ContentOf(BaseImage? source) => source?.Reader.Content(baseOptions.View ?? source.Reader.BestView);

    /// <summary>How the base starts; <see langword="null"/> when that does not come along.</summary>
    public BaseBoot? BootOf(BaseImage? source, DiagnosticBag diagnostics)
    {
        if (source is null)
        {
            return null;
        }

        if (!baseOptions.KeepBoot)
        {
            BaseBoot.TellLeft(source, diagnostics);
            return null;
        }

        return new BaseBoot(source, diagnostics);
    }

    /// <summary>The options without files that the base's descriptors name, and that were removed.</summary>
    public ImageOptions WithoutLostFiles(ImageOptions options, ContentTree content, DiagnosticBag diagnostics)
    {
        return Path is null || given is not null || removed.Count == 0 ? options : options with
        {
            CopyrightFile = IfThere("copyright file", options.CopyrightFile),
            AbstractFile = IfThere("abstract file", options.AbstractFile),
            BibliographicFile = IfThere("bibliographic file", options.BibliographicFile),
        };

        string IfThere(string field, string? path)
        {
            if (string.IsNullOrEmpty(path) || NameCase.Find(content.Root, path, content.IgnoresCase) is not null)
            {
                return path ?? "";
            }

            diagnostics.Warning(DiagnosticId.BaseFieldLost, path, $"The base names this file as its {field}, but the file is removed. The field is left empty. Name another file.");
            return "";
        }
    }
}
