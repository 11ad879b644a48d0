using System.Globalization;
using System.Text;
using IsoBuild.Diagnostics;

namespace IsoBuild.Tool.Output;

/// <summary>Standard output and standard error. What text of images is not safe yet becomes so here.</summary>
internal sealed class Terminal : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly StandardOutput bytes;
    private readonly Encoding? formerEncoding;
    private readonly bool errorHasColor;

    /// <param name="cancellationToken">Stops waiting for whoever reads the standard output.</param>
    public Terminal(CancellationToken cancellationToken = default)
    {
        bytes = new StandardOutput(cancellationToken);
        if (OperatingSystem.IsWindows() && !(Console.IsOutputRedirected && Console.IsErrorRedirected))
        {
            formerEncoding = Console.OutputEncoding;
            Console.OutputEncoding = Utf8;
        }

        // Progress bars go by way of it, too.
        Console.SetError(new MessageWriter(OpenError()));
        Error = Console.Error;
        Out = new StreamWriter(bytes, Utf8, bufferSize: 1 << 14, leaveOpen: true) { NewLine = "\n" };
        ErrorIsTerminal = !Console.IsErrorRedirected && !StandardStreams.IsClosed(StandardStreams.Error);
        // https://no-color.org; Windows shows colours where a terminal says what it is.
        errorHasColor = ErrorIsTerminal
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") is not "dumb"
            && (!OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable("WT_SESSION") is not null || Environment.GetEnvironmentVariable("TERM") is not null);
    }

    /// <summary>Standard output as UTF-8 text, lines ending in LF.</summary>
    public TextWriter Out { get; }

    /// <summary>Standard error, which never fails.</summary>
    public TextWriter Error { get; }

    /// <summary>Whether somebody watches standard error.</summary>
    public bool ErrorIsTerminal { get; }

    /// <summary>Standard output as bytes, for what is no text.</summary>
    public Stream Bytes
    {
        get
        {
            Out.Flush();
            return bytes;
        }
    }

    /// <summary>Writes a line without what terminals obey.</summary>
    public void Line(string text) => Out.Write(LogText.Line(text) + "\n");

    /// <summary>Writes lines, whose names hold no ends of lines, without what terminals obey.</summary>
    public void Lines(string text)
    {
        Out.Write(LogText.Lines(text));
        Out.Write('\n');
    }

    /// <summary>Writes a line about a result that is elsewhere, and so does not depend on whether the line is read.</summary>
    public void Note(string text)
    {
        // What was written before may be a result.
        Flush();
        try
        {
            Line(text);
            Flush();
        }
        catch (Exception failure) when (failure is BrokenPipeException or ImageException)
        {
            // The disk of a log is full, or whoever read it is gone.
        }
    }

    /// <summary>Writes a diagnostic to standard error, as one line.</summary>
    public void Report(Diagnostic diagnostic)
    {
        var text = diagnostic.ToString();
        if (errorHasColor && diagnostic.Severity != DiagnosticSeverity.Info)
        {
            var end = text.IndexOf(' ', StringComparison.Ordinal);
            var color = diagnostic.Severity == DiagnosticSeverity.Error ? "31" : "33";
            text = $"\e[{color}m{text[..end]}\e[0m{text[end..]}";
        }

        Error.Write(text + "\n");
    }

    /// <summary>Writes diagnostics that somebody should act on, of each code the first ones and the number of the others, and says whether one of them is an error.</summary>
    /// <param name="diagnostics">What was found.</param>
    /// <param name="isQuiet">Whether nothing is said that is neither warning nor error.</param>
    public bool Report(IEnumerable<Diagnostic> diagnostics, bool isQuiet = false)
    {
        const int mostOfOneCode = 20;
        var hasErrors = false;
        foreach (var alike in diagnostics.GroupBy(diagnostic => (diagnostic.Severity, diagnostic.Id)))
        {
            hasErrors |= alike.Key.Severity == DiagnosticSeverity.Error;
            if (alike.Key.Severity != DiagnosticSeverity.Info || (alike.First().IsNotice && !isQuiet))
            {
                foreach (var diagnostic in alike.Take(mostOfOneCode))
                {
                    Report(diagnostic);
                }

                if (alike.Count() > mostOfOneCode)
                {
                    Error.Write(string.Create(CultureInfo.InvariantCulture, $"  ... and {alike.Count() - mostOfOneCode} more {alike.First().Code}\n"));
                }
            }
        }

        return hasErrors;
    }

    /// <summary>A path of an image as it is printed: one line, in the spelling of the sector map.</summary>
    public static string Path(string path) => LogText.Line(path.Contains('\\', StringComparison.Ordinal) ? path.Replace("\\", "\\u005C", StringComparison.Ordinal) : path);

    public void Flush() => Out.Flush();

    public void Dispose()
    {
        try
        {
            Out.Dispose();
        }
        catch (Exception failure) when (failure is BrokenPipeException or ImageException or OperationCanceledException)
        {
            // Whoever asked for the exit code has it already.
        }

        bytes.Dispose();
        if (formerEncoding is not null)
        {
            // It is the console's, and so that of the programs after this one.
            Console.OutputEncoding = formerEncoding;
        }
    }

    /// <summary>The standard error. Without a console to ask, Windows would have it in the code page of the system.</summary>
    private static TextWriter OpenError() =>
        StandardStreams.IsClosed(StandardStreams.Error) ? TextWriter.Null
        : OperatingSystem.IsWindows() && Console.IsErrorRedirected ? new StreamWriter(Console.OpenStandardError(), Utf8) { AutoFlush = true }
        : Console.Error;
}
