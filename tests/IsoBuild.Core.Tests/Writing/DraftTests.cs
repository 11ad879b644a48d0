using System.IO.Pipes;
using System.Text;
using IsoBuild.Diagnostics;
using IsoBuild.Writing;

namespace IsoBuild.Core.Tests.Writing;

/// <summary>Files that take another's place when they are whole, in each way in which systems can have them.</summary>
public sealed class DraftTests : IDisposable
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

        Assert.Empty(Directory.GetFileSystemEntries(temp.Combine("a", "b")));
    }

    /// <summary>A process has its lock as long as it lives. Here both are the same one, which the system tells apart by what is open.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_somebody_writes_is_no_leftover(int kind)
    {
        string left = temp.Write(".isobuild-x0123456789abcdef.tmp", "left");
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
        using AnonymousPipeServerStream pipe = new(PipeDirection.Out);
        using AnonymousPipeClientStream reader = new(PipeDirection.In, pipe.ClientSafePipeHandle);
        MemoryStream expected = new();
        new ImageBuilder(Images.Small).AddFile("a", new byte[5000]).Write(expected);
        MemoryStream read = new();
        Thread other = new(() => reader.CopyTo(read));
        other.Start();
        string number = pipe.SafePipeHandle.DangerousGetHandle().ToString();
        new ImageBuilder(Images.Small).AddFile("a", new byte[5000]).Write("/proc/self/fd/" + number).EnsureSuccess();
        File.CreateSymbolicLink(temp.Combine("link"), "/dev/fd/" + number);
        new TextOutput(temp.Combine("link"), "map").Write();
        Assert.False(TextOutput.IsStandardOutput(temp.Combine("link")));
        pipe.Dispose();
        other.Join();
        Assert.Equal([.. expected.ToArray(), .. "map"u8], read.ToArray());
        Assert.True(TextOutput.IsStandardOutput("/dev/stdout"));
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
    [InlineData("round/x", "in a circle")]
    [InlineData("none/x", "whose directory is not there")]
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

    private static AtomicFile Open(string path, int kind, long length = 0) => new(OutputTarget.Find(path), length, (DraftKind)kind);
}
