namespace IsoBuild.Tool;

/// <summary>What the command returns to its caller. Signals return 128 and their number.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The input or the image is at fault, a verification did not pass, or images differ.</summary>
    public const int Fault = 1;

    public const int WrongUsage = 2;

    /// <summary>A fault of the command itself (EX_SOFTWARE of sysexits.h).</summary>
    public const int Unexpected = 70;

    /// <summary>Whoever read the output stopped reading: as if SIGPIPE had ended the process.</summary>
    public const int BrokenPipe = 141;
}
