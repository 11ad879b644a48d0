namespace Cake.IsoBuild;

/// <summary>Lets Ctrl+C end work between two bytes instead of the process between any two instructions: what is half-written goes.</summary>
internal static class Interruptible
{
    public static T Run<T>(Func<CancellationToken, T> work)
    {
        using var cancellation = new CancellationTokenSource();
        ConsoleCancelEventHandler cancel = (_, pressed) =>
        {
            // The second time, whoever presses it is not to be kept waiting.
            pressed.Cancel = !cancellation.IsCancellationRequested;
            cancellation.Cancel();
        };
        Console.CancelKeyPress += cancel;
        try
        {
            return work(cancellation.Token);
        }
        finally
        {
            Console.CancelKeyPress -= cancel;
        }
    }
}
