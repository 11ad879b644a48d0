using System.Security.Cryptography;

namespace IsoBuild.Tasks;

#pragma warning disable RS0030 // Without OpenSSL there is no MSBuild either: its own tasks hash with it, and NuGet.

/// <summary>Hashes that tell whether something has changed.</summary>
internal static class ChangeHash
{
    /// <summary>SHA-256 of bytes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>SHA-256 of a file.</summary>
    public static string OfFile(string path, CancellationToken cancellationToken)
    {
        using var ofFile = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        var bytes = new byte[1 << 20];
        while (file.Read(bytes) is > 0 and var count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ofFile.AppendData(bytes.AsSpan(0, count));
        }

        return Convert.ToHexStringLower(ofFile.GetHashAndReset());
    }
}
