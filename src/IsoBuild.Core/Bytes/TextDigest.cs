using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace IsoBuild.Bytes;

/// <summary>Stands for a text where many are looked up and none is told: of a deep tree, the paths of all entries are many times what holds it.</summary>
internal static class TextDigest
{
    /// <summary>Half a SHA-256: nobody finds two texts that have the same.</summary>
    public static UInt128 Of(ReadOnlySpan<char> text) =>
        BinaryPrimitives.ReadUInt128LittleEndian(RunningHash.Of(HashAlgorithmName.SHA256, MemoryMarshal.AsBytes(text)));
}
