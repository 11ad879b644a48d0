using System.CommandLine;
using IsoBuild.Content;

namespace IsoBuild.Tool.Sources;

/// <summary>Entries that need not be on disk.</summary>
internal sealed class StatedGroup() : OptionGroup("Entries that do not exist on disk (TARGET is the path in the image)")
{
    private static readonly char[] Separators = ['/', '\\'];

    private readonly Option<string[]> link = Many("--link", "target=path", "Add a symbolic link to a path relative to the link's directory, as in 'app/current=v2'.");
    private readonly Option<string[]> hardLink = Many("--hard-link", "target=existing", "Add a hard link to a file in the image, given by its path there.");
    private readonly Option<string[]> device = Many("--device", "target=kind", "Add a pipe, a socket or a device: 'dev/null=character,1,3', 'dev/sda=block,8,0', 'run/in=pipe', 'run/s=socket'. They need Rock Ridge.");
    private readonly Option<string[]> directory = Many("--empty-directory", "target", "Add an empty directory.");

    public override IReadOnlyList<Option> Options => [link, hardLink, device, directory];

    /// <summary>Whether there is an entry.</summary>
    public bool IsGiven(ParseResult parsed) => Options.Any(option => parsed.GetResult(option) is { Implicit: false });

    /// <exception cref="UsageException">An entry is malformed.</exception>
    public void AddTo(ImageBuilder builder, ParseResult parsed)
    {
        foreach (var (target, path) in Read(parsed, link, "TARGET=PATH", fromEnd: false))
        {
            // Links are the same on every system: where people write backslashes, too.
            builder.AddLink(target, path.Replace('\\', '/'));
        }

        foreach (var (target, existing) in Read(parsed, hardLink, "TARGET=EXISTING", fromEnd: false))
        {
            builder.AddHardLink(target, existing.TrimStart(Separators));
        }

        foreach (var (target, text) in Read(parsed, device, "TARGET=KIND", fromEnd: true))
        {
            if (!EntryText.TryParseSpecial(text, out var kind, out var major, out var minor, out var problem))
            {
                throw new UsageException(device.Name, $"'{text}' {problem}.");
            }

            builder.AddSpecial(target, kind, major, minor);
        }

        foreach (var target in parsed.GetValue(directory) ?? [])
        {
            builder.AddEmptyDirectory(target.TrimStart(Separators));
        }
    }

    /// <summary>Kinds have no equals sign, paths may have some.</summary>
    private static IEnumerable<(string Target, string Value)> Read(ParseResult parsed, Option<string[]> option, string form, bool fromEnd)
    {
        foreach (var text in parsed.GetValue(option) ?? [])
        {
            var equals = fromEnd ? text.LastIndexOf('=') : text.IndexOf('=', StringComparison.Ordinal);
            var target = equals < 0 ? "" : text[..equals].TrimStart(Separators);
            yield return target.Length > 0 && equals < text.Length - 1
                ? (target, text[(equals + 1)..])
                : throw new UsageException(option.Name, $"'{text}' is incomplete; write {form}.");
        }
    }
}
