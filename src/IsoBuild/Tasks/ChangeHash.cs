using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace IsoBuild.Tasks;

#pragma warning disable RS0030 // Without OpenSSL there is no MSBuild either: its own tasks hash with it, and NuGet.

/// <summary>A SHA-256 that tells whether something has changed.</summary>
internal sealed class ChangeHash : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] buffer = new byte[1 << 16];
    private int used;

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

    /// <summary>Adds a text behind its length: no two lists run together to the same.</summary>
    public void Add(string text)
    {
        Reserve(sizeof(int) + Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, buffer.AsSpan(used + sizeof(int)));
        BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(used), length);
        used += sizeof(int) + length;
    }

    /// <summary>Adds a number.</summary>
    public void Add(long number)
    {
        Reserve(sizeof(long));
        BinaryPrimitives.WriteInt64LittleEndian(buffer.AsSpan(used), number);
        used += sizeof(long);
    }

    /// <summary>The hash of all that was added, in lower-case hexadecimal.</summary>
    public string Finish()
    {
        Flush();
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public void Dispose() => hash.Dispose();

    private void Reserve(int count)
    {
        if (buffer.Length - used < count)
        {
            Flush();
            if (buffer.Length < count)
            {
                buffer = new byte[count * 2];
            }
        }
    }

    private void Flush()
    {
        hash.AppendData(buffer.AsSpan(0, used));
        used = 0;
    }
}
