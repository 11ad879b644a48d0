using System.CommandLine;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Reading;
using IsoBuild.Tool.Output;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Tool.Images;

/// <summary>The image that a command reads, and the tree of it that is wanted.</summary>
internal static class ImageInput
{
    private static readonly (ImageFormats View, string Name)[] Views =
    [
        (ImageFormats.Iso9660, "iso9660"), (ImageFormats.Joliet, "joliet"), (ImageFormats.RockRidge, "rock-ridge"), (ImageFormats.Udf, "udf"), (ImageFormats.Iso1999, "iso1999"),
    ];

    public static Argument<string> Argument(string name = "image") =>
        new(name) { Description = "The image file; - reads a file redirected to standard input." };

    public static Option<string?> ViewOption()
    {
        var option = new Option<string?>("--view")
        {
            HelpName = string.Join('|', Views.Select(view => view.Name)),
            Description = "The directory tree to show. Default: the one with the most faithful names: Rock Ridge, else UDF, else Joliet, else ISO 9660.",
        };
        option.AcceptOnlyFromAmong([.. Views.Select(view => view.Name)]);
        return option;
    }

    public static Option<int?> SessionOption() => new("--session") { HelpName = "number", Description = "The session to show, from 1. Default: the last." };

    public static Option<int> SessionStartOption()
    {
        var option = new Option<int>("--session-start") { HelpName = "sector", Description = "The sector of its disc at which the image begins, if it is a later session alone. Default: 0." };
        option.Validators.Add(result =>
        {
            if (int.TryParse(result.Tokens is [var token] ? token.Value : "0", System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var sector) && sector < 0)
            {
                result.AddError($"'{sector}' is not a sector; write 0 or more.");
            }
        });
        return option;
    }

    /// <summary>Opens an image.</summary>
    /// <param name="path">The file, or <c>-</c>.</param>
    /// <param name="session">The session to show; the last one when left out.</param>
    /// <param name="sessionStart">The sector of its disc at which the image begins.</param>
    /// <exception cref="ImageException">It cannot be opened, or is none.</exception>
    public static IsoImage Open(string path, int? session = null, int sessionStart = 0)
    {
        if (path.Length == 0)
        {
            throw new UsageException("image", "The image's name is empty.");
        }

        if (path == "-")
        {
            return IsoImage.Open(StandardInput(), new OpenOptions { Name = "-", Session = session, SessionStart = sessionStart });
        }

        try
        {
            return IsoImage.Open(path, new OpenOptions { Session = session, SessionStart = sessionStart });
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Unreadable(path, "The image does not exist.", failure);
        }
        catch (Exception failure) when (failure is not ContentException and (IOException or UnauthorizedAccessException))
        {
            throw Unreadable(path, $"The image cannot be opened: {failure.Message}", failure);
        }
    }

    /// <summary>The content as the wanted tree shows it, or the best one.</summary>
    /// <exception cref="ImageException">The image does not carry that tree.</exception>
    public static ContentTree Content(IsoImage image, string path, string? view) =>
        View(view) is not { } wanted ? image.Content
        : image.ContentOf(wanted) ?? throw new ImageException(new Diagnostic(
            DiagnosticId.PathNotInImage, DiagnosticSeverity.Error, path, $"The image has no {view} tree; it has {string.Join(" and ", Names(image.Formats))}."));

    /// <summary>The format that a name of <c>--view</c> stands for.</summary>
    public static ImageFormats? View(string? name) => name is null ? null : Views.Single(view => view.Name == name).View;

    /// <summary>The names of formats.</summary>
    public static IEnumerable<string> Names(ImageFormats formats) => Views.Where(view => formats.HasFlag(view.View)).Select(view => view.Name);

    private static FileStream StandardInput()
    {
        if (!OperatingSystem.IsWindows() && Console.IsInputRedirected && !StandardStreams.IsClosed(StandardStreams.Input))
        {
            var stream = new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);
            if (stream.CanSeek)
            {
                return stream;
            }
        }

        throw Unreadable("-", "An image needs random access, which a pipe or a terminal does not offer. Write it to a file first, and name that file.", inner: null);
    }

    private static ImageException Unreadable(string path, string message, Exception? inner) =>
        new(new Diagnostic(DiagnosticId.ImageUnreadable, DiagnosticSeverity.Error, path, message), inner);
}
