using System.Globalization;
using System.Text.RegularExpressions;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;
using IsoBuild.Layout;
using IsoBuild.Planning;

namespace IsoBuild.Core.Tests.Errors;

/// <summary>Options and sizes out of range, and what is said about them.</summary>
public class OptionTests
{
    [Theory]
    [InlineData("volume identifier", 32)]
    [InlineData("publisher", 128)]
    [InlineData("application identifier", 128)]
    public void Volume_fields_have_limits_and_no_control_characters(string field, int limit)
    {
        ImageOptions Options(string value) => field switch
        {
            "publisher" => Images.Small with { Publisher = value },
            "application identifier" => Images.Small with { ApplicationId = value },
            _ => Images.Small with { VolumeId = value },
        };

        Assert.NotNull(new ImageBuilder(Options(new string('X', limit))).Plan().Layout);
        foreach ((string value, string advice) in ((string, string)[])[(new string('X', limit + 1), "Shorten it"), ("A\nB", "Remove it"), ("A\0", "Remove it"), ("\u0085", "Remove it")])
        {
            Diagnostic error = Error(new ImageBuilder(Options(value)), "ISOB1006", advice);
            Assert.Equal(value, error.Item);
            Assert.Contains(field, error.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Printable ASCII is stored as it is; ECMA-119 7.4.1 has fewer characters, which is a remark. What is no ASCII is replaced, and it matters whether another descriptor has it.</summary>
    [Theory]
    [InlineData("HELLO_1", ImageFormats.Default, null, null, "HELLO_1")]
    [InlineData("hello", ImageFormats.Default, "ISOB1077", DiagnosticSeverity.Info, "hello")]
    [InlineData("config-2", ImageFormats.RockRidge, "ISOB1077", DiagnosticSeverity.Info, "config-2")]
    [InlineData("A \"'~!", ImageFormats.Iso9660, "ISOB1077", DiagnosticSeverity.Info, "A \"'~!")]
    [InlineData("Ünï", ImageFormats.Default, "ISOB1007", DiagnosticSeverity.Info, "_n_")]
    [InlineData("Ünï", ImageFormats.RockRidge | ImageFormats.Udf, "ISOB1007", DiagnosticSeverity.Info, "_n_")]
    [InlineData("Ünï", ImageFormats.Iso1999, "ISOB1007", DiagnosticSeverity.Info, "_n_")]
    [InlineData("Ünï-😀", ImageFormats.RockRidge, "ISOB1007", DiagnosticSeverity.Warning, "_n_-_")]
    [InlineData("Ünï and more than sixteen", ImageFormats.Default, "ISOB1007", DiagnosticSeverity.Warning, "_n_ and more than sixteen")]
    public void Volume_identifiers_are_stored_as_given(string id, ImageFormats formats, string? code, DiagnosticSeverity? severity, string stored)
    {
        PlanResult plan = new ImageBuilder(Images.Small with { VolumeId = id, Formats = formats }).Plan();
        Assert.Equal(stored, plan.Layout!.Volume.VolumeId);
        Diagnostic? told = plan.Diagnostics.SingleOrDefault();
        Assert.Equal((code, severity, code is null ? null : id), (told?.Code, told?.Severity, told?.Item));
        Assert.True(told is null || Regex.IsMatch(told.Message, "Linux.*Windows.*macOS.*\"\\.$"), told?.Message);
    }

    [Theory]
    [InlineData("Me & You", ImageFormats.Iso9660, "ISOB1077", DiagnosticSeverity.Info, "Me & You")]
    [InlineData("ME, HERE", ImageFormats.Iso9660, null, null, "ME, HERE")]
    [InlineData("Ünï", ImageFormats.Default, "ISOB1007", DiagnosticSeverity.Info, "_n_")]
    [InlineData("Ünï", ImageFormats.RockRidge, "ISOB1007", DiagnosticSeverity.Warning, "_n_")]
    public void So_are_other_fields(string text, ImageFormats formats, string? code, DiagnosticSeverity? severity, string stored)
    {
        PlanResult plan = new ImageBuilder(Images.Small with { SystemId = text, Publisher = text, Preparer = text, ApplicationId = text, Formats = formats }).Plan();
        VolumeInfo volume = plan.Layout!.Volume;
        Assert.All([volume.SystemId, volume.Publisher, volume.Preparer, volume.ApplicationId], field => Assert.Equal(stored, field));
        Assert.Equal(code is null ? 0 : 4, plan.Diagnostics.Count);
        Assert.All(plan.Diagnostics, told => Assert.Equal((code, severity, text), (told.Code, told.Severity, told.Item)));
    }

    [Fact]
    public void Joliet_has_sixteen_characters()
    {
        Diagnostic info = Assert.Single(new ImageBuilder(Images.Small with { VolumeId = "ABCDEFGHIJKLMNOPQ" }).Plan().Diagnostics);
        Assert.Equal(("ISOB1007", DiagnosticSeverity.Info), (info.Code, info.Severity));
        Assert.EndsWith("Linux shows the label \"ABCDEFGHIJKLMNOPQ\", Windows \"ABCDEFGHIJKLMNOP\", macOS \"ABCDEFGHIJKLMNOPQ\".", info.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Hello.App", "HELLO_APP")]
    [InlineData("", "")]
    [InlineData("a-name-that-is-longer-than-thirty-two-characters", "A_NAME_THAT_IS_LONGER_THAN_THIRT")]
    public void A_volume_identifier_out_of_any_name(string name, string expected) => Assert.Equal(expected, VolumeIdentifier.Derive(name));

    [Theory]
    [InlineData("1969-12-31T23:59:59Z")]
    [InlineData("2156-01-01T00:00:00Z")]
    public void Timestamps_out_of_range(string text)
    {
        DateTimeOffset instant = DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
        Assert.Equal(text, Error(new ImageBuilder(Images.Small with { Timestamp = instant }), "ISOB1008", "1970-01-01T00:00:00Z to 2155-12-31T23:59:59Z").Item);
        Assert.Equal("x", Error(new ImageBuilder(Images.Small).AddFile("x", new byte[1], new EntryOptions { Modified = instant }), "ISOB1008", "Give another date").Item);
        Assert.Equal("x", Error(new ImageBuilder(Images.Small).AddEmptyDirectory("x", new EntryOptions { Modified = instant }), "ISOB1008", "Give another date").Item);
    }

    [Fact]
    public void Unknown_values()
    {
        Assert.Equal("0", Error(new ImageBuilder(Images.Small with { IsoLevel = 0 }), "ISOB1011", "1, 2, 3 or 4").Item);
        Assert.Equal("5", Error(new ImageBuilder(Images.Small with { IsoLevel = 5 }), "ISOB1011", "1, 2, 3 or 4").Item);
        Assert.Equal("256", Error(new ImageBuilder(Images.Small with { IsoNames = (IsoNameRules)256 }), "ISOB1011", "Untranslated").Item);
        Assert.Equal("64", Error(new ImageBuilder(Images.Small with { Formats = (ImageFormats)64 }), "ISOB1011", "Iso9660, Joliet, RockRidge, Iso1999 or Udf").Item);
        Assert.Equal("-1", Error(new ImageBuilder(Images.Small with { PaddingSectors = -1 }), "ISOB1011", "0 or more").Item);
    }

    [Fact]
    public void Missing_sources()
    {
        using TempDirectory temp = new();
        string file = temp.Write("file", "x");
        string missing = temp.Combine("missing");
        foreach ((ImageBuilder builder, string source, string advice) in ((ImageBuilder, string, string)[])[
            (new ImageBuilder().AddFile("x", missing), missing, "Create it, or correct the path"),
            (new ImageBuilder().AddFile("x", temp.Path), temp.Path, "Add it as a directory"),
            (new ImageBuilder().AddDirectory("x", missing), missing, "Create it, or correct the path"),
            (new ImageBuilder().AddDirectory("x", file), file, "Add it as a file")])
        {
            Diagnostic error = Error(builder, "ISOB1001", advice);
            Assert.Equal((source, source), (error.Item, error.SourcePath));
        }
    }

    [Fact]
    public void Files_of_four_gigabytes_below_level_3()
    {
        using TempDirectory temp = new();
        string file = temp.Combine("large");
        using (FileStream stream = File.Create(file))
        {
            stream.SetLength((4L << 30) - 2048);
        }

        ImageOptions level2 = new() { IsoLevel = 2 };
        Assert.NotNull(new ImageBuilder(level2).AddFile("large", file).Plan().Layout);
        using (FileStream stream = File.OpenWrite(file))
        {
            stream.SetLength((4L << 30) - 2047);
        }

        Diagnostic error = Error(new ImageBuilder(level2).AddFile("large", file), "ISOB1015", "Use level 3, split the file, or leave it out");
        Assert.Equal(("/large", file), (error.Item, error.SourcePath));
    }

    [Fact]
    public void A_path_table_numbers_65535_directories()
    {
        ImageBuilder builder = new(Images.Small);
        for (int i = 1; i < 65535; i++)
        {
            builder.AddEmptyDirectory(i.ToString(CultureInfo.InvariantCulture));
        }

        Assert.NotNull(builder.Plan().Layout);
        PlanResult plan = builder.AddEmptyDirectory("one-too-many").Plan();
        Assert.Null(plan.Layout);
        Assert.All(plan.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error), d =>
        {
            Assert.Equal("ISOB2001", d.Code);
            Assert.Contains("65536 directories", d.Message, StringComparison.Ordinal);
            Assert.Contains("Put fewer directories", d.Message, StringComparison.Ordinal);
        });
    }

    /// <summary>8 TiB of files that are nowhere: planning reads nothing.</summary>
    [Fact]
    public void A_volume_has_a_limit()
    {
        DiagnosticBag diagnostics = new();
        Assert.NotNull(ImagePlan.Compose(Huge(2047), Images.Small with { Dedupe = false }, diagnostics, new ParallelOptions()));
        Assert.False(diagnostics.HasErrors);

        Assert.Null(ImagePlan.Compose(Huge(2050), Images.Small with { Dedupe = false }, diagnostics, new ParallelOptions()));
        Diagnostic error = Assert.Single(diagnostics.ToList(), d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal("ISOB2002", error.Code);
        Assert.Contains("Split the content over several images", error.Message, StringComparison.Ordinal);

        static ContentTree Huge(int files)
        {
            ContentTreeBuilder builder = new(new DateRule(FileDates.Fixed, ImageTimestamp.Default), new DiagnosticBag());
            for (int i = 0; i < files; i++)
            {
                builder.AddFile(builder.Directory([]), $"F{i}", new FileSource("/nowhere", $"F{i}", FileData.MaxExtent, DateTime.UnixEpoch), options: null);
            }

            return builder.Build();
        }
    }

    /// <summary>UDF has no descriptor for it.</summary>
    [Fact]
    public void A_media_checksum_needs_a_primary_descriptor() =>
        Assert.Contains(new ImageBuilder(Images.Small with { Formats = ImageFormats.Udf, MediaChecksum = true }).Plan().Diagnostics, d => d.Id == DiagnosticId.MediaChecksumImpossible);

    /// <summary>It would take seventeen million entries; or a few with monstrous records.</summary>
    [Fact]
    public void A_directory_has_a_limit()
    {
        ContentTreeBuilder builder = new(new DateRule(FileDates.Fixed, ImageTimestamp.Default), new DiagnosticBag());
        for (int i = 0; i < 5; i++)
        {
            builder.AddFile(builder.Directory(["FULL"]), $"F{i}", new MemorySource(new byte[1]), options: null);
        }

        DiagnosticBag diagnostics = new();
        ContentTree content = builder.Build();
        DirectoryTree tree = new(content, new FileData(content), new IsoNames(3, namesElsewhere: true, diagnostics), new Monstrous(), diagnostics);
        tree.Measure(new RegionRequests());
        Diagnostic error = Assert.Single(diagnostics.ToList());
        Assert.Equal(("ISOB2003", "/FULL"), (error.Code, error.Item));
        Assert.Contains("Spread its 5 entries over subdirectories", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_code_names_itself()
    {
        // Codes are an interface: they neither move nor vanish.
        Assert.Equal(
            "1001 1002 1003 1004 1005 1006 1007 1008 1009 1010 1011 1012 1013 1014 1015 1016 1017 1018 1019 1020 "
            + "1021 1022 1023 1024 1025 1026 1027 1028 1029 1030 1031 1032 1033 1034 1035 "
            + "1041 1042 1043 1044 1045 1046 1047 1048 1049 1050 1060 1061 1070 1071 1072 1073 1074 1075 1076 1077 1090 "
            + "1100 1101 1102 1103 1104 1105 1106 1107 1108 1109 1110 1111 1112 1113 1114 1120 1121 1122 1123 1124 1125 1126 1130 1131 1132 1133 1134 1135 1136 1137 1138 1150 1151 1152 1153 1160 1161 1162 1163 1164 1165 1166 1167 1168 1170 1171 1172 1173 1174 1175 1176 1177 1180 1181 1182 1190 1191 1192 1193 1194 1195 1196 1197 1198 1210 1211 1212 1213 1214 1230 1231 1232 1233 1234 1235 1236 1260 1261 1262 1263 1270 1275 1276 1277 1278 1279 1280 1281 1285 1286 1290 1291 1292 1293 1294 "
            + "2001 2002 2003 2020 2021 2022 2030 2031 "
            + "3001 3002 3003 3004 3005 3006 3007 3008 3009 3010 3011 3012 3013 3014 3015 3016 3017 3018 3019 3020 3021 3022 "
            + "3030 3031 3032 3033 3034 3035 3036 3037 3038 3039 "
            + "3101 3102 3103 3104 3105 3106 3107 3108 3109 3110 3111 3112 3113 3114 3115 3116 3117 3118 3131 3132 3133 3134 3135 3136 3137 "
            + "3201 3202 3203 3204 3205 3206 3207 3208 3209 3210 3211 3212 3213 3214 3215 3216 3217 3218 3219 3220 3221 3222 3223 3224 3225 3226 3227 3228 3229 3230 "
            + "3301 3302 3303 3304 3305 3306 3307 3308 3309 3310 "
            + "3401 3402 3403 3404 3405 3406 3407 3408 3409 3410 3411 3421 3422 3423 3424 3425 3426 3427 3428 3429 3430 3431 3432 3433 3434 3435 3436 3437 3438 3439 3440 3451 3452 3461 3462 3463 3464 3465 3466 3467 3468 3469 3470 3471 3472 3473 3474 3480 3481 3490 "
            + "3501 3502 3503 3504 3505 3506 3507 3508 3509 3510 3511 3512 3513 3514 3515 3516 3517 3518 3519 3520 3521 3522 3523 3524 3525 3526 3527 3528 3529 3530 3531 3532 3533 3534 3535 3536 3537 3538 3539 3541 "
            + "3560 3561 3562 3563 3564 3565 3566 3567 3568 3569 3570 3571 3572 3573 3574 3575 3576 3577 3580 3581 3582 3583 3584 3585 3586 3587 3588 3589 3590 3591 3593 3594 3595 3596 3597 3598 3599 "
            + "3600 3601 3602 3603 3604 3605 3606 3607 3608 3609 3610 3611 3612 3613 3614 3615 3616 3617 3640 3650 3651 3652 3653 3654 3656 3657 3658 3659 3660 3662",
            string.Join(' ', Enum.GetValues<DiagnosticId>().Distinct().Select(id => (int)id).Where(id => id < 4000)));
        Assert.Equal("warning ISOB1013: a: b", new Diagnostic(DiagnosticId.LinkFollowed, DiagnosticSeverity.Warning, "a", "b").ToString());
        Assert.Equal("info ISOB3001: b", new Diagnostic(DiagnosticId.NotAnImage, DiagnosticSeverity.Info, null, "b").ToString());
    }

    private static Diagnostic Error(ImageBuilder builder, string code, string advice)
    {
        using MemoryStream nothing = new();
        BuildResult result = builder.Write(nothing);
        Assert.False(result.Succeeded);
        Assert.Equal(0, nothing.Length);
        Diagnostic error = Assert.Single(result.Diagnostics, d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal(code, error.Code);
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
        return error;
    }

    private sealed class Monstrous : ISystemUse
    {
        public int Measure(RecordRole role, ContentNode node, int room) => node is ContentFile ? 1 << 30 : 0;

        public void BeginLastDirectory()
        {
        }

        public void MeasureShared(RegionSlot slot, RegionRequests requests)
        {
        }

        public void MeasureContinuation(ContentDirectory directory, RegionSlot slot, RegionRequests requests)
        {
        }

        public int Write(RecordRole role, ContentNode node, uint elsewhere, Span<byte> room, EncodingContext context) => 0;
    }
}
