using IsoBuild.Writing;

namespace IsoBuild.Core.Tests.Writing;

/// <summary>The numbers by which systems say why a disk takes nothing.</summary>
public sealed class FaultKindTests
{
    /// <summary>asm-generic/errno-base.h and errno.h of Linux.</summary>
    [Theory]
    [InlineData("ReadOnly", 30)] // EROFS
    [InlineData("Full", 28)] // ENOSPC
    [InlineData("Quota", 122)] // EDQUOT
    [InlineData("TooLarge", 27, 75)] // EFBIG, EOVERFLOW
    [InlineData("NotPermitted", 1)] // EPERM
    [InlineData("Denied", 13)] // EACCES
    [InlineData("NotADirectory", 20)] // ENOTDIR
    [InlineData("Gone", 2)] // ENOENT
    [InlineData("Taken", 17, 39)] // EEXIST, ENOTEMPTY
    [InlineData("IsADirectory", 21)] // EISDIR
    [InlineData("Device", 5, 6, 19, 117, 121)] // EIO, ENXIO, ENODEV, EUCLEAN, EREMOTEIO
    [InlineData("InUse", 11, 16, 26)] // EAGAIN, EBUSY, ETXTBSY
    [InlineData("BadName", 84)] // EILSEQ
    [InlineData("Invalid", 22)] // EINVAL
    [InlineData("TooLong", 36)] // ENAMETOOLONG
    [InlineData("Circle", 40)] // ELOOP
    [InlineData("Unsupported", 38, 95)] // ENOSYS, EOPNOTSUPP
    [InlineData("TooManyOpen", 23, 24)] // ENFILE, EMFILE
    [InlineData("Unknown", 3, 1234)] // ESRCH
    public void Of_linux(string expected, params int[] numbers) => Assert.All(numbers, number => Assert.Equal(expected, Fault.OfLinux(number).ToString()));

    /// <summary>sys/errno.h of macOS: up to 34 as everywhere, then its own.</summary>
    [Theory]
    [InlineData("ReadOnly", 30)]
    [InlineData("Full", 28)]
    [InlineData("Quota", 69)] // EDQUOT
    [InlineData("Taken", 17, 66)] // ENOTEMPTY
    [InlineData("InUse", 16, 26, 35)] // EAGAIN
    [InlineData("BadName", 92)] // EILSEQ
    [InlineData("TooLong", 63)] // ENAMETOOLONG
    [InlineData("Circle", 62)] // ELOOP
    [InlineData("Unsupported", 45, 78, 102)] // ENOTSUP, ENOSYS, EOPNOTSUPP
    [InlineData("TooLarge", 27, 84)] // EOVERFLOW
    [InlineData("Unknown", 36, 40, 1234)] // EINPROGRESS, EMSGSIZE
    public void Of_macos(string expected, params int[] numbers) => Assert.All(numbers, number => Assert.Equal(expected, Fault.OfMac(number).ToString()));

    /// <summary>winerror.h.</summary>
    [Theory]
    [InlineData("ReadOnly", 19)] // ERROR_WRITE_PROTECT
    [InlineData("Full", 39, 112)] // ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL
    [InlineData("Quota", 1295)] // ERROR_DISK_QUOTA_EXCEEDED
    [InlineData("TooLarge", 223)] // ERROR_FILE_TOO_LARGE
    [InlineData("NotPermitted", 1314)] // ERROR_PRIVILEGE_NOT_HELD
    [InlineData("Denied", 5)] // ERROR_ACCESS_DENIED
    [InlineData("NotADirectory", 267)] // ERROR_DIRECTORY
    [InlineData("Gone", 2, 3)] // ERROR_FILE_NOT_FOUND, ERROR_PATH_NOT_FOUND
    [InlineData("Taken", 80, 145, 183)] // ERROR_FILE_EXISTS, ERROR_DIR_NOT_EMPTY, ERROR_ALREADY_EXISTS
    [InlineData("Device", 21, 23, 27, 29, 31, 483, 1117)] // ERROR_NOT_READY, _CRC, _SECTOR_NOT_FOUND, _WRITE_FAULT, _GEN_FAILURE, _DEVICE_HARDWARE_ERROR, _IO_DEVICE
    [InlineData("InUse", 32, 33, 1224)] // ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION, ERROR_USER_MAPPED_FILE
    [InlineData("BadName", 123, 161)] // ERROR_INVALID_NAME, ERROR_BAD_PATHNAME
    [InlineData("TooLong", 111, 206)] // ERROR_BUFFER_OVERFLOW, ERROR_FILENAME_EXCED_RANGE
    [InlineData("Circle", 1921)] // ERROR_CANT_RESOLVE_FILENAME
    [InlineData("Unsupported", 1, 50)] // ERROR_INVALID_FUNCTION, ERROR_NOT_SUPPORTED
    [InlineData("TooManyOpen", 4)] // ERROR_TOO_MANY_OPEN_FILES
    [InlineData("Unknown", 0, 1234)]
    public void Of_windows(string expected, params int[] numbers) => Assert.All(numbers, number =>
    {
        Assert.Equal(expected, Fault.OfWindows(number).ToString());
        Assert.Equal(expected, Fault.KindOf(new IOException("", unchecked((int)0x8007_0000) | number)).ToString());
    });

    [Fact]
    public void Of_exceptions_that_have_no_number()
    {
        Assert.Equal(FaultKind.TooLarge, Fault.KindOf(new ArgumentOutOfRangeException("value")));
        Assert.Equal(FaultKind.TooLong, Fault.KindOf(new PathTooLongException()));
        Assert.Equal(FaultKind.Gone, Fault.KindOf(new FileNotFoundException()));
        Assert.Equal(FaultKind.Gone, Fault.KindOf(new DirectoryNotFoundException()));
        Assert.Equal(FaultKind.Denied, Fault.KindOf(new UnauthorizedAccessException()));
        Assert.Equal(FaultKind.Unknown, Fault.KindOf(new NotSupportedException()));
    }

    [Theory]
    [InlineData(19, "the file system is read-only")]
    [InlineData(1314, "the system does not permit it")]
    [InlineData(5, "there is no permission")]
    [InlineData(50, "the file system does not support it")]
    [InlineData(112, "the disk is full")]
    [InlineData(1295, "the disk is full")]
    [InlineData(1117, "the disk has failed")]
    [InlineData(2, "it was removed in the meantime")]
    [InlineData(4, "too many files are open")]
    [InlineData(1234, "As the system has it")]
    public void In_a_part_of_a_sentence(int number, string expected) =>
        Assert.Equal(expected, WriteTrouble.Reason(new IOException("As the system has it.", unchecked((int)0x8007_0000) | number)));
}
