using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace IsoBuild.Tasks;

#pragma warning disable RS0030 // Without OpenSSL there is no MSBuild either: its own tasks hash with it, and NuGet.

/// <summary>Hashes that tell whether something has changed.</summary>
internal static class ChangeHash
{
    /// <summary>SHA-256 of bytes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>SHA-256 of all texts, each behind its length: no two lists run together to the same.</summary>
    public static string Of(IEnumerable<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = Array.Empty<byte>();
        foreach (var text in texts)
        {
            var needed = sizeof(int) + Encoding.UTF8.GetMaxByteCount(text.Length);
            if (buffer.Length < needed)
            {
                buffer = new byte[needed * 2];
            }

            var length = Encoding.UTF8.GetBytes(text, buffer.AsSpan(sizeof(int)));
            BinaryPrimitives.WriteInt32LittleEndian(buffer, length);
            hash.AppendData(buffer.AsSpan(0, sizeof(int) + length));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
