namespace IsoBuild.Interop.Tests.CommandLines;

/// <summary>A command line that somebody published, with names of files put in the place of theirs.</summary>
/// <param name="Id">Its name here.</param>
/// <param name="Program">The program, with what precedes its options: <c>xorriso -as mkisofs</c>.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Folder">The folder of the fixture that it runs in.</param>
internal sealed record EmulatedLine(string Id, string Program, IReadOnlyList<string> Arguments, string Folder)
{
    /// <summary>All of them: <c>lines.tsv</c>, and <c>more-lines.tsv</c> with what else taught something.</summary>
    public static IReadOnlyDictionary<string, EmulatedLine> All { get; } = ((string[])["lines.tsv", "more-lines.tsv"])
        .SelectMany(file => File.ReadLines(Repository.File($"tests/IsoBuild.Interop.Tests/CommandLines/{file}")).Skip(1))
        .Select(line => line.Split('\t'))
        .ToDictionary(fields => fields[0], fields => new EmulatedLine(fields[0], fields[1], Split(fields[3]), fields[4]));

    /// <summary>The program that can be run here and is compared with; null if there is none.</summary>
    public IReadOnlyList<string>? Real => Program switch
    {
        "mkisofs" or "genisoimage" => ["genisoimage"],
        "xorrisofs" => ["xorriso", "-as", "mkisofs"],
        _ when Program.StartsWith("xorriso ", StringComparison.Ordinal) => Program.Split(' '),
        _ => null,
    };

    /// <summary>Words as a shell reads them.</summary>
    private static IReadOnlyList<string> Split(string text)
    {
        List<string> words = [];
        string? word = null;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == ' ')
            {
                words.AddRange(word is null ? [] : [word]);
                word = null;
            }
            else if (text[i] == '\'')
            {
                int end = text.IndexOf('\'', i + 1);
                word += text[(i + 1)..end];
                i = end;
            }
            else
            {
                word += text[i];
            }
        }

        return [.. words, .. word is null ? Array.Empty<string>() : [word]];
    }
}
