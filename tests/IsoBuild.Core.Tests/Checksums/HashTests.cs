using System.Security.Cryptography;
using System.Text;
using IsoBuild.Bytes;

namespace IsoBuild.Core.Tests.Checksums;

/// <summary>The hashes that need no library of the system.</summary>
public class HashTests
{
    private const string TwoBlocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";

    /// <summary>Of NIST's examples (FIPS 180-4) and of RFC 1321, A.5.</summary>
    [Theory]
    [InlineData("SHA256", "abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("SHA256", "", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("SHA256", TwoBlocks, 1, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    [InlineData("SHA256", "aaaaaaaaaa", 100000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")]
    [InlineData("SHA1", "abc", 1, "a9993e364706816aba3e25717850c26c9cd0d89d")]
    [InlineData("SHA1", TwoBlocks, 1, "84983e441c3bd26ebaae4aa1f95129e5e54670f1")]
    [InlineData("SHA1", "aaaaaaaaaa", 100000, "34aa973cd4c4daa4f61eeb2bdbad27316534016f")]
    [InlineData("SHA384", "abc", 1, "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7")]
    [InlineData("SHA512", "abc", 1, "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f")]
    [InlineData("MD5", "", 1, "d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("MD5", "abc", 1, "900150983cd24fb0d6963f7d28e17f72")]
    [InlineData("MD5", "1234567890", 8, "57edf4a22be3c955ac49da2e2107b67a")]
    public void They_are_those_of_the_standards(string algorithm, string text, int times, string expected)
    {
        using RunningHash hash = RunningHash.StartManaged(new HashAlgorithmName(algorithm));
        for (int i = 0; i < times; i++)
        {
            hash.Append(Encoding.ASCII.GetBytes(text));
        }

        Assert.Equal(expected, Convert.ToHexStringLower(hash.Current()));
        Assert.Equal(expected, Convert.ToHexStringLower(hash.Finish()));
    }

    /// <summary>Every length around the ends of blocks, in pieces of every kind, against those of .NET.</summary>
    [Theory]
    [InlineData("MD5")]
    [InlineData("SHA1")]
    [InlineData("SHA256")]
    [InlineData("SHA384")]
    [InlineData("SHA512")]
    public void They_are_those_of_the_system(string name)
    {
        HashAlgorithmName algorithm = new(name);
        byte[] bytes = new byte[300];
        new Random(1).NextBytes(bytes);
        using RunningHash hash = RunningHash.StartManaged(algorithm);
        for (int length = 0; length <= bytes.Length; length++)
        {
            int piece = (length % 70) + 1;
            for (int position = 0; position < length; position += piece)
            {
                hash.Append(bytes.AsSpan(position, Math.Min(piece, length - position)));
                _ = position > 0 ? null : hash.Current();
            }

            Assert.Equal(CryptographicOperations.HashData(algorithm, bytes.AsSpan(0, length)), hash.Finish());
        }
    }
}
