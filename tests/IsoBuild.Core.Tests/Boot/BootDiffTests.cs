using IsoBuild.Comparing;
using IsoBuild.ElTorito;

namespace IsoBuild.Core.Tests.Boot;

/// <summary>How images differ in what boots: by the names of fields, causes before effects.</summary>
public sealed class BootDiffTests
{
    private static BootEntry Bios => new() { ImagePath = "boot/loader.bin", BootInfoTable = true, GrubBootInfo = true };

    private static ImageBuilder Builder(int size, BootEntry entry, ImageOptions? options = null) => new ImageBuilder(options ?? Images.Small)
        .AddFile("a.txt", new byte[size])
        .AddFile("boot/loader.bin", BootImagesOfTests.Loader(5000))
        .AddBootEntry(entry);

    private static ImageDiff Compare(ImageBuilder old, ImageBuilder now)
    {
        using IsoImage one = IsoImage.Open(new MemoryStream(old.ToBytes()));
        using IsoImage other = IsoImage.Open(new MemoryStream(now.ToBytes()));
        return one.CompareWith(other);
    }

    [Fact]
    public void What_an_entry_says_is_named()
    {
        ImageDiff diff = Compare(Builder(100, Bios), Builder(100, Bios with { LoadSize = 8, LoadSegment = 0x1000, Id = "Somebody" }));

        Assert.Equal(
            ["boot catalog: identifier was \"\", is \"Somebody\"", "boot entry bios: load segment was 0, is 4096", "boot entry bios: load size was 4, is 8"],
            diff.Differences.Where(difference => difference.Kind == DifferenceKind.Volume).Select(difference => difference.Message).Order());
        Assert.DoesNotContain(diff.Differences, difference => difference.Kind is DifferenceKind.Content or DifferenceKind.Bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("boot/boot.cat")]
    public void What_moved_is_the_effect_of_what_grew(string catalog)
    {
        ImageOptions options = Images.Small with { BootCatalog = catalog };
        ImageDiff diff = Compare(Builder(100, Bios, options), Builder(3000, Bios, options));

        Assert.Equal(["file /a.txt grew by 1 sector (100 -> 3000 bytes)"], diff.Differences.Where(difference => difference.Kind != DifferenceKind.Layout).Select(difference => difference.Message));
        string effects = string.Join('\n', diff.Differences.Where(difference => difference.Kind == DifferenceKind.Layout).Select(difference => difference.Message));
        Assert.Contains("boot entry bios: location of the boot image was ", effects, StringComparison.Ordinal);
        Assert.Contains("boot info table of /boot/loader.bin: location of the boot image was ", effects, StringComparison.Ordinal);
        Assert.Contains("boot image /boot/loader.bin: GRUB's location of its second part was ", effects, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_loader_is_other_content()
    {
        ImageDiff diff = Compare(
            Builder(100, Bios),
            new ImageBuilder(Images.Small).AddFile("a.txt", new byte[100]).AddFile("boot/loader.bin", BootImagesOfTests.Loader(5000, 7)).AddBootEntry(Bios));

        Assert.DoesNotContain(diff.Differences, difference => difference.Kind == DifferenceKind.Volume);
        Assert.Contains(diff.Differences, difference => difference.Kind == DifferenceKind.Content && difference.Message.StartsWith("file /boot/loader.bin differs from byte 1 on", StringComparison.Ordinal));
    }

    [Fact]
    public void An_entry_that_only_one_has_is_told()
    {
        ImageDiff diff = Compare(Builder(100, Bios), Builder(100, Bios).AddBootEntry(Bios with { Platform = BootPlatform.Mac }));

        Assert.Equal(["boot entry mac", "boot section 1"], diff.Differences.Where(difference => difference.Change == DifferenceChange.Added).Select(difference => difference.Message).Order());
    }

    [Fact]
    public void The_first_byte_that_differs_is_named()
    {
        byte[] old = Builder(100, Bios).ToBytes();
        byte[] now = [.. old];
        int catalog = BitConverter.ToInt32(old, (17 * 2048) + 71) * 2048;
        now[catalog + 38] = 9;
        using IsoImage one = IsoImage.Open(new MemoryStream(old));
        using IsoImage other = IsoImage.Open(new MemoryStream(now));

        Assert.Equal("boot entry bios: load size was 4, is 9", one.CompareWith(other).Cause);
    }
}
