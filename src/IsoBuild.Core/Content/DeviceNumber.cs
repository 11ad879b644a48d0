namespace IsoBuild.Content;

/// <summary>The number of a device as PN holds it, in two halves of 32 bits (RRIP 4.1.2), and as readers understand the halves.</summary>
/// <remarks>RRIP puts a number of 32 bits into the low half and leaves the high one 0, which Linux, FreeBSD, libarchive and libisofs read alike
/// as long as the minor number has 8 bits and the major number 8. Beyond that only Linux and FreeBSD have an answer: the major number in the
/// high half, the minor number in the low one, as genisoimage writes all of them.</remarks>
internal static class DeviceNumber
{
    /// <summary>What Linux has room for.</summary>
    public const uint MaxMajor = 0xFFF;

    public const uint MaxMinor = 0xFFFFF;

    private const uint ByteMax = 0xFF;

    /// <summary>Whether Linux reads the number back. Major number 0 in the high half is taken for a number in the low one.</summary>
    public static bool IsReadable(uint major, uint minor) => major <= MaxMajor && minor <= MaxMinor && (major > 0 || minor <= ByteMax);

    public static ulong Join(uint major, uint minor) =>
        major <= ByteMax && minor <= ByteMax ? (major << 8) | minor : ((ulong)major << 32) | minor;

    public static uint Major(ulong device) => IsInLowHalf(device) ? ((uint)device >> 8) & MaxMajor : (uint)(device >> 32);

    public static uint Minor(ulong device) => IsInLowHalf(device) ? ((uint)device & ByteMax) | (((uint)device >> 12) & (MaxMinor & ~ByteMax)) : (uint)device;

    /// <summary>Both numbers in one of 32 bits: the minor number's upper bits come last, as libisofs takes them from Linux.</summary>
    private static bool IsInLowHalf(ulong device) => device >> 32 == 0 && device > ByteMax;
}
