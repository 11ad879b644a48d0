namespace IsoBuild.Interop.Tests;

/// <summary>A tree on disk of all that other writers store, each kind once or twice: small, so that many images are made of it.</summary>
public sealed class ForeignTree : IDisposable
{
    private readonly TempDirectory folder = new();

    public ForeignTree()
    {
        Write("readme.txt", "read me\n");
        Write("UPPER.TXT", "upper");
        Write("Mixed Name.Html", "<html>");
        Write("empty", "");
        Write("bin/tool", "#!/bin/sh\n", (UnixFileMode)0b111_101_000);
        Write("bin/set-user", "#!/bin/sh\nexit\n", UnixFileMode.SetUser | (UnixFileMode)0b111_101_101);
        Write("same/one.bin", new string('=', 5000));
        Write("same/other.bin", new string('=', 5000));
        Write("names/" + new string('n', 58) + ".txt", "59");
        Write("names/many.dots.in.it.tar.gz", "dots");
        Write("names/.hidden", "hidden");
        Write("names/Привет, мир.txt", "мир");
        Write("zip/text", string.Concat(Enumerable.Range(0, 9000).Select(i => $"{i} ")));
        Write("zip/zeros", new string('\0', 70_000));
        Write("a/b/c/d/e/f/g/h/i/j/bottom.txt", "bottom");
        Write("a/b/c/d/e/f/g/h2/other.txt", "other");
        for (int i = 0; i < 60; i++)
        {
            Write($"many/entry {i:D2} of a directory of several sectors.txt", $"{i}");
        }

        Directory.CreateDirectory(In("hollow/in hollow"));
        Readers.Run("ln", In("readme.txt"), In("bin/linked"));
        Readers.Run("ln", In("readme.txt"), In("names/linked, too"));
        File.CreateSymbolicLink(In("links-relative"), "bin/tool");
        File.CreateSymbolicLink(In("bin/link-up"), "../names/../readme.txt");
        File.CreateSymbolicLink(In("bin/link-root"), "/");
        File.CreateSymbolicLink(In("bin/link-absolute"), "/usr/share/doc");
        File.CreateSymbolicLink(In("bin/link-nowhere"), "../no/where");
        File.CreateSymbolicLink(In("bin/link-long"), string.Join('/', Enumerable.Range(0, 12).Select(i => new string((char)('a' + i), 15))));
        Readers.Run("mkfifo", "-m", "0640", In("pipe"));
        if (Environment.IsPrivilegedProcess)
        {
            Readers.Run("chown", "-h", "1000:2000", In("UPPER.TXT"), In("names"), In("links-relative"));
            Readers.Run("chown", "70000:80000", In("same/one.bin"));
        }

        Readers.Shell("cd \"$1\"; find . -depth -exec touch -h -d 2024-02-29T12:34:56Z {} +; touch -d 1999-12-31T23:59:59Z same/one.bin; touch -d 2037-06-05T04:03:02Z names/.hidden", In(""));
        Entries = [.. Listing.OfTree(Path)];
        Compressed = folder.Combine("compressed");
    }

    public string Path => folder.Combine("tree");

    /// <summary>Where a test may put what <see cref="Zisofs"/> makes of it.</summary>
    public string Compressed { get; }

    internal IReadOnlyList<Seen> Entries { get; }

    public void Dispose() => folder.Dispose();

    /// <summary>The image that a command of <see cref="ForeignMatrixTests"/> makes, in a folder.</summary>
    /// <param name="command">The writer and its options.</param>
    /// <param name="into">The folder.</param>
    /// <param name="place">What goes in; this tree, when left out.</param>
    internal string Make(string command, TempDirectory into, string? place = null)
    {
        place ??= Path;
        string image = into.Combine("foreign.iso");
        string weights = into.Write("weights", $"{Path}/same/one.bin 5\n{Path}/bin/tool -5\n");
        string[] words = [.. command.Split(' ').Select(word => word.Replace("WEIGHTS", weights, StringComparison.Ordinal))];
        Readers.Run(words[0], words[0] switch
        {
            "genisoimage" => ["-quiet", "-input-charset", "utf-8", .. words[1..], "-o", image, place],
            "xorriso" => ["-as", "mkisofs", "-quiet", "-input-charset", "utf-8", .. words[1..], "-o", image, place],
            _ => ["--format=iso9660", $"--options={words[1]}", "-cf", image, "-C", place, "."],
        });
        return image;
    }

    private string In(string path) => System.IO.Path.Join(Path, path);

    private void Write(string path, string text, UnixFileMode mode = (UnixFileMode)0b110_100_100) =>
        File.SetUnixFileMode(folder.Write($"tree/{path}", text), mode);
}
