using System.Formats.Tar;
using System.IO.Compression;

namespace IsoBuild.Fuzz;

/// <summary>The inputs of a target that fuzzing kept: each gets somewhere where no other does.</summary>
public static class FuzzCorpus
{
    /// <summary>Tries every input.</summary>
    /// <param name="archive">The corpus, as <c>tests/fuzz.sh</c> writes it.</param>
    /// <param name="target">What tries an input.</param>
    /// <param name="count">How many inputs there are.</param>
    /// <returns>The inputs that fail, and how.</returns>
    public static IReadOnlyList<string> Try(string archive, FuzzTarget target, out int count)
    {
        List<string> failures = [];
        count = 0;
        using GZipStream stream = new(File.OpenRead(archive), CompressionMode.Decompress);
        using TarReader reader = new(stream);
        while (reader.GetNextEntry(copyData: true) is { } entry)
        {
            using MemoryStream input = new();
            entry.DataStream?.CopyTo(input);
            count++;
            try
            {
                target(input.ToArray());
            }
            catch (Exception fault)
            {
                failures.Add($"{entry.Name}: {fault}");
            }
        }

        return failures;
    }
}
