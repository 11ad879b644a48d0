using System.CommandLine;
using System.Globalization;
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

    private ListCommand()
    {
    }

    public static Command Make(Terminal terminal, CancellationToken cancellationToken)
    {
        var list = new ListCommand();
        list.paths.CompletionSources.Add(context => PathCompletions.Of(context, list.image));
        var command = new Command("list", "Lists the files and directories of an image.") { list.image, list.paths, list.isLong, list.isNullSeparated, list.isJson, list.view, list.session };
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
        using var opened = ImageInput.Open(path, parsed.GetValue(session));
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
            WriteLong([.. nodes], terminal);
        }
        else
        {
            foreach (var node in nodes)
            {
                terminal.Out.Write(Terminal.Path(PathOf(node)) + "\n");
            }
        }

        terminal.Flush();
        return terminal.Report(opened.Diagnostics) ? ExitCode.Fault : ExitCode.Done;
    }

    /// <summary>What is named, and what lies in it; never the root itself.</summary>
    private static IEnumerable<ContentNode> Selected(ContentTree content, HashSet<ContentNode> wanted, CancellationToken cancellationToken)
    {
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

    private static void WriteLong(IReadOnlyCollection<ContentNode> nodes, Terminal terminal)
    {
        var names = nodes.Select(node => Names(node).Length).DefaultIfEmpty().Max();
        var owner = nodes.Select(node => Owner(node).Length).DefaultIfEmpty().Max();
        var size = nodes.Select(node => Size(node).Length).DefaultIfEmpty().Max();
        var isMarked = nodes.Any(node => node.MarkedHidden != 0);
        foreach (var node in nodes)
        {
            var mark = node.MarkedHidden != 0 ? "h" : isMarked ? " " : "";
            var target = node is ContentLink link ? $" -> {Terminal.Path(link.Target)}" : "";
            terminal.Out.Write($"{ModeText.Of(node)}{mark} {Names(node).PadLeft(names)} {Owner(node).PadLeft(owner)} {Size(node).PadLeft(size)} {Date(node)} {Terminal.Path(PathOf(node))}{target}\n");
            WriteAttributes(node.Attributes, terminal);
        }
    }

    /// <summary>A line for each, further in than those of entries.</summary>
    private static void WriteAttributes(AttributeList? attributes, Terminal terminal)
    {
        foreach (var line in (string?[])[attributes?.AccessControl is { } access ? $"acl {access}" : null, attributes?.DefaultAccessControl is { } defaults ? $"default acl {defaults}" : null, .. attributes?.Extended.Select(attribute => attribute.ToString()) ?? []])
        {
            terminal.Out.Write(line is null ? "" : $"    {Terminal.Path(line)}\n");
        }
    }

    private static string Date(ContentNode node) => node.Modified is { } date ? ImageTimestamp.Format(date) : "-".PadRight(ImageTimestamp.Format(ImageTimestamp.Default).Length);

    private static string Owner(ContentNode node) => string.Create(CultureInfo.InvariantCulture, $"{node.OwnerId}/{node.GroupId}");

    /// <summary>How many names a file has: hard links are told by this.</summary>
    private static string Names(ContentNode node) => node is ContentFile file ? file.LinkCount.ToString(CultureInfo.InvariantCulture) : "-";

    private static string Size(ContentNode node) => node switch
    {
        ContentFile file => file.Length.ToString(CultureInfo.InvariantCulture),
        ContentSpecial { Kind: SpecialKind.CharacterDevice or SpecialKind.BlockDevice } device => string.Create(CultureInfo.InvariantCulture, $"{device.Major},{device.Minor}"),
        _ => "-",
    };
}
