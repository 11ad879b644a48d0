using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using IsoBuild.Bytes;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;

namespace IsoBuild.Verifying;

/// <summary>The MD5 that implantisomd5 writes into the application use field of the primary descriptor, for checkisomd5 and installers.</summary>
internal static class MediaChecksumRules
{
    private const string Label = "ISO MD5SUM = ";
    private const string FragmentLabel = "FRAGMENT SUMS = ";
    private const string SkipLabel = "SKIPSECTORS = ";
    private const int PrimarySector = 16;
    private const int HashLength = 32;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    public static void Check(VerifyContext context, byte[] primary, long primaryOffset)
    {
        var text = Encoding.Latin1.GetString(primary, MediaChecksum.FieldStart, MediaChecksum.FieldSize);
        var at = text.IndexOf(Label, StringComparison.Ordinal);
        if (at < 0 || primaryOffset != PrimarySector * Sector.Size)
        {
            return;
        }

        var offset = primaryOffset + MediaChecksum.FieldStart + at;
        var expected = text.AsSpan(at + Label.Length);
        expected = expected[..Math.Min(expected.Length, HashLength)];
        var size = BinaryPrimitives.ReadUInt32BigEndian(primary.AsSpan(84)) * (long)Sector.Size;
        if (expected.Length < HashLength || !IsHex(expected) || SkippedSectors(text) is not { } skipped || size > context.Image.Length || size <= skipped * (long)Sector.Size)
        {
            context.Findings.Warning(DiagnosticId.MediaChecksumMalformed, "primary descriptor", offset, "The implantisomd5 field has no MD5 or no number of skipped sectors, so checkisomd5 cannot check the image. Run implantisomd5 --force again.");
            return;
        }

        var sums = new MediaSums(size, skipped);
        sums.Compute(primaryOffset + MediaChecksum.FieldStart, context.Image.TryRead, context.CancellationToken);
        if (!expected.Equals(sums.Md5, StringComparison.OrdinalIgnoreCase))
        {
            context.Findings.Error(DiagnosticId.MediaChecksumWrong, "primary descriptor", offset, $"The MD5 stored by implantisomd5 is {expected}, but that of the image is {sums.Md5}. The image was changed or damaged. Get a fresh copy or, if the change is intended, run implantisomd5 --force.");
        }
        else
        {
            CheckFragments(context, text, sums.Fragments, primaryOffset + MediaChecksum.FieldStart);
        }
    }

    /// <summary>checkisomd5 compares the fragments before it knows the whole, and gives up at the first that differs. Older fields have none.</summary>
    private static void CheckFragments(VerifyContext context, string text, string actual, long field)
    {
        var at = text.IndexOf(FragmentLabel, StringComparison.Ordinal);
        if (at < 0)
        {
            return;
        }

        var rest = text.AsSpan(at + FragmentLabel.Length);
        var implanted = rest.IndexOf(';') is >= 0 and var end ? rest[..end] : rest;
        if (!implanted.Equals(actual, StringComparison.OrdinalIgnoreCase) || actual.Length != 3 * MediaSums.FragmentCount)
        {
            context.Findings.Error(DiagnosticId.MediaFragmentsWrong, "primary descriptor", field + at, $"The fragment sums stored by implantisomd5 are {implanted}, but those of the image are {(actual.Length == 0 ? "none" : actual)}. checkisomd5 expects {MediaSums.FragmentCount} and fails. Run implantisomd5 --force again; the image must have at least {MediaChecksum.LeastSectors} sectors for that.");
        }
    }

    private static bool IsHex(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(HexDigits);

    private static int? SkippedSectors(string text)
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
}
