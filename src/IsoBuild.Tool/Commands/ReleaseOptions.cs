using System.CommandLine;
using System.CommandLine.Parsing;
using IsoBuild.Content;
using IsoBuild.Provenance;

namespace IsoBuild.Tool.Commands;

/// <summary>What a release needs beside an image: bills of materials and a statement of provenance.</summary>
internal sealed class ReleaseOptions
{
    private static readonly (string Name, CompanionKind Kind)[] Formats = [("spdx", CompanionKind.Spdx), ("cyclonedx", CompanionKind.CycloneDx)];

    private readonly Option<IReadOnlyCollection<CompanionKind>> sbom = new("--sbom")
    {
        HelpName = "spdx|cyclonedx,...",
        Description = "Also write software bills of materials with the hashes of all files: <image>.spdx.json, <image>.cdx.json. May be repeated.",
        CustomParser = Parse,
    };

    private readonly Option<bool> provenance = new("--provenance") { Description = "Also write <image>.intoto.json, an unsigned in-toto statement with SLSA provenance." };

    public ReleaseOptions() => sbom.CompletionSources.Add([.. Formats.Select(format => format.Name)]);

    public void AddTo(Command command)
    {
        command.Add(sbom);
        command.Add(provenance);
    }

    /// <summary>The files that are asked for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="path">The image; <see langword="null"/> where it has nothing beside it.</param>
    /// <exception cref="UsageException">There are some, and the image has nothing beside it.</exception>
    public IReadOnlyList<(string Path, CompanionKind Kind)> Files(ParseResult parsed, string? path)
    {
        var files = new List<(string, CompanionKind)>();
        foreach (var kind in (parsed.GetValue(sbom) ?? []).Distinct().Order())
        {
            Add(sbom, kind);
        }

        if (parsed.GetValue(provenance))
        {
            Add(provenance, CompanionKind.Provenance);
        }

        return files;

        void Add(Option option, CompanionKind kind) => files.Add(path is not null
            ? (path + ReleaseDocuments.ExtensionOf(kind), kind)
            : throw new UsageException(option.Name, "The image goes to a stream, so nothing can be written beside it; write it to a file."));
    }

    /// <summary>What the files are to hold.</summary>
    public static IEnumerable<TextOutput> Texts(BuildResult made, IReadOnlyList<(string Path, CompanionKind Kind)> files, CancellationToken cancellationToken)
    {
        if (files.Count == 0)
        {
            yield break;
        }

        var documents = made.ToReleaseDocuments(cancellationToken);
        foreach (var (path, kind) in files)
        {
            yield return new TextOutput(path, documents.ToText(kind));
        }
    }

    private static List<CompanionKind> Parse(ArgumentResult result)
    {
        var found = new List<CompanionKind>();
        foreach (var name in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            if (Array.FindIndex(Formats, format => format.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index)
            {
                found.Add(Formats[index].Kind);
            }
            else
            {
                result.AddError($"'{name}' is not a bill of materials; --sbom takes spdx and cyclonedx.");
            }
        }

        return found;
    }
}
