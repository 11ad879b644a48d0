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
            : Array.Find(Needs, need => tools.Contains(need.Tool) && !File.Exists(need.Device)) is { Device: { } device } ? $"there is no {device} here"
            : ToolGuard.SkipReason(tools)!;
    }

    /// <summary>What containers often lack, whoever runs them.</summary>
    private static readonly (string Tool, string Device)[] Needs = [("losetup", "/dev/loop-control"), ("mount.exfat-fuse", "/dev/fuse")];

    public IReadOnlyList<string> Tools { get; }
}
