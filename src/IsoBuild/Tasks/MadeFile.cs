using System.Globalization;

namespace IsoBuild.Tasks;

/// <summary>A file as a build left it.</summary>
/// <param name="Path">Its whole path.</param>
/// <param name="Written">When it was written last; empty of what is about to take its place.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Bytes">The SHA-256 of its bytes.</param>
internal sealed record MadeFile(string Path, string Written, string Size, string Bytes)
{
    private const char Separator = '|';
    private const int Parts = 4;

    public static MadeFile Of(string path, string bytes) => new(path, DateOf(path), SizeOf(path), bytes);

    /// <summary>A file that is about to take its place: whatever it will be.</summary>
    public static MadeFile Coming(string path) => new(path, "", "", "");

    /// <summary>Reads <see cref="ToLine"/>; <see langword="null"/> of a line that tells of something else.</summary>
    public static MadeFile? Parse(string line, MovablePath paths) =>
        line is [>= '0' and <= '9' or Separator, ..] && line.Split(Separator, Parts) is [var written, var size, var bytes, var path] ? new(paths.Whole(path), written, size, bytes) : null;

    /// <summary>Whether nobody has written it since.</summary>
    public bool HasDate() => Written.Length > 0 && Written == DateOf(Path) && HasSize();

    public bool HasSize() => Size.Length > 0 && File.Exists(Path) && Size == SizeOf(Path);

    /// <summary>Whether it has the same bytes, if under another date: it was copied, or came from a cache.</summary>
    public bool HasBytes(CancellationToken cancellationToken) => HasSize() && Bytes == ChangeHash.OfFile(Path, cancellationToken);

    /// <summary>Whether it is what the build left, or what was coming.</summary>
    public bool IsStill(bool withSameBytes) => this == Coming(Path) || HasDate() || (withSameBytes && HasBytes(CancellationToken.None));

    /// <summary>The file as text in a stamp.</summary>
    public string ToLine(MovablePath paths) => string.Join(Separator, Written, Size, Bytes, paths.From(Path));

    private static string DateOf(string path) => File.GetLastWriteTimeUtc(path).Ticks.ToString(CultureInfo.InvariantCulture);

    private static string SizeOf(string path) => new FileInfo(path).Length.ToString(CultureInfo.InvariantCulture);
}
