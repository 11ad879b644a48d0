using System.Text;
using IsoBuild.Content;

namespace IsoBuild.Tool.Images;

/// <summary>Types and permissions as <c>ls -l</c> shows them: <c>-rwxr-xr-x</c>; question marks where the tree does not tell.</summary>
internal static class ModeText
{
    public static void Append(StringBuilder line, ContentNode node)
    {
        Span<char> text = stackalloc char[10];
        text[0] = node switch
        {
            ContentDirectory => 'd',
            ContentLink => 'l',
            ContentSpecial { Kind: SpecialKind.Pipe } => 'p',
            ContentSpecial { Kind: SpecialKind.Socket } => 's',
            ContentSpecial { Kind: SpecialKind.CharacterDevice } => 'c',
            ContentSpecial => 'b',
            _ => '-',
        };
        if (node.Mode is not { } mode)
        {
            text[1..].Fill('?');
            line.Append(text);
            return;
        }

        for (var i = 0; i < 9; i++)
        {
            text[i + 1] = ((int)mode & (0x100 >> i)) != 0 ? "rwx"[i % 3] : '-';
        }

        Special(ref text[3], mode.HasFlag(UnixFileMode.SetUser), 's');
        Special(ref text[6], mode.HasFlag(UnixFileMode.SetGroup), 's');
        Special(ref text[9], mode.HasFlag(UnixFileMode.StickyBit), 't');
        line.Append(text);
    }

    /// <summary>The three upper bits share their places with the right to execute.</summary>
    private static void Special(ref char execute, bool isSet, char letter) =>
        execute = !isSet ? execute : execute == 'x' ? letter : char.ToUpperInvariant(letter);
}
