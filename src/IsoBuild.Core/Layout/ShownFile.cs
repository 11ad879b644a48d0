using IsoBuild.Content;

namespace IsoBuild.Layout;

/// <summary>A file by a path under which readers of the image find it.</summary>
/// <param name="Path">The path from the root on, with a leading slash.</param>
/// <param name="File">Whose content they find there.</param>
internal readonly record struct ShownFile(string Path, ContentFile File)
{
    /// <summary>The files of content that is planned, by the names that the first of the trees gives them that shows them at all. What no tree shows is not among them.</summary>
    /// <param name="content">The content.</param>
    /// <param name="trees">The trees, best first; <see langword="null"/> where all names are the nodes' own.</param>
    public static IEnumerable<ShownFile> Of(ContentTree content, IReadOnlyList<NamingTree>? trees)
    {
        foreach (var node in content.AllNodes)
        {
            if (trees is null)
            {
                if (node is ContentFile file)
                {
                    yield return new ShownFile(file.Path, file);
                }
            }
            else if ((node as ContentFile ?? (node as ContentLink)?.LeadsTo) is { } file && trees.FirstOrDefault(tree => tree.Shows(node)) is { } tree)
            {
                yield return new ShownFile(tree.PathOf?.Invoke(node) ?? node.Path, file);
            }
        }
    }
}
