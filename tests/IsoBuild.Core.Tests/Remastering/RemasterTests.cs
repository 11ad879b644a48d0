using System.Text;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Partitions;

namespace IsoBuild.Core.Tests.Remastering;

/// <summary>Images that are based on others.</summary>
public class RemasterTests : IDisposable
{
    private static readonly DateTimeOffset ThatDay = new(2019, 8, 7, 6, 5, 4, TimeSpan.Zero);

    private readonly TempDirectory temp = new();

    private string Base => temp.Combine("base.iso");

    private string Result => temp.Combine("result.iso");

    public void Dispose() => temp.Dispose();

    /// <summary>An image with one of everything.</summary>
    private static ImageBuilder Everything(ImageOptions? options = null) => new ImageBuilder(options ?? new ImageOptions
    {
        VolumeId = "Base Volume",
        Publisher = "Somebody",
        ApplicationId = "an application",
        SystemId = "LINUX",
        VolumeSetId = "SET_1",
        Preparer = "A preparer",
        CopyrightFile = "Copyright notice.txt",
        Timestamp = ThatDay,
        Expires = ThatDay.AddYears(3),
        Formats = ImageFormats.Default | ImageFormats.Udf | ImageFormats.Iso1999,
    })
        .AddFile("Copyright notice.txt", "All of it is ours."u8.ToArray())
        .AddFile("docs/readme.txt", "read me"u8.ToArray(), new EntryOptions { Mode = (UnixFileMode)0x180, OwnerId = 1000, GroupId = 70_000, Modified = ThatDay.AddYears(-5) })
        .AddFile("docs/other.txt", "other"u8.ToArray())
        .AddFile("docs/empty", Array.Empty<byte>())
        .AddFile("bin/run", "#!/bin/sh\n"u8.ToArray())
        .AddFile("bin/a name that is far too long for the tree of ISO 9660, and for Joliet as well, since it goes on.txt", "long"u8.ToArray())
        .AddFile("bin/compressed", new byte[100_000], new EntryOptions { Compress = true })
        .AddFile("bin/what is this?.txt", "joliet has no question marks"u8.ToArray())
        .AddFile("seen by few/no joliet.txt", "a"u8.ToArray(), new EntryOptions { HiddenFrom = ImageFormats.Joliet })
        .AddFile("seen by few/joliet only.txt", "b"u8.ToArray(), new EntryOptions { HiddenFrom = ~ImageFormats.Joliet & (ImageFormats)31 })
        .AddEmptyDirectory("empty folder", new EntryOptions { Mode = (UnixFileMode)0x1C0, OwnerId = 7, Modified = ThatDay.AddYears(-1) })
        .AddHardLink("docs/second name.txt", "docs/readme.txt")
        .AddLink("docs/link", "readme.txt")
        .AddLink("docs/away", "/etc/passwd")
        .AddLink("folder", "docs")
        .AddSpecial("dev/null", SpecialKind.CharacterDevice, 1, 3)
        .AddSpecial("dev/pipe", SpecialKind.Pipe);

    /// <summary>Code for the version before this one still compiles, and makes the same image.</summary>
    [Fact]
    public void The_former_name_does_the_same()
    {
        Everything().Write(Base).EnsureSuccess();
        new ImageBuilder().BasedOn(Base).Write(Result).EnsureSuccess();
#pragma warning disable CS0618 // The former name is what is tested.
        new ImageBuilder().StartFrom(Base).Write(temp.Combine("former.iso")).EnsureSuccess();
#pragma warning restore CS0618
        Assert.Equal(File.ReadAllBytes(Result), File.ReadAllBytes(temp.Combine("former.iso")));
    }

    private static BuildResult Remaster(string from, string to, Action<ImageBuilder>? change = null, BaseImageOptions? options = null)
    {
        ImageBuilder builder = new ImageBuilder().BasedOn(from, options);
        change?.Invoke(builder);
        return builder.Write(to);
    }

