using IsoBuild.Diagnostics;

namespace IsoBuild.Emulation;

/// <summary>What the programs return to their callers: those of genisoimage 1.1.11 and xorriso 1.5.4. genisoimage returns the number of a failure of the system (errno) where there is one.</summary>
internal static class ExitCodes
{
    private const int NoPermission = 13;
    private const int NotADirectory = 20;
    private const int IsADirectory = 21;
    private const int NoSpace = 28;

    private const int XorrisoFailure = 5;
    private const int XorrisoWriting = 32;
    private const int Other = 255;

    public static int Of(EmulatedProgram program, FaultOf fault) => program switch
    {
        EmulatedProgram.Xorrisofs => fault is FaultOf.Boot or FaultOf.Attribute or FaultOf.Text or FaultOf.SystemArea or FaultOf.BelowFile ? XorrisoWriting : XorrisoFailure,
        EmulatedProgram.Oscdimg or EmulatedProgram.Hdiutil => 1,
        _ => fault switch
        {
            FaultOf.Usage => 1,
            FaultOf.Missing or FaultOf.SystemArea => 2,
            FaultOf.Unreadable => NoPermission,
            FaultOf.BelowFile => NotADirectory,
            FaultOf.Directory => IsADirectory,
            _ => Other,
        },
    };

    /// <summary>The code for the first error.</summary>
    /// <param name="program">The program.</param>
    /// <param name="diagnostics">What was reported.</param>
    /// <param name="volumeId">The volume identifier: xorriso minds it more than other texts.</param>
    /// <param name="systemError">The number of the failure of the system that kept the image from being written, where it is known.</param>
    public static int Of(EmulatedProgram program, IEnumerable<Diagnostic> diagnostics, string? volumeId = null, int? systemError = null)
    {
        var error = diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return error?.Id switch
        {
            null => 0,
            DiagnosticId.ImageUnwritable => program switch
            {
                EmulatedProgram.Xorrisofs => XorrisoWriting,
                EmulatedProgram.Oscdimg or EmulatedProgram.Hdiutil => 1,
                _ => systemError ?? NoSpace,
            },
            DiagnosticId.SourceUnreadable => Of(program, FaultOf.Unreadable),
            DiagnosticId.SourceMissing => Of(program, FaultOf.Missing),
            DiagnosticId.SystemAreaUnusable => Of(program, FaultOf.SystemArea),
            DiagnosticId.VolumeFieldInvalid => Of(program, program == EmulatedProgram.Xorrisofs && string.Equals(error.Item, volumeId, StringComparison.Ordinal) ? FaultOf.Usage : FaultOf.Text),
            (>= DiagnosticId.BootImageMissing and < DiagnosticId.BaseUnreadable) or DiagnosticId.DvdVideoUnfit or DiagnosticId.DvdVideoMissing => Of(program, FaultOf.Boot),
            _ => Of(program, FaultOf.Usage),
        };
    }
}
