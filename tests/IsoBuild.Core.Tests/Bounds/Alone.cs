namespace IsoBuild.Core.Tests.Bounds;

/// <summary>Tests that measure the memory of the process, and so run when no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
