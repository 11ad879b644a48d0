using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using IsoBuild.Bytes;

namespace IsoBuild.Tasks;

/// <summary>The hash of a list of texts.</summary>
internal static class TextHash
{
    /// <summary>SHA-256 of all texts, each behind its length: no two lists run together to the same.</summary>
    public static string Of(IEnumerable<string> texts)
    {
        using var hash = RunningHash.Start(HashAlgorithmName.SHA256);
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
            hash.Append(buffer.AsSpan(0, sizeof(int) + length));
        }

        return Convert.ToHexStringLower(hash.Finish());
    }
}
