using IsoBuild.Content;
using IsoBuild.ElTorito;

namespace IsoBuild.Core.Tests.Boot;

/// <summary>Where the EFI system partition is shown when nobody says.</summary>
public sealed class EfiImagePathTests
{
    [Theory]
    [InlineData(new string[0], "/boot/efi.img")]
    [InlineData(new[] { "boot/grub/efi.img" }, "/boot/efi.img")]
    [InlineData(new[] { "boot/efi.img" }, "/boot/efi2.img")]
    [InlineData(new[] { "boot/EFI.IMG", "boot/efi2.img", "boot/efi4.img" }, "/boot/efi3.img")]
    [InlineData(new[] { "BOOT/GRUB.CFG" }, "/BOOT/efi.img")]
    [InlineData(new[] { "BOOT/a", "boot/a" }, "/boot/efi.img")]
    [InlineData(new[] { "BOOT/a", "Boot/a" }, "/BOOT/efi.img")]
    [InlineData(new[] { "boot" }, "/efi.img")]
    [InlineData(new[] { "Boot", "boot/a", "EFI.IMG" }, "/efi2.img")]
    public void It_is_a_path_that_nothing_has(string[] files, string expected)
    {
        ImageBuilder builder = Bootable();
        foreach (string file in files)
        {
            builder.AddFile(file, "content"u8.ToArray());
        }

        using IsoImage image = IsoImage.Open(new MemoryStream(builder.ToBytes()));
        Assert.Equal(expected, Assert.Single(image.Boot!.Entries).Path);
        Assert.All(files, file => Assert.Equal(7, Assert.IsType<ContentFile>(image.Content.Find(file)).Length));
    }

    /// <summary>What is carried over stays where it is; what is made anew takes the place of what the base has, in a tree or not.</summary>
    [Theory]
    [InlineData(null, "/boot/efi.img")]
    [InlineData("grub/efi.img", "/grub/efi.img")]
    [InlineData("", null)]
    public void An_image_that_starts_from_another_shows_it_as_that_does(string? ofBase, string? expected)
    {
        using TempDirectory temp = new();
        string first = temp.Combine("first.iso");
        Bootable(ofBase).Write(first).EnsureSuccess();

        Assert.Equal(expected, PathIn(new ImageBuilder().BasedOn(first)));
        ImageBuilder anew = new ImageBuilder().BasedOn(first).AddEfiBoot("EFI/BOOT/BOOTAA64.EFI", BootImagesOfTests.EfiProgram(0xAA64));
        Assert.Equal(expected, PathIn(anew));
        Assert.Null(PathIn(new ImageBuilder().BasedOn(first, new() { Options = kept => kept with { EfiImage = "" } }).AddEfiBoot("EFI/BOOT/BOOTAA64.EFI", BootImagesOfTests.EfiProgram(0xAA64))));

        // There is one partition, and not the old one too.
        using IsoImage image = IsoImage.Open(new MemoryStream(anew.ToBytes()));
        Assert.Equal(expected is null ? 0 : 1, image.Content.Nodes.OfType<ContentFile>().Count());
    }

    [Fact]
    public void A_base_without_one_gets_the_usual_path()
    {
        using TempDirectory temp = new();
        string first = temp.Combine("first.iso");
        new ImageBuilder(Images.Small).AddFile("boot/efi.img", "something else"u8.ToArray()).Write(first).EnsureSuccess();

        Assert.Equal("/boot/efi2.img", PathIn(new ImageBuilder().BasedOn(first).AddEfiBoot("", BootImagesOfTests.EfiProgram())));
    }

    private static ImageBuilder Bootable(string? efiImage = null) => new ImageBuilder(Images.Small with { EfiImage = efiImage }).AddEfiBoot("", BootImagesOfTests.EfiProgram());

    private static string? PathIn(ImageBuilder builder)
    {
        using IsoImage image = IsoImage.Open(new MemoryStream(builder.ToBytes()));
        return Assert.Single(image.Boot!.Entries).Path;
    }
}
