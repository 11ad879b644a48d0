namespace IsoBuild.TestSupport;

/// <summary>A fact about Windows: run there, and under Wine by the tests of IsoBuild.Windows.Tests.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class WindowsFactAttribute : FactAttribute
{
    public WindowsFactAttribute() => Skip = OperatingSystem.IsWindows() ? null! : "a test of Windows";
}
