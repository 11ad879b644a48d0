using System.Collections.Concurrent;
using System.Reflection;
using IsoBuild.InProcess;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace IsoBuild.Windows;

/// <summary>xunit within this process: its own runners are programs of systems that have an SDK.</summary>
internal sealed class TestRun(Assembly tests) : IDisposable
{
    private readonly XunitTestFramework framework = new(new MessageSink(_ => true));

    /// <summary>Runs the tests that are wanted, side by side as their collections allow.</summary>
    /// <param name="isWanted">Whether a test is, by the names of its class and its method.</param>
    public IEnumerable<TestResult> Run(Func<string, bool> isWanted)
    {
        ITestCase[] cases = [.. framework.Discover(tests).Where(test => isWanted($"{test.TestMethod.TestClass.Class.Name}.{test.TestMethod.Method.Name}"))];
        using ITestFrameworkExecutor executor = framework.GetExecutor(tests.GetName());
        using BlockingCollection<TestResult> results = [];
        executor.RunTests(
            cases,
            new MessageSink(message =>
            {
                if (message is ITestStarting starting)
                {
                    results.Add(new TestResult("started", OneLine(starting.Test.DisplayName), string.Empty));
                }
                else if (message is ITestResultMessage result)
                {
                    results.Add(Of(result));
                }
                else if (message is ITestAssemblyFinished)
                {
                    results.CompleteAdding();
                }

                return true;
            }),
            new RunOptions());
        foreach (TestResult result in results.GetConsumingEnumerable())
        {
            yield return result;
        }
    }

    public void Dispose() => framework.Dispose();

    private static TestResult Of(ITestResultMessage result) => new(
        result switch { ITestFailed => "failed", ITestSkipped => "skipped", _ => "passed" },
        OneLine(result.Test.DisplayName),
        OneLine(result switch
        {
            ITestFailed failed => string.Join('\n', failed.ExceptionTypes.Zip(failed.Messages, failed.StackTraces).Select(fault => $"{fault.First}: {fault.Second}\n{fault.Third}")),
            ITestSkipped skipped => skipped.Reason,
            _ => string.Empty,
        }));

    private static string OneLine(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\n', '\u23CE').Replace('\t', ' ').Replace('\r', ' ');
}
