using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Fat;

namespace IsoBuild.Core.Tests.Fat;

/// <summary>What was written is read back, and what other programs wrote is read.</summary>
public sealed class FatReaderTests : IDisposable
{
    private static readonly string[] Stems =
    [
        "a", "B", "readme", "README", "Mixed", "long file name", "a.b.c", ".hidden", "trail~1", "x+y", "日本語", "\U0001F600", "é", "ABCDEFGH", "ABCDEFGHI", "thirteen-char", new string('n', 255),
    ];

    private static readonly string[] Extensions = ["", "", ".txt", ".TXT", ".c", ".html", ".é"];

    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public void Random_trees_are_read_as_they_were_written()
    {
        for (int seed = 0; seed < 45; seed++)
        {
            Random random = new(seed);
            FatKind kind = (FatKind[])[FatKind.Auto, FatKind.Fat12, FatKind.Fat32] is var kinds ? kinds[seed % 3] : default;
            List<FatEntry> entries = Tree(random);
            FatOptions options = new() { Kind = kind, Label = seed % 2 == 0 ? "" : "SEED", SerialNumber = (uint)seed, Timestamp = new DateTimeOffset(1999, 12, 31, 23, 59, 58, TimeSpan.Zero) };
            FatImage image = FatFiles.Build(entries, options);

            FatVolume volume = ReadSound(image.Source, $"seed {seed}");

            Assert.Equal((image.Kind, options.Label, options.SerialNumber), (volume.Kind, volume.Label, volume.Boot.SerialNumber));
            Dictionary<string, FatNode> nodes = volume.Nodes.ToDictionary(node => node.Path, StringComparer.Ordinal);
            HashSet<string> paths = new(StringComparer.Ordinal);
            foreach (FatEntry entry in entries)
            {
                FatNode node = nodes[entry.Path];
                Assert.Equal(entry.Source is null, node.IsDirectory);
                Assert.Equal(entry.Modified ?? options.Timestamp, node.Modified);
                Assert.True(entry.Source is null || FatFiles.Bytes(entry.Source).AsSpan().SequenceEqual(FatFiles.Bytes(node.Source!)), entry.Path);
                for (string path = entry.Path; path.Length > 0; path = path.Contains('/') ? path[..path.LastIndexOf('/')] : "")
                {
                    paths.Add(path);
                }
            }

            Assert.Equal(paths.Order(StringComparer.Ordinal), nodes.Keys.Order(StringComparer.Ordinal));
            Assert.All(volume.Nodes.GroupBy(node => node.Parent), children => Assert.Distinct(children.Select(child => child.ShortName), StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Many_names_that_begin_alike()
    {
        FatImage image = FatFiles.Build(Enumerable.Range(0, 12_000).Select(i => FatFiles.File($"dir/some name that is long {i}.conf", 0)));
        FatVolume volume = ReadSound(image.Source, "many");
        Assert.Equal(12_001, volume.Nodes.Count);
        Assert.Equal(12_001, volume.Nodes.Select(node => node.ShortName).Distinct(StringComparer.Ordinal).Count());
        Assert.Contains(volume.Nodes, node => node.ShortName == "SO~12000.CON");
    }

    [ToolTheory("mkfs.fat", "mcopy", "mmd")]
    [InlineData("12", 1_440, 1)]
    [InlineData("12", 4_096, 4)]
    [InlineData("16", 16_384, 2)]
    [InlineData("32", 65_536, 1)]
    public void File_systems_of_mkfs_and_mtools(string kind, int kilobytes, int clusterSectors)
    {
        string path = temp.Combine("foreign.img");
        CommandLine.Run("mkfs.fat", ["-F", kind, "-s", $"{clusterSectors}", "-n", "FOREIGN", "-i", "CAFE1234", "-C", path, $"{kilobytes}"]).EnsureSuccess();
        CheckForeign(path, $"Fat{kind}", "FOREIGN");
    }

    /// <summary>As grub-mkrescue makes its EFI image.</summary>
    [ToolFact("mformat", "mcopy", "mmd")]
    public void File_system_of_mformat()
    {
        string path = temp.Combine("foreign.img");
        CommandLine.Run("mformat", ["-C", "-f", "2880", "-L", "16", "-N", "CAFE1234", "-i", path, "::"]).EnsureSuccess();
        CheckForeign(path, "Fat12", "");
    }

    /// <summary>Sectors of 2048 bytes, as on an optical medium.</summary>
    [ToolFact("mkfs.fat", "mcopy", "mmd")]
    public void Large_sectors()
    {
        string path = temp.Combine("foreign.img");
        CommandLine.Run("mkfs.fat", ["-S", "2048", "-n", "FOREIGN", "-i", "CAFE1234", "-C", path, "20480"]).EnsureSuccess();
        CheckForeign(path, "Fat12", "FOREIGN");
    }

    private static List<FatEntry> Tree(Random random)
    {
        List<FatEntry> entries = [];
        Fill("", 0);
        return entries;

        void Fill(string folder, int depth)
        {
            HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
            int count = random.Next(depth == 0 ? 1 : 0, 14);
            for (int i = 0; i < count; i++)
            {
                string name = Stems[random.Next(Stems.Length)] + Extensions[random.Next(Extensions.Length)];
                name = name.Length > 255 ? name[^255..] : name;
                if (!names.Add(name))
                {
                    continue;
                }

                DateTimeOffset? date = random.Next(3) == 0 ? new DateTimeOffset(random.Next(1980, 2108), random.Next(1, 13), random.Next(1, 29), random.Next(24), random.Next(60), random.Next(30) * 2, TimeSpan.Zero) : null;
                if (depth < 5 && random.Next(4) == 0)
                {
                    entries.Add(FatFiles.Directory(folder + name) with { Modified = date });
                    Fill($"{folder}{name}/", depth + 1);
                }
                else
                {
                    entries.Add(FatFiles.File(folder + name, (int[])[0, 1, 511, 512, 513, 5_000] is var lengths ? lengths[random.Next(6)] : 0) with { Modified = date });
                }
            }
        }
    }

    private static FatVolume ReadSound(ContentSource source, string what)
    {
        DiagnosticBag findings = new();
        FatVolume? volume = FatVolume.TryRead(source, what, 0, findings);
        volume?.Check(what, 0, findings);
        Assert.True(volume is not null && findings.ToList().Count == 0, string.Join('\n', findings.ToList()));
        Assert.True(FatVolume.IsLikely(source));
        return volume;
    }

    private void CheckForeign(string image, string kind, string label)
    {
        byte[] loader = FatFiles.Content("loader", 300_000);
        byte[] first = FatFiles.Content("first", 40_000);
        Dictionary<string, string?> utc = new(StringComparer.Ordinal) { ["TZ"] = "UTC", ["LC_ALL"] = "C.UTF-8" };
        CommandLine.Run("mmd", ["-i", image, "::EFI", "::EFI/BOOT", "::a directory"], environment: utc).EnsureSuccess();
        CommandLine.Run("mcopy", ["-i", image, temp.Write("first", first), "::gone"], environment: utc).EnsureSuccess();
        CommandLine.Run("mcopy", ["-i", image, temp.Write("small", "x"), "::a directory/A Long Name Of Many Characters.conf"], environment: utc).EnsureSuccess();
        // Into the hole that a file leaves, and on behind what follows it.
        CommandLine.Run("mdel", ["-i", image, "::gone"], environment: utc).EnsureSuccess();
        CommandLine.Run("mcopy", ["-i", image, temp.Write("loader", loader), "::EFI/BOOT/BOOTX64.EFI"], environment: utc).EnsureSuccess();
        CommandLine.Run("mcopy", ["-i", image, temp.Write("grub", first), "::EFI/BOOT/grubx64.efi"], environment: utc).EnsureSuccess();

        FileInfo info = new(image);
        FatVolume volume = ReadSound(new FileSource(temp.Path, info.Name, info.Length, info.LastWriteTimeUtc), kind);

        Assert.Equal((kind, label, 0xCAFE1234u), (volume.Kind.ToString(), volume.Label, volume.Boot.SerialNumber));
        Assert.Equal(
            ["EFI", "EFI/BOOT", "EFI/BOOT/BOOTX64.EFI", "EFI/BOOT/grubx64.efi", "a directory", "a directory/A Long Name Of Many Characters.conf"],
            volume.Nodes.Select(node => node.Path).Order(StringComparer.Ordinal));
        Assert.Equal(loader, FatFiles.Bytes(volume.Nodes.Single(node => node.Name == "BOOTX64.EFI").Source!));
        Assert.Equal(first, FatFiles.Bytes(volume.Nodes.Single(node => node.Name == "grubx64.efi").Source!));
        Assert.Equal("x"u8.ToArray(), FatFiles.Bytes(volume.Nodes[^1].Name == "A Long Name Of Many Characters.conf" ? volume.Nodes[^1].Source! : volume.Nodes.Single(node => node.Length == 1).Source!));
    }
}
