using System.Reflection;
using IsoBuild.InProcess;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace IsoBuild.Mutants;

/// <summary>xunit within this process: what is compiled stays compiled from one mutant to the next.</summary>
internal sealed class TestRun : IDisposable
{
    private static readonly Assembly Tests = typeof(Core.Tests.LimitsTests).Assembly;
    private readonly XunitTestFramework framework = new(new MessageSink(_ => true));
    private readonly ITestFrameworkExecutor executor;

    public TestRun() => executor = framework.GetExecutor(Tests.GetName());

    /// <summary>The tests of the library, but for properties of random trees and what fuzzing found.</summary>
    public IEnumerable<ITestCase> Discover() => framework.Discover(Tests).Where(IsSteady);

    /// <summary>Runs tests one after another until one fails.</summary>
    /// <returns>The test that failed, if one did.</returns>
    public string? FirstFailure(IReadOnlyList<ITestCase> tests)
    {
        string? failed = null;
        using ManualResetEventSlim done = new();
        executor.RunTests(tests, new MessageSink(message =>
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
        }), new RunOptions { IsSerial = true });
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
}
