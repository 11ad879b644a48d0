using IsoBuild.Content;
using Microsoft.Extensions.FileSystemGlobbing.Abstractions;

namespace IsoBuild.Tool.Images;

/// <summary>A directory of an image, for the globbing library to walk. Every directory in it is shown as a file too, so that patterns match it by itself.</summary>
internal sealed class TreeDirectory(ContentDirectory node, DirectoryInfoBase? parent, int depth) : DirectoryInfoBase
{
    /// <summary>How deep patterns look: the library walks by recursion, and images may be made to exhaust the stack.</summary>
    private const int MaxDepth = 1000;

    public override string Name => node.Name;

    public override string FullName => node.Path;

    public override DirectoryInfoBase? ParentDirectory => parent;

    public override IEnumerable<FileSystemInfoBase> EnumerateFileSystemInfos()
    {
        foreach (var child in node.Children)
        {
            yield return new TreeFile(child, this);
            if (child is ContentDirectory directory && depth < MaxDepth)
            {
                yield return new TreeDirectory(directory, this, depth + 1);
            }
        }
    }

    public override DirectoryInfoBase GetDirectory(string path) => path == ".." ? parent ?? this : node.Find(path) is ContentDirectory found
        ? new TreeDirectory(found, this, depth + 1)
        : throw new DirectoryNotFoundException(path);

    public override FileInfoBase GetFile(string path) => node.Find(path) is { } found
        ? new TreeFile(found, this)
        : throw new FileNotFoundException(path);

    private sealed class TreeFile(ContentNode file, DirectoryInfoBase directory) : FileInfoBase
    {
        public override string Name => file.Name;

        public override string FullName => file.Path;

        public override DirectoryInfoBase ParentDirectory => directory;
    }
}
