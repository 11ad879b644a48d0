using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using IsoBuild.Bytes;
using IsoBuild.Content;

namespace IsoBuild.Layout;

/// <summary>What tells one image from another: a hash of all that determines an image, but for the content of files, which nobody has read when it
/// is asked for. Every identifier that ought to be unique derives from it.</summary>
internal static class ImageIdentity
{
    public const int Size = 32;

    /// <summary>The hash of what the volume says, of its formats and size, and of every node's place, name, date, mode, owner and length.</summary>
    public static byte[] Of(ContentTree content, VolumeText text, ImageLayout layout)
    {
        using var hash = RunningHash.Start(HashAlgorithmName.SHA256);
        Append(hash, layout.Length, (long)layout.Volume.Formats, layout.Volume.IsoLevel, text.Timestamp.ToUnixTimeSeconds(), Seconds(text.Expires), Seconds(text.Effective));
        if (text.OwnDate is { } date)
        {
            Append(hash, date.ToUnixTimeMilliseconds());
        }

        foreach (var field in (ReadOnlySpan<string>)
        [
            text.VolumeId, text.SystemId, text.VolumeSetId, text.Publisher, text.Preparer, text.ApplicationId,
            text.CopyrightFile, text.AbstractFile, text.BibliographicFile,
        ])
        {
            Append(hash, field);
        }

        // In the order of nodes, which is that of paths, a name and the parent's number say the path.
        foreach (var node in content.AllNodes)
        {
            Append(hash, node.Name);
            Append(
                hash,
                node.Parent?.Index ?? -1,
                node.Modified?.ToUnixTimeSeconds() ?? long.MinValue,
                node.Mode is { } mode ? (long)mode : -1,
                (long)node.OwnerId << 32 | node.GroupId,
                (long)node.HiddenFrom | ((long)node.MarkedHidden << 8),
                node is ContentFile file ? file.Length : -1);
            if (node is ContentLink link)
            {
                Append(hash, link.Target);
            }
        }

        return hash.Finish();
    }

    private static long Seconds(DateTimeOffset? instant) => instant?.ToUnixTimeSeconds() ?? long.MinValue;

    /// <summary>The length before it, so that no two sequences of texts are the same bytes.</summary>
    private static void Append(RunningHash hash, string text)
    {
        Append(hash, text.Length);
        if (BitConverter.IsLittleEndian)
        {
            hash.Append(MemoryMarshal.AsBytes(text.AsSpan()));
            return;
        }

        Span<byte> unit = stackalloc byte[sizeof(char)];
        foreach (var c in text)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(unit, c);
            hash.Append(unit);
        }
    }

    private static void Append(RunningHash hash, params ReadOnlySpan<long> numbers)
    {
        Span<byte> bytes = stackalloc byte[numbers.Length * sizeof(long)];
        for (var i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes[(i * sizeof(long))..], numbers[i]);
        }

        hash.Append(bytes);
    }
}
