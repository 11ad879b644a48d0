using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;

namespace IsoBuild.Interop.Tests;

/// <summary>What becomes of the content of other writers' images, as other readers see it.</summary>
public sealed class RemasterContentTests : IDisposable
{
    private readonly TempDirectory temp = new();
    private readonly string from;
    private readonly string to;

    public RemasterContentTests() => (from, to) = (temp.Combine("base.iso"), temp.Combine("result.iso"));

    public void Dispose() => temp.Dispose();

    /// <summary>VMware's and Microsoft's media have no Rock Ridge: what shows capitals is asked for in small letters.</summary>
    [ToolTheory("genisoimage", "bsdtar")]
    [InlineData("genisoimage -quiet")]
    [InlineData("genisoimage -quiet -J")]
    [InlineData("genisoimage -quiet -udf")]
    public void Without_Rock_Ridge_case_does_not_count(string writer)
    {
        temp.Write("tree/BOOT.CFG", "old");
        temp.Write("tree/EFI/BOOT/GRUB.CFG", "old");
        Readers.Shell($"{writer} -o \"$1\" \"$2\"", from, temp.Combine("tree"));
        temp.Write("added/boot/new.cfg", "beside");
        temp.Write("added/grub.cfg", "new");

        BuildResult result = new ImageBuilder().BasedOn(from)
            .AddFile("boot.cfg", "new"u8.ToArray())
            .AddDirectory("efi", temp.Combine("added"))
            .AddFile("efi/boot/x.cfg", "beside"u8.ToArray())
            .AddHardLink("efi/Boot/y.cfg", "efi/boot/grub.cfg")
            .AddFile("Efi/boot/grub.cfg", "new"u8.ToArray())
            .Write(to).EnsureSuccess();

        Dictionary<string, string> found = Extracted(to).ToDictionary(pair => pair.Path.ToUpperInvariant(), pair => pair.Text, StringComparer.Ordinal);
        Assert.Equal(
            ["BOOT.CFG", "EFI/BOOT/GRUB.CFG", "EFI/BOOT/NEW.CFG", "EFI/BOOT/X.CFG", "EFI/BOOT/Y.CFG", "EFI/GRUB.CFG"],
            found.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("new", "new", "new", "new"), (found["BOOT.CFG"], found["EFI/BOOT/GRUB.CFG"], found["EFI/BOOT/Y.CFG"], found["EFI/GRUB.CFG"]));
        Assert.Contains(result.Diagnostics, told => told is { Id: DiagnosticId.BaseNameOfOtherCase, Item: "/BOOT.CFG", IsNotice: true });
        Assert.Contains(result.Diagnostics, told => told is { Id: DiagnosticId.BaseNameOfOtherCase, Item: "/EFI/BOOT" });
    }

    [ToolFact("genisoimage", "bsdtar")]
    public void With_Rock_Ridge_case_counts()
    {
        temp.Write("tree/BOOT.CFG", "old");
        Readers.Shell("genisoimage -quiet -R -o \"$1\" \"$2\"", from, temp.Combine("tree"));

        BuildResult result = new ImageBuilder().BasedOn(from).AddFile("boot.cfg", "new"u8.ToArray()).Write(to).EnsureSuccess();

        Assert.Equal([("BOOT.CFG", "old"), ("boot.cfg", "new")], Extracted(to).OrderBy(file => file.Path, StringComparer.Ordinal));
        Assert.DoesNotContain(result.Diagnostics, told => told.Id == DiagnosticId.BaseNameOfOtherCase);
    }

