using System.Globalization;
using Cake.Core;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Emulation;

namespace Cake.IsoBuild;

/// <summary>Makes images by command lines of other programs.</summary>
internal static class EmulatedMaker
{
    /// <exception cref="CakeException">No image was made, or the command line writes it to the standard output.</exception>
    public static string Make(ICakeContext context, string program, IReadOnlyList<string> arguments)
    {
        var log = new DiagnosticLog(context.Log);
        var timestamp = ImageMaker.EpochTimestamp(context, log) ?? ImageTimestamp.Default;
        log.ThrowIfErrors();
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var streams = new EmulationStreams
        {
            Report = diagnostic => log.Report([diagnostic]),
            Note = log.Verbose,
            Text = text,
            Timestamp = timestamp,
            OpenOutput = () => throw new ImageException(new Diagnostic(DiagnosticId.EmulatedUsageWrong, DiagnosticSeverity.Error, program, "The image would go to the standard output, which is Cake's. Name a file with -o.")),
            WorkingDirectory = context.Environment.WorkingDirectory.FullPath,
        };
        var exit = Interruptible.Run(cancellation => Emulator.Run(program, arguments, streams, cancellation));
        foreach (var line in text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            log.Note(line);
        }

        log.ThrowIfErrors();
        if (exit != 0)
        {
            throw new CakeException(string.Create(CultureInfo.InvariantCulture, $"{program} ended with {exit}."));
        }

        return text.ToString();
    }
}
