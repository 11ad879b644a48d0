using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;
using IsoBuild.Diagnostics;
using IsoBuild.Writing;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Core.Tests.Writing;

/// <summary>Files that take another's place when they are whole, in each way in which systems can have them.</summary>
public sealed partial class DraftTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public static TheoryData<int> Kinds => [(int)DraftKind.Unnamed, (int)DraftKind.Named, (int)DraftKind.Managed];

    public void Dispose() => temp.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_takes_the_place_with_the_rights_of_what_was_there(int kind)
    {
        string path = temp.Write("new/x", "former");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32("604", 8));
        }

        using (AtomicFile file = Open(path, kind))
        {
            RandomAccess.Write(file.Handle, "new"u8, 0);
            Assert.Equal("former", File.ReadAllText(path));
            file.Commit();
        }

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(path, Assert.Single(Directory.GetFileSystemEntries(temp.Combine("new"))));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(Convert.ToInt32("604", 8), (int)File.GetUnixFileMode(path));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Without_an_end_nothing_stays(int kind)
    {
        using (AtomicFile file = Open(temp.Combine("a", "b", "x"), kind, length: 4096))
        {
            RandomAccess.Write(file.Handle, "half"u8, 0);
            Assert.All(Directory.GetFileSystemEntries(temp.Combine("a", "b")), found => Assert.True(AtomicFile.IsTemporary(Path.GetFileName(found))));
        }

        Assert.Empty(Directory.GetFileSystemEntries(temp));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Only_directories_that_were_made_for_it_go_and_only_when_they_are_empty(int kind)
    {
        Directory.CreateDirectory(temp.Combine("there"));
        using (Open(temp.Combine("there", "x"), kind))
        {
        }

        Assert.Empty(Directory.GetFileSystemEntries(temp.Combine("there")));
        using (Open(temp.Combine("a", "b", "x"), kind))
        {
            temp.Write("a/another's", "");
        }

        Assert.Equal(temp.Combine("a", "another's"), Assert.Single(Directory.GetFileSystemEntries(temp.Combine("a"))));
    }

    /// <summary>Another process fails, and takes the directory that it made for empty: a file without a name is in none.</summary>
    [LinuxFact]
    public void A_directory_that_goes_meanwhile_is_made_again()
    {
        using AtomicFile file = Open(temp.Combine("a", "x"), (int)DraftKind.Unnamed);
        if (Directory.GetFileSystemEntries(temp.Combine("a")).Length > 0)
        {
            // A file system that has no files without names.
            return;
        }

        RandomAccess.Write(file.Handle, "x"u8, 0);
        Directory.Delete(temp.Combine("a"));
        file.Commit();
        Assert.Equal("x", File.ReadAllText(temp.Combine("a", "x")));
    }

    [Theory]
    [InlineData(".isobuild-x0123456789abcdef0123456789abcdef.tmp", true, true)]
    [InlineData(".isobuild-123-45.tmp", true, false)]
    [InlineData(".isobuild-x0123456789ABCDEF0123456789abcdef.tmp", false, false)]
    [InlineData(".isobuild-x0123456789abcdef0123456789abcde.tmp", false, false)]
    [InlineData(".isobuild-x0123456789abcdef0123456789abcdef0.tmp", false, false)]
    [InlineData(".isobuild-notes.tmp", false, false)]
    [InlineData(".isobuild-x-notes.tmp", false, false)]
    [InlineData(".isobuild-123.tmp", false, false)]
    [InlineData(".isobuild-123-.tmp", false, false)]
    [InlineData(".isobuild-.tmp", false, false)]
    [InlineData(".isobuild-tmp", false, false)]
    public void Names_of_users_that_resemble_ours_are_theirs(string name, bool isOurs, bool goes)
    {
        string path = temp.Write(name, "");
        Assert.Equal(isOurs, AtomicFile.IsTemporary(name));
        using AtomicFile file = Open(temp.Combine("x"), (int)DraftKind.Unnamed);
        Assert.Equal(!goes, File.Exists(path));
    }

    /// <summary>An image is a right to read, too: one that only some programs may read stays theirs.</summary>
    [ToolFact("setfattr", "getfattr")]
    public void The_label_that_rights_go_by_stays_and_what_is_said_of_the_content_goes()
    {
        string path = temp.Write("x.iso", "former");
        if (CommandLine.Run("setfattr", ["-n", "security.selinux", "-v", "system_u:object_r:tmp_t:s0", path]).ExitCode != 0
            || CommandLine.Run("setfattr", ["-n", "user.checked", "-v", "yes", path]).ExitCode != 0)
        {
            // Not everybody may, and not every file system can.
            return;
        }

        new ImageBuilder(Images.Small).AddFile("a", new byte[10]).Write(path).EnsureSuccess();
        string found = CommandLine.Run("getfattr", ["-d", "-m", "-", "--absolute-names", path]).EnsureSuccess().Output;
        Assert.Contains("security.selinux=\"system_u:object_r:tmp_t:s0", found, StringComparison.Ordinal);
        Assert.DoesNotContain("user.checked", found, StringComparison.Ordinal);
    }

    /// <summary>A process has its lock as long as it lives. Here both are the same one, which the system tells apart by what is open.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_somebody_writes_is_no_leftover(int kind)
    {
        string left = temp.Write(".isobuild-x0123456789abcdef0123456789abcdef.tmp", "left");
        string other = temp.Write(".isobuild-123-1.tmp", "of another form");
        using AtomicFile first = Open(temp.Combine("x"), kind);
        Assert.False(File.Exists(left));
        using AtomicFile second = Open(temp.Combine("y"), kind);
        RandomAccess.Write(first.Handle, "x"u8, 0);
        RandomAccess.Write(second.Handle, "y"u8, 0);
        second.Commit();
        first.Commit();
        Assert.Equal("x", File.ReadAllText(temp.Combine("x")));
        Assert.Equal("y", File.ReadAllText(temp.Combine("y")));
        Assert.True(File.Exists(other));
    }

    [Fact]
    public void What_was_set_aside_is_a_leftover()
    {
        string path = temp.Write("x", "former");
        string aside = AtomicFile.SetAside(path);
        Assert.False(File.Exists(path));
        Assert.Equal("former", File.ReadAllText(aside));
        using AtomicFile file = Open(path, (int)DraftKind.Unnamed);
        Assert.False(File.Exists(aside));
    }

    [LinuxFact]
    public void A_number_is_a_descriptor_only_where_those_are()
    {
        string path = temp.Combine("1");
        new TextOutput(path, "text").Write();
        Assert.Equal("text", File.ReadAllText(path));
        Diagnostic error = Assert.Single(new ImageBuilder(Images.Small).AddFile("a", new byte[1]).Write("/proc/self/fd/99999").Diagnostics);
        Assert.Equal("ISOB1019", error.Code);
    }

    [LinuxFact]
    public void A_device_has_no_place_to_take()
    {
        Assert.Throws<IOException>(() => new AtomicFile("/dev/null", 0));
        Assert.True(TextOutput.IsStream("/dev/null"));
        new TextOutput("/dev/null", "text").Write();
        Assert.Equal(LogKind("/dev/null"), LogKind("/dev/./null"));

        static bool LogKind(string path) => OutputTarget.Find(path).IsStream;
    }

    /// <summary>A limit of Linux: 8 EiB less one byte is the longest file; no disk has it.</summary>
    [LinuxFact]
    public void More_room_than_there_is_is_told_at_once()
    {
        Assert.Throws<IOException>(() => Open(temp.Combine("x"), (int)DraftKind.Named, long.MaxValue));
        Assert.Empty(Directory.GetFileSystemEntries(temp));
    }

    [LinuxFact]
    public void An_open_descriptor_takes_an_image_where_it_stands()
    {
        // It is the other end that .NET makes one that can be given.
        using AnonymousPipeServerStream reader = new(PipeDirection.In, HandleInheritability.Inheritable);
        SafePipeHandle pipe = reader.ClientSafePipeHandle;
        MemoryStream expected = new();
        new ImageBuilder(Images.Small).AddFile("a", new byte[5000]).Write(expected);
        byte[] read = new byte[expected.Length + "map".Length];
        Thread other = new(() => reader.ReadExactly(read)) { IsBackground = true };
        other.Start();
        string number = pipe.DangerousGetHandle().ToString();
        new ImageBuilder(Images.Small).AddFile("a", new byte[5000]).Write("/proc/self/fd/" + number).EnsureSuccess();
        File.CreateSymbolicLink(temp.Combine("link"), "/dev/fd/" + number);
        new TextOutput(temp.Combine("link"), "map").Write();
        Assert.False(TextOutput.IsStandardOutput(temp.Combine("link")));
        other.Join();
        Assert.Equal([.. expected.ToArray(), .. "map"u8], read);
        Assert.True(TextOutput.IsStandardOutput("/dev/stdout"));
    }

    /// <summary>What is closed, and what the runtime has opened for itself: it has given nobody else that.</summary>
    [LinuxFact]
    public void A_descriptor_that_nobody_gave_takes_nothing()
    {
        using AnonymousPipeServerStream pipe = new(PipeDirection.Out, HandleInheritability.None);
        string own = pipe.SafePipeHandle.DangerousGetHandle().ToString();
        foreach (string number in new[] { own, "99999", "99999999999" })
        {
            foreach (string directory in new[] { "/dev/fd/", "/proc/self/fd/" })
            {
                Diagnostic error = Assert.Single(new ImageBuilder(Images.Small).AddFile("a", new byte[1]).Write(directory + number).Diagnostics);
                Assert.Equal("ISOB1019", error.Code);
                Assert.Contains($"Descriptor {number} is not open; redirect it, as in {number}>file.", error.Message, StringComparison.Ordinal);
                Assert.Equal("ISOB4104", Assert.Throws<ImageException>(() => new TextOutput(directory + number, "map").Write()).Diagnostic.Code);
            }
        }
    }

    /// <summary>A pipe that is full, for whoever waits and whoever does not.</summary>
    [LinuxFact]
    public void A_pipe_that_does_not_wait_is_waited_for()
    {
        const int setFlags = 4;
        const int nonBlocking = 0x800;
        // It is the other end that .NET makes one that can be given.
        using AnonymousPipeServerStream reader = new(PipeDirection.In, HandleInheritability.Inheritable);
        SafePipeHandle pipe = reader.ClientSafePipeHandle;
        Assert.Equal(0, Control(pipe, setFlags, nonBlocking | 1));
        int filled = 0;
        for (byte[] page = new byte[4096]; Write(pipe, page, page.Length) > 0;)
        {
            filled += page.Length;
        }

        string path = "/dev/fd/" + pipe.DangerousGetHandle();
        using CancellationTokenSource end = new();
        end.Cancel();
        Assert.Throws<OperationCanceledException>(() => new TextOutput(path, "text").Write(end.Token));

        byte[] expected = new ImageBuilder(Images.Small).AddFile("a", new byte[300_000]).ToBytes();
        BuildResult? made = null;
        Thread writer = new(() => made = new ImageBuilder(Images.Small).AddFile("a", new byte[300_000]).Write(path)) { IsBackground = true };
        writer.Start();

        // Not to its end, which comes when the programs have ended that other tests start meanwhile: what can be given is given to them too.
        byte[] read = new byte[filled + expected.Length];
        reader.ReadExactly(read);
        writer.Join();
        Assert.True(made!.Succeeded);
        Assert.Equal(expected, read[filled..]);
    }

    [ToolFact("mkfifo")]
    public void Waiting_for_the_reader_of_a_pipe_can_be_ended()
    {
        string pipe = temp.Combine("pipe");
        CommandLine.Run("mkfifo", [pipe]).EnsureSuccess();
        using CancellationTokenSource end = new();
        end.Cancel();
        Assert.Throws<OperationCanceledException>(() => new TextOutput(pipe, "text").Write(end.Token));
        Assert.Throws<OperationCanceledException>(() => OutputTarget.Find(pipe).OpenStream(end.Token));
        Assert.Equal(pipe, Assert.Single(Directory.GetFileSystemEntries(temp)));
    }

    [Theory]
    [InlineData("sub/", "names a directory")]
    [InlineData("sub/..", "names a directory")]
    [InlineData("round/x", "form a loop")]
    [InlineData("none/x", "whose directory does not exist")]
    public void Links_that_lead_to_no_file(string text, string message)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Directory.CreateDirectory(temp.Combine("sub"));
        File.CreateSymbolicLink(temp.Combine("round"), "round");
        File.CreateSymbolicLink(temp.Combine("x.iso"), text);
        Diagnostic error = Assert.Single(new ImageBuilder(Images.Small).AddFile("a", Encoding.ASCII.GetBytes("a")).Write(temp.Combine("x.iso")).Diagnostics);
        Assert.Equal("ISOB1019", error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(text, new FileInfo(temp.Combine("x.iso")).LinkTarget);
    }

    /// <summary>The mask bits of the mode are those of the list; a member of it may do after the replacement what he might before, and nobody more.</summary>
    [ToolFact("setfacl", "getfacl")]
    public void An_access_control_list_stays()
    {
        string path = temp.Write("x.iso", "former");
        CommandLine.Run("chmod", ["640", path]).EnsureSuccess();
        if (CommandLine.Run("setfacl", ["-m", "u:12345:r,m::r", path]).ExitCode != 0)
        {
            // A file system without lists has none to keep.
            return;
        }

        string former = CommandLine.Run("getfacl", ["-n", "-p", path]).EnsureSuccess().Output;
        Assert.Contains("user:12345:r--", former, StringComparison.Ordinal);
        new ImageBuilder(Images.Small).AddFile("a", new byte[10]).Write(path).EnsureSuccess();
        Assert.Equal(former, CommandLine.Run("getfacl", ["-n", "-p", path]).EnsureSuccess().Output);
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(SafeHandle file, int command, nint value);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(SafeHandle file, byte[] bytes, nint count);

    private static AtomicFile Open(string path, int kind, long length = 0) => new(OutputTarget.Find(path), length, (DraftKind)kind);
}
