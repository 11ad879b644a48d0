using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Benchmarks;

/// <summary>What one run of a program took.</summary>
/// <param name="Seconds">From its start to its exit; with the flush to disk, where there is one.</param>
/// <param name="ProcessorSeconds">What it and the programs that it waited for used of all processors, if that is known here.</param>
/// <param name="PeakBytes">The most memory that one of them had at once, if that is known here.</param>
/// <param name="Output">What it printed, where that was asked for.</param>
internal sealed record Outcome(double Seconds, double? ProcessorSeconds, long? PeakBytes, string Output);

/// <summary>Starts programs and measures them.</summary>
/// <remarks>
/// On Linux, by way of a shell that starts them in the background and hands them over (as a subreaper, this process inherits them). A program's peak begins with
/// that of the process it was forked from, or shares memory with until exec: from this one, no peak would be under 60 MB. The program waits at a gate until
/// it has been handed over, for the shell would take the exit of one that is fast for itself; its time begins there. Elsewhere, only time is measured.
/// </remarks>
internal sealed partial class Launcher : IDisposable
{
    private const int SetChildSubreaper = 36;
    private const int Terminate = 15;
    private const int Interrupted = 4;
    private const double Micro = 1e-6;
    private const int Kibi = 1 << 10;

    private readonly TempDirectory logs = new();
    private readonly CancellationToken cancellation;
    private readonly Process? shell;

    public Launcher(CancellationToken cancellation)
    {
        this.cancellation = cancellation;
        if (OperatingSystem.IsLinux() && Control(SetChildSubreaper, 1, 0, 0, 0) == 0)
        {
            CommandLine.Run("mkfifo", [Gate]).EnsureSuccess();
            shell = Process.Start(Clean(new ProcessStartInfo("sh") { RedirectStandardInput = true, RedirectStandardOutput = true }))!;
        }
    }

    /// <summary>Runs a program to its end; what it prints is kept only if it is read.</summary>
    /// <exception cref="InvalidOperationException">The program failed.</exception>
    public Outcome Run(Contender contender)
    {
        cancellation.ThrowIfCancellationRequested();
        string output = logs.Combine("output");
        string error = logs.Combine("error");
        string printed = contender.IsRead ? output : "/dev/null";

        Stopwatch watch = new();
        (int exitCode, double? processors, long? peak) = shell is null ? RunHere(contender, output, error, watch) : RunByShell(contender, printed, error, watch);
        if (contender is { IsFlushed: true, Makes: { } file })
        {
            using SafeFileHandle handle = File.OpenHandle(file, access: FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(handle);
        }

        watch.Stop();
        cancellation.ThrowIfCancellationRequested();
        string text = contender.IsRead ? File.ReadAllText(output) : "";
        return exitCode == 0
            ? new Outcome(watch.Elapsed.TotalSeconds, processors, peak, text)
            : throw new InvalidOperationException($"exit code {exitCode} of {string.Join(' ', contender.Command)}: {text}{File.ReadAllText(error)}".Trim());
    }

    private string Gate => logs.Combine("gate");

    public void Dispose()
    {
        shell?.Kill();
        shell?.Dispose();
        logs.Dispose();
    }

    private (int ExitCode, double? Processors, long? Peak) RunByShell(Contender contender, string output, string error, Stopwatch watch)
    {
        string program = string.Join(' ', contender.Command.Select(Quoted));
        string change = contender.Folder is { } folder ? $"cd {Quoted(folder)} && " : "";
        // The inner shell has ended before the number is printed, so the program is this process's child by then.
        shell!.StandardInput.WriteLine($"p=$({{ read -r go <{Quoted(Gate)}; {change}exec {program} </dev/null; }} >{Quoted(output)} 2>{Quoted(error)} & echo $!); echo $p");
        shell.StandardInput.Flush();
        int process = int.Parse(shell.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);

        watch.Start();
        File.AppendAllText(Gate, "\n");
        using CancellationTokenRegistration killed = cancellation.Register(() => _ = Kill(process, Terminate));
        Usage usage;
        int status;
        while (Wait(process, out status, 0, out usage) < 0)
        {
            if (Marshal.GetLastPInvokeError() != Interrupted)
            {
                throw new InvalidOperationException($"wait4: error {Marshal.GetLastPInvokeError()}");
            }
        }

        int signal = status & 0x7F;
        double processors = usage.UserSeconds + usage.SystemSeconds + (Micro * (usage.UserMicroseconds + usage.SystemMicroseconds));
        return (signal == 0 ? (status >> 8) & 0xFF : 128 + signal, processors, (long)usage.PeakKibibytes * Kibi);
    }

    private (int ExitCode, double? Processors, long? Peak) RunHere(Contender contender, string output, string error, Stopwatch watch)
    {
        ProcessStartInfo start = new(contender.Command[0], contender.Command.Skip(1)) { WorkingDirectory = contender.Folder ?? "", RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        watch.Start();
        using Process process = Process.Start(Clean(start))!;
        using CancellationTokenRegistration killed = cancellation.Register(() => process.Kill(entireProcessTree: true));
        process.StandardInput.Close();
        Task printed = Save(process.StandardOutput, output);
        Task complained = Save(process.StandardError, error);
        process.WaitForExit();
        Task.WaitAll(printed, complained);
        return (process.ExitCode, Processors: null, Peak: null);
    }

    private static async Task Save(StreamReader from, string to)
    {
        await using FileStream file = File.Create(to);
        await from.BaseStream.CopyToAsync(file);
    }

    /// <summary>`dotnet run` says to programs which MSBuild it is.</summary>
    private static ProcessStartInfo Clean(ProcessStartInfo start)
    {
        foreach ((string name, string? value) in DotnetEnvironment.Clean)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static string Quoted(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int Control(int option, nint a, nint b, nint c, nint d);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "wait4", SetLastError = true)]
    private static partial int Wait(int process, out int status, int options, out Usage usage);

    /// <summary>What the kernel knows of a process that has ended, and of those that it waited for: <c>struct rusage</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Usage
    {
        public nint UserSeconds;
        public nint UserMicroseconds;
        public nint SystemSeconds;
        public nint SystemMicroseconds;
        public nint PeakKibibytes;
        public Others Unused;
    }

    [InlineArray(13)]
    private struct Others
    {
        public nint First;
    }
}
