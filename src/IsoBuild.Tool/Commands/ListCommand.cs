using System.CommandLine;
using System.Globalization;
using System.Text;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Tool.Images;
using IsoBuild.Tool.Json;
using IsoBuild.Tool.Output;

namespace IsoBuild.Tool.Commands;

/// <summary><c>isobuild list</c>.</summary>
internal sealed class ListCommand
{
    private readonly Argument<string> image = ImageInput.Argument();
    private readonly Argument<string[]> paths = PathPatterns.Argument("What to list: paths, or patterns with * and **. A directory includes everything in it. Default: everything.");
    private readonly Option<bool> isLong = new("--long", "-l") { Description = "Also show mode (with h for entries marked as hidden), link count, owner, size (device numbers for devices), date (UTC) and link targets; and, on separate lines, access control lists and extended attributes." };
    private readonly Option<bool> isNullSeparated = new("--null", "-0") { Description = "End every path with NUL instead of a newline, without escapes, for xargs -0." };
    private readonly Option<bool> isJson = JsonOutput.Option();
    private readonly Option<string?> view = ImageInput.ViewOption();
    private readonly Option<int?> session = ImageInput.SessionOption();
    private readonly Option<int> sessionStart = ImageInput.SessionStartOption();

    private ListCommand()
    {
    }

    public static Command Make(Terminal terminal, CancellationToken cancellationToken)
    {
        var list = new ListCommand();
        list.paths.CompletionSources.Add(context => PathCompletions.Of(context, list.image));
        var command = new Command("list", "Lists the files and directories of an image.") { list.image, list.paths, list.isLong, list.isNullSeparated, list.isJson, list.view, list.session, list.sessionStart };
        command.SetAction(parsed => list.Run(parsed, terminal, cancellationToken));
        HelpWithExamples.Of(
            command,
            "isobuild list app.iso",
            "isobuild list app.iso -l docs",
            "isobuild list app.iso '*.dll'",
            "isobuild list app.iso --view joliet");
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var path = parsed.GetRequiredValue(image);
        using var opened = ImageInput.Open(path, parsed.GetValue(session), parsed.GetValue(sessionStart));
        var diagnostics = Task.Run(() => opened.Diagnostics, CancellationToken.None);
        try
        {
            List(parsed, opened, terminal, cancellationToken);
        }
        finally
        {
            // The image is closed afterwards.
            Task.WaitAny([diagnostics], CancellationToken.None);
        }

        terminal.Flush();
        return terminal.Report(diagnostics.GetAwaiter().GetResult()) ? ExitCode.Fault : ExitCode.Done;
    }

    private void List(ParseResult parsed, IsoImage opened, Terminal terminal, CancellationToken cancellationToken)
    {
        var path = parsed.GetRequiredValue(image);
        var content = ImageInput.Content(opened, path, parsed.GetValue(view));
        var wanted = parsed.GetValue(paths) is { Length: > 0 } arguments ? PathPatterns.Resolve(content, arguments).ToHashSet() : [content.Root];
        var nodes = Selected(content, wanted, cancellationToken);
        if (parsed.GetValue(isJson))
        {
            JsonOutput.Write(terminal, nodes.Select(EntryJson.Of), JsonContext.Stable.IEnumerableEntryJson);
        }
        else if (parsed.GetValue(isNullSeparated))
        {
            var buffered = new BufferedStream(terminal.Bytes);
            // As bytes, for names need not be text.
            foreach (var node in nodes)
            {
                buffered.Write(NameBytes.Encode(PathOf(node) + '\0'));
            }

            buffered.Flush();
        }
        else if (parsed.GetValue(isLong))
        {
            WriteLong(nodes, terminal);
        }
        else
        {
            var line = new StringBuilder();
            var pathText = new PathText();
            foreach (var node in nodes)
            {
                pathText.Append(line, node);
                terminal.Out.Write(line.Append('\n'));
                line.Clear();
            }
        }
    }

