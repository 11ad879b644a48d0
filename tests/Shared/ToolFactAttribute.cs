namespace IsoBuild.TestSupport;

/// <summary>A fact that needs programs on PATH.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(params string[] tools)
    {
        Tools = tools;
        Skip = ToolGuard.SkipReason(tools)!;
    }

    public IReadOnlyList<string> Tools { get; }
}

/// <summary>A fact that takes long, and needs programs on PATH.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongToolFactAttribute : FactAttribute
{
    public LongToolFactAttribute(params string[] tools)
    {
        Tools = tools;
        Skip = (ToolGuard.LongSkipReason ?? ToolGuard.SkipReason(tools))!;
    }

    public IReadOnlyList<string> Tools { get; }
}

/// <summary>A theory that needs programs on PATH.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ToolTheoryAttribute : TheoryAttribute
{
    public ToolTheoryAttribute(params string[] tools)
    {
        Tools = tools;
        Skip = ToolGuard.SkipReason(tools)!;
    }

    public IReadOnlyList<string> Tools { get; }
}

/// <summary>A fact about Linux, by way of its own tools.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? ToolGuard.SkipReason(["sh", "find", "xargs", "od"])! : "a test of Linux";
}
