using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IsoBuild.Provenance;

/// <summary>JSON of ASCII alone: what else a text holds is escaped, so that no terminal obeys it, no editor hides it, and no table of Unicode that a runtime has decides how it is written.</summary>
internal sealed class AsciiJson : JavaScriptEncoder
{
    private static readonly JsonWriterOptions Options = new() { Encoder = new AsciiJson(), Indented = true, NewLine = "\n" };

    private AsciiJson()
    {
    }

    /// <summary><c>\u005C</c>, twice for a pair.</summary>
    public override int MaxOutputCharactersPerInputCharacter => 12;

    /// <summary>Writes a document: indented, with the ends of lines that Unix has.</summary>
    public static string Write(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Options))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        bytes.WriteByte((byte)'\n');
        return Encoding.ASCII.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < ' ' or > '~' or '"' or '\\';

    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        for (var i = 0; i < textLength; i++)
        {
            if (WillEncode(text[i]))
            {
                return i;
            }
        }

        return -1;
    }

    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        var destination = new Span<char>(buffer, bufferLength);
        Span<char> units = stackalloc char[2];
        units = units[..new Rune(unicodeScalar).EncodeToUtf16(units)];
        numberOfCharactersWritten = 0;
        foreach (var unit in units)
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
