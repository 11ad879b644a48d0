using System.IO.Compression;
using System.Xml.Linq;

namespace Cake.IsoBuild.Tests;

/// <summary>What is in the package, by Cake's guidelines for addins.</summary>
public class PackageTests
{
    [Fact]
    public void The_package_holds_the_addin_with_its_engine_and_depends_on_nothing()
    {
        using ZipArchive package = ZipFile.OpenRead(PackageFeed.NupkgOf("Cake.IsoBuild"));

        string[] files = [.. package.Entries.Select(entry => entry.FullName).Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal) && name != "[Content_Types].xml").Order(StringComparer.Ordinal)];
        Assert.Equal(["Cake.IsoBuild.nuspec", "README.md", "icon.png", "lib/net10.0/Cake.IsoBuild.dll", "lib/net10.0/Cake.IsoBuild.xml", "lib/net10.0/IsoBuild.Core.dll"], files);

        using Stream stream = package.GetEntry("Cake.IsoBuild.nuspec")!.Open();
        XElement metadata = XDocument.Load(stream).Root!.Elements().Single();
        Assert.Equal("Cake.IsoBuild", Value("id"));
        Assert.Equal("icon.png", Value("icon"));
        Assert.Equal("README.md", Value("readme"));
        Assert.Equal("MIT", Value("license"));
        Assert.NotEmpty(Value("description"));
        Assert.Superset(new HashSet<string> { "cake", "cake-addin", "cake-build", "script" }, new HashSet<string>(Value("tags").Split(' ')));
        Assert.DoesNotContain(metadata.Descendants(), element => element.Name.LocalName == "dependency");

        string Value(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;
    }

    /// <summary>An addin that was compiled for another Cake than it meets is warned about by it.</summary>
    [Fact]
    public void The_addin_is_compiled_for_the_Cake_that_the_repository_runs()
    {
        string tools = File.ReadAllText(Repository.File(".config/dotnet-tools.json"));
        Version core = typeof(IsoBuildAliases).Assembly.GetReferencedAssemblies().Single(name => name.Name == "Cake.Core").Version!;

        Assert.Contains($"\"version\": \"{core.ToString(3)}\"", tools, StringComparison.Ordinal);
    }
}
