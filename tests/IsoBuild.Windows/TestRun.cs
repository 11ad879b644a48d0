using System.Collections.Concurrent;
using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace IsoBuild.Windows;

/// <summary>xunit within this process: its own runners are programs of systems that have an SDK.</summary>
internal sealed class TestRun(Assembly tests) : IDisposable
{
    private readonly XunitTestFramework framework = new(new Sink(_ => { }));

    /// <summary>Runs the tests that are wanted, side by side as their collections allow.</summary>
    /// <param name="isWanted">Whether a test is, by the names of its class and its method.</param>
    public IEnumerable<TestResult> Run(Func<string, bool> isWanted)
    {
        List<ITestCase> cases = Discover(isWanted);
        using ITestFrameworkExecutor executor = framework.GetExecutor(tests.GetName());
        using BlockingCollection<TestResult> results = [];
        executor.RunTests(
            cases,
            new Sink(message =>
            {
                if (message is ITestStarting starting)
                {
                    results.Add(new TestResult("started", starting.TestCase.TestMethod.TestClass.Class.Name, OneLine(starting.Test.DisplayName), 0, string.Empty));
                }
                else if (message is ITestResultMessage result)
                {
                    results.Add(Of(result));
                }
                else if (message is ITestAssemblyFinished)
                {
                    results.CompleteAdding();
                }
            }),
            new Options());
        foreach (TestResult result in results.GetConsumingEnumerable())
        {
            yield return result;
        }
    }

    public void Dispose() => framework.Dispose();

    private List<ITestCase> Discover(Func<string, bool> isWanted)
    {
        List<ITestCase> found = [];
        using ManualResetEventSlim done = new();
        using ITestFrameworkDiscoverer discoverer = framework.GetDiscoverer(Reflector.Wrap(tests));
        discoverer.Find(
            includeSourceInformation: false,
            new Sink(message =>
            {
                if (message is ITestCaseDiscoveryMessage { TestCase: { } test } && isWanted($"{test.TestMethod.TestClass.Class.Name}.{test.TestMethod.Method.Name}"))
                {
                    found.Add(test);
                }
                else if (message is IDiscoveryCompleteMessage)
                {
                    done.Set();
                }
            }),
            new Options());
        done.Wait();
        return found;
    }

    private static TestResult Of(ITestResultMessage result) => new(
        result switch { ITestFailed => "failed", ITestSkipped => "skipped", _ => "passed" },
        result.TestCase.TestMethod.TestClass.Class.Name,
        OneLine(result.Test.DisplayName),
        result.ExecutionTime,
        OneLine(result switch
        {
            ITestFailed failed => string.Join('\n', failed.ExceptionTypes.Zip(failed.Messages, failed.StackTraces).Select(fault => $"{fault.First}: {fault.Second}\n{fault.Third}")),
            ITestSkipped skipped => skipped.Reason,
            _ => string.Empty,
        }));

    private static string OneLine(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\n', '\u23CE').Replace('\t', ' ').Replace('\r', ' ');

#pragma warning disable xUnit3000 // Between application domains, which .NET has no more.
    private sealed class Sink(Action<IMessageSinkMessage> take) : IMessageSink
    {
        public bool OnMessage(IMessageSinkMessage message)
        {
            take(message);
            return true;
        }
    }
#pragma warning restore xUnit3000

    private sealed class Options : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
    {
        private readonly Dictionary<string, object?> values = new() { ["xunit.execution.SynchronousMessageReporting"] = true };

        public TValue GetValue<TValue>(string name) => values.TryGetValue(name, out object? value) ? (TValue)value! : default!;

        public void SetValue<TValue>(string name, TValue value) => values[name] = value;
    }
}
