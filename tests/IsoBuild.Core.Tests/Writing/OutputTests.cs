using System.Runtime.InteropServices;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Writing;

/// <summary>Where images go, and where they cannot (ISOB1019).</summary>
public class OutputTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    private static ImageBuilder Builder => new ImageBuilder(Images.Small).AddFile("a", new byte[1_000_000]);

    [Fact]
    public void Directories_on_the_way_are_made()
    {
        string image = temp.Combine("new", "folder", "ünï code.iso");
        BuildResult result = Builder.Write(image).EnsureSuccess();
        Assert.Equal("ünï code.iso", result.Layout!.Name);
        Assert.Equal([image], Directory.GetFileSystemEntries(temp.Combine("new", "folder")));
        Assert.Equal(result.Length, new FileInfo(image).Length);
    }

    /// <summary>Not on Windows, which replaces neither (MoveFileEx, ERROR_ACCESS_DENIED).</summary>
    [LinuxFact]
    public void A_former_image_gives_way_even_when_read_only_or_in_use()
    {
        string image = temp.Write("x.iso", "former");
        File.SetAttributes(image, FileAttributes.ReadOnly);
        using FileStream reader = new(image, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Builder.Write(image).EnsureSuccess();
        Images.WalkSoundly(File.ReadAllBytes(image));
    }

    [Fact]
    public void A_relative_path_and_two_writers_at_once()
    {
        string image = Path.GetRelativePath(Environment.CurrentDirectory, temp.Combine("x.iso"));
        Parallel.For(0, 64, _ => Builder.Write(image).EnsureSuccess());
        Images.WalkSoundly(File.ReadAllBytes(temp.Combine("x.iso")));
        Assert.Single(Directory.GetFileSystemEntries(temp));
    }

    [Fact]
    public void A_directory_in_the_way()
    {
        Directory.CreateDirectory(temp.Combine("x.iso"));
        Unwritable(Builder.Write(temp.Combine("x.iso")), temp.Combine("x.iso"), "A directory has this name; add a file name to the path.");
        Assert.Equal([temp.Combine("x.iso")], Directory.GetFileSystemEntries(temp));
    }

    [Fact]
    public void A_file_where_a_directory_is_needed() =>
        Unwritable(Builder.Write(Path.Combine(temp.Write("file", "x"), "x.iso")), temp.Combine("file", "x.iso"), $"{temp.Combine("file")} is not a directory.");

    [Fact]
    public void A_stream_that_fails()
    {
        Unwritable(Builder.Write(new FailingStream()), item: null, "No space left on device. Check the place's permissions and free space");

        // Also when it fails after the last file, in the padding.
        Unwritable(new ImageBuilder(Images.Small with { PaddingSectors = 1000 }).Write(new FailingStream()), item: null, "free space");
    }

    /// <summary>On a file system of 4 MB of its own: whatever is written there, nobody else is hurt.</summary>
    [FullDiskFact]
    public void A_full_disk_leaves_the_former_image_and_no_debris()
    {
        string disk = temp.Combine("disk");
        Directory.CreateDirectory(disk);
        CommandLine.Run("mount", ["-t", "tmpfs", "-o", "size=4m", "isobuild-test", disk]).EnsureSuccess();
        try
        {
            string image = Path.Combine(disk, "x.iso");
            Builder.Write(image).EnsureSuccess();
            byte[] former = File.ReadAllBytes(image);

            string large = temp.Write("large", new byte[8_000_000]);
            Unwritable(new ImageBuilder(Images.Small).AddFile("large", large).Write(image), image, $"The disk of {disk} is full (");
            Assert.Equal(former, File.ReadAllBytes(image));
            Assert.Equal([image], Directory.GetFileSystemEntries(disk));

            // And there is room again for what fits.
            Builder.Write(image).EnsureSuccess();
            Assert.Equal(former, File.ReadAllBytes(image));
        }
        finally
        {
            CommandLine.Run("umount", [disk]).EnsureSuccess();
        }
    }

    /// <summary>Of a disk that is read-only, or of a directory that is immutable, not even root may write; what it is, is said of the user's own path.</summary>
    [RootTheory("mount", "umount", "chattr")]
    [InlineData(true, "The file system of {0} is read-only. Write elsewhere, or mount it for writing.")]
    [InlineData(false, "The system does not permit it in {0}: ")]
    public void Nobody_may_write_there(bool isReadOnly, string expected)
    {
        string disk = temp.Combine("disk");
        Directory.CreateDirectory(disk);
        if (!isReadOnly && CommandLine.Run("chattr", ["+i", disk]).ExitCode != 0)
        {
            // A file system without such flags.
            return;
        }

        if (isReadOnly)
        {
            CommandLine.Run("mount", ["-t", "tmpfs", "-o", "ro,size=1m", "isobuild-test", disk]).EnsureSuccess();
        }

        try
        {
            string image = Path.Combine(disk, "x.iso");
            Unwritable(Builder.Write(image), image, string.Format(System.Globalization.CultureInfo.InvariantCulture, expected, disk));
            Unwritable(Builder.Write(Path.Combine(disk, "new", "x.iso")), Path.Combine(disk, "new", "x.iso"), string.Format(System.Globalization.CultureInfo.InvariantCulture, expected, disk));
        }
        finally
        {
            CommandLine.Run(isReadOnly ? "umount" : "chattr", isReadOnly ? [disk] : ["-i", disk]).EnsureSuccess();
        }
    }

    private static void Unwritable(BuildResult result, string? item, string expected)
    {
        Assert.False(result.Succeeded);
        Diagnostic error = Assert.Single(result.Diagnostics, d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal(("ISOB1019", item), (error.Code, error.Item));
        Assert.StartsWith("The image cannot be written. ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(".isobuild-", error.Message, StringComparison.Ordinal);
    }

    private sealed class FailingStream : MemoryStream
    {
        private int room = 500_000;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            room -= buffer.Length;
            if (room < 0)
            {
                throw new IOException("No space left on device.");
            }
        }
    }
}

/// <summary>A fact for which a small file system is mounted: Linux, as root.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FullDiskFactAttribute : FactAttribute
{
    public FullDiskFactAttribute()
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux) || !Environment.IsPrivilegedProcess || ToolGuard.SkipReason(["mount", "umount"]) is not null)
        {
            Skip = "mounting a small file system takes Linux and root";
        }
    }
}
