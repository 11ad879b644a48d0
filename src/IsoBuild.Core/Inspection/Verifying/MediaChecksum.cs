using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IsoBuild.Bytes;
using IsoBuild.Diagnostics;
using IsoBuild.Reading;

namespace IsoBuild.Inspection;

/// <summary>The MD5 that implantisomd5 writes into the application use field of the primary descriptor, for checkisomd5 and installers.</summary>
internal static class MediaChecksum
{
    private const int Field = 883;
    private const int FieldSize = 512;
    private const string Label = "ISO MD5SUM = ";
    private const string SkipLabel = "SKIPSECTORS = ";
    private const int PrimarySector = 16;
    private const int HashLength = 32;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    public static void Check(VerifyContext context, byte[] primary, long primaryOffset)
    {
        var text = Encoding.Latin1.GetString(primary, Field, FieldSize);
        var at = text.IndexOf(Label, StringComparison.Ordinal);
        if (at < 0 || primaryOffset != PrimarySector * Sector.Size)
        {
            return;
        }

        var offset = primaryOffset + Field + at;
        var expected = text.AsSpan(at + Label.Length);
        expected = expected[..Math.Min(expected.Length, HashLength)];
        var size = BinaryPrimitives.ReadUInt32BigEndian(primary.AsSpan(84)) * (long)Sector.Size;
        if (expected.Length < HashLength || !IsHex(expected) || SkippedSectors(text) is not { } skipped || size > context.Image.Length || size <= skipped * Sector.Size)
        {
            context.Findings.Warning(DiagnosticId.MediaChecksumMalformed, "primary descriptor", offset, "There is a field of implantisomd5, but it holds no MD5 or no number of skipped sectors: checkisomd5 cannot check the image. Run implantisomd5 --force again.");
            return;
        }

        var actual = Hash(context.Image, size - (skipped * Sector.Size), primaryOffset + Field, context.CancellationToken);
        if (!expected.Equals(actual, StringComparison.OrdinalIgnoreCase))
        {
            context.Findings.Error(DiagnosticId.MediaChecksumWrong, "primary descriptor", offset, $"The MD5 implanted by implantisomd5 is {expected}; that of the image is {actual}. The image was changed or damaged: get it again, or, if it was changed on purpose, run implantisomd5 --force.");
        }
    }

    private static bool IsHex(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(HexDigits);

    private static long? SkippedSectors(string text)
    {
        var at = text.IndexOf(SkipLabel, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        var digits = text.AsSpan(at + SkipLabel.Length);
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(end < 0 ? digits : digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var sectors) ? sectors : null;
    }

    /// <summary>Of the first <paramref name="length"/> bytes, with the field taken as spaces.</summary>
    private static string Hash(ImageFile image, long length, long field, CancellationToken cancellationToken)
    {
#pragma warning disable CA5351 // The checksum is the format's, against damage, not against malice.
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
        var buffer = new byte[1 << 20];
        for (long position = 0; position < length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - position));
            if (!image.TryRead(position, piece))
            {
                break;
            }

            var (start, end) = (Math.Max(field, position), Math.Min(field + FieldSize, position + piece.Length));
            if (start < end)
            {
                piece[(int)(start - position)..(int)(end - position)].Fill((byte)' ');
            }

            hash.AppendData(piece);
            position += piece.Length;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