    /// <summary>Empty sectors at the end are as many as there are in the base: rounding that partitions need does not add up.</summary>
    [Theory]
    [InlineData(0, ImageFormats.Default, false, 0)]
    [InlineData(7, ImageFormats.Default | ImageFormats.Udf, false, 7)]
    [InlineData(500, ImageFormats.Default, false, 500)]
    [InlineData(3, ImageFormats.Default, true, 150)]
    public void Padding_is_that_of_the_base(int padding, ImageFormats formats, bool isHybrid, int expected)
    {
        new ImageBuilder(new ImageOptions { PaddingSectors = padding, Formats = formats, Hybrid = isHybrid ? new HybridOptions() : null }).AddFile("a", new byte[5000]).Write(Base).EnsureSuccess();
        using (IsoImage image = IsoImage.Open(Base))
        {
            Assert.Equal(expected, ImageOptions.Of(image).PaddingSectors);
        }

        Remaster(Base, Result).EnsureSuccess();
        Assert.Equal(File.ReadAllBytes(Base), File.ReadAllBytes(Result));
    }

    private static string Codes(IEnumerable<Diagnostic> diagnostics) => string.Join(' ', diagnostics.Where(found => found.Severity != DiagnosticSeverity.Info).Select(found => $"{found.Severity} {found.Id}"));

    [Fact]
    public void Without_changes_everything_stays_and_so_do_the_bytes_of_the_next()
    {
        Everything().Write(Base).EnsureSuccess();
        Remaster(Base, Result).EnsureSuccess();
        using (IsoImage before = IsoImage.Open(Base))
        using (IsoImage after = IsoImage.Open(Result))
        {
            Assert.Equal(before.Formats, after.Formats);
            foreach (ImageFormats view in (ImageFormats[])[ImageFormats.RockRidge, ImageFormats.Joliet, ImageFormats.Udf, ImageFormats.Iso1999, ImageFormats.Iso9660])
            {
                Assert.Equal(Shown.By(before, view), Shown.By(after, view));
            }

            Assert.Equal(before.Descriptors.Select(Words), after.Descriptors.Select(Words));
            Assert.Equal(before.Udf!.VolumeId, after.Udf!.VolumeId);
            Assert.Equal(before.Layout.Volume, after.Layout.Volume);

            // But for what derives from the whole, it is the same image.
            Assert.Equal(before.Length, after.Length);
            Assert.Equal(before.Layout.Regions.Select(region => region.ToString()), after.Layout.Regions.Select(region => region.ToString()));
        }

        string third = temp.Combine("third.iso");
        Remaster(Result, third).EnsureSuccess();
        Assert.Equal(File.ReadAllBytes(Result), File.ReadAllBytes(third));

        static string Words(IsoBuild.Reading.VolumeDescriptorInfo info) =>
            $"{info.Kind} {info.SystemId}|{info.VolumeId}|{info.VolumeSetId}|{info.Publisher}|{info.Preparer}|{info.ApplicationId}|{info.CopyrightFile}|{info.Created}|{info.Modified}|{info.Expires}|{info.Effective}";
    }

    [Fact]
    public void Entries_are_added_replaced_and_removed()
    {
        Everything().Write(Base).EnsureSuccess();
        string[] before = Shown.By(Base);
        BuildResult result = Remaster(Base, Result, builder => builder
            .AddFile("docs/other.txt", "replaced"u8.ToArray())
            .AddFile("docs/added.txt", "added"u8.ToArray())
            .AddFile("docs/link", "no link any more"u8.ToArray())
            .AddLink("docs/empty", "added.txt")
            .Remove("dev")
            .Remove("bin/comp*"));
        Assert.Equal("", Codes(result.EnsureSuccess().Diagnostics.Where(found => (int)found.Id >= 1160)));
        string[] after = Shown.By(Result);
        string[] changed = ["/docs/other.txt", "/docs/link", "/docs/empty", "/dev", "/dev/null", "/dev/pipe", "/bin/compressed"];
        Assert.Equal(
            before.Where(line => !changed.Any(path => line.StartsWith(path + " ", StringComparison.Ordinal))),
            after.Where(line => !line.StartsWith("/docs/added.txt ", StringComparison.Ordinal) && !changed.Any(path => line.StartsWith(path + " ", StringComparison.Ordinal))));
        using IsoImage image = IsoImage.Open(Result);
        Assert.Equal("replaced", Encoding.UTF8.GetString(((ContentFile)image.Content.Find("docs/other.txt")!).ReadAll()));
        Assert.Equal("added", Encoding.UTF8.GetString(((ContentFile)image.Content.Find("docs/added.txt")!).ReadAll()));
        Assert.Equal("added.txt", ((ContentLink)image.Content.Find("docs/empty")!).Target);
        Assert.IsType<ContentFile>(image.Content.Find("docs/link"));
        Assert.Null(image.Content.Find("dev"));
        Assert.Null(image.Content.Find("bin/compressed"));

        // New entries have the volume's date, which is the base's.
        Assert.Equal(ThatDay, image.Content.Find("docs/added.txt")!.Modified);
    }

