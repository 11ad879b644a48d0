using System.Diagnostics;
using System.Text;

namespace IsoBuild.TestSupport;

/// <summary>What a program left behind.</summary>
internal sealed record CommandResult(string Command, int ExitCode, string Output, string Error)
{
    /// <summary>Both streams, for messages.</summary>
    public string All => Error.Length == 0 ? Output : Output + Error;

    public CommandResult EnsureSuccess() => ExitCode == 0
        ? this
        : throw new InvalidOperationException($"{Command}{Environment.NewLine}exited with {ExitCode}:{Environment.NewLine}{All}");
}

/// <summary>Runs other programs.</summary>
internal static class CommandLine
{
    /// <summary>Runs a program to its end. In <paramref name="environment"/>, a null value removes a variable.</summary>
    public static CommandResult Run(
        string file,
        IEnumerable<string> arguments,
        string? workingDirectory = null,
        IReadOnlyDictionary<string, string?>? environment = null,
        TimeSpan? limit = null)
    {
        ProcessStartInfo start = new(Path.GetFileName(file) == file ? ToolGuard.Find(file) : file)
        {
            WorkingDirectory = workingDirectory ?? string.Empty,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        string command = string.Join(' ', start.ArgumentList.Prepend(file));
        StringBuilder output = new();
        StringBuilder error = new();
        using Process process = new() { StartInfo = start };
        // Both streams at once: a program blocks on the one that nobody reads.
        process.OutputDataReceived += (_, e) => Append(output, e.Data);
        process.ErrorDataReceived += (_, e) => Append(error, e.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        // For the ends of both streams as well: what was written last is read after the exit, on a busy machine long after.
        TimeSpan time = limit ?? Limits.Program;
        if (!Task.Run(process.WaitForExit).Wait(time))
        {
            string what = process.HasExited ? "ended, but something that it started keeps its output open" : "did not end";
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{command}{Environment.NewLine}{what} within {time}; so far:{Environment.NewLine}{Text(output)}{Text(error)}");
        }

        return new CommandResult(command, process.ExitCode, Text(output), Text(error));
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is not null)
        {
            lock (text)
            {
                text.Append(line).Append('\n');
            }
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
