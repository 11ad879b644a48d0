using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

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
        Assert.Equal(ToolGuard.Required ? 10 : 2, files.Count(file => file.EndsWith(".dll", StringComparison.Ordinal)));

        string nuspec = new StreamReader(package.GetEntry("IsoBuild.nuspec")!.Open()).ReadToEnd();
        Assert.Contains("<developmentDependency>true</developmentDependency>", nuspec, StringComparison.Ordinal);
        Assert.DoesNotContain("<dependency ", nuspec, StringComparison.Ordinal);
    }

    /// <summary>The machine field of code for another system than Windows differs from the processor's number by that system's: the runtime's <c>pedecoder.h</c>.</summary>
    [RequiredTheory]
    [InlineData("linux-x64", 0x8664 ^ 0x7B79)]
    [InlineData("linux-arm64", 0xAA64 ^ 0x7B79)]
    [InlineData("osx-arm64", 0xAA64 ^ 0x4644)]
    [InlineData("win-x64", 0x8664)]
    public void The_tasks_are_compiled_ahead_for_the_machines_that_build(string runtime, int machine)
    {
        using ZipArchive package = ZipFile.OpenRead(PackageFeed.NupkgOf("IsoBuild"));
        foreach (string name in (string[])["IsoBuild.dll", "IsoBuild.Core.dll"])
        {
            using PEReader plain = Open(package, $"tasks/net10.0/{name}");
            using PEReader ahead = Open(package, $"tasks/net10.0/{runtime}/{name}");
            Assert.Equal(machine, (ushort)ahead.PEHeaders.CoffHeader.Machine);
            Assert.True(ahead.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0);
            Assert.Equal(0, plain.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size);

            // The same assembly: what one machine made is up to date on another.
            Assert.Equal(Id(plain), Id(ahead));
        }
    }

    private static PEReader Open(ZipArchive package, string path)
    {
        using Stream stream = package.GetEntry(path)!.Open();
        MemoryStream copy = new();
        stream.CopyTo(copy);
        copy.Position = 0;
        return new PEReader(copy);
    }

    private static Guid Id(PEReader assembly)
    {
        MetadataReader metadata = assembly.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }

    private sealed class RequiredTheoryAttribute : TheoryAttribute
    {
        public RequiredTheoryAttribute() => Skip = ToolGuard.Required ? null! : $"tasks are compiled ahead where {ToolGuard.RequireVariable} is 1: it takes the runtimes of all these machines";
    }
}
