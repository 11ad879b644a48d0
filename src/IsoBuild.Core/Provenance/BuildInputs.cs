using System.Security.Cryptography;
using System.Text;
using IsoBuild.Bytes;

namespace IsoBuild.Provenance;

/// <summary>From what an image was made, beside its files.</summary>
/// <param name="Parameters">The options that are not as they are by default, by name: texts, numbers and switches, with no path of the machine among them.</param>
/// <param name="BaseName">The file name of the image on which it is based; <see langword="null"/> where it is based on none.</param>
/// <param name="HashBase">Hashes that image.</param>
internal sealed record BuildInputs(IReadOnlyList<(string Name, object Value)> Parameters, string? BaseName = null, Func<CancellationToken, string>? HashBase = null);

/// <summary>Content in one number.</summary>
internal static class ContentDigest
{
    /// <summary>The SHA-256 of what <c>sha256sum</c> prints for all files, in the order of the bytes of their paths:
    /// <c>find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum</c> in the root of the mounted image.</summary>
    public static string Of(IEnumerable<HashedFile> files)
    {
        using var hash = RunningHash.Start(HashAlgorithmName.SHA256);
        foreach (var (path, sha256) in files.Select(file => (Path: NameBytes.Encode(file.Path), file.Sha256)).Order(Comparer<(byte[] Path, string Sha256)>.Create(static (a, b) => a.Path.AsSpan().SequenceCompareTo(b.Path))))
        {
            // Where a name has a backslash or the end of a line, these are escaped, and a backslash begins the line.
            var isEscaped = path.AsSpan().IndexOfAny("\\\n\r"u8) >= 0;
            hash.Append(isEscaped ? "\\"u8 : []);
            hash.Append(Encoding.ASCII.GetBytes($"{sha256}  ."));
            hash.Append(isEscaped ? Escape(path) : path);
            hash.Append("\n"u8);
        }

        return Convert.ToHexStringLower(hash.Finish());
    }

    private static byte[] Escape(byte[] path) =>
    [
        .. path.SelectMany(static value => value switch
        {
            (byte)'\\' => "\\\\"u8.ToArray(),
            (byte)'\n' => "\\n"u8.ToArray(),
            (byte)'\r' => "\\r"u8.ToArray(),
            _ => [value],
        }),
    ];
}
