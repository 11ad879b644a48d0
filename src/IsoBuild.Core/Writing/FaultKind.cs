namespace IsoBuild.Writing;

/// <summary>Why a disk does not take something.</summary>
internal enum FaultKind
{
    /// <summary>Nothing that is known here.</summary>
    Unknown,

    /// <summary>Nothing can be written to the file system.</summary>
    ReadOnly,

    /// <summary>There is no room left.</summary>
    Full,

    /// <summary>The user has no room left.</summary>
    Quota,

    /// <summary>The file system, or a limit of the process, takes no file of this size.</summary>
    TooLarge,

    /// <summary>Nobody may: something is immutable, or another's.</summary>
    NotPermitted,

    /// <summary>This user may not.</summary>
    Denied,

    /// <summary>A part of the path is a file.</summary>
    NotADirectory,

    /// <summary>A part of the path is not there.</summary>
    Gone,

    /// <summary>Something has the name.</summary>
    Taken,

    /// <summary>A directory has the name.</summary>
    IsADirectory,

    /// <summary>The disk, or the connection to it, fails.</summary>
    Device,

    /// <summary>Another program has it.</summary>
    InUse,

    /// <summary>The file system has no such names.</summary>
    BadName,

    /// <summary>What Unix says of names that it does not take, and of much else.</summary>
    Invalid,

    /// <summary>A name or a path is too long.</summary>
    TooLong,

    /// <summary>Links lead in a circle.</summary>
    Circle,

    /// <summary>The file system has no such thing.</summary>
    Unsupported,

    /// <summary>The process has too many files open.</summary>
    TooManyOpen,
}

/// <summary>Tells the kinds of failures by the numbers of the system, which .NET keeps where its exceptions are of one kind.</summary>
internal static class Fault
{
    private const int WindowsNumbers = unchecked((int)0x8007_0000);

    public static FaultKind KindOf(Exception failure) => failure switch
    {
        // .NET's exception for EFBIG.
        ArgumentOutOfRangeException => FaultKind.TooLarge,
        PathTooLongException => FaultKind.TooLong,
        FileNotFoundException or DirectoryNotFoundException => FaultKind.Gone,
        UnauthorizedAccessException { InnerException: IOException inner } when OfNumber(inner.HResult) is not FaultKind.Unknown and var kind => kind,
        UnauthorizedAccessException => FaultKind.Denied,
        IOException => OfNumber(failure.HResult),
        _ => FaultKind.Unknown,
    };

    /// <summary>The number that every Unix has for a kind of failure; <see langword="null"/> where there are several, or none.</summary>
    public static int? NumberOf(FaultKind kind) => kind switch
    {
        FaultKind.NotPermitted => 1,
        FaultKind.Gone => 2,
        FaultKind.Device => 5,
        FaultKind.Denied => 13,
        FaultKind.NotADirectory => 20,
        FaultKind.IsADirectory => 21,
        FaultKind.TooManyOpen => 24,
        FaultKind.TooLarge => 27,
        FaultKind.Full => 28,
        FaultKind.ReadOnly => 30,
        _ => null,
    };

    private static FaultKind OfNumber(int number) =>
        (number & unchecked((int)0xFFFF_0000)) == WindowsNumbers ? OfWindows(number & 0xFFFF)
        : OperatingSystem.IsMacOS() ? OfMac(number)
        : OfLinux(number);

    internal static FaultKind OfWindows(int number) => number switch
    {
        19 => FaultKind.ReadOnly,
        39 or 112 => FaultKind.Full,
        1295 => FaultKind.Quota,
        223 => FaultKind.TooLarge,
        1314 => FaultKind.NotPermitted,
        5 => FaultKind.Denied,
        267 => FaultKind.NotADirectory,
        2 or 3 => FaultKind.Gone,
        80 or 145 or 183 => FaultKind.Taken,
        21 or 23 or 27 or 29 or 31 or 483 or 1117 => FaultKind.Device,
        32 or 33 or 1224 => FaultKind.InUse,
        123 or 161 => FaultKind.BadName,
        111 or 206 => FaultKind.TooLong,
        1921 => FaultKind.Circle,
        1 or 50 => FaultKind.Unsupported,
        4 => FaultKind.TooManyOpen,
        _ => FaultKind.Unknown,
    };

    internal static FaultKind OfLinux(int number) => number switch
    {
        122 => FaultKind.Quota,
        39 => FaultKind.Taken,
        117 or 121 => FaultKind.Device,
        11 => FaultKind.InUse,
        84 => FaultKind.BadName,
        36 => FaultKind.TooLong,
        40 => FaultKind.Circle,
        38 or 95 => FaultKind.Unsupported,
        75 => FaultKind.TooLarge,
        _ => OfEveryUnix(number),
    };

    internal static FaultKind OfMac(int number) => number switch
    {
        69 => FaultKind.Quota,
        66 => FaultKind.Taken,
        35 => FaultKind.InUse,
        92 => FaultKind.BadName,
        63 => FaultKind.TooLong,
        62 => FaultKind.Circle,
        45 or 78 or 102 => FaultKind.Unsupported,
        84 => FaultKind.TooLarge,
        _ => OfEveryUnix(number),
    };

    private static FaultKind OfEveryUnix(int number) => number switch
    {
        30 => FaultKind.ReadOnly,
        28 => FaultKind.Full,
        27 => FaultKind.TooLarge,
        1 => FaultKind.NotPermitted,
        13 => FaultKind.Denied,
        20 => FaultKind.NotADirectory,
        2 => FaultKind.Gone,
        17 => FaultKind.Taken,
        21 => FaultKind.IsADirectory,
        5 or 6 or 19 => FaultKind.Device,
        16 or 26 => FaultKind.InUse,
        22 => FaultKind.Invalid,
        23 or 24 => FaultKind.TooManyOpen,
        _ => FaultKind.Unknown,
    };
}
