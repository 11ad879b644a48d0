using System.Text;
using System.Text.RegularExpressions;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Content;
using IsoBuild.Layout;
using IsoBuild.Summarizing;
using IsoBuild.Verifying;

namespace IsoBuild.Core.Tests.Verifying;

/// <summary>Every rule, on an image that breaks it and no other.</summary>
public sealed class VerifierTests : IDisposable
{
    private static readonly ImageConsumer[] Everybody = Enum.GetValues<ImageConsumer>();

    private readonly TempDirectory temp = new();

    public static TheoryData<DiagnosticId> Codes => [.. Everything.Keys];

    private static Dictionary<DiagnosticId, Func<Damage>> Everything => new(Damages.All.Concat(UdfDamages.All).Concat(PartitionDamages.All).Concat(BootDamages.All));

    public void Dispose() => temp.Dispose();

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_fault_raises_its_code_where_it_lies(DiagnosticId code)
    {
        Damage damage = Everything[code]();

        VerifyReport report = Verify(damage.Image, damage.Consumer is { } consumer ? [consumer] : []);

        IReadOnlyList<Diagnostic> findings = damage.Consumer is null ? report.Findings : Assert.Single(report.Consumers).Findings;
        Assert.True(findings.Any(finding => finding.Id == code && finding.Offset == damage.Offset), $"expected {code} at {damage.Offset}:\n{report}");
        Diagnostic[] others = [.. findings.Concat(report.Findings).Where(finding => finding.Id != code && !damage.Already.Contains(finding.Id))];
        Assert.True(others.Length == 0, report.ToString());
        Assert.All(findings, finding => Assert.EndsWith(".", finding.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_code_has_an_image_that_raises_it() =>
        Assert.Equal(Enum.GetValues<DiagnosticId>().Distinct().Where(IsOurs).Order(), Everything.Keys.Order());

    [Fact]
    public void The_reference_lists_every_code_with_its_severity()
    {
        string readme = File.ReadAllText(Repository.File("src/IsoBuild.Core/README.md"));
        Dictionary<string, string> rows = Regex.Matches(readme, @"^\| (ISOB3(?!5[67])[1-6]\d\d) \| ([a-z, ]+) \| [^|]+ \| [^|]+ \|$", RegexOptions.Multiline)
            .ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value);

        Assert.Equal(Enum.GetValues<DiagnosticId>().Distinct().Where(IsOurs).Select(id => $"ISOB{(int)id}").Order(), rows.Keys.Order());
        foreach ((DiagnosticId code, Func<Damage> damage) in Everything)
        {
            VerifyReport report = Verify(damage().Image, Everybody);
            foreach (Diagnostic finding in report.Findings.Concat(report.Consumers.SelectMany(consumer => consumer.Findings)).Where(finding => finding.Id == code))
            {
                Assert.True(rows[finding.Code].Split(", ").Contains(finding.Severity.ToString().ToLowerInvariant()), $"{finding.Code} is {finding.Severity}, documented as {rows[finding.Code]}");
            }
        }
    }

    [Fact]
    public void Sound_images_have_no_findings()
    {
        Assert.Empty(Verify(SoundImages.Standard).Findings);
        Assert.Empty(Verify(SoundImages.Roomy()).Findings);
        Assert.Empty(Verify(SoundImages.Multi()).Findings);
        Assert.Empty(Verify(SoundImages.Linked()).Findings);
        Assert.Empty(Verify(SoundImages.Iso1999()).Findings);
        Assert.Empty(Verify(SoundImages.WithDescriptors(i => SoundImages.Copy(i, DamagedImage.PrimaryAt), SoundImages.Enhanced, i => SoundImages.Copy(i, DamagedImage.TerminatorAt))).Findings);
        Assert.Empty(Verify(UdfDamages.Alone().Image).Findings);
        Assert.Empty(Verify(UdfDamages.Bridge().Image).Findings);
        Assert.Empty(Verify(Damages.Implanted()).Findings);
        Assert.Empty(Verify(PartitionDamages.Sound(gpt: true)).Findings);
        Assert.Empty(Verify(BootDamages.Emulated(BootEmulation.Floppy144, isHidden: false)).Findings);
        Assert.Empty(Verify(BootDamages.Emulated(BootEmulation.Floppy144, isHidden: true)).Findings);
        Assert.Empty(Verify(BootDamages.Emulated(BootEmulation.HardDisk, isHidden: true)).Findings);
        Assert.Empty(Verify(BootDamages.Sound()).Findings);
        Assert.Equal(
            [("no-emulation /boot.bin", true), ("EFI system partition /boot/efi.img", true)],
            Verify(BootDamages.Sound(), ImageConsumer.Bios, ImageConsumer.Uefi).Consumers.Select(view => (view.Sees, view.IsUsable && view.Findings.Count == 0)));
        Assert.Empty(Verify(PartitionDamages.Sound(gpt: false)).Findings);
        Assert.Equal([DiagnosticId.RelocationUsed], Verify(SoundImages.Relocated()).Findings.Select(finding => finding.Id));
    }

    [Theory]
    [InlineData(ImageFormats.Iso9660)]
    [InlineData(ImageFormats.Iso9660 | ImageFormats.Joliet)]
    [InlineData(ImageFormats.Iso9660 | ImageFormats.RockRidge)]
    [InlineData(ImageFormats.Default)]
    public void Images_of_random_content_have_only_remarks(ImageFormats formats)
    {
        for (int seed = 0; seed < 10; seed++)
        {
            ImageBuilder builder = new(new ImageOptions { VolumeId = "RANDOM", Formats = formats, IsoLevel = 1 + (seed % 3), PaddingSectors = 1 });
            Random random = new(seed);
            string path = "";
            for (int i = 0; i < 300; i++)
            {
                // Deeper, and back up.
                path = random.Next(4) == 0 ? $"{path}dir.{random.Next(1000)}ä/" : random.Next(3) == 0 ? "" : path;
                builder.AddFile($"{path}{i}{new string((char)random.Next('a', 'z'), random.Next(1, 200))}.x{random.Next(99)} ☃", new byte[random.Next(5000)]);
            }

            VerifyReport report = Verify(new DamagedImage(builder.ToBytes()));
            Assert.True(report.Findings.All(finding => finding.Id is DiagnosticId.TreeDeep or DiagnosticId.PathLong), report.ToString());
        }
    }

    /// <summary>What holds for the primary tree holds for that of ISO 9660:1999, where it can.</summary>
    [Theory]
    [InlineData(DiagnosticId.BothEndianMismatch, 84, (byte)1, 80)]
    [InlineData(DiagnosticId.ReservedFieldNotZero, 7, (byte)2, 7)]
    [InlineData(DiagnosticId.ReservedFieldNotZero, 1400, (byte)1, 1400)]
    [InlineData(DiagnosticId.StructureVersionWrong, 881, (byte)3, 881)]
    [InlineData(DiagnosticId.DescriptorTextWrong, 40, (byte)7, 40)]
    [InlineData(DiagnosticId.DescriptorDateInvalid, 834, (byte)'X', 830)]
    [InlineData(DiagnosticId.PathTableOutside, 143, (byte)9, 140)]
    [InlineData(DiagnosticId.RootRecordWrong, 156 + 25, (byte)0, 156)]
    public void Descriptors_of_the_enhanced_tree(DiagnosticId code, int place, byte value, int found)
    {
        DamagedImage image = SoundImages.Iso1999();
        image[SoundImages.EnhancedAt + place] = value;

        Assert.Equal([(code, SoundImages.EnhancedAt + found)], Verify(image).Findings.Select(finding => (finding.Id, (int)finding.Offset!)));
    }

    /// <summary>Joliet, "allowed character set": what a user wrote is a remark, a control character a warning; both name the character.</summary>
    [Theory]
    [InlineData("a/b:c*d?e", -1, 1, "the character /, one of * / : ; ? \\,", DiagnosticSeverity.Info)]
    [InlineData("back\\", -1, 4, "the character \\,", DiagnosticSeverity.Info)]
    [InlineData("a/b", 2, 2, "the control character U+0007", DiagnosticSeverity.Warning)]
    public void Characters_that_Joliet_excludes_from_identifiers(string volumeId, int control, int found, string named, DiagnosticSeverity severity)
    {
        DamagedImage image = new(new ImageBuilder(new ImageOptions { VolumeId = volumeId }).AddFile("a", new byte[1]).ToBytes());
        const int joliet = (17 * 2048) + 40;
        if (control >= 0)
        {
            image[joliet + (2 * control) + 1] = 7;
        }

        Diagnostic told = Assert.Single(Verify(image).Findings, finding => finding.Item == "Joliet descriptor");
        Assert.Equal((DiagnosticId.DescriptorTextWrong, severity, joliet + (2L * found)), (told.Id, told.Severity, told.Offset));
        Assert.Contains(named, told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Records_and_path_tables_of_the_enhanced_tree()
    {
        DamagedImage image = SoundImages.Iso1999();
        int root = image.Root(SoundImages.EnhancedAt);
        int file = image.Records(root).ElementAt(2);
        Assert.Equal("Read me; really?.tar.gz", Encoding.UTF8.GetString(image.Bytes, file + 33, image[file + 32]));
        image[file + 33] = (byte)'/';
        image[file + 25] = 0x20;
        (int little, _, _) = image.PathTable(SoundImages.EnhancedAt)[^1];
        image[little + 2] ^= 1;
        int sub = image.Self(SoundImages.EnhancedAt, "dir", "sub");
        image[sub + 33] = 5;

        Assert.Equal(
            [DiagnosticId.PathTablesDiffer, DiagnosticId.PathTableEntryMissing, DiagnosticId.PathTableEntryWrong, DiagnosticId.SelfRecordWrong, DiagnosticId.IdentifierUnusable, DiagnosticId.FileFlagsWrong],
            Verify(image).Findings.Select(finding => finding.Id).Distinct().Order());
    }

    /// <summary>An enhanced descriptor over the primary tree has path tables of its own, and an opinion of the root.</summary>
    [Fact]
    public void An_enhanced_descriptor_of_the_primary_tree()
    {
        DamagedImage image = SoundImages.WithDescriptors(i => SoundImages.Copy(i, DamagedImage.PrimaryAt), SoundImages.Enhanced, i => SoundImages.Copy(i, DamagedImage.TerminatorAt));
        const int enhanced = DamagedImage.PrimaryAt + DamagedImage.Sector;
        image[enhanced + 143] = 9;
        image.Both32(enhanced + 156 + 10, 9 * DamagedImage.Sector);

        Assert.Equal(
            [(DiagnosticId.RootRecordWrong, enhanced + 156), (DiagnosticId.PathTableOutside, enhanced + 140)],
            Verify(image).Findings.Select(finding => (finding.Id, (int)finding.Offset!)).OrderBy(finding => finding.Id == DiagnosticId.PathTableOutside));
    }

    [Fact]
    public void Link_counts_above_and_below()
    {
        // What is one name of two: a remark. Two names of one: copies are made of it.
        DamagedImage image = SoundImages.Linked();
        image.Both32(image.Field(image.Record(DamagedImage.PrimaryAt, "C."), "PX") + 12, 2);
        Assert.Equal([(DiagnosticId.LinkCountWrong, DiagnosticSeverity.Info)], Verify(image).Findings.Select(finding => (finding.Id, finding.Severity)));
        Assert.Equal([(DiagnosticId.LinkCountWrong, DiagnosticSeverity.Warning)], Verify(Damages.All[DiagnosticId.LinkCountWrong]().Image).Findings.Select(finding => (finding.Id, finding.Severity)));
    }

    /// <summary>As pycdlib and go-diskfs number files; without a word of several names, equal content is no hard link.</summary>
    [Fact]
    public void Serial_numbers_of_0_are_one_number()
    {
        DamagedImage image = new(new ImageBuilder(new ImageOptions { VolumeId = "LINKED", PaddingSectors = 8 })
            .AddFile("a", "same"u8.ToArray())
            .AddFile("b", "same"u8.ToArray())
            .AddFile("c", "other"u8.ToArray())
            .AddFile("d", "other"u8.ToArray())
            .ToBytes());
        int[] records = [.. "ABCD".Select(name => image.Record(DamagedImage.PrimaryAt, $"{name}."))];
        foreach (int record in records)
        {
            image.Both32(image.Field(record, "PX") + 36, 0);
        }

        Assert.Equal(
            records[1..].Select(record => (DiagnosticId.SerialNumberShared, (long?)record)),
            Verify(image).Findings.Select(finding => (finding.Id, finding.Offset)));
        using IsoImage read = IsoImage.Open(new MemoryStream(image.Bytes));
        Assert.All(read.Content.Nodes.OfType<ContentFile>(), file => Assert.Null(file.HardLinkOf));
    }

    [Fact]
    public void A_flood_of_one_code_is_cut_and_counted()
    {
        ImageBuilder builder = new(new ImageOptions { VolumeId = "FLOOD", PaddingSectors = 1 });
        for (int i = 0; i < 500; i++)
        {
            builder.AddFile($"file{i:D3}", Array.Empty<byte>());
        }

        DamagedImage image = new(builder.ToBytes());
        foreach (int record in image.Records(image.Root(DamagedImage.PrimaryAt)).Skip(2))
        {
            image[record + 25] = 0x20;
        }

        VerifyReport report = Verify(image);

        Assert.Equal(21, report.Findings.Count);
        Assert.All(report.Findings, finding => Assert.Equal(DiagnosticId.FileFlagsWrong, finding.Id));
        Assert.Equal("warning ISOB3213: 480 more findings with this code are not listed.", report.Findings[^1].ToString());
        Assert.True(report.Passed);
    }

    /// <summary>An error that is left out is still an error.</summary>
    [Fact]
    public void What_is_left_out_counts()
    {
        Findings findings = new();
        for (int i = 0; i < 25; i++)
        {
            findings.Add(DiagnosticId.PathTableOrder, i == 24 ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning, null, i, "x");
        }

        Assert.False(new VerifyReport(findings.ToList(), [], VolumeLabels.Of("", null, null, hasRockRidge: false)).Passed);
    }

    /// <summary>What is wrong with the file system in a boot image is told where it lies in the image.</summary>
    [Fact]
    public void Faults_of_an_EFI_system_partition()
    {
        DamagedImage image = BootDamages.Sound();
        int partition = image.Get(BootDamages.Catalog(image) + 96 + 8) * DamagedImage.Sector;
        int reserved = image[partition + 14] * 512;
        image[partition + reserved + 5] ^= 0x10;

        Diagnostic finding = Verify(image).Findings[0];
        Assert.InRange(finding.Offset!.Value, partition, image.Bytes.Length);
        Assert.InRange((int)finding.Id, 3560, 3579);
    }

    [Fact]
    public void Windows_programs_open_no_name_with_a_control_character()
    {
        string path = temp.Combine("control.iso");
        new ImageBuilder(Images.Small with { Formats = ImageFormats.Udf }).AddFile("a\u0001b", new byte[1]).AddFile("ab", new byte[1]).Write(path).EnsureSuccess();
        using IsoImage image = IsoImage.Open(path);
        Diagnostic told = Assert.Single(image.Verify(new VerifyOptions { Consumers = [ImageConsumer.Windows] }).Consumers.Single().Findings, d => d.Code == "ISOB3461");
        Assert.Equal("/a\u0001b", told.Item);
    }

    [Fact]
    public void A_cancelled_verification_stops()
    {
        string path = temp.Write("x.iso", SoundImages.Standard.Bytes);
        using IsoImage image = IsoImage.Open(path);

        Assert.Throws<OperationCanceledException>(() => image.Verify(null, new CancellationToken(canceled: true)));
    }

    /// <summary>Those of FAT file systems have tests beside their reader.</summary>
    private static bool IsOurs(DiagnosticId id) => (int)id is >= 3100 and < 3700 and not (>= 3560 and < 3580);

    private VerifyReport Verify(DamagedImage damaged, params ImageConsumer[] consumers)
    {
        string path = temp.Write($"{Guid.NewGuid():N}.iso", damaged.Bytes);
        using IsoImage image = IsoImage.Open(path);
        return image.Verify(new VerifyOptions { Consumers = consumers });
    }
}
