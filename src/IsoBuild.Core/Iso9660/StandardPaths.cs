using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Iso9660;

/// <summary>How deep directories lie in the primary tree and how long its paths are, held against the standard (ECMA-119 6.8.2.1): of either limit
/// once, with the first that exceeds it and the number of the others.</summary>
internal static class StandardPaths
{
    /// <summary>The identifiers on the way, and one more for each directory.</summary>
    private const int MaxLength = 255;

    /// <param name="tree">The tree, measured.</param>
    /// <param name="names">Its names.</param>
    /// <param name="severity">How much what exceeds a limit matters.</param>
    /// <param name="diagnostics">Receives reports of it.</param>
    public static void Check(DirectoryTree tree, TreeScheme names, DiagnosticSeverity severity, DiagnosticBag diagnostics)
    {
        // By number, from 1; parents have lower ones.
        var levels = new int[tree.Directories.Count + 1];
        var lengths = new int[tree.Directories.Count + 1];
        (ContentNode? Node, int Value, int Count) deep = default;
        (ContentNode? Node, int Value, int Count) tooLong = default;
        foreach (var directory in tree.Directories)
        {
            if (directory.Parent is { } parent)
            {
                lengths[directory.Number] = lengths[parent.Number] + directory.Identifier.Length + 1;
            }

            levels[directory.Number] = levels[directory.Parent?.Number ?? 0] + 1;
            if (levels[directory.Number] > Relocation.MaxLevel)
            {
                deep = (deep.Node ?? directory.Node, Math.Max(deep.Value, levels[directory.Number]), deep.Count + 1);
            }

            foreach (ref readonly var entry in directory.Entries.AsSpan())
            {
                var length = lengths[directory.Number] + names.IdentifierSize(entry);
                if (!entry.IsDirectory && length > MaxLength)
                {
                    tooLong = (tooLong.Node ?? entry.Node, Math.Max(tooLong.Value, length), tooLong.Count + 1);
                }
            }
        }

        if (deep.Node is not null)
        {
            Tell(deep.Node, $"{Several(deep.Count, "directory is", "directories are")} below level {Relocation.MaxLevel}, the deepest at level {deep.Value}");
        }

        if (tooLong.Node is not null)
        {
            Tell(tooLong.Node, $"{Several(tooLong.Count, "path of the ISO 9660 tree is", "paths of the ISO 9660 tree are")} longer than {MaxLength} characters, the longest {tooLong.Value}");
        }

        void Tell(ContentNode node, string what) => diagnostics.Add(new Diagnostic(
            DiagnosticId.PathBeyondStandard,
            severity,
            node.Path,
            $"{what}, more than the standard allows (ECMA-119 6.8.2.1). Current readers accept it; for older ones, nest fewer directories."));

        static string Several(int count, string one, string many) =>
            count == 1 ? $"A {one}" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{count} {many}");
    }
}
