using System.Runtime.InteropServices;
using IsoBuild.Writing;

namespace IsoBuild.Core.Tests.Writing;

/// <summary>What is said of a place that nothing can be written to: what is wrong, by the numbers of errno.h and winerror.h, and what to do against just that.</summary>
public sealed class WriteTroubleTests : IDisposable
{
    private const string General = "Check the place's permissions";

    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    /// <summary>The numbers are those of the headers: EPERM 1, EIO 5, ENXIO 6, EACCES 13, EBUSY 16, EROFS 30, ENOSPC 28, ETXTBSY 26 and so on; of Windows, with its facility.</summary>
    [Theory]
    [InlineData(30, "is read-only. Write elsewhere, or mount it")]
    [InlineData(0x13, "is read-only. Write elsewhere", true)]
    [InlineData(28, "is full (77 bytes are needed). Free some space")]
    [InlineData(112, "is full (77 bytes are needed). Free some space", true)]
    [InlineData(39, "is full (77 bytes are needed). Free some space", true)]
    [InlineData(1295, "quota", true)]
    [InlineData(223, "does not accept a file of this size (77 bytes)", true)]
    [InlineData(5, "input/output error")]
    [InlineData(6, "input/output error")]
    [InlineData(1117, "input/output error", true)]
    [InlineData(26, "Another program has")]
    [InlineData(32, "Another program has", true)]
    [InlineData(33, "Another program has", true)]
    [InlineData(1224, "Another program has", true)]
    [InlineData(123, "does not accept the name \"x.iso\"", true)]
    [InlineData(206, "too long for the system", true)]
    [InlineData(183, "Something that is not replaced already has this name", true)]
    [InlineData(17, "Something that is not replaced already has this name")]
    [InlineData(21, "A directory already has this name")]
    [InlineData(24, "Too many files are open")]
    [InlineData(1234, General)]
    [InlineData(1234, General, true)]
    public void Each_kind_has_its_advice(int number, string expected, bool isWindows = false)
    {
        string said = WriteTrouble.Explain(new IOException("said by the system", isWindows ? unchecked((int)0x8007_0000) | number : number), temp.Combine("x.iso"), 77);
        Assert.Contains(expected, said, StringComparison.Ordinal);
        Assert.Equal(expected == General, said.Contains(General, StringComparison.Ordinal));
        Assert.EndsWith(".", said, StringComparison.Ordinal);
    }

    [LinuxFact]
    public void Some_numbers_are_those_of_linux_alone()
    {
        Assert.Contains("quota", Explain(122), StringComparison.Ordinal);
        Assert.Contains("too long", Explain(36), StringComparison.Ordinal);
        Assert.Contains("form a loop", Explain(40), StringComparison.Ordinal);
        Assert.Contains("does not support", Explain(38), StringComparison.Ordinal);
        Assert.Contains("does not support", Explain(95), StringComparison.Ordinal);
        Assert.Contains("does not accept the name", Explain(84), StringComparison.Ordinal);
        Assert.Contains("Another program", Explain(11), StringComparison.Ordinal);

        string Explain(int number) => WriteTrouble.Explain(new IOException("x", number), temp.Combine("x.iso"));
    }

    /// <summary>.NET has one exception for both, and the number inside.</summary>
    [Fact]
    public void Who_may_not_is_told_apart_from_what_nobody_may()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Assert.Contains($"There is no permission to write in {temp.Combine("")}", Explain(13), StringComparison.Ordinal);
        Assert.Contains("immutable", Explain(1), StringComparison.Ordinal);

        string Explain(int number) => WriteTrouble.Explain(new UnauthorizedAccessException("Access to the path is denied.", new IOException("x", number)), Path.Combine(temp.Combine(""), "x.iso"));
    }

    [Fact]
    public void A_file_on_the_way_is_named()
    {
        string file = temp.Write("a.txt", "x");
        foreach (Exception failure in new Exception[] { new IOException($"The file '{file}' already exists.", 17), new DirectoryNotFoundException("Could not find a part of the path."), new IOException("Not a directory", 20) })
        {
            Assert.StartsWith($"{file} is not a directory. Delete or rename it", WriteTrouble.Explain(failure, Path.Combine(file, "sub", "x.iso")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_name_that_the_file_system_has_not_is_named()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // exFAT says that it is not there (FUSE), FAT that the argument is invalid (Linux).
        foreach (Exception failure in new Exception[] { new FileNotFoundException($"Could not find file '{temp.Combine(".isobuild-x.tmp")}'."), new IOException("Invalid argument", 22) })
        {
            Assert.StartsWith($"The file system of {Path.GetDirectoryName(temp.Combine("a"))} does not accept the name \"a:b.iso\".", WriteTrouble.Explain(failure, temp.Combine("a:b.iso")), StringComparison.Ordinal);
            Assert.Contains("\"d?\"", WriteTrouble.Explain(failure, temp.Combine("d?", "x.iso")), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("accept the name \"", WriteTrouble.Explain(new IOException("Invalid argument", 22), temp.Combine("x.iso")), StringComparison.Ordinal);
    }

    [Fact]
    public void No_temporary_name_is_told()
    {
        string path = temp.Combine("x.iso");
        string said = WriteTrouble.Explain(new IOException($"Strange thing : '{temp.Combine(".isobuild-x69220123456789abcdef0123456789ab.tmp")}'", 200), path);
        Assert.StartsWith($"Strange thing : '{path}'.", said, StringComparison.Ordinal);
    }

    [Fact]
    public void What_we_say_ourselves_needs_no_more_advice() =>
        Assert.Equal("Its symbolic links form a loop; delete them.", WriteTrouble.Explain(new IOException("Its symbolic links form a loop; delete them."), temp.Combine("x.iso")));

    [Fact]
    public void Of_a_stream_there_is_no_path() =>
        Assert.Equal("The disk of the place is full (5 bytes are needed). Free some space, or write elsewhere.", WriteTrouble.Explain(new IOException("x", 28), path: null, 5));

    /// <summary>.NET's exception for EFBIG is one for wrong arguments.</summary>
    [Fact]
    public void The_limit_of_file_sizes_is_told_where_it_is_the_reason()
    {
        ArgumentOutOfRangeException failure = new("value");
        Assert.Contains("does not accept a file of this size (77 bytes). On FAT, files are smaller than 4 GiB", WriteTrouble.Explain(failure, temp.Combine("x.iso"), 77), StringComparison.Ordinal);
        Assert.Contains("does not accept a file of this size", WriteTrouble.Explain(new IOException("x", 27), temp.Combine("x.iso"), 77), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_is_written_where_it_leads()
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
        {
            return;
        }

        Directory.CreateDirectory(temp.Combine("real"));
        File.CreateSymbolicLink(temp.Combine("x.iso"), "real/y.iso");
        Assert.StartsWith($"The disk of {temp.Combine("real")} is full.", WriteTrouble.Explain(new IOException("x", 28), temp.Combine("x.iso")), StringComparison.Ordinal);
    }
}
