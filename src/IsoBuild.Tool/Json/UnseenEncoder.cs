using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using IsoBuild.Bytes;

namespace IsoBuild.Tool.Json;

/// <summary>Letters of all languages as themselves, and what other outputs escape as JSON has it: <c>\u202E</c>, and the same text for whoever parses it.</summary>
internal sealed class UnseenEncoder : JavaScriptEncoder
{
    private static readonly JavaScriptEncoder Relaxed = UnsafeRelaxedJsonEscaping;
    private static readonly SearchValues<char> Unseen = UnseenCharacters.And();

    public override int MaxOutputCharactersPerInputCharacter => Math.Max(12, Relaxed.MaxOutputCharactersPerInputCharacter);

    public override bool WillEncode(int unicodeScalar) => UnseenCharacters.Has(unicodeScalar) || Relaxed.WillEncode(unicodeScalar);

    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var found = Relaxed.FindFirstCharacterToEncode(text, textLength);
        var rest = new ReadOnlySpan<char>(text, found < 0 ? textLength : found);
        for (var start = 0; rest[start..].IndexOfAny(Unseen) is >= 0 and var next; start++)
        {
            start += next;
            if (UnseenCharacters.Has(rest[start]) || UnseenCharacters.HasPair(rest[start..]))
            {
                return start;
            }
        }

        return found;
    }

    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        if (!UnseenCharacters.Has(unicodeScalar) || Relaxed.WillEncode(unicodeScalar))
        {
            return Relaxed.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);
        }

        var destination = new Span<char>(buffer, bufferLength);
        numberOfCharactersWritten = 0;
        foreach (var unit in char.ConvertFromUtf32(unicodeScalar))
        {
            if (!destination[numberOfCharactersWritten..].TryWrite(CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}", out var written))
            {
                numberOfCharactersWritten = 0;
                return false;
            }

            numberOfCharactersWritten += written;
        }

        return true;
    }
}
