using IsoBuild.Content;

namespace IsoBuild.Tool.Images;

/// <summary>Symbolic links inside an image. They lead nowhere else.</summary>
internal static class Links
{
    /// <summary>As many as Linux follows.</summary>
    private const int MaxLinks = 40;

    /// <summary>What a link leads to in the end; <see langword="null"/> when that is not in the image.</summary>
    public static ContentNode? Follow(ContentTree tree, ContentLink link)
    {
        var followed = 0;
        ContentNode? here = link.Parent;
        var rest = new Stack<string>();
        Push(link);
        while (rest.TryPop(out var name))
        {
            if (here is not ContentDirectory directory)
            {
                return null;
            }

            here = name switch
            {
                "." => directory,
                ".." => directory.Parent ?? directory,
                _ => directory.Find(name),
            };
            if (here is ContentLink next)
            {
                if (++followed >= MaxLinks)
                {
                    return null;
                }

                here = next.Parent;
                Push(next);
            }
        }

        return here;

        void Push(ContentLink from)
        {
            if (from.Target.StartsWith('/'))
            {
                here = tree.Root;
            }

            foreach (var name in from.Target.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
            {
                rest.Push(name);
            }
        }
    }
}
