namespace IsoBuild.Tool.Tests;

/// <summary>Descriptors that the caller has opened, or has not.</summary>
public sealed class DescriptorTests : IDisposable
{
    /// <summary>Shares a pipe with a program, which does not wait there, and reads from it more slowly than that writes.</summary>
    private const string Reader = """
        import os, subprocess, sys
        read, write = os.pipe()
        os.set_blocking(write, False)
        program = subprocess.Popen(sys.argv[2:], stdout=write)
        os.close(write)
        with open(sys.argv[1], "wb") as copy:
            while piece := os.read(read, 1000):
                copy.write(piece)
        sys.exit(program.wait())
        """;

    private readonly TempDirectory folder = new();

    public DescriptorTests() => folder.Write("c/a.bin", [.. Enumerable.Repeat((byte)'a', 3_000_000)]);

    public void Dispose() => folder.Dispose();

    [ToolFact("python3")]
    public void A_pipe_that_does_not_wait_gets_everything()
    {
        byte[] image = File.ReadAllBytes(Isobuild.Create(folder, "c"));
        Assert.Equal(image, Read("create", "c", "-o", "-", "-q", "--volume-id", "A"));
        Assert.Equal(image, Read("create", "c", "-o", "/dev/fd/1", "-q", "--volume-id", "A"));
        Assert.Equal(File.ReadAllBytes(folder.Combine("c", "a.bin")), Read("cat", "a.iso", "a.bin"));

        byte[] Read(params string[] arguments)
        {
            CommandLine.Run("python3", ["-c", Reader, folder.Combine("copy"), .. Isobuild.Words, .. arguments], folder).EnsureSuccess();
            return File.ReadAllBytes(folder.Combine("copy"));
        }
    }

    [ToolFact("bash")]
    public void Only_descriptors_that_were_given_are_written_to()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        for (int number = 3; number < 12; number++)
        {
            CommandResult refused = Isobuild.Shell(folder, $"isobuild create c -o /dev/fd/{number} {number}>&-", "bash");
            Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
            Assert.Contains($"error ISOB1019: /dev/fd/{number}: The image cannot be written. Descriptor {number} is not open", refused.Error, StringComparison.Ordinal);
        }

        Isobuild.Shell(folder, "isobuild create c -o /dev/fd/7 --layout /dev/fd/8 -q 7>given.iso 8>given.map", "bash").EnsureSuccess();
        Assert.Equal(File.ReadAllText(folder.Combine("given.map")), Isobuild.Run(folder, "layout", "given.iso").EnsureSuccess().Output.Replace("given.iso", "7", StringComparison.Ordinal));
    }
}
