using IsoBuild.Content;
using IsoBuild.Emulation;
using IsoBuild.Tool.Output;
using IsoBuild.Tool.Sources;

namespace IsoBuild.Tool;

/// <summary>A call of another program: by its name, or as <c>isobuild as NAME</c>. Its arguments are its own, so nothing else here reads them.</summary>
internal sealed class EmulatedCall
{
    /// <summary>The command that the name of a program follows.</summary>
    public const string Command = "as";

    private const string Explain = "--explain";

    private readonly string program;
    private readonly string[] arguments;

    private readonly bool isExplained;

    private EmulatedCall(string program, string[] arguments, bool isExplained = false) => (this.program, this.arguments, this.isExplained) = (program, arguments, isExplained);

    /// <summary>The call that a command line is; <see langword="null"/> if it is this program's.</summary>
    /// <param name="arguments">All arguments.</param>
    public static EmulatedCall? Find(string[] arguments)
    {
        if (Installation.CalledAs is { } called && Emulator.Knows(called))
        {
            return new EmulatedCall(called, arguments);
        }

        return arguments is [Command, Explain, var named, ..] && Emulator.Knows(named) ? new EmulatedCall(named, arguments[3..], isExplained: true)
            : arguments is [Command, var program, ..] && Emulator.Knows(program) ? OfProgram(program, arguments[2..])
            : null;
    }

    /// <summary>Does what the program would, or says what that is.</summary>
    /// <returns>The program's exit code.</returns>
    public int Run(Terminal terminal, CancellationToken cancellationToken)
    {
        var exact = ExactArguments.Of(arguments);
        var streams = new EmulationStreams
        {
            Report = terminal.Report,
            Note = line => terminal.Error.Write(line + "\n"),
            Text = terminal.Out,
            Timestamp = VolumeGroup.EpochTimestamp() ?? ImageTimestamp.Default,
            OpenOutput = () => terminal.Bytes,
#pragma warning disable RS0030 // A line for people says when a run will end. No image knows of it.
            Clock = TimeProvider.System.GetLocalNow,
#pragma warning restore RS0030
            OpenInput = static () => StandardStreams.IsClosed(StandardStreams.Input) ? Stream.Null : Console.OpenStandardInput(),
        };
        return isExplained ? Emulator.Explain(program, exact, streams) : Emulator.Run(program, exact, streams, cancellationToken);
    }

    /// <summary>No program has the option, so it may stand first and last too.</summary>
    private static EmulatedCall OfProgram(string program, string[] arguments) => arguments switch
    {
        [Explain, ..] => new EmulatedCall(program, arguments[1..], isExplained: true),
        [.., Explain] => new EmulatedCall(program, arguments[..^1], isExplained: true),
        _ => new EmulatedCall(program, arguments),
    };
}
