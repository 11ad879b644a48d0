using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace IsoBuild.Tool;

/// <summary>Ctrl+C, and whoever else asks the process to end: the first time politely, so that nothing half-written stays; once more at once. What comes twice in a moment is one wish.</summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>As much as the main thread has: trees may be deep.</summary>
    private const int StackSize = 1 << 23;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>SIGXFSZ, which .NET has no name for, where it has this number: Linux on all processors but MIPS, macOS, the BSDs.</summary>
    private const PosixSignal FileTooLarge = (PosixSignal)25;

#pragma warning disable RS0030 // How long ago somebody pressed a key reaches no image.
    private readonly Wishes wishes = new(TimeProvider.System);
#pragma warning restore RS0030
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;

    public Interruption() =>
        registrations = [Register(PosixSignal.SIGINT, 130), Register(PosixSignal.SIGTERM, 143), Register(PosixSignal.SIGHUP, 129), .. Break(), .. FileLimit()];

    public CancellationToken Token => source.Token;

    public int ExitCode { get; private set; }

    /// <summary>Does work that leaves nothing behind when it is left in the middle. Whoever interrupts it does not wait for a drive or a network that does not answer.</summary>
    public int RunLeavable(Func<int> work)
    {
        var (result, failure) = (0, default(ExceptionDispatchInfo));
        var ended = new ManualResetEvent(initialState: false);
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = work();
                }
#pragma warning disable CA1031 // It is thrown again where it is waited for.
                catch (Exception any)
#pragma warning restore CA1031
                {
                    failure = ExceptionDispatchInfo.Capture(any);
                }

                ended.Set();
            },
            StackSize) { IsBackground = true };
        thread.Start();
        if (WaitHandle.WaitAny([ended, Token.WaitHandle]) != 0)
        {
            Environment.Exit(ExitCode);
        }

        failure?.Throw();
        return result;
    }

    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        source.Dispose();
    }

    /// <summary>Ctrl+Break. Where it is Ctrl+\, whoever presses it wants a dump.</summary>
    private PosixSignalRegistration[] Break() => OperatingSystem.IsWindows() ? [Register(PosixSignal.SIGQUIT, 131)] : [];

    /// <summary>A file that may not grow (<c>ulimit -f</c>) is no reason to die, but to tidy up: writing to it says what is wrong.</summary>
    private static PosixSignalRegistration[] FileLimit() =>
        OperatingSystem.IsWindows() ? [] : [PosixSignalRegistration.Create(FileTooLarge, context => context.Cancel = true)];

    /// <summary>What is half-written has to go first, and a disk that does not answer may keep it.</summary>
    private static async Task SayHowToEndAsync()
    {
        await Task.Delay(Patience).ConfigureAwait(false);
        if (!Console.IsErrorRedirected)
        {
            await Console.Error.WriteAsync("Stopping; interrupt again to quit immediately.\n").ConfigureAwait(false);
        }
    }

    private PosixSignalRegistration Register(PosixSignal signal, int exitCode) => PosixSignalRegistration.Create(signal, context =>
    {
        switch (wishes.Next())
        {
            case Wish.First:
                context.Cancel = true;
                ExitCode = exitCode;
                source.Cancel();
                _ = SayHowToEndAsync();
                break;
            case Wish.Echo:
                context.Cancel = true;
                break;
            default:
                // Who asks once more is not kept waiting.
                break;
        }
    });
}
