using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace IsoBuild.InProcess;

/// <summary>Finds tests without a runner of their own.</summary>
internal static class Discovery
{
    /// <summary>All tests of an assembly.</summary>
    public static List<ITestCase> Discover(this XunitTestFramework framework, Assembly tests)
    {
        List<ITestCase> found = [];
        using ManualResetEventSlim done = new();
        using ITestFrameworkDiscoverer discoverer = framework.GetDiscoverer(Reflector.Wrap(tests));
        discoverer.Find(
            includeSourceInformation: false,
            new MessageSink(message =>
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
            }),
            new RunOptions());
        done.Wait();
        return found;
    }
}
