using System.Diagnostics;
using System.Runtime.InteropServices;

namespace IsoBuild.Tool.Tests;

/// <summary>Ctrl+C, and a polite kill, in the middle of work.</summary>
public sealed partial class InterruptTests : IDisposable
{
    private const long LargeSize = 1 << 25;

    private readonly TempDirectory folder = new();

    public InterruptTests()
    {
        // Large enough for its checksum to take seconds; sparse, so that the disk need not hold it.
        Directory.CreateDirectory(folder.Combine("c"));
        folder.Write("c/small.txt", "small");
        using FileStream large = File.Create(folder.Combine("c", "large.bin"));
        large.SetLength(8L << 30);
    }

    [ToolTheory("kill")]
    [InlineData(2, 130)]
    [InlineData(15, 143)]
    public async Task An_interrupted_create_leaves_the_former_image(int signal, int exitCode)
    {
        folder.Write("o/a.iso", "former");
        using Process create = Isobuild.Start(folder, "create", "c", "-o", "o/a.iso", "--checksum");
        Interrupt(create, signal, () => OpenFiles.AreBegun(folder.Combine("o"), count: 1, create.Id));

        Assert.Equal((exitCode, "", ""), (create.ExitCode, await create.StandardOutput.ReadToEndAsync(), await create.StandardError.ReadToEndAsync()));
        Assert.Equal("former", File.ReadAllText(Assert.Single(Directory.GetFileSystemEntries(folder.Combine("o")))));
    }

    [ToolFact("kill")]
    public async Task An_interrupted_extract_leaves_whole_files_alone()
    {
        ImageOfManyFiles();
        string target = folder.Combine("x");
        using Process extract = Isobuild.Start(folder, "extract", "a.iso", "-o", "x", "--threads", "1");
        Interrupt(extract, 2, () => Directory.Exists(target) && Directory.GetFileSystemEntries(target).Length > 2);

        Assert.Equal((130, ""), (extract.ExitCode, await extract.StandardOutput.ReadToEndAsync()));
        Assert.All(
            Directory.EnumerateFiles(target, "*", new EnumerationOptions { AttributesToSkip = 0 }),
            file => Assert.Equal((".bin", LargeSize), (Path.GetExtension(file), new FileInfo(file).Length)));
    }

    [ToolTheory("kill")]
    [InlineData(2, 130)]
    [InlineData(15, 143)]
    public void A_command_that_waits_for_somebody_ends_at_once(int signal, int exitCode)
    {
        folder.Write("c/more.bin", new byte[10 << 20]);
        File.Delete(folder.Combine("c", "large.bin"));
        Isobuild.Create(folder, "c");
        using Process cat = Isobuild.Start(folder, "cat", "a.iso", "more.bin");
        try
        {
            // What was written fills the pipe, and nobody reads on.
            Assert.Equal(0, cat.StandardOutput.BaseStream.ReadByte());
            Assert.Equal(0, Kill(cat.Id, signal));
            Assert.True(cat.WaitForExit(Limits.Hang), "The command does not end.");
            Assert.Equal(exitCode, cat.ExitCode);
        }
        finally
        {
            cat.Kill(entireProcessTree: true);
        }
    }

    public void Dispose() => folder.Dispose();

    /// <summary>Sends a signal as soon as there is something half-written, and waits for the end. There is no time to start a program for that.</summary>
    private static void Interrupt(Process process, int signal, Func<bool> isUnderWay)
    {
        try
        {
            Patience.Await("something is begun", isUnderWay, () => Assert.False(process.HasExited, "The command ended before it could be interrupted."));
            Assert.Equal(0, Kill(process.Id, signal));
            Assert.True(process.WaitForExit(Limits.Program), "The command does not end.");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    /// <summary>Several gigabytes to extract, of which the image holds one file's: they are equal.</summary>
    private void ImageOfManyFiles()
    {
        byte[] content = new byte[LargeSize];
        Array.Fill(content, (byte)1);
        ImageBuilder builder = new();
        for (int i = 0; i < 100; i++)
        {
            builder.AddFile($"{i}.bin", content);
        }

        builder.Write(folder.Combine("a.iso")).EnsureSuccess();
    }
}
