using System.Net.Sockets;
using IsoBuild.Content;

namespace IsoBuild.Core.Tests.Scanning;

/// <summary>What a path leads to that is no file, asked in the managed way, and what names are to systems that know no case.</summary>
public sealed class KindOfFileTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    [ToolFact("mkfifo")]
    public void Pipes_devices_and_sockets_are_told_without_opening_them()
    {
        string pipe = temp.Combine("pipe");
        CommandLine.Run("mkfifo", [pipe]).EnsureSuccess();
        File.CreateSymbolicLink(temp.Combine("link"), "pipe");
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(temp.Combine("socket")));
        Assert.Equal("a pipe", UnixFile.KindOf(pipe));
        Assert.Equal("a pipe", UnixFile.KindOf(temp.Combine("link")));
        Assert.Equal("a socket", UnixFile.KindOf(temp.Combine("socket")));
        Assert.Equal("a character device", UnixFile.KindOf("/dev/null"));
        Assert.Null(UnixFile.KindOf(temp.Write("file", "")));
        Assert.Null(UnixFile.KindOf(temp.Write("full", "text")));
        Assert.Null(UnixFile.KindOf(temp.Combine("nothing")));
        Assert.Null(UnixFile.KindOf(temp));
    }

    /// <summary>The pairs of Unicode's simple case mapping.</summary>
    [Theory]
    [InlineData("straße.\u00F7", "STRA\u00DFE.\u00F7")]
    [InlineData("\u00E0\u00FE\u00FF", "\u00C0\u00DE\u0178")]
    [InlineData("\u0101\u0131\u013A\u0148\u014B\u0177\u017A\u017E", "\u0100\u0131\u0139\u0147\u014A\u0176\u0179\u017D")]
    [InlineData("\u03B1\u03C2\u03C9\u03CB", "\u0391\u03A3\u03A9\u03AB")]
    [InlineData("\u0430\u044F\u0450\u045F\u4E2D", "\u0410\u042F\u0400\u040F\u4E2D")]
    public void Names_without_case(string name, string folded) => Assert.Equal(folded, NameCase.Fold(name));

    [Fact]
    public void Sources_are_compared_by_what_they_hold()
    {
        byte[] bytes = new byte[200_000];
        bytes[^1] = 1;
        ContentSource one = OnDisk("one", bytes);
        Assert.True(SameContent.MayBe(one, one));
        Assert.True(SameContent.MayBe(one, OnDisk("two", bytes)));
        Assert.True(SameContent.MayBe(one, new MemorySource(bytes)));
        bytes[^1] = 2;
        Assert.False(SameContent.MayBe(one, OnDisk("three", bytes)));
        Assert.False(SameContent.MayBe(one, new MemorySource(bytes.AsMemory(1))));
        ContentSource gone = OnDisk("gone", bytes);
        using (File.Open(temp.Combine("gone"), FileMode.Truncate))
        {
        }

        // Whoever copies it says what is wrong.
        Assert.True(SameContent.MayBe(one, gone));
        Assert.True(SameContent.MayBe(gone, one));

        FileSource OnDisk(string name, byte[] content)
        {
            File.WriteAllBytes(temp.Combine(name), content);
            return new FileSource(temp, name, content.Length, File.GetLastWriteTimeUtc(temp.Combine(name)));
        }
    }
}
