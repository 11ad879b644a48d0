using IsoBuild.Content;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Core.Tests.Extracting;

/// <summary>What the calls that take a directory do with names that are taken, gone, or links.</summary>
public sealed class FolderCallTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    [LinuxFact]
    public void Nothing_is_replaced_unless_that_is_asked_for()
    {
        temp.Write("a", "a");
        temp.Write("b", "b");
        using SafeFileHandle folder = UnixCalls.OpenFolder(temp);
        Assert.Throws<IOException>(() => UnixCalls.Move(folder, "a", "b", overwrites: false));
        Assert.Equal("b", File.ReadAllText(temp.Combine("b")));
        Assert.Throws<FileNotFoundException>(() => UnixCalls.Move(folder, "gone", "c", overwrites: false));
        Assert.Throws<FileNotFoundException>(() => UnixCalls.Move(folder, "gone", "b", overwrites: true));
        UnixCalls.Move(folder, "a", "b", overwrites: true);
        Assert.Equal("a", File.ReadAllText(temp.Combine("b")));

        Assert.False(UnixCalls.TryMakeDirectory(folder, "b", FileModes.Executable));
        Assert.Throws<FileNotFoundException>(() => UnixCalls.TryMakeDirectory(folder, "gone/sub", FileModes.Executable));
        Assert.Null(UnixCalls.TryCreate(folder, "b", FileModes.Executable));
        Assert.Throws<FileNotFoundException>(() => UnixCalls.TryCreate(folder, "gone/sub", FileModes.Executable));
        Assert.Throws<FileNotFoundException>(() => UnixCalls.Remove(folder, "gone"));
        Assert.Throws<IOException>(() => UnixCalls.MakeLink(folder, "b", "target"));
        Assert.False(UnixCalls.TryLink(folder, "gone", folder, "c"));
        Assert.Equal(["b"], Directory.GetFileSystemEntries(temp).Select(Path.GetFileName));
    }

    [LinuxFact]
    public void A_file_without_a_name_gets_a_free_one()
    {
        temp.Write("taken", "taken");
        using SafeFileHandle folder = UnixCalls.OpenFolder(temp);
        using SafeFileHandle? file = UnixCalls.TryCreateUnnamed(folder, FileModes.Executable);
        if (file is null)
        {
            return;
        }

        RandomAccess.Write(file, "text"u8, 0);
        Assert.False(UnixCalls.TryName(file, folder, "taken"));
        Assert.True(UnixCalls.NameIsTaken);
        Assert.IsType<IOException>(UnixCalls.LastFailure("taken"));
        Assert.True(UnixCalls.TryName(file, folder, "free"));
        Assert.Equal("text", File.ReadAllText(temp.Combine("free")));
        Assert.Equal("taken", File.ReadAllText(temp.Combine("taken")));
    }

    [LinuxFact]
    public void No_link_is_a_folder()
    {
        Directory.CreateDirectory(temp.Combine("sub"));
        Directory.CreateSymbolicLink(temp.Combine("link"), "sub");
        using SafeFileHandle folder = UnixCalls.OpenFolder(temp);
        using SafeFileHandle sub = UnixCalls.OpenFolder(folder, "sub");
        Assert.ThrowsAny<Exception>(() => UnixCalls.OpenFolder(folder, "link"));
        Assert.Throws<FileNotFoundException>(() => UnixCalls.OpenFolder(folder, "gone"));
        Assert.True(UnixCalls.TryLook(folder, "link", out UnixStatus link) && link.IsLink);
        Assert.False(UnixCalls.TryLook(folder, "gone", out _));
        Assert.True(UnixCalls.Look(sub).IsDirectory);
    }
}