    [Fact]
    public void What_is_kept_of_the_base_can_be_overridden()
    {
        Everything().Write(Base).EnsureSuccess();
        Remaster(
            Base,
            Result,
            builder => builder
                .Describe(path => path == "docs/readme.txt" ? new EntryOptions { Mode = (UnixFileMode)0x1ED, OwnerId = 5 } : null)
                .AddEmptyDirectory("empty folder", new EntryOptions { OwnerId = 8 }),
            new BaseImageOptions { Options = kept => kept with { VolumeId = "OTHER", Formats = ImageFormats.Iso9660 | ImageFormats.RockRidge } }).EnsureSuccess();
        using IsoImage image = IsoImage.Open(Result);
        Assert.Equal("OTHER", image.Layout.Volume.VolumeId);
        Assert.Equal("Somebody", image.Layout.Volume.Publisher);
        Assert.Equal(ImageFormats.Iso9660 | ImageFormats.RockRidge, image.Formats);
        ContentNode file = image.Content.Find("docs/readme.txt")!;
        Assert.Equal(((UnixFileMode)0x1ED, 5u, 70_000u), (file.Mode!.Value, file.OwnerId, file.GroupId));
        ContentNode other = image.Content.Find("docs/second name.txt")!;
        Assert.Equal(((UnixFileMode)0x1ED, 5u), (other.Mode!.Value, other.OwnerId));
        ContentNode folder = image.Content.Find("empty folder")!;
        Assert.Equal(((UnixFileMode)0x1C0, 8u, ThatDay.AddYears(-1)), (folder.Mode!.Value, folder.OwnerId, folder.Modified));
    }

    [Fact]
    public void Names_of_one_file_stay_one_and_may_become_more_or_fewer()
    {
        Everything().Write(Base).EnsureSuccess();
        Remaster(Base, Result, builder => builder.AddHardLink("docs/third name.txt", "docs/second name.txt")).EnsureSuccess();
        using (IsoImage image = IsoImage.Open(Result))
        {
            ContentFile third = (ContentFile)image.Content.Find("docs/third name.txt")!;
            Assert.Equal((3, "/docs/readme.txt", (UnixFileMode)0x180, 1000u), (third.LinkCount, third.HardLinkOf!.Path, third.Mode!.Value, third.OwnerId));
        }

        string fewer = temp.Combine("fewer.iso");
        Remaster(Result, fewer, builder => builder.Remove("docs/readme.txt").AddFile("docs/third name.txt", "alone"u8.ToArray())).EnsureSuccess();
        using IsoImage after = IsoImage.Open(fewer);
        ContentFile second = (ContentFile)after.Content.Find("docs/second name.txt")!;
        Assert.Equal((1, "read me"), (second.LinkCount, Encoding.UTF8.GetString(second.ReadAll())));
    }

    [Fact]
    public void The_image_may_take_the_place_of_its_base()
    {
        Everything().Write(Base).EnsureSuccess();
        Remaster(Base, Result, builder => builder.AddFile("new.txt", "new"u8.ToArray())).EnsureSuccess();
        ImageBuilder inPlace = new ImageBuilder().BasedOn(Base).AddFile("new.txt", "new"u8.ToArray());
        inPlace.Write(Base).EnsureSuccess();
        Assert.Equal(File.ReadAllBytes(Result), File.ReadAllBytes(Base));
        Assert.Single(Directory.GetFiles(temp, "base*"));
        Assert.Contains(inPlace.VerifyReproducible(Base).Diagnostics, found => found.Id == DiagnosticId.BaseChanged);
    }

    [Fact]
    public void It_is_reproducible_in_another_order_and_through_a_stream()
    {
        Everything().Write(Base).EnsureSuccess();
        ImageBuilder builder = new ImageBuilder().BasedOn(Base).AddFile("docs/other.txt", "replaced"u8.ToArray()).AddFile("a/b", "new"u8.ToArray()).Remove("*.txt");
        builder.Write(Result).EnsureSuccess();
        Assert.True(builder.VerifyReproducible(Result).IsReproducible);
        Assert.Equal(File.ReadAllBytes(Result), builder.ToBytes());
    }

