using IsoBuild.Diagnostics;

namespace IsoBuild.Emulation;

/// <summary>What a command line is wrong in, as far as exit codes tell it apart.</summary>
internal enum FaultOf
{
    /// <summary>An option.</summary>
    Usage,

    /// <summary>A value that an option does not take.</summary>
    Value,

    /// <summary>An owner, a group or a mode that is none.</summary>
    Attribute,

    /// <summary>A file that does not exist.</summary>
    Missing,

    /// <summary>A file that cannot be read.</summary>
    Unreadable,

    /// <summary>The file with the first 32 KiB.</summary>
    SystemArea,

    /// <summary>A directory is where the image would be.</summary>
    Directory,

    /// <summary>The image would be below a file.</summary>
    BelowFile,

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

    public static CommandLineFault Value(string item, string message) => new(FaultOf.Value, Error(DiagnosticId.EmulatedUsageWrong, item, message));

    public static CommandLineFault Attribute(string item, string message) => new(FaultOf.Attribute, Error(DiagnosticId.EmulatedUsageWrong, item, message));

    public static CommandLineFault Refused(string item, string message) => new(FaultOf.Usage, Error(DiagnosticId.EmulatedOptionRefused, item, message));

    public static CommandLineFault RefusedValue(string item, string message) => new(FaultOf.Value, Error(DiagnosticId.EmulatedOptionRefused, item, message));

    public static CommandLineFault Missing(string item, string message) => new(FaultOf.Missing, Error(DiagnosticId.SourceMissing, item, message));

    public static CommandLineFault Boot(string item, string message) => new(FaultOf.Boot, Error(DiagnosticId.EmulatedBootWrong, item, message));

    public static CommandLineFault Unwritable(FaultOf fault, string item, string message) => new(fault, Error(DiagnosticId.ImageUnwritable, item, message));

    private static Diagnostic Error(DiagnosticId id, string item, string message) => new(id, DiagnosticSeverity.Error, item, message);
}
