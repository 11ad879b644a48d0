using System.Runtime.ExceptionServices;

namespace IsoBuild.TestSupport;

/// <summary>Waits for what must come, and fails when it does not.</summary>
internal static class Patience
{
    /// <summary>Waits until something is the case.</summary>
    /// <param name="what">What is waited for.</param>
    /// <param name="happened">Whether it is the case.</param>
    /// <param name="check">Fails when it cannot be the case any more.</param>
    public static void Await(string what, Func<bool> happened, Action check)
    {
        DateTime end = DateTime.UtcNow + Limits.Hang;
        while (!happened())
        {
            check();
            Assert.True(DateTime.UtcNow < end, $"Within {Limits.Hang}, this has not happened: {what}");
            Thread.Sleep(Limits.Glance);
        }
    }

    /// <summary>Does something on a thread of its own, which is left to itself when it does not end.</summary>
    /// <param name="what">What is done, asked when it does not end.</param>
    /// <param name="action">Does it.</param>
    /// <exception cref="TimeoutException">It does not end.</exception>
    public static void Bound(Func<string> what, Action action)
    {
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                action();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        })
        { IsBackground = true };
        thread.Start();
        if (!thread.Join(Limits.Hang))
        {
            throw new TimeoutException($"Within {Limits.Hang}, this has not ended: {what()}");
        }

        failure?.Throw();
    }
}
