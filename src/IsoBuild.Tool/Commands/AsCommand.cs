using System.CommandLine;
using IsoBuild.Diagnostics;
using IsoBuild.Emulation;
using IsoBuild.Tool.Output;

namespace IsoBuild.Tool.Commands;

/// <summary><c>isobuild as</c>: what concerns no call of another program. Such calls are <see cref="EmulatedCall"/>'s.</summary>
internal static class AsCommand
{
    public static Command Make(Terminal terminal)
    {
        var program = new Argument<string[]>("program") { HelpName = "program arguments", Description = $"The program ({string.Join(", ", Emulator.Programs)}) and its own arguments.", Arity = ArgumentArity.ZeroOrMore };
        var explain = new Option<bool>("--explain") { Description = "Make nothing. Print the same image as a command of isobuild, as an MSBuild project and as a Cake script. It stands before the program." };
        var install = new Option<string?>("--install") { HelpName = "directory", Description = "Put the names of these programs into a directory; called by one of them, isobuild behaves as that program." };
        var command = new Command(EmulatedCall.Command, "Behaves as another program that makes images: mkisofs, genisoimage, xorrisofs (xorriso -as mkisofs), oscdimg.") { program, explain, install };
        command.SetAction(parsed => parsed.GetValue(install) is { } directory
            ? Installation.Put(directory, terminal)
            : throw new UsageException("program", parsed.GetValue(program) is [var name, ..]
                ? $"'{name}' is none of the programs that are understood.{(SimilarName.Find(name, Emulator.Programs) is { } near ? $" Did you mean {near}?" : $" They are {string.Join(", ", Emulator.Programs)}.")}"
                : $"No program is named; write one of {string.Join(", ", Emulator.Programs)}, and its arguments."));
        HelpWithExamples.Of(
            command,
            "isobuild as mkisofs -o app.iso -J -R -V APP out/",
            "isobuild as xorriso -as mkisofs -o app.iso out/",
            "isobuild as --explain oscdimg -m -u2 -lWINPE media winpe.iso",
            "isobuild as --install ~/bin");
        return command;
    }
}
