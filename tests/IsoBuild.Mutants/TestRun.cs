using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace IsoBuild.Mutants;

/// <summary>xunit within this process: what is compiled stays compiled from one mutant to the next.</summary>
internal sealed class TestRun : IDisposable
{
    private static readonly Assembly Tests = typeof(Core.Tests.LimitsTests).Assembly;
    private readonly XunitTestFramework framework = new(new Sink(_ => true));
    private readonly ITestFrameworkExecutor executor;

    public TestRun() => executor = framework.GetExecutor(Tests.GetName());

    /// <summary>The tests of the library, but for properties of random trees and what fuzzing found.</summary>
    public IEnumerable<ITestCase> Discover()
    {
        List<ITestCase> found = [];
        using ManualResetEventSlim done = new();
        using ITestFrameworkDiscoverer discoverer = framework.GetDiscoverer(Reflector.Wrap(Tests));
        discoverer.Find(false, new Sink(message =>
        {
            switch (message)
            {
                case ITestCaseDiscoveryMessage discovered:
                    found.Add(discovered.TestCase);
                    break;
                case IDiscoveryCompleteMessage:
                    done.Set();
                    break;
            }

            return true;
        }), new Options());
        done.Wait();
        return found.Where(IsSteady);
    }

    /// <summary>Runs tests one after another until one fails.</summary>
    /// <returns>The test that failed, if one did.</returns>
    public string? FirstFailure(IReadOnlyList<ITestCase> tests)
    {
        string? failed = null;
        using ManualResetEventSlim done = new();
        executor.RunTests(tests, new Sink(message =>
        {
            switch (message)
            {
                case ITestFailed failure:
                    failed ??= failure.TestCase.UniqueID;
                    break;
                case ITestAssemblyFinished:
                    done.Set();
                    break;
            }

            return failed is null;
        }), new Options());
        done.Wait();
        return failed;
    }

    /// <summary>How much time of a processor a test takes, on a busy machine as on another; <see langword="null"/> where it fails without a mutant already.</summary>
    public double? Milliseconds(ITestCase test)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        return FirstFailure([test]) is null ? (Environment.CpuUsage.TotalTime - before).TotalMilliseconds : null;
    }

    public void Dispose()
    {
        executor.Dispose();
        framework.Dispose();
    }

    /// <summary>Whether a test does the same each time: not what is random, or grows by itself.</summary>
    private static bool IsSteady(ITestCase test) => !test.TestMethod.TestClass.Class.Name.StartsWith("IsoBuild.Core.Tests.Properties.", StringComparison.Ordinal)
        && !test.TestMethod.TestClass.Class.Name.StartsWith("IsoBuild.Core.Tests.Fuzzing.", StringComparison.Ordinal);

#pragma warning disable xUnit3000 // Between application domains, which .NET has no more.
    private sealed class Sink(Func<IMessageSinkMessage, bool> take) : IMessageSink
    {
        public bool OnMessage(IMessageSinkMessage message) => take(message);
    }
#pragma warning restore xUnit3000

    private sealed class Options : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
    {
        private readonly Dictionary<string, object?> values = new() { ["xunit.execution.DisableParallelization"] = true, ["xunit.execution.SynchronousMessageReporting"] = true };

        public TValue GetValue<TValue>(string name) => values.TryGetValue(name, out object? value) ? (TValue)value! : default!;

        public void SetValue<TValue>(string name, TValue value) => values[name] = value;
    }
}
