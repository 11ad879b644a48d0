using System.IO.Compression;

namespace IsoBuild.Tests;

/// <summary>What is in the package.</summary>
public class PackageTests
{
    [Fact]
    public void The_package_depends_on_nothing_and_is_for_development()
    {
        using ZipArchive package = ZipFile.OpenRead(PackageFeed.NupkgOf("IsoBuild"));
        string[] files = [.. package.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal)];
        string[] expected = ["README.md", "build/IsoBuild.targets", "buildMultiTargeting/IsoBuild.targets", "Sdk/Sdk.props", "Sdk/Sdk.targets", "tasks/net10.0/IsoBuild.dll", "tasks/net10.0/IsoBuild.Core.dll"];
        Assert.Empty(expected.Except(files));
        Assert.Equal(2, files.Count(file => file.EndsWith(".dll", StringComparison.Ordinal)));

        string nuspec = new StreamReader(package.GetEntry("IsoBuild.nuspec")!.Open()).ReadToEnd();
        Assert.Contains("<developmentDependency>true</developmentDependency>", nuspec, StringComparison.Ordinal);
        Assert.DoesNotContain("<dependency ", nuspec, StringComparison.Ordinal);
    }
}
