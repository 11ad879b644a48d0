using System.Text.Json;

namespace IsoBuild.Mutants;

/// <summary>A change that Stryker made to the library.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Place">The file, below the library's folder.</param>
/// <param name="Line">The line.</param>
/// <param name="Mutator">What kind of change it is.</param>
/// <param name="Replacement">What it puts in place of something.</param>
/// <param name="Source">The line as it is.</param>
internal sealed record Mutant(int Id, string Place, int Line, string Mutator, string Replacement, string Source)
{
    private const string Library = "/IsoBuild.Core/";

    public string Room => Place.Split('/')[0];

    /// <summary>The mutants that compile and that Stryker's configuration does not leave out.</summary>
    public static IEnumerable<Mutant> Read(string report)
    {
        using FileStream file = File.OpenRead(report);
        using var json = JsonDocument.Parse(file);
        return [.. json.RootElement.GetProperty("files").EnumerateObject().SelectMany(InFile).OrderBy(mutant => mutant.Id)];
    }

    private static IEnumerable<Mutant> InFile(JsonProperty file)
    {
        string path = file.Name.Replace('\\', '/');
        string place = path[(path.LastIndexOf(Library, StringComparison.Ordinal) + Library.Length)..];
        string[] lines = file.Value.GetProperty("source").GetString()!.Split('\n');
        return file.Value.GetProperty("mutants").EnumerateArray()
            .Where(mutant => mutant.GetProperty("status").GetString() is not ("Ignored" or "CompileError"))
            .Select(mutant => (Json: mutant, Line: mutant.GetProperty("location").GetProperty("start").GetProperty("line").GetInt32()))
            .Select(mutant => new Mutant(
                int.Parse(mutant.Json.GetProperty("id").GetString()!), place, mutant.Line, mutant.Json.GetProperty("mutatorName").GetString()!,
                string.Join(' ', mutant.Json.GetProperty("replacement").GetString()!.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), lines[mutant.Line - 1].Trim()));
    }
}
