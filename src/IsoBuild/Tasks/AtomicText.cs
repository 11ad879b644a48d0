using System.Globalization;
using System.Text;

namespace IsoBuild.Tasks;

/// <summary>Small text files that are either as they were or complete.</summary>
internal static class AtomicText
{
    /// <summary>Writes <paramref name="text"/> as UTF-8 without a mark, unless the file holds it already.</summary>
    public static void Write(string path, string text)
    {
        if (File.Exists(path) && File.ReadAllText(path) == text)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Two builds may write the same file at once: each has a temporary file of its own.
        var temporary = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.tmp");
        try
        {
            File.WriteAllText(temporary, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.Move(temporary, path, overwrite: true);
        }
        catch (ArgumentOutOfRangeException failure)
        {
            // What .NET throws for a file that may not grow so far (EFBIG).
            throw new IOException(failure.Message, failure);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
