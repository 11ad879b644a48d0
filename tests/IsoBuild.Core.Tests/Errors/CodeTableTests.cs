using System.Globalization;
using System.Text.RegularExpressions;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Errors;

/// <summary>Every code stands in a table of the packages that show it.</summary>
public partial class CodeTableTests
{
    [Theory]
    [InlineData("IsoBuild.Core", 1000, 2000)]
    [InlineData("IsoBuild.Core", 2000, 4000)]
    [InlineData("IsoBuild", 1000, 3000)]
    [InlineData("IsoBuild", 4000, 4100)]
    [InlineData("IsoBuild.Tool", 4100, 4120)]
    [InlineData("Cake.IsoBuild", 4120, 4200)]
    public void The_readme_of_the_package_tells_each_code(string package, int from, int to)
    {
        int[] told = [.. Row().Matches(File.ReadAllText(Repository.File($"src/{package}/README.md")))
            .SelectMany(row => Number().Matches(row.Groups[1].Value))
            .Select(code => int.Parse(code.Value, CultureInfo.InvariantCulture))];

        Assert.Equal(Enum.GetValues<DiagnosticId>().Distinct().Select(id => (int)id).Where(code => code >= from && code < to).Order(), told.Where(code => code >= from && code < to).Order());
    }

    [GeneratedRegex(@"^\| (ISOB\d{4}(?:, (?:ISOB)?\d{4})*) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\d{4}")]
    private static partial Regex Number();
}
