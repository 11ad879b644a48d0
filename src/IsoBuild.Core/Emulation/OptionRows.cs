using System.Globalization;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Emulation;

/// <summary>Makes rows of the tables of options, and reads values.</summary>
internal static class OptionRows
{
    /// <summary>An option without a value.</summary>
    /// <param name="names">Its names, divided by blanks.</param>
    /// <param name="help">What it does.</param>
    /// <param name="apply">Does it.</param>
    public static ProgramOption Switch(string names, string help, Action<ImageRequest> apply) => new(names.Split(' '), [], help, (request, _) => apply(request));

    /// <summary>An option with a value.</summary>
    public static ProgramOption Value(string names, string value, string help, Action<ImageRequest, string> apply) => new(names.Split(' '), [value], help, (request, values) => apply(request, values[0]));

    /// <summary>An option whose effect is there anyway, or which asks for nothing that an image has.</summary>
    public static ProgramOption Nothing(string names, string help, params string[] values) => new(names.Split(' '), values, help, static (_, _) => { });

    /// <summary>An option that is taken, and does something else or nothing.</summary>
    public static ProgramOption Differs(string names, string message, params string[] values)
    {
        var all = names.Split(' ');
        return new ProgramOption(all, values, "See the warning that it gives", (request, _) => request.Warn("-" + all[^1], message));
    }

    /// <summary>An option that asks for what is not made.</summary>
    public static ProgramOption Refused(string names, string message, params string[] values)
    {
        var all = names.Split(' ');
        return new ProgramOption(all, values, "Not supported", (_, _) => throw CommandLineFault.Refused("-" + all[^1], message));
    }

    public static uint Id(string option, string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : throw CommandLineFault.Attribute(option, $"'{text}' is not the number of a user or a group. Write a number.");

    public static UnixFileMode Mode(string option, string text) =>
        EntryText.TryParseMode(text, out var mode, out var problem) ? mode : throw CommandLineFault.Attribute(option, $"'{text}' {problem}.");

    /// <summary>A number as C reads it: decimal, or hexadecimal behind <c>0x</c>.</summary>
    public static int Number(string option, string text, int least, int most)
    {
        var isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return int.TryParse(isHex ? text.AsSpan(2) : text, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw CommandLineFault.Value(option, string.Create(CultureInfo.InvariantCulture, $"'{text}' is not a number from {least} to {most}."));
    }

    /// <summary>The lines of a list on disk.</summary>
    public static IEnumerable<string> Lines(ImageRequest request, string option, string path)
    {
        try
        {
            return File.ReadAllLines(request.OnDisk(path));
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CommandLineFault.Missing(path, $"The list of {option} does not exist. Create it, or correct the path.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandLineFault(FaultOf.Unreadable, new Diagnostic(DiagnosticId.SourceUnreadable, DiagnosticSeverity.Error, path, $"The list of {option} cannot be read: {failure.Message}"));
        }
    }

    /// <summary>The patterns of a list, an entry a line.</summary>
    public static IEnumerable<ShellPattern> Patterns(ImageRequest request, string option, string path) =>
        Lines(request, option, path).Where(line => line.Length > 0).Select(line => request.PatternOf(line));
}
