using IsoBuild.Content;
using IsoBuild.Summarizing;

namespace IsoBuild.Interop.Tests;

/// <summary>The label under which others find a volume: libblkid, which is Linux's, and GRUB; what is stored, and what verification says of it.</summary>
public sealed class LabelTests : IDisposable
{
    private const ImageFormats Joliet = ImageFormats.Iso9660 | ImageFormats.Joliet;
    private const ImageFormats Bridge = ImageFormats.Default | ImageFormats.Udf;

    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Live media, kickstart, cloud-init and GRUB's search compare letter by letter.</summary>
    [ToolTheory("blkid", "grub-fstest")]
    [InlineData("Fedora-WS-Live-40-1-14", ImageFormats.Default)]
    [InlineData("mylive", ImageFormats.Default)]
    [InlineData("Debian 11.6.0 amd64 n", ImageFormats.Default)]
    [InlineData("config-2", ImageFormats.RockRidge)]
    [InlineData("config-2", ImageFormats.Iso9660)]
    [InlineData("A name of no less than 32 letter", ImageFormats.Default)]
    [InlineData("a_b_C-d_E_f_G_h_i_J_k_l_m", Joliet)]
    [InlineData("cidata", Joliet | ImageFormats.Iso1999)]
    public void What_was_given_is_what_is_shown(string label, ImageFormats formats)
    {
        VolumeLabels labels = Make(label, formats);

        Assert.Equal(label, Blkid());
        Assert.Equal(formats.HasFlag(ImageFormats.RockRidge) || !formats.HasFlag(ImageFormats.Joliet) ? label : label[..Math.Min(16, label.Length)], Grub());
        Assert.Equal((Blkid(), Grub()), (labels.Linux, labels.Grub));
    }

    /// <summary>Where ASCII is not enough, libblkid takes the characters from Joliet, and GRUB what it comes across.</summary>
    [ToolTheory("blkid", "grub-fstest")]
    [InlineData("Größe", ImageFormats.Default, "Größe", "Gr__e")]
    [InlineData("Größe", Joliet, "Größe", "Größe")]
    [InlineData("Größe", ImageFormats.RockRidge, "Gr__e", "Gr__e")]
    [InlineData("Größe und mehr als sechzehn", ImageFormats.Default, "Größe und mehr als sechzehn", "Gr__e und mehr als sechzehn")]
    [InlineData("Zwölf Meter und größer", ImageFormats.Default, "Zwölf Meter und gr__er", "Zw_lf Meter und gr__er")]
    // Joliet's sixteenth unit would be half a character, and is a space.
    [InlineData("\U0001F600 and 14 more \U0001F600\U0001F600.", ImageFormats.Default, "\U0001F600 and 14 more  _.", "_ and 14 more __.")]
    [InlineData("Größe-1", Bridge, "Größe-1", null)]
    [InlineData("Größe-1", ImageFormats.Udf, "Größe-1", "Größe-1")]
    public void What_is_not_ascii_is_shown_as_verification_says(string label, ImageFormats formats, string linux, string? grub)
    {
        VolumeLabels labels = Make(label, formats);

        Assert.Equal((linux, linux), (Blkid(), labels.Linux));
        if (grub is not null)
        {
            Assert.Equal((grub, grub), (Grub(), labels.Grub));
        }
    }

    /// <summary>Labels of other writers: the primary descriptor has UTF-8, and Joliet as much as it can.</summary>
    [ToolTheory("blkid", "grub-fstest", "xorriso", "genisoimage")]
    [InlineData("xorriso", "-as", "mkisofs", "-quiet", "-J", "-V", "Größe und mehr als 16")]
    [InlineData("xorriso", "-as", "mkisofs", "-quiet", "-V", "Größe")]
    [InlineData("xorriso", "-as", "mkisofs", "-quiet", "-J", "-joliet-long", "-V", "Fedora-WS-Live-40-1-14")]
    [InlineData("genisoimage", "-quiet", "-J", "-V", "Größe und mehr als 16")]
    [InlineData("genisoimage", "-quiet", "-J", "-R", "-V", "fedora-ws-live-40-1-14")]
    [InlineData("genisoimage", "-quiet", "-J", "-udf", "-V", "fedora-ws-live-40-1-14")]
    [InlineData("genisoimage", "-quiet", "-J", "-V", "")]
    public void Of_other_writers(string tool, params string[] arguments)
    {
        folder.Write("tree/x", "x");
        Readers.Run(tool, [.. arguments, "-o", Image, folder.Combine("tree")]);
        using IsoImage image = IsoImage.Open(Image);
        VolumeLabels labels = image.Verify().Labels;

        Assert.Equal(Blkid(), labels.Linux);
        if (!arguments.Contains("-udf"))
        {
            Assert.Equal(Grub(), labels.Grub);
        }
    }

    private string Image => folder.Combine("label.iso");

    private VolumeLabels Make(string label, ImageFormats formats)
    {
        new ImageBuilder(new ImageOptions { VolumeId = label, Formats = formats }).AddFile("x", "x"u8.ToArray()).Write(Image).EnsureSuccess();
        using IsoImage image = IsoImage.Open(Image);
        return image.Verify().Labels;
    }

    /// <summary>It fails where there is no label.</summary>
    private string Blkid() => Readers.TryRun("blkid", "-p", "-s", "LABEL", "-o", "value", Image).Output.TrimEnd('\n');

    private string Grub()
    {
        const string before = " - Label `";
        string listed = Readers.Run("grub-fstest", Image, "ls", "--", "-l", "(loop0)").Output;
        int start = listed.IndexOf(before, StringComparison.Ordinal);
        return start < 0 ? "" : listed[(start + before.Length)..listed.LastIndexOf('\'')];
    }
}
