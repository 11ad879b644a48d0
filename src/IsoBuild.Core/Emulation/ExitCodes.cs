using IsoBuild.Diagnostics;

namespace IsoBuild.Emulation;

/// <summary>What the programs return to their callers.</summary>
internal static class ExitCodes
{
    /// <summary>errno of a full disk and of missing permission, which genisoimage returns.</summary>
    private const int NoSpace = 28;
    private const int NoPermission = 13;

    private const int XorrisoFailure = 5;
    private const int XorrisoWriting = 32;
    private const int Other = 255;

    public static int Of(EmulatedProgram program, FaultOf fault) => program switch
    {
        EmulatedProgram.Xorrisofs => fault == FaultOf.Boot ? XorrisoWriting : XorrisoFailure,
        EmulatedProgram.Oscdimg or EmulatedProgram.Hdiutil => 1,
        _ => fault switch
        {
            FaultOf.Usage => 1,
            FaultOf.Missing => 2,
            _ => Other,
        },
    };

    /// <summary>The code for the first error.</summary>
    public static int Of(EmulatedProgram program, IEnumerable<Diagnostic> diagnostics)
    {
        var error = diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return error?.Id switch
        {
            null => 0,
            DiagnosticId.ImageUnwritable => program switch
            {
                EmulatedProgram.Xorrisofs => XorrisoWriting,
                EmulatedProgram.Oscdimg or EmulatedProgram.Hdiutil => 1,
                _ => NoSpace,
            },
            DiagnosticId.SourceUnreadable when program is EmulatedProgram.Genisoimage or EmulatedProgram.Mkisofs => NoPermission,
            DiagnosticId.SourceMissing => Of(program, FaultOf.Missing),
            DiagnosticId.VolumeFieldInvalid => Of(program, FaultOf.Text),
            (>= DiagnosticId.BootImageMissing and < DiagnosticId.BaseUnreadable) or DiagnosticId.DvdVideoUnfit or DiagnosticId.DvdVideoMissing => Of(program, FaultOf.Boot),
            _ => Of(program, FaultOf.Usage),
        };
    }
}
