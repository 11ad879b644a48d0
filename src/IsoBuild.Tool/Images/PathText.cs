using System.Text;
using IsoBuild.Content;
using IsoBuild.Tool.Output;

namespace IsoBuild.Tool.Images;

/// <summary>Prints the paths of entries, of directories with a slash at the end. Entries of one directory follow each other: its path is put together once.</summary>
internal sealed class PathText
{
    private ContentDirectory? parent;
    private string path = "/";

    public void Append(StringBuilder line, ContentNode node)
    {
        if (node.Parent != parent)
        {
            parent = node.Parent;
            path = parent is null or { Parent: null } ? "/" : Terminal.Path(parent.Path + "/");
        }

        line.Append(path).Append(Terminal.Path(node.Name));
        if (node is ContentDirectory)
        {
            line.Append('/');
        }
    }
}
