namespace IsoBuild.Interop.Tests;

/// <summary>What the images of <see cref="BootMatrixTests"/> say of how they start, other programs read as we do.</summary>
public sealed class BootReaderTests(BootableImages images) : IClassFixture<BootableImages>
{
    [ToolTheory("isoinfo", "xorriso", "sgdisk", "fdisk", "fsck.fat", "mdir", "grub-mkimage", BootableImages.Isolinux, BootableImages.IsolinuxModule, BootableImages.GrubForBios, BootableImages.GrubForUefi)]
    [InlineData("isolinux")]
    [InlineData("grub")]
    [InlineData("efi")]
    [InlineData("floppy")]
    public void All_programs_agree(string image) => BootReaders.AssertAgreement(images[image]);
}
