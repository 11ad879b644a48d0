using System.Runtime.InteropServices;

namespace IsoBuild.Tool;

/// <summary>Ctrl+C, and whoever else asks the process to end: the first time politely, so that nothing half-written stays.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    /// <summary>SIGXFSZ, which .NET has no name for, where it has this number: Linux on all processors but MIPS, macOS, the BSDs.</summary>
    private const PosixSignal FileTooLarge = (PosixSignal)25;

    private readonly PosixSignalRegistration[] registrations;

    public Interruption() =>
        registrations = [Register(PosixSignal.SIGINT, 130), Register(PosixSignal.SIGTERM, 143), Register(PosixSignal.SIGHUP, 129), .. FileLimit()];

    public CancellationToken Token => source.Token;

    public int ExitCode { get; private set; }

    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        source.Dispose();
    }

    /// <summary>A file that may not grow (<c>ulimit -f</c>) is no reason to die, but to tidy up: writing to it says what is wrong.</summary>
    private static PosixSignalRegistration[] FileLimit() =>
        OperatingSystem.IsWindows() ? [] : [PosixSignalRegistration.Create(FileTooLarge, context => context.Cancel = true)];

    private PosixSignalRegistration Register(PosixSignal signal, int exitCode) => PosixSignalRegistration.Create(signal, context =>
    {
        // Who asks a second time is not kept waiting.
        if (!source.IsCancellationRequested)
        {
            context.Cancel = true;
            ExitCode = exitCode;
            source.Cancel();
        }
    });
}
