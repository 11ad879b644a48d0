using PublicApiGenerator;

namespace Cake.IsoBuild.Tests;

/// <summary>What scripts are written with changes on purpose only, and in sight of a review.</summary>
public class PublicApiTests
{
    [Fact]
    public void Cake_IsoBuild()
    {
        ApiGeneratorOptions options = new()
        {
            // These carry the commit and the machine's framework, not the interface.
            IncludeAssemblyAttributes = false,
        };
        Snapshot.Match(typeof(IsoBuildAliases).Assembly.GeneratePublicApi(options));
    }
}
