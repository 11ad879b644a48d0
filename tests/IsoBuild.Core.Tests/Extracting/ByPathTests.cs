namespace IsoBuild.Core.Tests.Extracting;

/// <summary>The same where directories have no descriptors, or .NET does not tell.</summary>
public sealed class ExtractionByPathTests : ExtractionTests
{
    protected override bool ByPaths => true;
}

/// <inheritdoc cref="ExtractionByPathTests"/>
public sealed class LinkByPathTests : LinkTests
{
    protected override bool ByPaths => true;
}

/// <inheritdoc cref="ExtractionByPathTests"/>
public sealed class HardLinkByPathTests : HardLinkTests
{
    protected override bool ByPaths => true;
}
