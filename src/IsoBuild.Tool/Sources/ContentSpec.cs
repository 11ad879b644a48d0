using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Tool.Sources;

/// <summary>One content argument: <c>DIR</c>, <c>FILE</c> or <c>TARGET=SOURCE</c>.</summary>
/// <param name="Target">The path in the image; empty for its root. Of a file, ending in a separator, the directory it goes to.</param>
/// <param name="Source">The file or directory on disk, whether it exists or not.</param>
internal sealed record ContentSpec(string Target, string Source)
{
    private static readonly char[] Separators = ['/', '\\'];

    /// <summary>Reads an argument. What exists on disk as it is written is a source, whatever characters its name has;
    /// otherwise the first <c>=</c> behind which something exists divides, or the first one.</summary>
    /// <exception cref="UsageException">There is no source.</exception>
    public static ContentSpec Parse(string argument, Func<string, bool>? exists = null)
    {
        exists ??= DiskPath.Exists;
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0 || exists(argument))
        {
            return argument.Length > 0 ? new ContentSpec("", argument) : throw Wrong(argument);
        }

        for (var i = equals; i >= 0; i = argument.IndexOf('=', i + 1))
        {
            if (exists(argument[(i + 1)..]))
            {
                equals = i;
                break;
            }
        }

        return equals < argument.Length - 1
            // The image's root is the root of every target: a leading separator says nothing new.
            ? new ContentSpec(argument[..equals].TrimStart(Separators), argument[(equals + 1)..])
            : throw Wrong(argument);
    }

    /// <summary>Adds what the argument names.</summary>
    /// <exception cref="ImageException">The source does not exist, but the target does on disk: they are likely the wrong way round.</exception>
    public void AddTo(ImageBuilder builder)
    {
        if (Target.Length > 0 && !DiskPath.Exists(Source) && DiskPath.Exists(Target))
        {
            throw new ImageException(new Diagnostic(DiagnosticId.SourceMissing, DiagnosticSeverity.Error, Source, $"The source does not exist. The path in the image comes first: did you mean {Source}={Target}?"));
        }

        if (DiskPath.IsDirectory(Source))
        {
            builder.AddDirectory(Target, Source);
        }
        else
        {
            builder.AddFile(Target, Source);
        }
    }

    private static UsageException Wrong(string argument) =>
        new(argument, "The content names no source; write a directory, a file, or TARGET=SOURCE.");
}
