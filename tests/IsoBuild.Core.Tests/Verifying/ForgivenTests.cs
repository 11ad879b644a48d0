using IsoBuild.Core.Tests.Reading;
using IsoBuild.Diagnostics;
using IsoBuild.Verifying;

namespace IsoBuild.Core.Tests.Verifying;

/// <summary>A rule that readers forgive is a warning; one for which a reader refuses the image, or shows less, is an error. bsdtar and xorriso say which.</summary>
public sealed class ForgivenTests : IDisposable
{
    private const int Primary = 16 * Disc.Sector;
    private const int Root = 20 * Disc.Sector;
    private const int Sub = 21 * Disc.Sector;

    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    [ToolTheory("bsdtar", "xorriso")]
    [InlineData("sound", "", true)]
    // As ImgBurn and StarBurn write them: the root with the parent's identifier, directories as long as their records.
    [InlineData("root identifier in the descriptor", "ISOB3116", true)]
    [InlineData("root identifier in the path table", "ISOB3135", true)]
    [InlineData("length of a directory", "ISOB3203", true)]
    // As WinISO writes it.
    [InlineData("no big-endian path table", "ISOB3131", true)]
    [InlineData("own record too long", "ISOB3205", true)]
    [InlineData("wrong parent", "ISOB3206", true)]
    [InlineData("volume larger than the file", "ISOB3109", true)]
    [InlineData("no little-endian path table", "ISOB3131", false)]
    // bsdtar shows the files in a directory of that name.
    [InlineData("root identifier in the directory", "ISOB3205", false)]
    [InlineData("structure version", "ISOB3113", false)]
    [InlineData("volume too small", "ISOB3222", false)]
    public void By_readers(string fault, string code, bool isForgiven)
    {
        string path = temp.Write("image.iso", Make(fault));

        using IsoImage image = IsoImage.Open(path);
        VerifyReport report = image.Verify(new VerifyOptions { Consumers = [ImageConsumer.Linux] });

        Assert.Equal(code, string.Join(' ', report.Findings.Where(finding => finding.Severity != DiagnosticSeverity.Info).Select(finding => finding.Code).Distinct()));
        Assert.True(report.Passed == isForgiven, report.ToString());
        Assert.True(Assert.Single(report.Consumers).IsUsable);
        Assert.Equal(isForgiven, ShowsAll("bsdtar", "-xf", path, "-C", temp.Combine("bsdtar")) && ShowsAll("xorriso", "-osirrox", "on", "-indev", path, "-extract", "/", temp.Combine("xorriso")));
    }

    [Fact]
    public void A_record_is_named_by_its_path()
    {
        byte[] bytes = Make("sound");
        // The date of /SUB/B.TXT: the thirteenth month.
        bytes[Sub + 34 + 34 + 19] = 13;
        using IsoImage image = IsoImage.Open(new MemoryStream(bytes));

        Diagnostic finding = Assert.Single(image.Verify().Findings, finding => finding.Code == "ISOB3220");

        Assert.Equal(("/SUB/B.TXT", Sub + 34 + 34 + 18L), (finding.Item, finding.Offset!.Value));
    }

    private static byte[] Make(string fault)
    {
        byte[] bytes = new Disc { Length = 100 * Disc.Sector }
            .Directory(20, Disc.Record("A.TXT;1", 30, 5), Disc.Record("SUB", 21, Disc.Sector, flags: 2))
            .Directory(21, Disc.Record("B.TXT;1", 31, 5))
            .Put(18, Records.Hex.Bytes("01 00 14000000 0100 00 00  03 00 15000000 0100 'SUB' 00"))
            .Put(19, Records.Hex.Bytes("01 00 00000014 0001 00 00  03 00 00000015 0001 'SUB' 00"))
            .Put(30, "aaaaa"u8.ToArray())
            .Put(31, "bbbbb"u8.ToArray())
            .ToBytes();
        Disc.Both32(bytes, Primary + 132, 22);
        bytes[Primary + 140] = 18;
        bytes[Primary + 151] = 19;
        foreach (int field in (int[])[190, 318, 446, 574])
        {
            bytes.AsSpan(Primary + field, 128).Fill((byte)' ');
        }

        bytes.AsSpan(Primary + 702, 111).Fill((byte)' ');
        switch (fault)
        {
            case "root identifier in the descriptor":
                bytes[Primary + 156 + 33] = 1;
                break;
            case "root identifier in the path table":
                (bytes[(18 * Disc.Sector) + 8], bytes[(19 * Disc.Sector) + 8]) = (1, 1);
                break;
            case "root identifier in the directory":
                bytes[Root + 33] = 1;
                break;
            case "length of a directory":
                // 34 bytes each for itself and its parent, 40 for the file.
                Disc.Both32(bytes, Sub + 10, 108);
                Disc.Both32(bytes, Root + 34 + 34 + 40 + 10, 108);
                break;
            case "no big-endian path table":
                bytes[Primary + 151] = 0;
                break;
            case "no little-endian path table":
                bytes[Primary + 140] = 0;
                break;
            case "own record too long":
                Disc.Both32(bytes, Sub + 10, 2 * Disc.Sector);
                break;
            case "wrong parent":
                Disc.Both32(bytes, Sub + 34 + 2, 21);
                break;
            case "volume larger than the file":
                Disc.Both32(bytes, Primary + 80, 500);
                break;
            case "volume too small":
                Disc.Both32(bytes, Primary + 80, 25);
                break;
            case "structure version":
                bytes[Primary + 881] = 2;
                break;
        }

        return bytes;
    }

    private static bool ShowsAll(string tool, params string[] arguments)
    {
        string target = arguments[^1];
        Directory.CreateDirectory(target);
        CommandLine.Run(tool, arguments);
        return Content("A.TXT") == "aaaaa" && Content("SUB/B.TXT") == "bbbbb";

        string? Content(string path) => File.Exists(Path.Combine(target, path)) ? File.ReadAllText(Path.Combine(target, path)) : null;
    }
}