    /// <summary>What is named, and what lies in it; never the root itself.</summary>
    private static IEnumerable<ContentNode> Selected(ContentTree content, HashSet<ContentNode> wanted, CancellationToken cancellationToken)
    {
        if (wanted.Contains(content.Root))
        {
            for (var i = 1; i < content.Nodes.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return content.Nodes[i];
            }

            yield break;
        }

        // The tree comes directories first: what lies in a directory knows whether that was taken.
        var taken = new HashSet<ContentNode>();
        foreach (var node in content.Nodes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (wanted.Contains(node) || (node.Parent is { } parent && taken.Contains(parent)))
            {
                if (node is ContentDirectory)
                {
                    taken.Add(node);
                }

                if (node.Parent is not null)
                {
                    yield return node;
                }
            }
        }
    }

    private static string PathOf(ContentNode node) => node is ContentDirectory ? node.Path + "/" : node.Path;

    private static void WriteLong(IEnumerable<ContentNode> nodes, Terminal terminal)
    {
        var (names, owner, size, isMarked) = (0, 0, 0, false);
        foreach (var node in nodes)
        {
            names = Math.Max(names, NamesWidth(node));
            owner = Math.Max(owner, OwnerWidth(node));
            size = Math.Max(size, SizeWidth(node));
            isMarked |= node.MarkedHidden != 0;
        }

        var line = new StringBuilder();
        var pathText = new PathText();
        foreach (var node in nodes)
        {
            ModeText.Append(line, node);
            line.Append(node.MarkedHidden != 0 ? "h" : isMarked ? " " : "").Append(' ', 1 + names - NamesWidth(node));
            AppendNames(line, node);
            line.Append(' ', 1 + owner - OwnerWidth(node)).Append(node.OwnerId).Append('/').Append(node.GroupId).Append(' ', 1 + size - SizeWidth(node));
            AppendSize(line, node);
            AppendDate(line.Append(' '), node);
            pathText.Append(line.Append(' '), node);
            if (node is ContentLink link)
            {
                line.Append(" -> ").Append(Terminal.Path(link.Target));
            }

            line.Append('\n');
            if (node.Attributes is { } attributes)
            {
                AppendAttributes(line, attributes);
            }

            terminal.Out.Write(line);
            line.Clear();
        }
    }

    /// <summary>A line for each, further in than those of entries.</summary>
    private static void AppendAttributes(StringBuilder text, AttributeList attributes)
    {
        foreach (var line in (string?[])[attributes.AccessControl is { } access ? $"acl {access}" : null, attributes.DefaultAccessControl is { } defaults ? $"default acl {defaults}" : null, .. attributes.Extended.Select(attribute => attribute.ToString())])
        {
            if (line is not null)
            {
                text.Append("    ").Append(Terminal.Path(line)).Append('\n');
            }
        }
    }

    private static void AppendDate(StringBuilder line, ContentNode node)
    {
        // What ImageTimestamp.Format makes of it.
        Span<char> text = stackalloc char["1980-01-01T00:00:00Z".Length];
        text.Fill(' ');
        text[0] = '-';
        if (node.Modified is { } date && date.UtcDateTime.TryFormat(text, out var length, "s", CultureInfo.InvariantCulture))
        {
            text[length] = 'Z';
        }

        line.Append(text);
    }

    private static int OwnerWidth(ContentNode node) => Digits(node.OwnerId) + 1 + Digits(node.GroupId);

    private static int NamesWidth(ContentNode node) => node is ContentFile file ? Digits(file.LinkCount) : 1;

    /// <summary>How many names a file has: hard links are told by this.</summary>
    private static void AppendNames(StringBuilder line, ContentNode node) => _ = node is ContentFile file ? line.Append(file.LinkCount) : line.Append('-');

    private static int SizeWidth(ContentNode node) => node switch
    {
        ContentFile file => Digits(file.Length),
        ContentSpecial { Kind: SpecialKind.CharacterDevice or SpecialKind.BlockDevice } device => Digits(device.Major) + 1 + Digits(device.Minor),
        _ => 1,
    };

    private static void AppendSize(StringBuilder line, ContentNode node) => _ = node switch
    {
        ContentFile file => line.Append(file.Length),
        ContentSpecial { Kind: SpecialKind.CharacterDevice or SpecialKind.BlockDevice } device => line.Append(device.Major).Append(',').Append(device.Minor),
        _ => line.Append('-'),
    };

    private static int Digits(long number)
    {
        var digits = 1;
        for (; number >= 10; number /= 10)
        {
            digits++;
        }

        return digits;
    }
}
