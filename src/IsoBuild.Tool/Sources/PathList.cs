using System.Globalization;
using System.Text;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Tool.Output;

namespace IsoBuild.Tool.Sources;

/// <summary>Content that a file lists: on each line what one argument would be. With NULs between them, entries are taken as they are, as <c>find -print0</c> writes them.</summary>
internal sealed class PathList
{
    /// <summary>What a line begins with that is no entry.</summary>
    private const byte Comment = (byte)'#';

    private readonly Dictionary<string, int> lines = new(StringComparer.Ordinal);
    private readonly string name;
    private readonly bool isNull;

    private PathList(string path, ReadOnlySpan<byte> text, bool isNull)
    {
        name = path == "-" ? "standard input" : path;
        if (text.StartsWith(Encoding.Unicode.Preamble) || text.StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            // As Windows PowerShell writes it.
            var encoding = text[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode;
            text = Encoding.UTF8.GetBytes(encoding.GetString(text[2..]));
        }

        text = text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text;
        this.isNull = isNull || text.Contains((byte)0);
        var entries = new List<ContentSpec>();
        var number = 0;
        foreach (var range in text.Split(this.isNull ? (byte)0 : (byte)'\n'))
        {
            number++;
            var line = text[range];
            if (!this.isNull)
            {
                line = line.EndsWith("\r"u8) ? line[..^1] : line;
                line = line.StartsWith([Comment]) ? default : line;
            }

            if (line.Length > 0)
            {
                entries.Add(Read(NameBytes.Decode(line), number));
            }
        }

        Entries = entries;
    }

    /// <summary>What is listed, in the order of the list.</summary>
    public IReadOnlyList<ContentSpec> Entries { get; }

    /// <summary>Reads a list.</summary>
    /// <param name="path">The file, or <c>-</c>.</param>
    /// <param name="isNull">Whether NULs divide the entries even if there is only one.</param>
    /// <exception cref="ImageException">It cannot be read, or lists what does not exist.</exception>
    /// <exception cref="UsageException">A line is no entry.</exception>
    public static PathList Read(string path, bool isNull)
    {
        try
        {
            using var stream = path != "-" ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0)
                : StandardStreams.IsClosed(StandardStreams.Input) ? Stream.Null
                : Console.OpenStandardInput();
            using var text = new MemoryStream();
            stream.CopyTo(text);
            return new PathList(path, text.GetBuffer().AsSpan(0, (int)text.Length), isNull);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ImageException(new Diagnostic(DiagnosticId.SourceMissing, DiagnosticSeverity.Error, path, "The list of paths does not exist. Create it, or correct the path."), failure);
        }
        catch (Exception failure) when (failure is not ContentException and (IOException or UnauthorizedAccessException))
        {
            throw new ImageException(new Diagnostic(DiagnosticId.SourceUnreadable, DiagnosticSeverity.Error, path, $"The list of paths cannot be read: {failure.Message}"), failure);
        }
    }

    /// <summary>Adds the line of the list to what is said of an entry of it.</summary>
    public Diagnostic Locate(Diagnostic diagnostic) =>
        (diagnostic.SourcePath is { } path && lines.TryGetValue(path, out var line)) || (diagnostic.Item is { } item && lines.TryGetValue(item, out line))
            ? diagnostic with { Message = $"{diagnostic.Message} ({PlaceOf(line)})" }
            : diagnostic;

    private ContentSpec Read(string text, int number)
    {
        ContentSpec entry;
        try
        {
            entry = ContentSpec.Parse(text);
        }
        catch (UsageException wrong)
        {
            throw new UsageException(PlaceOf(number), wrong.Message);
        }

        if (!DiskPath.Exists(entry.Source))
        {
            throw new ImageException(new Diagnostic(
                DiagnosticId.SourceMissing,
                DiagnosticSeverity.Error,
                PlaceOf(number),
                $"'{NameBytes.Show(entry.Source)}' does not exist. Create it, or correct the list; relative paths are those of the current directory.{(DiskPath.Exists(entry.Target) && entry.Target.Length > 0 ? $" The path in the image comes first: did you mean {NameBytes.Show(entry.Source)}={NameBytes.Show(entry.Target)}?" : "")}"));
        }

        // Messages spell the path as it was given, or in full.
        lines.TryAdd(NameBytes.Show(entry.Source), number);
        lines.TryAdd(NameBytes.Show(Path.GetFullPath(entry.Source)), number);
        return entry;
    }

    private string PlaceOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{name}, {(isNull ? "entry" : "line")} {number}");
}
