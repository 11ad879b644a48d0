namespace IsoBuild.TestSupport;

/// <summary>
/// The time limits of tests, all of them. They prove nothing: they end what hangs, so that it costs no more and says what it is. A machine
/// that has five times as much to do as it can must not reach them; hence none is under five minutes, and no test measures time.
/// </summary>
internal static class Limits
{
    /// <summary>Work in this process: milliseconds where all is quiet, seconds where a hundred thousand files are made.</summary>
    public static readonly TimeSpan Hang = TimeSpan.FromMinutes(5);

    /// <summary>A program: most take less than a second, a build that restores and packs up to a minute.</summary>
    public static readonly TimeSpan Program = TimeSpan.FromMinutes(10);

    /// <summary>From reset to the first words of what firmware starts: seconds, without KVM as well.</summary>
    public static readonly TimeSpan Firmware = TimeSpan.FromMinutes(10);

    /// <summary>A boot of the kernel, and what it reads of up to a dozen images: most of a minute without KVM.</summary>
    public static readonly TimeSpan Kernel = TimeSpan.FromMinutes(15);

    /// <summary>From reset to an installer's first screen, two machines side by side: more than a minute without KVM.</summary>
    public static readonly TimeSpan Installer = TimeSpan.FromMinutes(20);

    /// <summary>A project's tests under Wine: three minutes.</summary>
    public static readonly TimeSpan Project = TimeSpan.FromMinutes(25);

    /// <summary>A test as a whole, with all the programs that it starts: more than any of these.</summary>
    public static readonly TimeSpan Test = TimeSpan.FromMinutes(30);

    /// <summary>How often to look whether something has happened that tells nobody. No limit: it only decides how soon it is noticed.</summary>
    public static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(1);
}
