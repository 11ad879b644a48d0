using System.IO.Compression;
using System.Reflection;
using System.Text;
using System.Xml.Linq;
using Cake.Core.Annotations;

namespace Cake.IsoBuild.Tests;

/// <summary>What Cake's website and an editor show of the addin.</summary>
public class DocumentationTests
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
            .. CodeBlock.All.Where(block => block.IsCake && !block.IsCakeScript).Select(block => block.Code),
        ];
        Assert.True(examples.Length > Aliases.Length, "every alias has an example, and so have the settings and the readme");
        StringBuilder text = new();
        foreach ((int number, string example) in examples.Index())
        {
            text.Append($"Task(\"Example {number}\").Does(() =>\n{{\n{example}\n}});\n");
        }

        using CakeScript script = new($"{text}RunTarget(\"Example 0\");\n");

        script.Cake("--dryrun").EnsureSuccess();
    }

    /// <summary>As they stand, but for the addin, which is that of this test run.</summary>
    [Fact]
    public void Every_script_of_a_document_compiles()
    {
        CodeBlock[] scripts = [.. CodeBlock.All.Where(block => block.IsCakeScript)];
        Assert.Contains(scripts, script => script.Document == "README.md");
        Assert.All(scripts, block =>
        {
            using CakeScript script = new(BodyOf(block));
            script.Cake("--dryrun").EnsureSuccess();
        });
    }

    /// <summary>Beside a project, and nothing else.</summary>
    [Fact]
    public void The_first_script_of_the_readme_makes_an_image_at_its_first_run()
    {
        CodeBlock first = CodeBlock.All.First(block => block.Document == "src/Cake.IsoBuild/README.md");
        using CakeScript script = new(BodyOf(first));
        script.Work.Console("App", reference: "");
        Directory.CreateDirectory(script.Work.Path("src"));
        Directory.Move(script.Work.Path("App"), script.Work.Path("src/App"));

        CommandResult run = script.Cake().EnsureSuccess();

        Assert.Contains("Windows will see: Joliet", run.Output, StringComparison.Ordinal);
        string[] files = Image.Files(script.Work.Path("artifacts/app.iso"));
        Assert.Contains("/App.dll", files);
        Assert.Contains("/version.txt", files);
        Assert.True(File.Exists(script.Work.Path("artifacts/app.iso.sha256")));
    }

    private static string BodyOf(CodeBlock script)
    {
        string[] lines = script.Code.Split('\n', 2);
        Assert.Equal("#addin nuget:?package=Cake.IsoBuild&version=1.0.0", lines[0]);
        return lines[1];
    }

    /// <summary>The documentation as it is in the package.</summary>
    private static XElement[] Members()
    {
        using ZipArchive package = ZipFile.OpenRead(PackageFeed.NupkgOf("Cake.IsoBuild"));
        using Stream stream = package.GetEntry("lib/net10.0/Cake.IsoBuild.xml")!.Open();
        return [.. XDocument.Load(stream).Root!.Element("members")!.Elements("member")];
    }

    private static string Name(XElement member) => member.Attribute("name")!.Value;
}
