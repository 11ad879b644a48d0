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
        // The image's map, with the large file as a hole: as fast to make as to read.
        SparseImage();
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

    private void SparseImage()
    {
        using FileStream image = File.Create(folder.Combine("a.iso"));
        new ImageBuilder().AddDirectory("", folder.Combine("c")).Write(new HoleStream(image)).EnsureSuccess();
        image.SetLength((image.Position + 2047) / 2048 * 2048);
    }

    /// <summary>Writes zeros by not writing them.</summary>
    private sealed class HoleStream(FileStream file) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => file.Length;

        public override long Position
        {
            get => file.Position;
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (buffer.ContainsAnyExcept((byte)0))
            {
                file.Write(buffer);
            }
            else
            {
                file.Seek(buffer.Length, SeekOrigin.Current);
            }
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush() => file.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
