using System.IO.Compression;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Cake.Core.Annotations;

namespace Cake.IsoBuild.Tests;

/// <summary>What Cake's website and an editor show of the addin.</summary>
public partial class DocumentationTests
{
    private static readonly MethodInfo[] Aliases =
        [.. typeof(IsoBuildAliases).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)];

    [Fact]
    public void Every_public_method_of_the_aliases_is_one_and_has_a_category()
    {
        Assert.NotNull(typeof(IsoBuildAliases).GetCustomAttribute<CakeAliasCategoryAttribute>());
        Assert.All(Aliases, alias =>
        {
            Assert.NotNull(alias.GetCustomAttribute<CakeMethodAliasAttribute>());
            Assert.NotNull(alias.GetCustomAttribute<CakeAliasCategoryAttribute>());
            Assert.StartsWith("Iso", alias.Name, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_alias_has_a_summary_its_parameters_a_result_and_an_example()
    {
        XElement[] documented = [.. Members().Where(member => Name(member).StartsWith("M:Cake.IsoBuild.IsoBuildAliases.", StringComparison.Ordinal))];

        Assert.Equal(Aliases.Length, documented.Length);
        Assert.Equal(
            Aliases.Select(alias => $"{alias.Name}({string.Join(", ", alias.GetParameters().Select(parameter => parameter.Name))})").Order(),
            documented.Select(member => $"{Name(member).Split('.')[3].Split('(')[0]}({string.Join(", ", member.Elements("param").Select(parameter => parameter.Attribute("name")!.Value))})").Order());
        Assert.All(documented, member =>
        {
            Assert.NotEmpty(member.Element("summary")!.Value.Trim());
            Assert.NotEmpty(member.Element("returns")!.Value.Trim());
            Assert.All(member.Elements("param"), parameter => Assert.NotEmpty(parameter.Value.Trim()));
            Assert.NotEmpty(member.Elements("exception"));
            Assert.NotEmpty(member.Elements("example").Elements("code"));
        });
    }

    /// <summary>Each in a task of its own, of one script, which is compiled as a whole and not executed.</summary>
    [Fact]
    public void Every_example_compiles()
    {
        string[] examples =
        [
            .. Members().Elements("example").Elements("code").Select(code => code.Value),
            .. Fence().Matches(File.ReadAllText(Repository.File("src/Cake.IsoBuild/README.md")).ReplaceLineEndings("\n")).Select(match => match.Groups["code"].Value),
        ];
        Assert.True(examples.Length > Aliases.Length, "every alias has an example, and so have the settings and the readme");
        StringBuilder text = new();
        foreach ((int number, string example) in examples.Index())
        {
            // The script has loaded it.
            IEnumerable<string> lines = example.Split('\n').Where(line => !line.StartsWith("#addin ", StringComparison.Ordinal));
            text.Append($"Task(\"Example {number}\").Does(() =>\n{{\n{string.Join('\n', lines)}\n}});\n");
        }

        using CakeScript script = new($"{text}RunTarget(\"Example 0\");\n");

        script.Cake("--dryrun").EnsureSuccess();
    }

    /// <summary>The documentation as it is in the package.</summary>
    private static XElement[] Members()
    {
        using ZipArchive package = ZipFile.OpenRead(PackageFeed.NupkgOf("Cake.IsoBuild"));
        using Stream stream = package.GetEntry("lib/net10.0/Cake.IsoBuild.xml")!.Open();
        return [.. XDocument.Load(stream).Root!.Element("members")!.Elements("member")];
    }

    private static string Name(XElement member) => member.Attribute("name")!.Value;

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();
}
