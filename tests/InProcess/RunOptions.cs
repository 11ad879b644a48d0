using Xunit.Abstractions;

namespace IsoBuild.InProcess;

/// <summary>How xunit runs tests; what happens is reported before it goes on.</summary>
internal sealed class RunOptions : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
{
    private readonly Dictionary<string, object?> values = new() { ["xunit.execution.SynchronousMessageReporting"] = true };

    /// <summary>Whether tests run one after another.</summary>
    public bool IsSerial
    {
        init => values["xunit.execution.DisableParallelization"] = value;
    }

    public TValue GetValue<TValue>(string name) => values.TryGetValue(name, out object? value) ? (TValue)value! : default!;

    public void SetValue<TValue>(string name, TValue value) => values[name] = value;
}
