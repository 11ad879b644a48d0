using System.Reflection;
using Xunit.Sdk;

[assembly: IsoBuild.TestSupport.EndsInTime]

namespace IsoBuild.TestSupport;

/// <summary>
/// Ends the whole run when one test does not end, and says which: a thread that hangs cannot be stopped, and xunit would wait for it for ever.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class EndsInTimeAttribute : BeforeAfterTestAttribute
{
    /// <summary>xunit makes an attribute for each test case.</summary>
    private Timer? timer;

    public override void Before(MethodInfo methodUnderTest)
    {
        if (!methodUnderTest.IsDefined(typeof(EndlessAttribute)))
        {
            timer = new Timer(_ => Fail(methodUnderTest), state: null, Limits.Test, Timeout.InfiniteTimeSpan);
        }
    }

    public override void After(MethodInfo methodUnderTest) => timer?.Dispose();

    private static void Fail(MethodInfo test) => Environment.FailFast($"{test.DeclaringType}.{test.Name} has not ended within {Limits.Test}.");
}

/// <summary>A test that goes on for as long as whoever starts it wants, and bounds each of its steps.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EndlessAttribute : Attribute;
