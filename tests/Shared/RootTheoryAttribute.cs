namespace IsoBuild.TestSupport;

/// <summary>A theory about Linux that mounts: it needs programs on PATH, and root.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RootTheoryAttribute : TheoryAttribute
{
    public RootTheoryAttribute(params string[] tools)
    {
        Tools = tools;
        Skip = !OperatingSystem.IsLinux() ? "a test of Linux"
            : !Environment.IsPrivilegedProcess ? "only root may mount"
            : ToolGuard.SkipReason(tools)!;
    }

    public IReadOnlyList<string> Tools { get; }
}