    /// <summary>A boot image is found by the path by which it was added.</summary>
    [ToolFact("genisoimage", "xorriso")]
    public void Boot_images_of_the_base_are_named_in_any_case()
    {
        temp.Write("tree/ISOLINUX/ISOLINUX.BIN", new byte[4096]);
        Readers.Shell("genisoimage -quiet -o \"$1\" \"$2\"", from, temp.Combine("tree"));

        new ImageBuilder().BasedOn(from).AddBootEntry(new BootEntry { ImagePath = "isolinux/isolinux.bin" }).Write(to).EnsureSuccess();

        Assert.Contains("/ISOLINUX/ISOLINUX.BIN", Readers.Run("xorriso", "-indev", to, "-report_el_torito", "plain").Output, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Names that no option of ours makes: isoinfo shows the identifiers of the primary tree. Directories with dots are never of level 1.</summary>
    [ToolTheory("genisoimage", "xorriso", "isoinfo")]
    [InlineData("genisoimage -quiet -R -iso-level 4", 4)]
    [InlineData("genisoimage -quiet -R -J -iso-level 4", 4)]
    [InlineData("genisoimage -quiet -R -allow-lowercase -allow-multidot -l", 2)]
    [InlineData("genisoimage -quiet -R -N -d -relaxed-filenames", 2)]
    [InlineData("genisoimage -quiet -R -iso-level 1", 2)]
    [InlineData("genisoimage -quiet -J -max-iso9660-filenames", 4)]
    [InlineData("genisoimage -quiet -udf", 2)]
    [InlineData("xorriso -as mkisofs -R -U", 4)]
    [InlineData("xorriso -as mkisofs -R -J -iso-level 2", 2)]
    public void Identifiers_of_the_primary_tree_stay(string writer, int level)
    {
        temp.Write("tree/multi.dots.in.it.tar.gz", "dots");
        temp.Write("tree/Directory.With.Dots/A name with blanks that is longer than any level.text", "long");
        temp.Write("tree/Directory.With.Dots/A name with blanks that is longer than any.text", "alike");
        temp.Write("tree/replaced by another one.text", "old");
        temp.Write("tree/none", "no extension");
        Readers.Shell($"{writer} -V 'Some label' -o \"$1\" \"$2\" 2>/dev/null", from, temp.Combine("tree"));
        string[] before = Identifiers(from);

        new ImageBuilder().BasedOn(from).AddFile("replaced by another one.text", "new"u8.ToArray()).AddFile("Directory.With.Dots/added", "added"u8.ToArray()).Write(to).EnsureSuccess();

        string[] after = Identifiers(to);
        Assert.Equal(before, after.Where(name => !name.Contains("ADDED", StringComparison.Ordinal)));
        Assert.Equal(before.Length + 1, after.Length);
        using IsoImage image = IsoImage.Open(to);
        Assert.Equal(level, image.Layout.Volume.IsoLevel);
    }

    [ToolFact("isoinfo")]
    public void What_UDF_does_not_show_is_called_as_in_Joliet()
    {
        new ImageBuilder(new ImageOptions { Formats = ImageFormats.Joliet | ImageFormats.Udf })
            .AddFile("A long name, hidden from UDF.text", "hidden"u8.ToArray(), new EntryOptions { HiddenFrom = ImageFormats.Udf })
            .AddFile("A long name, shown by all.text", "shown"u8.ToArray())
            .Write(from).EnsureSuccess();

        new ImageBuilder().BasedOn(from).Write(to).EnsureSuccess();

        Assert.Equal(Readers.Run("isoinfo", "-J", "-f", "-i", from).Output, Readers.Run("isoinfo", "-J", "-f", "-i", to).Output);
        Assert.Equal(Identifiers(from), Identifiers(to));
        using IsoImage image = IsoImage.Open(to);
        Assert.Equal(["A long name, shown by all.text"], image.ContentOf(ImageFormats.Udf)!.Root.Children.Select(node => node.Name));
    }

    [ToolFact("genisoimage", "blkid")]
    public void The_identity_of_a_bridge_stays_until_its_timestamp_changes()
    {
        temp.Write("tree/file", "content");
        Readers.Shell("genisoimage -quiet -udf -R -V BRIDGE -o \"$1\" \"$2\"", from, temp.Combine("tree"));

        new ImageBuilder().BasedOn(from).AddFile("added", "more"u8.ToArray()).Write(to).EnsureSuccess();
        new ImageBuilder().BasedOn(from, new BaseImageOptions { Options = kept => kept with { Timestamp = DateTimeOffset.UnixEpoch } }).Write(temp.Combine("other.iso")).EnsureSuccess();

        Assert.Equal(Uuid(from), Uuid(to));
        Assert.NotEqual(Uuid(from), Uuid(temp.Combine("other.iso")));

        static string Uuid(string image) => Readers.Run("blkid", "-p", "-s", "UUID", "-o", "value", image).Output;
    }

    /// <summary>All that mkudffs can be told, as udfinfo shows it; a new label takes the place of the volume's and the file set's identifiers too.</summary>
    [ToolFact("mkudffs", "udfinfo")]
    public void Fields_of_UDF_stay()
    {
        Readers.Shell("truncate -s 8M \"$1\"; mkudffs -b 2048 --lvid=Logical --vid=Vol --fsid=FileSet --owner=Me --organization=Org --contact=Con \"$1\" >/dev/null", from);

        new ImageBuilder().BasedOn(from).AddFile("added", "more"u8.ToArray()).Write(to).EnsureSuccess();
        new ImageBuilder().BasedOn(from, new BaseImageOptions { Options = kept => kept with { VolumeId = "New", Publisher = "You" } }).Write(temp.Combine("other.iso")).EnsureSuccess();

        string[] names = ["lvid", "vid", "vsid", "fsid", "uuid", "owner", "organization", "contact", "appid"];
        Assert.Equal(Fields(from), Fields(to));
        Dictionary<string, string> other = Fields(temp.Combine("other.iso"));
        Assert.Equal(("New", "New", "New", "You", "Org", "Con"), (other["lvid"], other["vid"], other["fsid"], other["owner"], other["organization"], other["contact"]));

        Dictionary<string, string> Fields(string image) => Readers.Run("udfinfo", image).Output.Split('\n').Select(line => line.Split('=', 2)).Where(pair => names.Contains(pair[0])).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
    }

    [ToolFact("genisoimage", "isoinfo")]
    public void What_is_not_held_is_told_in_one_remark()
    {
        temp.Write("tree/FILE.TXT", "content");
        Readers.Shell("cd \"$1\"; ln -s nowhere link; mkfifo pipe", temp.Combine("tree"));
        Readers.Shell("genisoimage -quiet -R -J -o \"$1\" \"$2\"", from, temp.Combine("tree"));
        Assert.Equal(["/FILE.TXT", "/link", "/pipe"], Joliet(from));

        BuildResult result = new ImageBuilder().BasedOn(from).Write(to).EnsureSuccess();
        Assert.Equal(["/FILE.TXT"], Joliet(to));
        Diagnostic told = Assert.Single(result.Diagnostics, told => told.Id == DiagnosticId.BaseFormRewritten);
        Assert.True(told.IsNotice);
        Assert.Contains("those of access", told.Message, StringComparison.Ordinal);
        Assert.Contains("2 empty files", told.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(new ImageBuilder().BasedOn(to).Write(from).EnsureSuccess().Diagnostics, told => told.Id == DiagnosticId.BaseFormRewritten);

        static string[] Joliet(string image) => [.. Readers.Run("isoinfo", "-J", "-f", "-i", image).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
    }

    /// <summary>UDF's date counts where UDF is shown; isoinfo shows that of the ISO 9660 tree.</summary>
    [ToolFact("genisoimage", "isoinfo")]
    public void Dates_that_differ_from_tree_to_tree_are_told()
    {
        temp.Write("tree/FILE.TXT", "content");
        temp.Write("tree/OTHER.TXT", "content");
        Readers.Shell("genisoimage -quiet -udf -o \"$1\" \"$2\"", from, temp.Combine("tree"));
        byte[] bytes = File.ReadAllBytes(from);

        // ECMA-119 9.1: the date is at 18, with the years since 1900 first, and the identifier at 33.
        const int dateToName = 33 - 18;
        bytes[bytes.AsSpan().IndexOf("FILE.TXT;1"u8) - dateToName] = 95;
        File.WriteAllBytes(from, bytes);
        Assert.Contains("1995", Readers.Run("isoinfo", "-l", "-i", from).Output, StringComparison.Ordinal);

        BuildResult result = new ImageBuilder().BasedOn(from).Write(to).EnsureSuccess();

        Assert.DoesNotContain("1995", Readers.Run("isoinfo", "-l", "-i", to).Output, StringComparison.Ordinal);
        Assert.Contains("dates of 1 entry in the Iso9660 tree", Assert.Single(result.Diagnostics, told => told.Id == DiagnosticId.BaseFormRewritten).Message, StringComparison.Ordinal);
    }

    /// <summary>Whoever extracts a disc has its old catalog among the files; genisoimage and xorriso put the new one in its place.</summary>
    [ToolTheory("xorriso")]
    [InlineData(false)]
    [InlineData(true)]
    public void The_boot_catalog_takes_the_place_of_a_file(bool hasBase)
    {
        temp.Write("tree/isolinux/boot.cat", "an old catalog");
        temp.Write("tree/isolinux/loader.bin", new byte[4096]);
        ImageBuilder builder = new(hasBase ? null : new ImageOptions { BootCatalog = "isolinux/boot.cat" });
        if (hasBase)
        {
            Readers.Run("xorriso", "-as", "mkisofs", "-quiet", "-R", "-b", "isolinux/loader.bin", "-c", "isolinux/boot.cat", "-no-emul-boot", "-o", from, temp.Combine("tree"));
            builder.BasedOn(from);
        }

        BuildResult result = builder.AddDirectory("", temp.Combine("tree")).AddBootEntry(new BootEntry { ImagePath = "isolinux/loader.bin" }).Write(to).EnsureSuccess();

        string report = Readers.Run("xorriso", "-indev", to, "-report_el_torito", "plain").Output;
        Assert.Matches("El Torito cat path : /isolinux/boot.cat", report);
        Assert.Matches("El Torito img path : +1 +/isolinux/loader.bin", report);
        Diagnostic told = Assert.Single(result.Diagnostics, told => told.Id == DiagnosticId.BootCatalogReplaces);
        Assert.Equal((DiagnosticSeverity.Info, "/isolinux/boot.cat"), (told.Severity, told.Item));
    }

    private (string Path, string Text)[] Extracted(string image)
    {
        string folder = Directory.CreateDirectory(temp.Combine($"out-{Path.GetFileNameWithoutExtension(image)}")).FullName;
        Readers.Run("bsdtar", "-x", "-f", image, "-C", folder);
        return [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => (Path.GetRelativePath(folder, path), File.ReadAllText(path)))];
    }

    /// <summary>As the records of the primary tree have them, versions and all.</summary>
    private static string[] Identifiers(string image) => [.. Readers.Run("isoinfo", "-f", "-i", image).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
}