    [Fact]
    public void The_base_is_not_held_open_and_its_content_can_be_read_later()
    {
        Everything().Write(Base).EnsureSuccess();
        PlanResult plan = new ImageBuilder().BasedOn(Base).Plan();
        string hashes = plan.Layout!.ToStringWithHashes();
        Assert.Contains("/docs/readme.txt", hashes, StringComparison.Ordinal);

        // Another one in its place is not what was planned with.
        plan = new ImageBuilder().BasedOn(Base).Plan();
        File.Delete(Base);
        Everything().AddFile("more", "more"u8.ToArray()).Write(Base).EnsureSuccess();
        ContentException failure = Assert.Throws<ContentException>(() => plan.Layout!.ToStringWithHashes());
        Assert.Equal(DiagnosticId.BaseChanged, failure.Diagnostic.Id);
    }

    [Fact]
    public void A_base_that_changes_meanwhile_makes_no_image()
    {
        Everything().Write(Base).EnsureSuccess();
        WriteOptions change = new()
        {
            Proceed = _ =>
            {
                File.SetLastWriteTimeUtc(Base, DateTime.UnixEpoch.AddDays(1));
                return true;
            },
        };
        BuildResult result = new ImageBuilder().BasedOn(Base).Write(Result, change);
        Assert.Equal("Error BaseChanged", Codes(result.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error)));
        Assert.False(File.Exists(Result));
    }

    [Fact]
    public void Directories_and_files_do_not_replace_each_other_unless_removed()
    {
        Everything().Write(Base).EnsureSuccess();
        Assert.Equal("Error BaseConflict", Codes(Remaster(Base, Result, builder => builder.AddFile("docs", "a file"u8.ToArray())).Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error)));
        Assert.Equal("Error BaseConflict", Codes(Remaster(Base, Result, builder => builder.AddFile("docs/readme.txt/x", "below"u8.ToArray())).Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error)));
        Remaster(Base, Result, builder => builder.Remove("/docs").Remove("folder").AddFile("docs", "a file"u8.ToArray())).EnsureSuccess();
        using IsoImage image = IsoImage.Open(Result);
        Assert.IsType<ContentFile>(image.Content.Find("docs"));
    }

    [Fact]
    public void What_removes_nothing_is_told_and_what_is_no_pattern_is_refused()
    {
        Everything().Write(Base).EnsureSuccess();
        BuildResult result = Remaster(Base, Result, builder => builder.Remove("*.pdb").Remove(path => path == "nothing").Remove("docs").Remove("docs/other.txt"));
        Assert.Equal(["*.pdb", Base], result.EnsureSuccess().Diagnostics.Where(found => found.Id == DiagnosticId.RemovalUnmatched).Select(found => found.Item));
        Assert.Contains("Error RemovalInvalid", Codes(Remaster(Base, Result, builder => builder.Remove("../x")).Diagnostics), StringComparison.Ordinal);
        Assert.Contains("RemovalUnmatched", Codes(new ImageBuilder().AddFile("a", "a"u8.ToArray()).Remove("a").Plan().Diagnostics), StringComparison.Ordinal);
    }

    [Fact]
    public void A_base_that_is_none_is_refused()
    {
        Assert.Equal("Error BaseUnreadable", Codes(Remaster(temp.Combine("missing.iso"), Result).Diagnostics));
        Assert.Equal("Error BaseNotAnImage", Codes(Remaster(temp, Result).Diagnostics));
        Assert.Equal("Error BaseNotAnImage", Codes(Remaster(temp.Write("text.iso", "no image"), Result).Diagnostics));
        Everything().Write(Base).EnsureSuccess();
        Assert.Contains("Error OptionUnknown", Codes(Remaster(Base, Result, options: new BaseImageOptions { View = ImageFormats.Default }).Diagnostics), StringComparison.Ordinal);
        Assert.Equal("Error BaseNotAnImage", Codes(Remaster(Base, Result, options: new BaseImageOptions { Session = 2 }).Diagnostics));
        Assert.False(File.Exists(Result));
    }

    [Fact]
    public void A_base_that_is_cut_off_is_refused()
    {
        new ImageBuilder(Images.Small).AddFile("a", new byte[5000]).AddFile("b", Enumerable.Repeat((byte)1, 50_000).ToArray()).Write(Base).EnsureSuccess();
        using (FileStream file = File.OpenWrite(Base))
        {
            file.SetLength(file.Length - 20_000);
        }

        // Three trees show the file.
        Assert.Equal(["/b"], Remaster(Base, Result).Diagnostics.Where(found => found.Id == DiagnosticId.BaseDamaged).Select(found => found.Item));
        Assert.False(File.Exists(Result));
    }

    [Fact]
    public void What_is_excluded_is_not_left_out_of_the_base()
    {
        Everything().Write(Base).EnsureSuccess();
        temp.Write("added/readme.txt", "added");

        BuildResult result = Remaster(Base, Result, builder => builder.AddDirectory("more", temp.Combine("added")).ExcludeTargets(path => path.EndsWith("other.txt", StringComparison.Ordinal)).ExcludeTargets(path => path.EndsWith("readme.txt", StringComparison.Ordinal)).ExcludeTargets(path => path.EndsWith(".pdb", StringComparison.Ordinal)));

        Diagnostic told = Assert.Single(result.EnsureSuccess().Diagnostics, found => found.Id == DiagnosticId.RemovalUnmatched);
        Assert.Equal((DiagnosticSeverity.Warning, "/docs/other.txt"), (told.Severity, told.Item));
        Assert.DoesNotContain(Remaster(Base, Result, builder => builder.Remove("other.txt").ExcludeTargets(path => path.EndsWith("other.txt", StringComparison.Ordinal))).EnsureSuccess().Diagnostics, found => found.Id == DiagnosticId.RemovalUnmatched);
    }

    [Fact]
    public void Dates_may_follow_the_rule_instead()
    {
        Everything().Write(Base).EnsureSuccess();
        Remaster(Base, Result, options: new BaseImageOptions { Dates = BaseDates.Rule }).EnsureSuccess();
        using (IsoImage image = IsoImage.Open(Result))
        {
            Assert.All(image.Content.Nodes, node => Assert.Equal(ThatDay, node.Modified));
        }

        DateTimeOffset later = ThatDay.AddYears(2);
        Remaster(Base, Result, options: new BaseImageOptions { Options = kept => kept with { Timestamp = later } }).EnsureSuccess();
        using IsoImage dated = IsoImage.Open(Result);
        Assert.Equal(later, dated.Layout.Volume.Timestamp);
        Assert.Equal(ThatDay.AddYears(-5), dated.Content.Find("docs/readme.txt")!.Modified);
    }

    [Fact]
    public void Fields_that_we_would_not_write_stay_as_they_are()
    {
        byte[] bytes = new ImageBuilder(Images.Small with { Formats = ImageFormats.Iso9660 }).AddFile("a.txt", "a"u8.ToArray()).ToBytes();
        const int primary = 16 * 2048;
        "Mixed case-and signs"u8.CopyTo(bytes.AsSpan(primary + 40));
        "2020010203040567"u8.CopyTo(bytes.AsSpan(primary + 830));
        bytes[primary + 830 + 16] = 8; // two hours east of Greenwich
        File.WriteAllBytes(Base, bytes);
        BuildResult result = Remaster(Base, Result).EnsureSuccess();
        Assert.Equal("", Codes(result.Diagnostics));
        byte[] after = File.ReadAllBytes(Result);
        Assert.Equal(bytes.AsSpan(primary + 40, 32), after.AsSpan(primary + 40, 32));
        Assert.Equal(bytes.AsSpan(primary + 830, 17), after.AsSpan(primary + 830, 17));
        Assert.Equal(new DateTimeOffset(2020, 1, 2, 1, 4, 5, TimeSpan.Zero), result.Layout!.Volume.Timestamp);

        // Whoever gives another date or name means it.
        Remaster(Base, Result, options: new BaseImageOptions { Options = kept => kept with { Timestamp = kept.Timestamp.AddSeconds(1), VolumeId = "NEW" } }).EnsureSuccess();
        after = File.ReadAllBytes(Result);
        Assert.Equal("20200102010406000"u8[..16], after.AsSpan(primary + 830, 16));
        Assert.Equal("NEW "u8, after.AsSpan(primary + 40, 4));
    }

    [Fact]
    public void Compressed_files_are_not_compressed_again()
    {
        byte[] content = [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i / 1000))];
        ImageOptions options = Images.Small with { Formats = ImageFormats.RockRidge };
        new ImageBuilder(options).AddFile("a", content, new EntryOptions { Compress = true }).Write(Base).EnsureSuccess();
        Remaster(Base, Result).EnsureSuccess();
        using (IsoImage before = IsoImage.Open(Base))
        using (IsoImage image = IsoImage.Open(Result))
        {
            Assert.Equal(content, ((ContentFile)image.Content.Find("a")!).ReadAll());
            Assert.Equal(Stored(before), Stored(image));
        }

        Remaster(Base, Result, builder => builder.Describe(_ => new EntryOptions { Compress = false })).EnsureSuccess();
        using IsoImage unpacked = IsoImage.Open(Result);
        Assert.Equal(content.Length, Stored(unpacked));
        Assert.Equal(content, ((ContentFile)unpacked.Content.Find("a")!).ReadAll());

        static long Stored(IsoImage image) => image.Layout.Regions.Single(region => region.File is not null).Length;
    }

    [Fact]
    public void Large_holes_in_the_base_take_no_room()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        const long length = 10L << 30;
        string big = temp.Combine("big");
        using (FileStream file = File.Create(big))
        {
            file.SetLength(length);
            file.Position = length / 2;
            file.WriteByte(7);
        }

        new ImageBuilder(Images.Small).AddFile("big", big).Write(Base).EnsureSuccess();
        Remaster(Base, Result, builder => builder.AddFile("small", "x"u8.ToArray())).EnsureSuccess();
        long occupied = 512 * long.Parse(CommandLine.Run("stat", ["-c", "%b", Result]).EnsureSuccess().Output, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(occupied, 1, 64 << 20);
        using IsoImage image = IsoImage.Open(Result);
        using Stream stream = ((ContentFile)image.Content.Find("big")!).OpenRead();
        Assert.Equal(length, stream.Length);
        stream.Position = length / 2;
        Assert.Equal(7, stream.ReadByte());
    }

    [Fact]
    public void Misuse_is_refused_at_once()
    {
        ImageBuilder builder = new ImageBuilder().BasedOn(Base);
        Assert.Throws<InvalidOperationException>(() => builder.BasedOn(Result));
        Assert.Throws<InvalidOperationException>(() => new ImageBuilder(new ImageOptions()).BasedOn(Base, new BaseImageOptions { Options = kept => kept }));
    }

    [Fact]
    public void Options_of_an_image_say_what_it_says()
    {
        Everything().Write(Base).EnsureSuccess();
        using IsoImage image = IsoImage.Open(Base);
        ImageOptions options = ImageOptions.Of(image);
        Assert.Equal(("Base Volume", "Somebody", "an application", "LINUX", "SET_1", "A preparer", "Copyright notice.txt"), (options.VolumeId, options.Publisher, options.ApplicationId, options.SystemId, options.VolumeSetId, options.Preparer, options.CopyrightFile));
        Assert.Equal((ThatDay, ThatDay.AddYears(3), null), (options.Timestamp, options.Expires!.Value, options.Effective));
        Assert.Equal(image.Formats, options.Formats);
        new ImageBuilder(options with { MediaChecksum = true, RelocateDeepDirectories = true, JolietLongNames = true, IsoLevel = 1 })
            .AddFile("1/2/3/4/5/6/7/8/9/" + new string('n', 80), "deep"u8.ToArray())
            .AddFile("Copyright notice.txt", "c"u8.ToArray()).Write(Result).EnsureSuccess();
        using IsoImage other = IsoImage.Open(Result);
        ImageOptions found = ImageOptions.Of(other);
        Assert.Equal((true, true, true, 1), (found.MediaChecksum, found.RelocateDeepDirectories, found.JolietLongNames, found.IsoLevel));
        string third = temp.Combine("third.iso");
        Remaster(Result, third).EnsureSuccess();
        Assert.DoesNotContain(Shown.By(third), line => line.Contains("rr_moved", StringComparison.Ordinal));
        Assert.Equal(File.ReadAllBytes(Result).Length, File.ReadAllBytes(third).Length);
    }

    /// <summary>Other writers fill fields with zeros, with UTF-8, with Latin-1, with control characters; and applications keep what they like in the field for them.</summary>
    [Fact]
    public void Fields_of_the_base_stay_byte_for_byte()
    {
        const int volumeId = 40, volumeSet = 190, publisher = 318, preparer = 446, application = 574, copyright = 702, use = 883, reserved = 1395;
        Everything().Write(Base).EnsureSuccess();
        byte[] bytes = File.ReadAllBytes(Base);
        (int primary, int joliet, int enhanced) = (16 * 2048, 17 * 2048, 18 * 2048);
        Put(primary + volumeId, [.. "odd name"u8, .. new byte[24]]);
        Put(primary + volumeSet, Encoding.ASCII.GetBytes(new string('s', 128)));
        Put(primary + publisher, [.. "Gr\u00F6\u00DFe"u8, .. new byte[10]]);
        Put(primary + preparer, [0x47, 0x72, 0xF6, 0xDF, 0x65]);
        Put(primary + application, "TWO\nLINES"u8);
        Put(primary + use, "what an application keeps"u8);
        Put(primary + use + 500, [1, 2, 3, 0, 255]);
        Put(joliet + volumeId, [0xD8, 0x3D, 0, 0, 0, 1]);
        Put(joliet + use, [9]);
        Put(enhanced + use, new byte[512]);
        File.WriteAllBytes(Base, bytes);

        Remaster(Base, Result, builder => builder.AddFile("docs/added.txt", "added"u8.ToArray())).EnsureSuccess();

        byte[] now = File.ReadAllBytes(Result);
        foreach (int sector in (int[])[primary, joliet, enhanced])
        {
            AssertSame(sector, 8, 72);
            AssertSame(sector, volumeSet, copyright);
            AssertSame(sector, use, reserved);
        }

        // What is said anew is written anew, and nothing else.
        Remaster(Base, Result, options: new BaseImageOptions { Options = kept => kept with { Publisher = "Somebody else" } }).EnsureSuccess();
        now = File.ReadAllBytes(Result);
        Assert.Equal("Somebody else".PadRight(128), Encoding.ASCII.GetString(now, primary + publisher, 128));
        AssertSame(primary, 8, 72);
        AssertSame(primary, preparer, copyright);
        AssertSame(primary, use, reserved);

        void Put(int place, ReadOnlySpan<byte> content) => content.CopyTo(bytes.AsSpan(place));

        void AssertSame(int sector, int start, int end) =>
            Assert.Equal(Convert.ToHexString(bytes, sector + start, end - start), Convert.ToHexString(now, sector + start, end - start));
    }

    /// <summary>Other writers have capitals in the primary descriptor, and the name itself in Joliet.</summary>
    [Fact]
    public void A_label_that_is_said_is_stored_though_Joliet_has_it_already()
    {
        Everything(new ImageOptions { VolumeId = "mylive" }).Write(Base).EnsureSuccess();
        byte[] bytes = File.ReadAllBytes(Base);
        "MYLIVE"u8.CopyTo(bytes.AsSpan((16 * 2048) + 40));
        File.WriteAllBytes(Base, bytes);

        Remaster(Base, Result).EnsureSuccess();
        Assert.Equal(("MYLIVE", "mylive"), Labels());
        Remaster(Base, Result, options: new BaseImageOptions { Options = kept => kept with { VolumeId = "mylive" } }).EnsureSuccess();
        Assert.Equal(("mylive", "mylive"), Labels());

        (string, string) Labels()
        {
            using IsoImage image = IsoImage.Open(Result);
            return (image.Descriptors[0].VolumeId, image.Descriptors[1].VolumeId);
        }
    }

    /// <summary>The checksum is that of the base alone.</summary>
    [Fact]
    public void A_checksum_of_the_base_is_made_anew_or_left_out()
    {
        Everything(new ImageOptions { MediaChecksum = true }).Write(Base).EnsureSuccess();
        Remaster(Base, Result, options: new BaseImageOptions { Options = kept => kept with { MediaChecksum = false } }).EnsureSuccess();
        Assert.Equal(new string(' ', 512), Encoding.ASCII.GetString(File.ReadAllBytes(Result), (16 * 2048) + 883, 512));
    }

    [Fact]
    public void A_copyright_file_that_is_not_there_is_told()
    {
        Everything().Write(Base).EnsureSuccess();
        byte[] bytes = File.ReadAllBytes(Base);
        "GONE.TXT;1 "u8.CopyTo(bytes.AsSpan((16 * 2048) + 702));
        File.WriteAllBytes(Base, bytes);
        BuildResult result = Remaster(Base, Result).EnsureSuccess();
        Assert.Contains(result.Diagnostics, found => found.Id == DiagnosticId.BaseFieldLost);
    }
}
