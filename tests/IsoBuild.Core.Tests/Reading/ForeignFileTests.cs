using System.Text;
using IsoBuild.Core.Tests.Records;
using IsoBuild.Diagnostics;
using IsoBuild.Reading;

namespace IsoBuild.Core.Tests.Reading;

/// <summary>What is no image is known by the bytes that its format's description gives, where it gives them, and by nothing less.</summary>
public sealed class ForeignFileTests
{
    private const int Length = 100_000;

    [Theory]
    [InlineData("1F8B", 0, "gzip")]
    [InlineData("FD'7zXZ'00", 0, "xz")]
    [InlineData("28B52FFD", 0, "zstd")]
    [InlineData("'BZh'", 0, "bzip2")]
    [InlineData("04224D18", 0, "lz4")]
    [InlineData("'LZIP'", 0, "lzip")]
    [InlineData("'PK'0304", 0, "a zip archive")]
    [InlineData("'PK'0506", 0, "an empty zip archive")]
    [InlineData("'7z'BCAF271C", 0, "7z")]
    [InlineData("'Rar!'1A07", 0, "rar")]
    [InlineData("'MSCF'", 0, "cabinet")]
    [InlineData("'xar!'", 0, "xar")]
    [InlineData("'ustar'", 257, "tar")]
    [InlineData("'CISO'", 0, "CSO")]
    [InlineData("'ZISO'", 0, "ZSO")]
    [InlineData("'DAA'00", 0, "DAA")]
    [InlineData("'IsZ!'", 0, "ISZ")]
    [InlineData("'ECM'00", 0, "ECM")]
    [InlineData("'MComprHD'", 0, "CHD")]
    [InlineData("'MEDIA DESCRIPTOR'", 0, "MDS")]
    [InlineData("'[CloneCD]'", 0, "CCD")]
    [InlineData("'MSWIM'000000", 0, "WIM")]
    [InlineData("'hsqs'", 0, "squashfs")]
    [InlineData("'QFI'FB", 0, "qcow2")]
    [InlineData("'KDMV'", 0, "VMDK")]
    [InlineData("'# Disk DescriptorFile'", 0, "VMDK")]
    [InlineData("'vhdxfile'", 0, "VHDX")]
    [InlineData("'conectix'", 0, "VHD")]
    [InlineData("'conectix'", Length - 512, "VHD")]
    [InlineData("7F10DABE", 64, "VDI")]
    [InlineData("'QED'00", 0, "QED")]
    [InlineData("'WithoutFreeSpace'", 0, "Parallels")]
    [InlineData("'WithouFreSpacExt'", 0, "Parallels")]
    [InlineData("'COWD'", 0, "ESX")]
    [InlineData("'Bochs Virtual HD Image'", 0, "Bochs")]
    [InlineData("'OOOM'", 0, "User-mode Linux")]
    [InlineData("'MOOO'", 0, "User-mode Linux")]
    [InlineData("'EVF'090D0AFF00", 0, "E01")]
    [InlineData("'EVF2'0D0A8100", 0, "Ex01")]
    [InlineData("'AFF10'0D0A00", 0, "AFF")]
    [InlineData("'koly'", Length - 512, "DMG")]
    [InlineData("'NXSB'", 32, "APFS")]
    [InlineData("'H+'0004", 1024, "HFS+")]
    [InlineData("'HX'0005", 1024, "HFS+")]
    [InlineData("'BD'", 1024, "an HFS file system")]
    [InlineData("53EF", 1080, "ext2")]
    [InlineData("'NTFS    '", 3, "NTFS")]
    [InlineData("'FAT1'", 54, "FAT")]
    [InlineData("'FAT32'", 82, "FAT")]
    [InlineData("'CDROM'", 32_777, "High Sierra")]
    [InlineData("'CDW02'", 32_769, "ECMA-168")]
    public void A_format_is_known_by_all_its_bytes_in_their_place(string magic, int offset, string name)
    {
        byte[] bytes = Hex.Bytes(magic);
        Diagnostic found = ForeignFormat.Recognise(new SparseBytes(Length).Put(offset, bytes))!;
        Assert.Equal((DiagnosticId.OtherFormat, DiagnosticSeverity.Error, null), (found.Id, found.Severity, found.Item));
        Assert.Contains(name, found.Message, StringComparison.Ordinal);
        Assert.Null(ForeignFormat.Recognise(new SparseBytes(Length).Put(offset + 1, bytes)));
        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] other = [.. bytes];
            other[i] ^= 0x80;
            Assert.Null(ForeignFormat.Recognise(new SparseBytes(Length).Put(offset, other)));
        }
    }

    [Theory]
    [InlineData("'NER5'", Length - 12, "Nero")]
    [InlineData("'NERO'", Length - 8, "Nero")]
    [InlineData("'EFI PART'", 512, "GUID partition table")]
    [InlineData("7F'ELF'", 0, "ELF")]
    [InlineData("'%PDF'", 0, "PDF")]
    [InlineData("55AA", 510, "boot sector")]
    public void What_may_hold_a_volume_is_known_when_there_was_none(string magic, int offset, string name)
    {
        byte[] bytes = Hex.Bytes(magic);
        SparseBytes file = new SparseBytes(Length).Put(offset, bytes);
        Assert.Null(ForeignFormat.Recognise(file));
        Assert.Contains(name, ForeignFormat.RecogniseWrapper(file)!.Message, StringComparison.Ordinal);
        Assert.Equal(name == "Nero", ForeignFormat.IsNero(file));
        bytes[^1] ^= 0x80;
        Assert.Null(ForeignFormat.RecogniseWrapper(new SparseBytes(Length).Put(offset, bytes)));
    }

    /// <summary>17 sectors of 2048 bytes are the least that a volume begins with.</summary>
    [Theory]
    [InlineData(0, "The file is empty")]
    [InlineData(1, "The file has 1 bytes, but an ISO 9660 volume needs at least 34816")]
    [InlineData(34_815, "The file has 34815 bytes")]
    [InlineData(34_816, null)]
    public void A_file_may_be_too_small(long length, string? expected)
    {
        Diagnostic? found = ForeignFormat.Recognise(new SparseBytes(length));
        Assert.Equal(expected, found?.Message[..expected!.Length]);
        Assert.Equal(expected is null, found is null);
        Assert.True(found is null or { Id: DiagnosticId.NotAnImage, Severity: DiagnosticSeverity.Error, Item: null });
    }

    [Theory]
    [InlineData("FILE \"a.bin\" BINARY", true)]
    [InlineData("REM x\nFILE \"a.wav\" WAVE\n TRACK 01", true)]
    [InlineData("FILE \"a.bin\"", false)]
    [InlineData(" TRACK 01 BINARY", false)]
    [InlineData("FILE a.bin BINARY", false)]
    [InlineData("CD_ROM\n", true)]
    [InlineData("CD_DA\n", true)]
    [InlineData("// CD_ROM CD_DA", false)]
    [InlineData("CD_ROM\0", false)]
    public void A_track_list_is_known_by_its_words(string text, bool expected)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        Diagnostic found = ForeignFormat.Recognise(new SparseBytes(bytes.Length).Put(0, bytes))!;
        Assert.Equal(expected ? DiagnosticId.OtherFormat : DiagnosticId.NotAnImage, found.Id);
        Assert.Equal(expected, found.Message.Contains("track list", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(487, true)]
    [InlineData(488, false)]
    public void The_first_512_bytes_of_a_track_list_are_looked_at(int before, bool expected)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(new string('R', before) + "FILE \"123456\" WAVE TRACK " + new string('R', 600));
        Assert.Equal(expected ? DiagnosticId.OtherFormat : DiagnosticId.NotAnImage, ForeignFormat.Recognise(new SparseBytes(bytes.Length).Put(0, bytes))!.Id);
    }

    /// <summary>The trailer of a disk image that holds its data as they are: offset 0, one file, and as many blocks of 512 as there are bytes (big-endian, at 24, 32, 60 and 492).</summary>
    [Theory]
    [InlineData(-1, 0, true)]
    [InlineData(60, 0, true)]
    [InlineData(63, 1, true)]
    [InlineData(63, 2, false)]
    [InlineData(31, 1, false)]
    [InlineData(39, 1, false)]
    [InlineData(38, 4, false)]
    [InlineData(499, 3, false)]
    public void An_apple_image_is_plain_or_packed(int at, byte value, bool isPlain)
    {
        byte[] trailer = new byte[512];
        trailer.Put(0, "'koly'");
        (trailer[38], trailer[499]) = (0x08, 4); // 2048 bytes are four blocks.
        if (at >= 0)
        {
            trailer[at] = value;
        }

        Assert.Equal(isPlain, ForeignFormat.RecognisePacked(new SparseBytes(4096).Put(4096 - 512, trailer)) is null);
        Assert.Null(ForeignFormat.RecognisePacked(new SparseBytes(4096).Put(4096 - 513, trailer)));
        Assert.Null(ForeignFormat.RecognisePacked(new SparseBytes(511).Put(0, trailer)));
    }
}
