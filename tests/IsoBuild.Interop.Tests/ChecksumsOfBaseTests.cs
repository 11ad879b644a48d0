using System.Security.Cryptography;
using IsoBuild.Diagnostics;

namespace IsoBuild.Interop.Tests;

/// <summary>MD5 checksums that xorriso recorded in a base (<c>-md5 on</c>) are made again, and xorriso checks them.</summary>
public sealed class ChecksumsOfBaseTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [ToolFact("xorriso")]
    public void Every_file_and_the_whole_have_theirs()
    {
        string to = Remaster(Base("-R", "-J"), builder => builder.AddFile("added", "more"u8.ToArray()));

        Assert.Equal([.. Contents().Append((Path: "added", Content: "more")).Select(file => $"{Md5(file.Content)}  /{file.Path}").Order(StringComparer.Ordinal)], RecordedSums(to));
        Assert.Contains("File contents and their MD5 checksums match.", CheckFiles(to), StringComparison.Ordinal);
        Assert.Contains("Ok, session data match recorded md5.", Check(to, "-check_md5", "SORRY", "--"), StringComparison.Ordinal);
        Assert.Contains("+ md5_match", Check(to, "-check_media", "--"), StringComparison.Ordinal);

        using IsoImage image = IsoImage.Open(to);
        Assert.Equal(["descriptors", "directories", "files", "session"], image.Layout.Regions.Where(region => region.Kind == Layout.RegionKind.Checksum).Select(region => region.Name));
        Assert.Empty(image.Verify().Findings);
    }

    /// <summary>One bit of a file, and of the system area.</summary>
    [ToolFact("xorriso")]
    public void Damage_is_found()
    {
        string to = Remaster(Base("-R"));
        long content;
        using (IsoImage image = IsoImage.Open(to))
        {
            content = image.Layout.Regions.First(region => region.Kind == Layout.RegionKind.File && region.Name == "/dir/large").Offset;
        }

        Damage(content + 3000);
        Assert.Contains("MISMATCH", CheckFiles(to), StringComparison.Ordinal);
        Assert.Contains("MISMATCH", Check(to, "-check_md5", "SORRY", "--"), StringComparison.Ordinal);
        Assert.Contains("md5_mismatch", Check(to, "-check_media", "--"), StringComparison.Ordinal);

        to = Remaster(Base("-R"));
        Damage(100);
        Assert.Contains("Checksum mismatch in System Area, Volume Descriptors, or directory tree", Check(to), StringComparison.Ordinal);

        void Damage(long position)
        {
            using FileStream image = File.Open(to, FileMode.Open);
            image.Position = position;
            int was = image.ReadByte();
            image.Position = position;
            image.WriteByte((byte)(was ^ 1));
        }
    }

    [ToolFact("xorriso")]
    public void They_are_planned_and_written_to_streams_and_kept_once_more()
    {
        ImageBuilder builder = new ImageBuilder().BasedOn(Base("-R", "-J"));
        string to = folder.Combine("to.iso");
        builder.Write(to).EnsureSuccess();
        using MemoryStream stream = new();
        builder.Write(stream).EnsureSuccess();
        Assert.Equal(File.ReadAllBytes(to), stream.ToArray());

        using IsoImage image = IsoImage.Open(to);
        Assert.Equal(builder.Plan().Layout!.ToString().Split('\n').Skip(1), image.Layout.ToString().Split('\n').Skip(1));

        string again = folder.Combine("again.iso");
        BuildResult result = new ImageBuilder().BasedOn(to).Write(again).EnsureSuccess();
        Assert.Equal(File.ReadAllBytes(to), File.ReadAllBytes(again));
        Assert.DoesNotContain(result.Diagnostics, found => found.Id == DiagnosticId.BaseChecksumsCleared);
    }

    /// <summary>What isomd5sum writes into the primary descriptor comes last: the checksum of the whole begins behind it.</summary>
    [ToolFact("xorriso", "checkisomd5")]
    public void With_a_checksum_of_the_medium_both_are_right()
    {
        string to = Remaster(Base("-R"), builder => builder, options => options with { MediaChecksum = true });

        Assert.Contains("PASS", Readers.TryRun("checkisomd5", to).All, StringComparison.Ordinal);
        Assert.Contains("File contents and their MD5 checksums match.", CheckFiles(to), StringComparison.Ordinal);
        Assert.Contains("Ok, session data match recorded md5.", Check(to, "-check_md5", "SORRY", "--"), StringComparison.Ordinal);
    }

    /// <summary>Whoever sees the partition alone finds them too, by addresses that count from its start.</summary>
    [ToolFact("xorriso")]
    public void A_partition_that_is_a_volume_has_them()
    {
        string to = Remaster(Base("-R", "-partition_offset", "16"));
        string partition = folder.Combine("partition.iso");
        File.WriteAllBytes(partition, File.ReadAllBytes(to)[(16 * 2048)..]);

        foreach (string image in (string[])[to, partition])
        {
            Assert.Contains("File contents and their MD5 checksums match.", CheckFiles(image), StringComparison.Ordinal);
            Assert.Contains("Ok, session data match recorded md5.", Check(image, "-check_md5", "SORRY", "--"), StringComparison.Ordinal);
        }
    }

    /// <summary>Checksums are of the bytes as they are stored: compressed, and of boot images with what is written into them.</summary>
    [ToolFact("xorriso")]
    public void Files_that_change_as_they_are_stored_have_those_of_what_is_stored()
    {
        string from = Base("-R", "-c", "catalog", "-b", "boot", "-no-emul-boot", "-boot-load-size", "4", "-boot-info-table");
        Readers.Run("xorriso", "-report_about", "FAILURE", "-md5", "on", "-boot_image", "any", "keep", "-dev", from, "-set_filter", "--zisofs", "/dir/large", "--", "-commit");
        string to = Remaster(from, builder => builder.AddFile("a", new byte[5000]));

        Assert.Contains("  /boot", string.Join('\n', RecordedSums(to)), StringComparison.Ordinal);
        Assert.Contains("File contents and their MD5 checksums match.", CheckFiles(to), StringComparison.Ordinal);
        Assert.Contains("+ md5_match", Check(to, "-check_media", "--"), StringComparison.Ordinal);
        using IsoImage image = IsoImage.Open(to);
        Assert.Equal(Reading.BootPatchState.Right, image.Boot!.Entries[0].BootInfoTable);
    }

    /// <summary>A file more gives others other numbers, which nobody wants to hear of.</summary>
    [ToolFact("xorriso")]
    public void What_follows_from_other_content_is_not_compared()
    {
        string from = Remaster(Base("-R"));
        string to = folder.Combine("more.iso");
        new ImageBuilder().BasedOn(from).AddFile("added", "more"u8.ToArray()).Write(to).EnsureSuccess();

        using IsoImage before = IsoImage.Open(from);
        using IsoImage after = IsoImage.Open(to);
        Comparing.ImageDifference[] differences = [.. before.CompareWith(after).Differences];
        Assert.Equal("/added", Assert.Single(differences, difference => difference.Kind == Comparing.DifferenceKind.Entry).Item);
        Assert.DoesNotContain(differences, difference => difference.Kind == Comparing.DifferenceKind.Bytes);
    }

    [ToolFact("xorriso")]
    public void Without_Rock_Ridge_they_are_told_of()
    {
        BuildResult result = new ImageBuilder().BasedOn(Base("-R"), new BaseImageOptions { Options = options => options with { Formats = Content.ImageFormats.Iso9660 } }).Write(folder.Combine("to.iso")).EnsureSuccess();

        string message = Assert.Single(result.Diagnostics, found => found.Id == DiagnosticId.BaseChecksumsCleared).Message;
        Assert.Contains("isofs.ca, isofs.cx", message, StringComparison.Ordinal);
        Assert.Contains("Rock Ridge", message, StringComparison.Ordinal);
    }

    private static (string Path, string Content)[] Contents() =>
        [("boot", new string('b', 4000)), ("dir/large", string.Concat(Enumerable.Range(0, 20_000).Select(i => (char)('a' + (i / 100 % 26))))), ("empty", ""), ("file", "one"), ("same", "one"),
            .. Enumerable.Range(0, 200).Select(i => ($"many/{i}", i.ToString(System.Globalization.CultureInfo.InvariantCulture)))];

    private static string Md5(string content)
    {
#pragma warning disable CA5351 // The checksum is the format's.
        return Convert.ToHexStringLower(MD5.HashData(System.Text.Encoding.ASCII.GetBytes(content)));
#pragma warning restore CA5351
    }

    private string Base(params string[] options)
    {
        string image = folder.Combine("from.iso");
        foreach ((string path, string content) in Contents())
        {
            folder.Write($"tree/{path}", content);
        }

        Readers.Run("xorriso", ["-as", "mkisofs", "-quiet", "--md5", .. options, "-o", image, folder.Combine("tree")]);
        return image;
    }

    private string Remaster(string from, Func<ImageBuilder, ImageBuilder>? change = null, Func<ImageOptions, ImageOptions>? options = null)
    {
        string image = folder.Combine("to.iso");
        ImageBuilder builder = new ImageBuilder().BasedOn(from, new BaseImageOptions { Options = options });
        (change is null ? builder : change(builder)).Write(image).EnsureSuccess();
        return image;
    }

    private static string Check(string image, params string[] commands) => Readers.TryRun("xorriso", ["-md5", "on", "-indev", image, .. commands]).All;

    private static string CheckFiles(string image) => Check(image, "-check_md5_r", "SORRY", "/", "--");

    private static string[] RecordedSums(string image) =>
        [.. Readers.Run("xorriso", "-md5", "on", "-indev", image, "-find", "/", "-has_md5", "-exec", "get_md5", "--").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.Contains("  /", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
