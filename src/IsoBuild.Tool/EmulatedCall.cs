using IsoBuild.Emulation;
using IsoBuild.Tool.Output;

namespace IsoBuild.Tool;

/// <summary>A call of another program: by its name, or as <c>isobuild as NAME</c>. Its arguments are its own, so nothing else here reads them.</summary>
internal sealed class EmulatedCall
{
    /// <summary>The command that the name of a program follows.</summary>
    public const string Command = "as";

    private readonly string program;
    private readonly string[] arguments;

    private EmulatedCall(string program, string[] arguments) => (this.program, this.arguments) = (program, arguments);

    /// <summary>The call that a command line is; <see langword="null"/> if it is this program's.</summary>
    /// <param name="arguments">All arguments.</param>
    public static EmulatedCall? Find(string[] arguments)
    {
        if (Environment.GetCommandLineArgs() is [var called, ..] && Emulator.Knows(called))
        {
            return new EmulatedCall(called, arguments);
        }

        return arguments is [Command, var program, ..] && Emulator.Knows(program) ? new EmulatedCall(program, arguments[2..]) : null;
    }

    /// <summary>Does what the program would.</summary>
    /// <returns>The program's exit code.</returns>
    public int Run(Terminal terminal, CancellationToken cancellationToken) => Emulator.Run(
        program,
        ExactArguments.Of(arguments),
        new EmulationStreams
        {
            Report = terminal.Report,
            Note = line => terminal.Error.Write(line + "\n"),
            Text = terminal.Out,
            OpenOutput = () => terminal.Bytes,
            OpenInput = static () => StandardStreams.IsClosed(StandardStreams.Input) ? Stream.Null : Console.OpenStandardInput(),
        },
        cancellationToken);
}
