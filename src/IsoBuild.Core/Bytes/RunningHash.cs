using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace IsoBuild.Bytes;

/// <summary>A hash of bytes that come piece by piece: SHA-2, SHA-1 and MD5.</summary>
/// <remarks>On Unix .NET has OpenSSL make them, with the processor's own instructions, and ends the process where that is not installed. There they are made here,
/// so that a program of one file needs no other, and never ends half-way.</remarks>
internal abstract class RunningHash : IDisposable
{
    private static readonly Lazy<bool> SystemWorks = new(static () =>
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() || HasOpenSsl());

    /// <summary>Starts a hash.</summary>
    /// <param name="algorithm">What makes it.</param>
    public static RunningHash Start(HashAlgorithmName algorithm) => SystemWorks.Value ? new OfSystem(algorithm) : StartManaged(algorithm);

    /// <summary>Starts a hash that needs nothing of the system.</summary>
    /// <param name="algorithm">What makes it.</param>
    public static RunningHash StartManaged(HashAlgorithmName algorithm) =>
        algorithm == HashAlgorithmName.SHA256 ? new Sha256Blocks()
        : algorithm == HashAlgorithmName.MD5 ? new Md5Blocks()
        : algorithm == HashAlgorithmName.SHA1 ? new Sha1Blocks()
        : algorithm == HashAlgorithmName.SHA384 || algorithm == HashAlgorithmName.SHA512 ? new Sha512Blocks(isShort: algorithm == HashAlgorithmName.SHA384)
        : throw new ArgumentException($"No hash is called {algorithm}.", nameof(algorithm));

    /// <summary>The hash of bytes.</summary>
    /// <param name="algorithm">What makes it.</param>
    /// <param name="bytes">The bytes.</param>
    public static byte[] Of(HashAlgorithmName algorithm, ReadOnlySpan<byte> bytes)
    {
        if (SystemWorks.Value)
        {
            // Of small files there may be a million.
#pragma warning disable RS0030 // It is known to work.
            return CryptographicOperations.HashData(algorithm, bytes);
#pragma warning restore RS0030
        }

        using var hash = Start(algorithm);
        hash.Append(bytes);
        return hash.Finish();
    }

    /// <summary>The hash of what a stream has left.</summary>
    /// <param name="algorithm">What makes it.</param>
    /// <param name="content">The stream.</param>
    public static byte[] Of(HashAlgorithmName algorithm, Stream content)
    {
        using var hash = Start(algorithm);
        var buffer = new byte[1 << 16];
        for (int read; (read = content.Read(buffer, 0, buffer.Length)) > 0;)
        {
            hash.Append(buffer.AsSpan(0, read));
        }

        return hash.Finish();
    }

    public abstract void Append(ReadOnlySpan<byte> bytes);

    /// <summary>The hash of what was appended so far; more may follow.</summary>
    public abstract byte[] Current();

    /// <summary>The hash of what was appended; what follows is another's.</summary>
    public abstract byte[] Finish();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Whether .NET will find its OpenSSL: it looks for these, and where there is none it does not throw.</summary>
    private static bool HasOpenSsl()
    {
        string?[] versions = [Environment.GetEnvironmentVariable("CLR_OPENSSL_VERSION_OVERRIDE"), "3", "1.1"];
        return Array.Exists(versions, static version => !string.IsNullOrEmpty(version) && NativeLibrary.TryLoad($"libssl.so.{version}", out _));
    }

#pragma warning disable RS0030 // This is the place where it is known to work.
    private sealed class OfSystem(HashAlgorithmName algorithm) : RunningHash
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(algorithm);

        public override void Append(ReadOnlySpan<byte> bytes) => hash.AppendData(bytes);

        public override byte[] Current() => hash.GetCurrentHash();

        public override byte[] Finish() => hash.GetHashAndReset();

        protected override void Dispose(bool disposing)
        {
            hash.Dispose();
            base.Dispose(disposing);
        }
    }
#pragma warning restore RS0030
}
