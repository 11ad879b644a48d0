using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using IsoBuild.Bytes;

namespace IsoBuild.Partitions;

/// <summary>Identifiers that are unique because the image is: each a hash of the image's identity and of what it is for.</summary>
/// <param name="identity">What tells the image from all others.</param>
internal readonly struct DerivedIds(byte[] identity)
{
    /// <summary>A GUID of the kind whose bits are the maker's own (RFC 9562 5.8: version 8, variant 10).</summary>
    public Guid Guid(string purpose)
    {
        var bytes = Hash(purpose).AsSpan(0, 16);
        bytes[6] = (byte)(bytes[6] & 0x0F | 0x80);
        bytes[8] = (byte)(bytes[8] & 0x3F | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The signature of a disk, which is 0 for none.</summary>
    public uint Signature(string purpose) => Math.Max(1, BinaryPrimitives.ReadUInt32LittleEndian(Hash(purpose)));

    private byte[] Hash(string purpose) => RunningHash.Of(HashAlgorithmName.SHA256, [.. identity, .. Encoding.ASCII.GetBytes(purpose)]);
}
