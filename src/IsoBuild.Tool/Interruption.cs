using System.Runtime.InteropServices;

namespace IsoBuild.Tool;

/// <summary>Ctrl+C, and whoever else asks the process to end: the first time politely, so that nothing half-written stays.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;

    public Interruption() =>
        registrations = [Register(PosixSignal.SIGINT, 130), Register(PosixSignal.SIGTERM, 143), Register(PosixSignal.SIGHUP, 129)];

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
