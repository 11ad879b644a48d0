using System.Security.Cryptography;
using System.Text;
using IsoBuild.Bytes;
using IsoBuild.Layout;

namespace IsoBuild.Iso9660;

/// <summary>The MD5 sums of an image as isomd5sum computes them: of the whole, and of all that comes before the end of each of 20 fragments.</summary>
/// <param name="imageLength">The image's size in bytes, as the primary descriptor says it.</param>
/// <param name="skippedSectors">How many sectors at the end do not count.</param>
internal sealed class MediaSums(long imageLength, int skippedSectors)
{
    public const int FragmentCount = 20;

    /// <summary>How many hexadecimal digits are told of each fragment.</summary>
    private const int DigitsEach = 3;

    /// <summary>isomd5sum reads so much at once, and a fragment ends where one of its reads does.</summary>
    private const int ReadSize = 1 << 15;

    /// <summary>How many bytes count.</summary>
    public long Length { get; } = imageLength - ((long)skippedSectors * Sector.Size);

    public string Md5 { get; private set; } = "";

    public string Fragments { get; private set; } = "";

    /// <summary>Computes the sums, with the field taken as spaces.</summary>
    /// <param name="field">Where in the image the field is.</param>
    /// <param name="read">Reads bytes of the image; <see langword="false"/> when they are not there.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public void Compute(long field, MediaChecksum.Reader read, CancellationToken cancellationToken)
    {
        using var hash = RunningHash.Start(HashAlgorithmName.MD5);
        var fragments = new StringBuilder();
        var fragmentSize = Length / (FragmentCount + 1);
        long fragment = 0;
        var buffer = new byte[32 * ReadSize];
        for (long position = 0; position < Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, Length - position));
            if (!read(position, piece))
            {
                break;
            }

            var (start, end) = (Math.Max(field, position), Math.Min(field + MediaChecksum.FieldSize, position + piece.Length));
            if (start < end)
            {
                piece[(int)(start - position)..(int)(end - position)].Fill((byte)' ');
            }

            while (piece.Length > 0)
            {
                var part = piece[..Math.Min(ReadSize, piece.Length)];
                hash.Append(part);
                if (fragmentSize > 0 && position / fragmentSize != fragment)
                {
                    fragment = position / fragmentSize;
                    AppendDigits(fragments, hash.Current());
                }

                position += part.Length;
                piece = piece[part.Length..];
            }
        }

        Md5 = Convert.ToHexStringLower(hash.Finish());
        Fragments = fragments.ToString();
    }

    /// <summary>Of each of the first bytes, the first digit that printing it gives: the low one when the high one is 0.</summary>
    private static void AppendDigits(StringBuilder text, ReadOnlySpan<byte> digest)
    {
        foreach (var value in digest[..DigitsEach])
        {
            text.Append("0123456789abcdef"[value >= 16 ? value >> 4 : value]);
        }
    }
}

/// <summary>Writes the checksum into the application use field of the primary descriptor (ECMA-119 8.4.32), as implantisomd5 does it and checkisomd5 checks it.</summary>
internal sealed class MediaChecksum(CancellationToken cancellationToken) : IFixUp
{
    /// <summary>Where in a volume descriptor the field begins.</summary>
    public const int FieldStart = VolumeDescriptor.ApplicationUse;

    public const int FieldSize = VolumeDescriptor.ApplicationUseSize;

    private const string Mark = "ISO MD5SUM = ";

    /// <summary>What implantisomd5 leaves out at the end: drives fail to read there.</summary>
    public const int SkippedSectors = 15;

    /// <summary>In smaller images, 20 fragments are not larger than what isomd5sum reads at once, and it finds fewer of them than it expects: 21 times 32 KiB, and what is skipped.</summary>
    public const int LeastSectors = (21 * 16) + SkippedSectors;

    private const long Field = (16 * Sector.Size) + FieldStart;

    /// <summary>Reads bytes of an image.</summary>
    public delegate bool Reader(long offset, Span<byte> destination);

    /// <summary>Whether an application use field holds such a checksum.</summary>
    public static bool IsIn(ReadOnlySpan<byte> field) => field.StartsWith(Encoding.ASCII.GetBytes(Mark));

    public void Apply(ImageLayout layout, IWrittenImage image)
    {
        var sums = new MediaSums(layout.Length, SkippedSectors);
        sums.Compute(
            Field,
            (offset, destination) =>
            {
                image.Read(offset, destination);
                return true;
            },
            cancellationToken);
        image.Write(Field, Encoding.ASCII.GetBytes(Text(sums).PadRight(FieldSize)));
    }

    private static string Text(MediaSums sums) =>
        $"{Mark}{sums.Md5};SKIPSECTORS = 15;RHLISOSTATUS=0;FRAGMENT SUMS = {sums.Fragments};FRAGMENT COUNT = 20;THIS IS NOT THE SAME AS RUNNING MD5SUM ON THIS ISO!!";
}
