namespace IsoBuild.TestSupport;

/// <summary>A directory on Linux whose names are not UTF-8: Latin-1, Shift-JIS, halves of characters, and U+FFFD, which is a character.</summary>
internal static class RawTree
{
    /// <summary>Makes the tree in an empty directory.</summary>
    public static void Make(string directory)
    {
        Directory.CreateDirectory(directory);
        CommandLine.Run("sh", ["-c", Script], directory).EnsureSuccess();
    }

    /// <summary>Paths, types, sizes, link targets and checksums of a directory, by a shell's own tools: hexadecimal, so that no byte is lost.</summary>
    public static string Seen(string directory) => CommandLine.Run(
        "sh",
        ["-c", "find . ! -name . -printf '%y %P\\0%l\\0' | LC_ALL=C sort -z | od -An -v -tx1; find . -type f -print0 | LC_ALL=C sort -z | xargs -0 cat | sha256sum"],
        directory).EnsureSuccess().Output;

    /// <summary>The lines of a program's output, in the order of bytes, in hexadecimal.</summary>
    public static string Hex(string command, params string[] arguments) => CommandLine.Run("sh", ["-ec", $"export LC_ALL=C; {{ {command}; }} | sort | od -An -v -tx1 | tr -d ' \\n'", "sh", .. arguments]).EnsureSuccess().Output.TrimEnd('\n');

    /// <summary>The paths of a tree, each with a slash before it, as <see cref="Hex"/> has them.</summary>
    public static string Paths(string directory) => Hex("cd \"$1\" && find . ! -name . | sed 's,^\\.,,'", directory);

    private const string Script =
        """
        set -e
        at() { printf "$1"; }
        mkdir "$(at 'd\357r')" "$(at 'd\357r/sub')" plain
        echo latin > "$(at 'caf\351')"
        echo other > "$(at 'caf\350')"
        echo under > caf_
        echo fffe > "$(at '\377\376')"
        echo half > "$(at 'ok-\303')"
        echo whole > "$(at 'fffd-\357\277\275')"
        echo surrogate > "$(at 'cesu-\355\263\251')"
        echo in > "$(at 'd\357r/inner')"
        echo sjis > "$(at 'd\357r/sub/\203\145\203\130\203\147.txt')"
        : > "$(at 'empty\200')"
        ln "$(at 'caf\351')" "$(at 'd\357r/hard\351')"
        ln -s "$(at 'caf\351')" link
        ln -s "$(at 'd\357r/inner')" "$(at 'l\357nk')"
        ln -s "$(at '../d\357r')" plain/to-directory
        """;
}
