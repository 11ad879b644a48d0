using System.Text.RegularExpressions;
using IsoBuild.Fat;

namespace IsoBuild.Core.Tests.Fat;

/// <summary>What other people's programs say to the file systems made here.</summary>
public sealed class FatToolTests : IDisposable
{
    private static readonly Dictionary<string, string?> Utc = new(StringComparer.Ordinal) { ["TZ"] = "UTC", ["LC_ALL"] = "C.UTF-8" };

    private readonly TempDirectory temp = new();

    public static TheoryData<int, string, long> Shapes => new()
    {
        { 0, "FAT16", 0 },
        { 12, "FAT12", 0 },
        { 16, "FAT16", 0 },
        { 32, "FAT32", 0 },
        { 0, "FAT12", 1_474_560 },
        { 0, "FAT12", 2_097_152 },
        { 0, "FAT16", 33_554_432 },
        { 0, "FAT16", 536_870_912 },
        { 32, "FAT32", 536_870_912 },
        { 0, "FAT32", 5_368_709_120 },
    };

    public void Dispose() => temp.Dispose();

    [ToolTheory("fsck.fat")]
    [MemberData(nameof(Shapes))]
    public void Checker_finds_nothing(int kind, string shown, long size)
    {
        string path = Make((FatKind)kind, size);

        CommandResult result = CommandLine.Run("fsck.fat", ["-n", "-v", path], environment: Utc);

        Assert.True(result.ExitCode == 0, result.All);
        Assert.Contains($" FATs, {shown[3..]} bit entries", result.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)differ|dirty|error|wrong|bad |lowercase|orphan", result.Output);
        // Directories are counted too - EFI, BOOT, debian, loader, entries, empty - and the label.
        Assert.Equal($"{Files().Count() + 7} files", Regex.Match(result.Output, @"\d+ files").Value);
    }

    [ToolTheory("mdir", "mcopy", "minfo")]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(32)]
    public void Mtools_list_and_extract(int kind)
    {
        string path = Make((FatKind)kind, 0);
        string target = temp.Combine("out");
        Directory.CreateDirectory(target);

        string listing = CommandLine.Run("mdir", ["-/", "-i", path, "::/"], environment: Utc).EnsureSuccess().Output;
        CommandLine.Run("mcopy", ["-s", "-m", "-i", path, "::*", target], environment: Utc).EnsureSuccess();

        Assert.Contains("Volume in drive : is TEST", listing, StringComparison.Ordinal);
        Assert.Contains("Volume Serial Number is 1234-ABCD", listing, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^BOOTX64  EFI\s+150000 2026-01-31\s+12:34\s*$", listing);
        Assert.Matches(@"(?m)^grubx64  efi\s+700 2026-01-31\s+12:34\s*$|(?m)^GRUBX64  EFI\s+700 2026-01-31\s+12:34  grubx64\.efi", listing);
        AssertExtracted(target);
    }

    [ToolTheory("7z")]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(32)]
    public void SevenZip_extracts(int kind)
    {
        string path = Make((FatKind)kind, 0);
        string target = temp.Combine("out");

        CommandResult result = CommandLine.Run("7z", ["x", "-tFAT", $"-o{target}", path], environment: Utc).EnsureSuccess();

        Assert.Contains("Everything is Ok", result.Output, StringComparison.Ordinal);
        AssertExtracted(target);
    }

    private static IEnumerable<FatEntry> Files()
    {
        DateTimeOffset date = new(2026, 1, 31, 12, 34, 56, TimeSpan.Zero);
        (string Path, int Length)[] files =
        [
            ("EFI/BOOT/BOOTX64.EFI", 150_000),
            ("EFI/BOOT/grubx64.efi", 700),
            ("EFI/BOOT/BOOTAA64.EFI", 0),
            ("EFI/debian/grub.cfg", 512),
            ("A long name with spaces.text", 513),
            ("A long name with commas, too.text", 1),
            ("thirteen-char", 13),
            ("日本語 \U0001F600.txt", 2048),
            .. Enumerable.Range(0, 40).Select(i => ($"loader/entries/an entry of many {i:D2}.conf", i * 100)),
        ];
        return files.Select(file => FatFiles.File(file.Path, file.Length) with { Modified = date });
    }

    private string Make(FatKind kind, long size)
    {
        FatImage image = FatFiles.Build(
            [.. Files(), FatFiles.Directory("empty")],
            new FatOptions { Kind = kind, Size = size == 0 ? null : size, Label = "Test", SerialNumber = 0x1234ABCD, Timestamp = new DateTimeOffset(2026, 1, 31, 12, 34, 56, TimeSpan.Zero) });
        Assert.Equal(size == 0 ? image.Size : size, image.Size);
        return FatFiles.Save(temp, "fat.img", image.Source);
    }

    private static void AssertExtracted(string target)
    {
        // Windows has no emoji in its console, nor have these programs: names beyond the BMP are compared as far as all agree.
        string[] found = [.. Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(target, file).Replace('\\', '/'))];
        foreach (FatEntry file in Files())
        {
            string name = Array.Find(found, each => Loose(each) == Loose(file.Path)) ?? throw new InvalidOperationException($"{file.Path} is not among\n{string.Join('\n', found)}");
            Assert.Equal(FatFiles.Bytes(file.Source!), File.ReadAllBytes(Path.Combine(target, name)));
        }

        Assert.Equal(Files().Count(), found.Length);
        Assert.True(Directory.Exists(Path.Combine(target, "empty")));

        static string Loose(string path) => Regex.Replace(path, @"[^ -~\u3000-\u9FFF]+", "?").Replace("__", "?", StringComparison.Ordinal);
    }
}
