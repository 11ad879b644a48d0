using System.Text;

namespace IsoBuild.Udf;

/// <summary>What a symbolic link leads to: path components, one behind the other (ECMA-167 4/14.16; UDF 1.02 2.3.13.1). Never written here: 7-Zip refuses a volume with links.</summary>
internal static class PathComponents
{
    private const int HeadSize = 4;

    // 4/14.16.1.1.
    private const byte OtherRoot = 1;
    private const byte Root = 2;
    private const byte Parent = 3;
    private const byte Self = 4;
    private const byte Name = 5;

    /// <summary>The path as POSIX has it: with <c>/</c> between names, absolute when it begins with one.</summary>
    /// <param name="bytes">The link's content.</param>
    /// <param name="path">The path, as far as it can be read.</param>
    /// <returns>Whether all of it could be read.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out string path)
    {
        var text = new StringBuilder();
        var isSound = true;
        while (bytes.Length > 0 && isSound)
        {
            if (bytes.Length < HeadSize || HeadSize + bytes[1] > bytes.Length)
            {
                isSound = false;
                break;
            }

            if (text.Length > 0 && text[^1] != '/')
            {
                text.Append('/');
            }

            var identifier = bytes.Slice(HeadSize, bytes[1]);
            switch (bytes[0])
            {
                case OtherRoot or Root:
                    // Of the file system in which the link lies, or of another that was agreed upon: Linux takes both for its own.
                    text.Clear().Append('/');
                    break;
                case Parent:
                    text.Append("..");
                    break;
                case Self:
                    text.Append('.');
                    break;
                case Name when OstaText.TryRead(identifier, out var name) && name.Length > 0:
                    text.Append(name);
                    break;
                default:
                    isSound = false;
                    break;
            }

            bytes = bytes[(HeadSize + identifier.Length)..];
        }

        path = text.ToString();
        return isSound;
    }
}
