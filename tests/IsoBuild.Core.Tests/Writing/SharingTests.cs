using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Writing;

/// <summary>File systems whose files share blocks: an image shares them with its sources where they line up, and who gives that away hears of it.</summary>
public sealed class SharingTests : IDisposable
{
    private const int Large = (1 << 24) + 4096 + 100;

    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    [RootTheory("losetup", "mkfs.btrfs", "mkfs.xfs", "truncate", "mount", "umount", "filefrag")]
    [InlineData("mkfs.btrfs -q", true)]
    [InlineData("mkfs.xfs -q -m reflink=1", true)]
    [InlineData("mkfs.xfs -q -m reflink=0", false)]
    public void Blocks_are_shared_where_they_line_up(string format, bool canShare)
    {
        string disk = temp.Combine("disk");
        Directory.CreateDirectory(disk);
        CommandLine.Run("sh", ["-c", $"truncate -s 400M image && {format} image >&2 && mount -o loop image disk"], temp.Path).EnsureSuccess();
        try
        {
            byte[] bytes = new byte[Large];
            new Random(1).NextBytes(bytes);
            File.WriteAllBytes(Path.Combine(disk, "large"), bytes);
            ImageOptions aligned = Images.Small with { Alignment = 4096 };

            // A first file moves the large one to an odd sector.
            Check("a.iso", new ImageBuilder(Images.Small).AddFile("a", new byte[First()]).AddFile("large", Path.Combine(disk, "large")), isShared: false);
            Check("b.iso", new ImageBuilder(aligned).AddFile("a", new byte[First()]).AddFile("large", Path.Combine(disk, "large")), isShared: canShare);
            Check("c.iso", new ImageBuilder(aligned).BasedOn(Path.Combine(disk, "b.iso")).AddFile("0", new byte[10]), isShared: canShare);
        }
        finally
        {
            CommandLine.Run("umount", [disk]).EnsureSuccess();
        }

        void Check(string name, ImageBuilder builder, bool isShared)
        {
            string path = Path.Combine(disk, name);
            BuildResult result = builder.Write(path).EnsureSuccess();
            Diagnostic[] hints = [.. result.Diagnostics.Where(found => found.Id == DiagnosticId.BlocksNotShared)];
            Assert.Equal(canShare && !isShared ? [$"{path} Info True"] : [], hints.Select(hint => $"{hint.Item} {hint.Severity} {hint.Message.Contains($"({Large} bytes", StringComparison.Ordinal)}"));
            Assert.Equal(isShared, CommandLine.Run("filefrag", ["-s", "-v", path]).EnsureSuccess().Output.Contains("shared", StringComparison.Ordinal));
            using IsoImage image = IsoImage.Open(path);
            using Stream stored = image.Content.Nodes.OfType<ContentFile>().Single(file => file.Name == "large").OpenRead();
            using MemoryStream copy = new();
            stored.CopyTo(copy);
            Assert.Equal(File.ReadAllBytes(Path.Combine(disk, "large")), copy.ToArray());
        }

        static int First()
        {
            long offset = Offset(1);
            return offset % 4096 == 0 ? 3000 : 1;

            static long Offset(int first) => new ImageBuilder(Images.Small).AddFile("a", new byte[first]).AddFile("large", new byte[Large]).Plan().Layout!.Regions.Single(region => region.File?.Path == "/large").Offset;
        }
    }
}
