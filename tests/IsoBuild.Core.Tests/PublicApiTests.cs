using PublicApiGenerator;

namespace IsoBuild.Core.Tests;

/// <summary>What users compile against changes on purpose only, and in sight of a review.</summary>
public class PublicApiTests
{
    [Fact]
    public void IsoBuild_Core()
    {
        ApiGeneratorOptions options = new()
        {
            // These carry the commit and the machine's framework, not the interface.
            IncludeAssemblyAttributes = false,
        };
        Snapshot.Match(typeof(ImageBuilder).Assembly.GeneratePublicApi(options));
    }
}
