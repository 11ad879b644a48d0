using IsoBuild.Partitions;

namespace IsoBuild.Core.Tests.Remastering;

/// <summary>Discs and disks where files are read: they do not tell their length as files do.</summary>
public sealed class BlockDeviceTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [RootTheory("losetup")]
    [InlineData(true)]
    [InlineData(false)]
    public void A_disk_is_a_base_and_has_boot_code(bool isBase)
    {
        string file = folder.Combine("a.iso");
        new ImageBuilder(Images.Small with { Hybrid = new() }).AddFile("a.txt", new byte[5000]).Write(file).EnsureSuccess();
        // Code alone, as isohdpfx.bin has it: a disk has whole sectors.
        string code = folder.Write("code", [.. new byte[] { 0xFA, 0xF4 }, .. new byte[510]]);
        string disk = CommandLine.Run("losetup", ["-f", "--show", "-r", isBase ? file : code]).EnsureSuccess().Output.Trim();
        try
        {
            Assert.Equal(Image(isBase ? file : code), Image(disk));
        }
        finally
        {
            CommandLine.Run("losetup", ["-d", disk]).EnsureSuccess();
        }

        byte[] Image(string input)
        {
            ImageBuilder builder = isBase ? new ImageBuilder().BasedOn(input) : new ImageBuilder(Images.Small with { Hybrid = new HybridOptions { BootCodePath = input } });
            return builder.AddFile("b.txt", new byte[] { 1, 2, 3 }).ToBytes();
        }
    }
}
