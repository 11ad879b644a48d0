using IsoBuild.Diagnostics;

namespace IsoBuild.Emulation;

/// <summary>What a command line is wrong in, as far as exit codes tell it apart.</summary>
internal enum FaultOf
{
    /// <summary>An option, or its value.</summary>
    Usage,

    /// <summary>A file that does not exist.</summary>
    Missing,

    /// <summary>Text that is too long.</summary>
    Text,

    /// <summary>A boot image or the boot catalog.</summary>
    Boot,
}

/// <summary>A command line that no image is made of.</summary>
internal sealed class CommandLineFault(FaultOf fault, Diagnostic diagnostic) : Exception(diagnostic.Message)
{
    public FaultOf Fault => fault;

    public Diagnostic Diagnostic => diagnostic;

    public static CommandLineFault Usage(string item, string message) => new(FaultOf.Usage, Error(DiagnosticId.EmulatedUsageWrong, item, message));

    public static CommandLineFault Refused(string item, string message) => new(FaultOf.Usage, Error(DiagnosticId.EmulatedOptionRefused, item, message));

    public static CommandLineFault Missing(string item, string message) => new(FaultOf.Missing, Error(DiagnosticId.SourceMissing, item, message));

    public static CommandLineFault Boot(string item, string message) => new(FaultOf.Boot, Error(DiagnosticId.EmulatedBootWrong, item, message));

    private static Diagnostic Error(DiagnosticId id, string item, string message) => new(id, DiagnosticSeverity.Error, item, message);
}
