using System.Net.Sockets;
using IsoBuild.Diagnostics;
using IsoBuild.Partitions;

namespace IsoBuild.Core.Tests.Errors;

/// <summary>Pipes, sockets and character devices where a file is read: opening a pipe that nobody writes to waits for ever (fifo(7)).</summary>
public sealed class NoFileTests : IDisposable
{
    private readonly TempDirectory temp = new();
    private readonly Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public void Dispose()
    {
        socket.Dispose();
        temp.Dispose();
    }

    [ToolTheory("mkfifo")]
    [InlineData("pipe", "a pipe")]
    [InlineData("link", "a pipe")]
    [InlineData("socket", "a socket")]
    [InlineData("device", "a character device")]
    public async Task Are_refused_by_name(string what, string kind)
    {
        string path = Make(what);

        await Task.Run(() =>
        {
            AssertRefused(Assert.Throws<ImageException>(() => IsoImage.Open(path)).Diagnostic);
            AssertRefused(Only(new ImageBuilder().BasedOn(path).Plan()));
            AssertRefused(Only(new ImageBuilder(new ImageOptions { Hybrid = new HybridOptions { BootCodePath = path } }).AddFile("a", new byte[1]).Plan()));
        }).WaitAsync(Limits.Hang);

        Assert.Equal(kind, Content.DiskPath.WhyNoFile(path));

        void AssertRefused(Diagnostic refused)
        {
            Assert.Equal(("ISOB1280", path), (refused.Code, refused.SourcePath));
            Assert.Contains($"It is {kind}", refused.Message, StringComparison.Ordinal);
        }
    }

    [ToolFact("mkfifo")]
    public async Task Content_that_becomes_one_is_an_error()
    {
        string file = temp.Write("in/a.bin", new byte[1000]);
        ImageBuilder builder = new ImageBuilder().AddDirectory("", temp.Combine("in"));

        BuildResult result = await Task.Run(() => builder.Write(temp.Combine("a.iso"), new WriteOptions { Proceed = _ => Replace(file) })).WaitAsync(Limits.Hang);

        Assert.Equal(file, Assert.Single(result.Diagnostics, d => d.Severity == DiagnosticSeverity.Error).Item);
        Assert.False(File.Exists(temp.Combine("a.iso")));
    }

    [Fact]
    public void Files_directories_and_what_is_not_there_are_none()
    {
        Assert.Null(Content.DiskPath.WhyNoFile(temp.Write("a", "a")));
        Assert.Null(Content.DiskPath.WhyNoFile(temp));
        Assert.Null(Content.DiskPath.WhyNoFile(temp.Combine("nowhere")));
    }

    private static Diagnostic Only(PlanResult plan) => Assert.Single(plan.Diagnostics, d => d.Severity == DiagnosticSeverity.Error);

    private static bool Replace(string file)
    {
        File.Delete(file);
        CommandLine.Run("mkfifo", [file]).EnsureSuccess();
        return true;
    }

    private string Make(string what)
    {
        string path = temp.Combine(what);
        switch (what)
        {
            case "socket":
                socket.Bind(new UnixDomainSocketEndPoint(path));
                break;
            case "device":
                return "/dev/zero";
            case "link":
                CommandLine.Run("mkfifo", [temp.Combine("p")]).EnsureSuccess();
                File.CreateSymbolicLink(path, "p");
                break;
            default:
                CommandLine.Run("mkfifo", [path]).EnsureSuccess();
                break;
        }

        return path;
    }
}
