using System.Diagnostics;
using System.Runtime.InteropServices;

namespace IsoBuild.Tool.Tests;

/// <summary>Ctrl+C, and a polite kill, in the middle of work.</summary>
public sealed partial class InterruptTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public InterruptTests()
    {
        // Large enough not to be done before the signal; sparse, so that the disk need not hold it twice.
        Directory.CreateDirectory(folder.Combine("c"));
        folder.Write("c/small.txt", "small");
        using FileStream large = File.Create(folder.Combine("c", "large.bin"));
        large.SetLength(1L << 30);
    }

    [ToolTheory("kill")]
    [InlineData(2, 130)]
    [InlineData(15, 143)]
    public async Task An_interrupted_create_leaves_the_former_image(int signal, int exitCode)
    {
        folder.Write("o/a.iso", "former");
        using Process create = Isobuild.Start(folder, "create", "c", "-o", "o/a.iso", "--checksum");
        Interrupt(create, signal, () => Directory.GetFileSystemEntries(folder.Combine("o")).Length > 1);

        Assert.Equal((exitCode, "", ""), (create.ExitCode, await create.StandardOutput.ReadToEndAsync(), await create.StandardError.ReadToEndAsync()));
        Assert.Equal("former", File.ReadAllText(Assert.Single(Directory.GetFileSystemEntries(folder.Combine("o")))));
    }

    [ToolFact("kill")]
    public async Task An_interrupted_extract_leaves_whole_files_alone()
    {
        ImageOfData();
        using Process extract = Isobuild.Start(folder, "extract", "a.iso", "-o", "x", "--threads", "1");
        Interrupt(extract, 2, () => Directory.Exists(folder.Combine("x")) && Directory.EnumerateFiles(folder.Combine("x"), "*", new EnumerationOptions { AttributesToSkip = 0 }).Any(file => new FileInfo(file).Length > 1 << 20));

        Assert.Equal((130, ""), (extract.ExitCode, await extract.StandardOutput.ReadToEndAsync()));
        Assert.All(
            Directory.EnumerateFiles(folder.Combine("x"), "*", new EnumerationOptions { AttributesToSkip = 0 }),
            file => Assert.Equal(("small.txt", "small"), (Path.GetFileName(file), File.ReadAllText(file))));
    }

    public void Dispose() => folder.Dispose();

    /// <summary>Sends a signal as soon as there is something half-written, and waits for the end. There is no time to start a program for that.</summary>
    private static void Interrupt(Process process, int signal, Func<bool> isUnderWay)
    {
        try
        {
            Stopwatch waited = Stopwatch.StartNew();
            while (!isUnderWay())
            {
                Assert.False(process.HasExited, "The command ended before it could be interrupted.");
                Assert.True(waited.Elapsed < TimeSpan.FromMinutes(1), "Nothing was begun.");
                Thread.Sleep(1);
            }

            Assert.Equal(0, Kill(process.Id, signal));
            Assert.True(process.WaitForExit(TimeSpan.FromMinutes(1)), "The command does not end.");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    /// <summary>Data this time: holes are extracted in no time.</summary>
    private void ImageOfData()
    {
        using (FileStream large = File.OpenWrite(folder.Combine("c", "large.bin")))
        {
            byte[] piece = new byte[1 << 20];
            Array.Fill(piece, (byte)1);
            for (long length = 0; length < 1L << 29; length += piece.Length)
            {
                large.Write(piece);
            }

            large.SetLength(large.Position);
        }

        new ImageBuilder().AddDirectory("", folder.Combine("c")).Write(folder.Combine("a.iso")).EnsureSuccess();
    }
}
