using System.Security.Cryptography;
using System.Text;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Provenance;

/// <summary>What every document says of the image: its name, its digest and its date, and what follows from these.</summary>
/// <param name="layout">The image.</param>
/// <param name="sha256">Its SHA-256.</param>
internal sealed class DocumentIdentity(ImageLayout layout, string sha256)
{
    /// <summary>The namespace of URLs (RFC 9562, 6.6).</summary>
    private static readonly byte[] NamespaceOfUrls = new Guid("6ba7b811-9dad-11d1-80b4-00c04fd430c8").ToByteArray(bigEndian: true);

    /// <summary>What the image is called; an image that went into a stream has no name of its own.</summary>
    public string Name { get; } = layout.Name.Length == 0 ? "image.iso" : NameText.Of(layout.Name);

    public string Sha256 => sha256;

    /// <summary>When the image was made, as it says itself.</summary>
    public string Timestamp { get; } = ImageTimestamp.Format(layout.Volume.Timestamp ?? ImageTimestamp.Default);

    /// <summary>A URI that no other image has (SPDX 2.3, 6.5).</summary>
    public string Namespace => $"https://spdx.org/spdxdocs/{Uri.EscapeDataString(Name)}-{sha256}";

    /// <summary>A UUID of version 5 (RFC 9562, 5.5): of the namespace of URLs and <see cref="Namespace"/>.</summary>
    public Guid Uuid
    {
        get
        {
            var hash = RunningHash.Of(HashAlgorithmName.SHA1, [.. NamespaceOfUrls, .. Encoding.UTF8.GetBytes(Namespace)]).AsSpan(0, 16);
            hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
            hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
            return new Guid(hash, bigEndian: true);
        }
    }
}
