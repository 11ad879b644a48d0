using System.Text;
using System.Text.Json;

namespace IsoBuild.Provenance;

/// <summary>JSON of ASCII alone, as the encoder of .NET makes it by default: what else a text holds is escaped, so that no terminal obeys it and no editor hides it.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n" };

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
}
