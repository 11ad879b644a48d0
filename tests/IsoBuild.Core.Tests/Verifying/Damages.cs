using System.Security.Cryptography;
using System.Text;
using IsoBuild.Diagnostics;
using IsoBuild.Verifying;
using static IsoBuild.Core.Tests.Verifying.DamagedImage;
using static IsoBuild.Core.Tests.Verifying.SoundImages;

namespace IsoBuild.Core.Tests.Verifying;

/// <summary>An image with one fault.</summary>
/// <param name="Image">The image.</param>
/// <param name="Offset">Where the fault is to be found; <see langword="null"/> when it is nowhere.</param>
internal sealed record Damage(DamagedImage Image, long? Offset)
{
    /// <summary>What the image has before it is damaged.</summary>
    public DiagnosticId[] Already { get; init; } = [];

    /// <summary>Whose finding it is; the image's own, when left out.</summary>
    public ImageConsumer? Consumer { get; init; }
}

/// <summary>For every code of the verifier, an image that raises it and nothing else.</summary>
internal static class Damages
{
    private const uint File = 0x81A4;
    private const uint Directory = 0x41ED;
    private const uint Link = 0xA1FF;

    public static readonly Dictionary<DiagnosticId, Func<Damage>> All = new()
    {
        // Volume descriptors.
        [DiagnosticId.DescriptorVersionWrong] = () => Poke(TerminatorAt + 6, 2),
        [DiagnosticId.DescriptorTypeUnknown] = () => Poke(JolietAt, 5),
        [DiagnosticId.TerminatorMissing] = () => Poke(TerminatorAt + 1, (byte)'X') with { Offset = TerminatorAt },
        [DiagnosticId.ReservedFieldNotZero] = () => Poke(PrimaryAt + 1400, 1),
        [DiagnosticId.PrimaryNotFirst] = () => Change(image =>
        {
            image.Swap(PrimaryAt, Sector);
            return PrimaryAt;
        }),
        [DiagnosticId.DescriptorsTooMany] = () => new(WithDescriptors(i => Copy(i, PrimaryAt), i => Copy(i, JolietAt), BootRecord, BootRecord, BootRecord, BootRecord, BootRecord, i => Copy(i, TerminatorAt)), PrimaryAt + (7 * Sector)),
        [DiagnosticId.PrimariesDiffer] = () => Change(image =>
        {
            Copy(image, PrimaryAt).CopyTo(image.Bytes, JolietAt);
            image[JolietAt + 900] = 1;
            return JolietAt + 900;
        }),
        [DiagnosticId.BothEndianMismatch] = () => Poke(PrimaryAt + 87, 0xFF) with { Offset = PrimaryAt + 80 },
        [DiagnosticId.SpaceSizeBeyondFile] = () => Change(image =>
        {
            image.Both32(PrimaryAt + 80, 9999);
            return PrimaryAt + 80;
        }),
        [DiagnosticId.FileSizeNotWhole] = () => Change(image =>
        {
            image.Bytes = [.. image.Bytes, .. new byte[100]];
            return null;
        }),
        [DiagnosticId.SectorAddressWrong] = () => Change(image =>
        {
            byte[] cooked = image.Bytes;
            image.Bytes = [.. Enumerable.Range(0, cooked.Length / Sector).SelectMany(i => RawSector(cooked.AsSpan(i * Sector, Sector), i == 17 ? 18 : i))];
            return JolietAt;
        }) with
        {
            Already = [DiagnosticId.SectorsUnusual],
        },
        [DiagnosticId.BlockSizeWrong] = () => Change(image =>
        {
            image.Both16(JolietAt + 128, 1024);
            return JolietAt + 128;
        }),
        [DiagnosticId.VolumeSetWrong] = () => Change(image =>
        {
            image.Both16(PrimaryAt + 124, 2);
            return PrimaryAt + 120;
        }),
        [DiagnosticId.StructureVersionWrong] = () => Poke(PrimaryAt + 881, 2),
        [DiagnosticId.DescriptorTextWrong] = () => Poke(PrimaryAt + 40, (byte)'a'),
        [DiagnosticId.DescriptorDateInvalid] = () => Change(image =>
        {
            image.Put(PrimaryAt + 830, "19801301");
            return PrimaryAt + 830;
        }),
        [DiagnosticId.RootRecordWrong] = () => Poke(PrimaryAt + 156 + 25, 0) with { Offset = PrimaryAt + 156 },
        [DiagnosticId.XaSignature] = () => Change(image =>
        {
            image.Put(PrimaryAt + 1024, "CD-XA001");
            return PrimaryAt + 1024;
        }),
        [DiagnosticId.SupplementaryUnknown] = () => Poke(JolietAt + 90, (byte)'Z') with { Offset = JolietAt + 88 },

        // Path tables.
        [DiagnosticId.PathTableOutside] = () => Poke(PrimaryAt + 142, 0xFF) with { Offset = PrimaryAt + 140 },
        [DiagnosticId.PathTableMalformed] = () => Change(image =>
        {
            int at = image.PathTable(PrimaryAt)[^1].Little;
            image[at] = 0;
            return at;
        }),
        [DiagnosticId.PathTablesDiffer] = () => Change(image =>
        {
            int at = image.PathTable(PrimaryAt)[2].Big;
            image[at + 5] ^= 1;
            return at;
        }),
        [DiagnosticId.PathTableEntryMissing] = () => Change(image =>
        {
            image.Both32(PrimaryAt + 132, (uint)(image.Get(PrimaryAt + 132) - image.PathTable(PrimaryAt)[^1].Length));
            return image.Self(PrimaryAt, "DIR", "SUB");
        }),
        [DiagnosticId.PathTableEntryWrong] = () => Change(image =>
        {
            (int little, int big, _) = image.PathTable(PrimaryAt)[^1];
            (image[little + 10], image[big + 10]) = ((byte)'X', (byte)'X');
            return little + 8;
        }),
        [DiagnosticId.PathTableParentWrong] = () => Change(image =>
        {
            (int little, int big, _) = image.PathTable(PrimaryAt)[^1];
            (image[little + 6], image[big + 7]) = ((byte)(image[little + 6] + 1), (byte)(image[big + 7] + 1));
            return little + 6;
        }),
        [DiagnosticId.PathTableOrder] = () => Change(image =>
        {
            (int little, int big, int length) = image.PathTable(PrimaryAt)[1];
            image.Swap(little, length);
            image.Swap(big, length);
            return little + length;
        }),

        // Directories and their records.
        [DiagnosticId.DirectoryOutside] = () => Change(image =>
        {
            int record = image.Record(PrimaryAt, "AAA");
            image.SetPathTableBlock(PrimaryAt, image.PathTableIndex(PrimaryAt, "AAA"), 0xFFFF0);
            image.Both32(record + 2, 0xFFFF0);
            return 0xFFFF0L * Sector;
        }),
        [DiagnosticId.DirectoryShared] = () => Change(image =>
        {
            uint block = (uint)image.Get(image.Record(PrimaryAt, "AAA") + 2);
            image.SetPathTableBlock(PrimaryAt, image.PathTableIndex(PrimaryAt, "BBB"), block);
            image.Both32(image.Record(PrimaryAt, "BBB") + 2, block);
            return (long)block * Sector;
        }),
        [DiagnosticId.DirectorySizeWrong] = () => Change(image =>
        {
            int self = image.Self(PrimaryAt, "AAA");
            image.Both32(image.Record(PrimaryAt, "AAA") + 10, 1000);
            image.Both32(self + 10, 1000);
            return self;
        }),
        [DiagnosticId.RecordMalformed] = () => Change(image => Set(image, WideRecord(image), 0, 20, 0)),
        [DiagnosticId.SelfRecordWrong] = () => Change(image =>
        {
            int self = image.Self(PrimaryAt, "AAA");
            image.Both32(self + 10, 4096);
            return self;
        }),
        [DiagnosticId.ParentRecordWrong] = () => Change(image =>
        {
            int parent = image.Parent(PrimaryAt, "AAA");
            image.Both32(parent + 2, (uint)(image.Self(PrimaryAt, "AAA") / Sector));
            return parent;
        }),
        [DiagnosticId.RecordOrder] = () => Change(image =>
        {
            int first = image.Record(PrimaryAt, "B1.TXT");
            image.Swap(first, image[first]);
            return first + image[first];
        }),
        [DiagnosticId.IdentifierDuplicate] = () => Change(image => Set(image, image.Record(PrimaryAt, "B2.TXT"), 34, (byte)'1', 0)),
        [DiagnosticId.IdentifierRelaxed] = () => Change(image => Set(image, image.Record(PrimaryAt, "B2.TXT"), 36, (byte)'x', 33)),
        [DiagnosticId.IdentifierLong] = () => Change(image =>
        {
            // The record keeps its length: the identifier grows into the system use area.
            int record = WideRecord(image);
            image.Bytes.AsSpan(record + 33, image[record] - 33).Clear();
            image.Put(record + 33, new string('W', 36) + ".TXT;1");
            image[record + 32] = 42;
            image.SetFields(record, Fields.Name("w"), Fields.Mode(File), Fields.Date);
            return record + 33;
        }),
        [DiagnosticId.IdentifierUnusable] = () => Change(image => Set(image, image.Record(PrimaryAt, "WHOLE.BIN"), 35, (byte)'/', 35)),
        [DiagnosticId.VersionNumberWrong] = () => Change(image => Set(image, image.Record(PrimaryAt, "B2.TXT"), 40, (byte)'0', 39)),
        [DiagnosticId.FileFlagsWrong] = () => Change(image => Set(image, image.Record(PrimaryAt, "B2.TXT"), 25, 0x20, 25)),
        [DiagnosticId.MultiExtentBroken] = () => Change(image => Set(image, image.Record(PrimaryAt, "WHOLE.BIN"), 25, 0x80, 0)),
        [DiagnosticId.MultiExtentUnaligned] = () =>
        {
            DamagedImage image = Multi();
            int record = image.Records(image.Self(PrimaryAt, "MULTI")).ElementAt(2);
            image.Both32(record + 10, 2047);
            image.Both32(image.Records(image.Self(JolietAt, "multi")).ElementAt(2) + 10, 2047);
            return new(image, record + 10);
        },
        [DiagnosticId.MultiExtentLong] = () =>
        {
            DamagedImage image = Multi(102);
            return new(image, image.Records(image.Self(PrimaryAt, "MULTI")).ElementAt(2 + 100));
        },
        [DiagnosticId.FileInterleaved] = () => Change(image => Set(image, image.Record(PrimaryAt, "B2.TXT"), 26, 1, 26)),
        [DiagnosticId.ExtendedAttributes] = () => Change(image => Set(image, image.Record(PrimaryAt, "EMPTY."), 1, 1, 1)),
        [DiagnosticId.SequenceNumberWrong] = () => Change(image =>
        {
            int record = image.Record(PrimaryAt, "B2.TXT");
            image.Both16(record + 28, 2);
            return record + 28;
        }),
        [DiagnosticId.RecordDateInvalid] = () => Change(image => Set(image, image.Record(PrimaryAt, "B2.TXT"), 19, 13, 18)),
        [DiagnosticId.ExtentOutsideImage] = () => Change(image =>
        {
            image.Both32(image.Record(PrimaryAt, "B2.TXT") + 2, 0xFFFF0);
            return 0xFFFF0L * Sector;
        }),
        [DiagnosticId.ExtentOutsideVolume] = () => Change(image =>
        {
            // Up to the last file, which lies in both trees.
            int last = image.Records(image.Root(PrimaryAt)).Where(record => image[record + 25] == 0 && image.Get(record + 10) > 0).Max(record => image.Get(record + 2));
            image.Both32(PrimaryAt + 80, (uint)last);
            return (long)last * Sector;
        }),
        [DiagnosticId.StructuresOverlap] = () => Change(image =>
        {
            image.Both32(image.Record(PrimaryAt, "B2.TXT") + 2, (uint)(image.Root(PrimaryAt) / Sector));
            return image.Root(PrimaryAt);
        }),
        [DiagnosticId.FilesOverlap] = () => Change(image =>
        {
            int record = image.Record(PrimaryAt, "B2.TXT");
            image.Both32(record + 10, 2);
            return (long)image.Get(record + 2) * Sector;
        }),
        [DiagnosticId.TreeDeep] = () => Built(builder => builder.AddEmptyDirectory("1/2/3/4/5/6/7/8"), image => image.Record(PrimaryAt, "1", "2", "3", "4", "5", "6", "7", "8")),
        [DiagnosticId.PathLong] = () =>
        {
            string[] names = [.. Enumerable.Range(1, 7).Select(i => new string((char)('A' + i), 31)), new string('X', 27) + ".TXT"];
            return Built(builder => builder.AddFile(string.Join('/', names), Array.Empty<byte>()), image => image.Record(PrimaryAt, names));
        },
        [DiagnosticId.PaddingNotZero] = () => Change(image => Set(image, image.Record(PrimaryAt, "AB.TXT"), 41, 1, 41)),
        [DiagnosticId.SlackNotZero] = () => Poke(image => image.Root(PrimaryAt) + Sector - 1, 1),
        [DiagnosticId.DirectoryBeforeParent] = () => Change(image =>
        {
            // The parent moves behind its child.
            int from = image.Self(PrimaryAt, "DIR");
            int to = image.Spare(0);
            Copy(image, from).CopyTo(image.Bytes, to);
            image.Both32(to + 2, (uint)(to / Sector));
            image.Both32(image.Record(PrimaryAt, "DIR") + 2, (uint)(to / Sector));
            image.Both32(image.Parent(PrimaryAt, "DIR", "SUB") + 2, (uint)(to / Sector));
            image.SetPathTableBlock(PrimaryAt, image.PathTableIndex(PrimaryAt, "DIR"), (uint)(to / Sector));
            return image.Self(PrimaryAt, "DIR", "SUB");
        }),
        [DiagnosticId.AssociatedFile] = () => Change(image => Set(image, image.Record(PrimaryAt, "B2.TXT"), 25, 0x04, 25)),

        // Joliet.
        [DiagnosticId.JolietFlags] = () => Poke(JolietAt + 7, 1),
        [DiagnosticId.JolietNameCharacters] = () => Change(image => Set(image, image.Record(JolietAt, "whole.bin"), 34 + 2, (byte)'*', 35)),
        [DiagnosticId.JolietNameLong] = () => Change(image =>
        {
            int record = image.Last(JolietAt, "wide");
            image[record] = 33 + (67 * 2) + 1;
            image[record + 32] = 67 * 2;
            image.Put(record + 33, Encoding.BigEndianUnicode.GetBytes(new string('w', 65) + ";1"));
            return record + 33;
        }),
        [DiagnosticId.JolietNameOdd] = () => Change(image =>
        {
            int record = image.Last(JolietAt, "wide");
            image[record + 32]++;
            return record + 33;
        }),
        [DiagnosticId.JolietSurrogateAlone] = () => Change(image => Set(image, image.Last(JolietAt, "wide"), 33, 0xD8, 33)),
        [DiagnosticId.JolietBeyondUcs2] = () => Built(builder => builder.AddFile("a🎉", Array.Empty<byte>()), image => image.Last(JolietAt) + 33 + 2),
        [DiagnosticId.JolietNameEnd] = () => Change(image =>
        {
            int last = image.Last(JolietAt, "wide");
            int end = 33 + image[last + 32];
            return Set(image, last, end - 1, (byte)'.', end - 2);
        }),
        [DiagnosticId.JolietCaseCollision] = () => CaseCollision(image => image.Record(JolietAt, "case", "y.txt")),
        [DiagnosticId.JolietEscapeUnusual] = () => Poke(JolietAt + 95, 1),
        [DiagnosticId.JolietSecond] = () => new(WithDescriptors(i => Copy(i, PrimaryAt), i => Copy(i, JolietAt), i => Copy(i, JolietAt), i => Copy(i, TerminatorAt)), TerminatorAt),

        // SUSP.
        [DiagnosticId.SharingProtocolMissing] = () => Change(image =>
        {
            image.Put(image.Field(image.Root(PrimaryAt), "SP"), "XX");
            return image.Field(image.Parent(PrimaryAt), "PX");
        }),
        [DiagnosticId.SharingProtocolWrong] = () => Wide(Fields.Make("SP", 0xBE, 0xEF, 0)),
        [DiagnosticId.ExtensionMissing] = () => Change(image =>
        {
            image.Put(RootContinuation(image), "XX");
            return image.Root(PrimaryAt);
        }),
        [DiagnosticId.ExtensionUnknown] = () => Change(image =>
        {
            image.Put(RootContinuation(image) + 8, "SHIP");
            return RootContinuation(image);
        }),
        [DiagnosticId.FieldMalformed] = () => Wide([(byte)'Z', (byte)'Z', 200, 1]),
        [DiagnosticId.FieldVersionWrong] = () => Change(image =>
        {
            int at = image.Field(image.Record(PrimaryAt, "B2.TXT"), "PX") + 3;
            image[at] = 9;
            return at;
        }),
        [DiagnosticId.FieldLengthWrong] = () => Wide(Fields.Make("PN", 1, 2, 3)),
        [DiagnosticId.ContinuationOutside] = () => Wide(Fields.Continuation(0xFFFF0, 0, 10)),
        [DiagnosticId.ContinuationCrossesSector] = () => Wide(Fields.Continuation(20, 2000, 100)),
        [DiagnosticId.ContinuationEndless] = () => Change(image =>
        {
            uint block = (uint)(image.Spare(0) / Sector);
            image.Put(image.Spare(0), Fields.Continuation(block, 0, 28));
            SetWide(image, Fields.Continuation(block, 0, 28));
            return image.Spare(0);
        }),
        [DiagnosticId.ContinuationsSeveral] = () => Change(image =>
        {
            byte[] field = Fields.Continuation((uint)(image.Spare(0) / Sector), 0, 8);
            return SetWide(image, field, field);
        }),

        // RRIP.
        [DiagnosticId.PosixAttributesMissing] = () => WideRecordWith(Fields.Name("w"), Fields.Date),
        [DiagnosticId.FileTypeContradicts] = () => WideRecordWith(Fields.Name("w"), Fields.Mode(Directory), Fields.Date),
        [DiagnosticId.PosixNameUnusable] = () => WideFieldsFirst(Fields.Name("a/b"), Fields.Mode(File), Fields.Date),
        [DiagnosticId.PosixNameUnfinished] = () => WideFieldsFirst(Fields.Name("w", flags: 1), Fields.Mode(File), Fields.Date),
        [DiagnosticId.PosixNameDuplicate] = () => Change(image =>
        {
            int record = image.Record(PrimaryAt, "B2.TXT");
            image.Put(image.Field(record, "NM") + 5, "b1.txt");
            return record;
        }),
        [DiagnosticId.PosixNameLong] = () => Built(builder => builder.AddFile(new string('x', 254), Array.Empty<byte>()), image => image.Field(image.Last(PrimaryAt), "NM")),
        [DiagnosticId.PosixNameNotUtf8] = () => WideFieldsFirst(Fields.Name("w\u00ff"), Fields.Mode(File), Fields.Date),
        [DiagnosticId.TimestampsMalformed] = () => Wide(Fields.Make("TF", 6, 80, 1, 1, 0, 0, 0, 0)),
        [DiagnosticId.LinkMalformed] = () => Change(image => image.SetFields(WideRecord(image), Fields.Name("w"), Fields.Mode(Link), Fields.Date, Fields.Make("SL", 0, 0, 99, (byte)'x'))),
        [DiagnosticId.LinkContradicts] = () => WideRecordWith(Fields.Name("w"), Fields.Mode(Link), Fields.Date),
        [DiagnosticId.ChildLinkBroken] = () => WideRecordWith(Fields.Name("w"), Fields.Mode(Directory), Fields.Date, Fields.Make("CL", Fields.Both32(3))),
        [DiagnosticId.ParentLinkBroken] = () =>
        {
            DamagedImage image = Relocated();
            int self = image.Get(image.Last(PrimaryAt, "RR_MOVED") + 2) * Sector;
            image.SetFields(self + image[self], Fields.Mode(Directory), Fields.Make("PL", Fields.Both32(3)));
            return new(image, self) { Already = [DiagnosticId.RelocationUsed] };
        },
        [DiagnosticId.RelocationUnmarked] = () =>
        {
            DamagedImage image = Relocated();
            int link = image.Last(PrimaryAt, "HOME");
            image.SetFields(link, Fields.Name("deep"), Fields.Mode(File), Fields.Date);
            return new(image, image.Last(PrimaryAt, "RR_MOVED"));
        },
        [DiagnosticId.RelocationMisplaced] = () => Relocated("moved") is var image ? new(image, image.Last(PrimaryAt, "MOVED")) { Already = [DiagnosticId.RelocationUsed] } : null!,
        [DiagnosticId.RelocationUsed] = () => Relocated() is var image ? new(image, image.Last(PrimaryAt, "HOME")) : null!,
        [DiagnosticId.RecordedFieldsWrong] = () => Wide(Fields.Make("RR", 0x01)) is var damage ? damage with { Offset = damage.Offset + 4 } : null!,
        [DiagnosticId.DeviceNumberMissing] = () => WideRecordWith(Fields.Name("w"), Fields.Mode(0x2180), Fields.Date),
        [DiagnosticId.CompressionWrong] = () => Wide(Fields.Make("ZF", [(byte)'q', (byte)'q', 4, 15, .. Fields.Both32(4)])),
        [DiagnosticId.DirectoryAttributesDiffer] = () => Change(image =>
        {
            image.Both32(image.Field(image.Self(PrimaryAt, "AAA"), "PX") + 4, 0x41C0);
            return image.Self(PrimaryAt, "AAA");
        }),
        [DiagnosticId.SectionsDiffer] = () =>
        {
            DamagedImage image = Multi();
            int record = image.Last(PrimaryAt, "MULTI");
            image.Put(image.Field(record, "NM") + 5, "other");
            return new(image, record);
        },

        // isomd5sum.
        [DiagnosticId.MediaChecksumWrong] = () => Implanted(hash => (hash[0] == '0' ? '1' : '0') + hash[1..]),
        [DiagnosticId.MediaChecksumMalformed] = () => Implanted(_ => "no hash"),

        // Consumers.
        [DiagnosticId.WindowsNameUnusable] = () => Change(image =>
        {
            int record = image.Record(JolietAt, "empty");
            image.Put(record + 33, Encoding.BigEndianUnicode.GetBytes("lpt1."));
            return record;
        }) with { Consumer = ImageConsumer.Windows, Already = [DiagnosticId.JolietNameEnd, DiagnosticId.RecordOrder] },
        [DiagnosticId.NamesCollide] = () => CaseCollision(image => image.Record(JolietAt, "case", "y.txt")) with { Consumer = ImageConsumer.Windows, Already = [DiagnosticId.JolietCaseCollision] },
        [DiagnosticId.JolietHidden] = () => new(WithDescriptors(i => Copy(i, PrimaryAt), Enhanced, i => Copy(i, JolietAt), i => Copy(i, TerminatorAt)), TerminatorAt) { Consumer = ImageConsumer.Windows },
        [DiagnosticId.MultiExtentIgnored] = () => Multi() is var image ? new(image, image.Records(image.Self(PrimaryAt, "MULTI")).ElementAt(2)) { Consumer = ImageConsumer.FreeBsd } : null!,
        [DiagnosticId.HfsShown] = () => Change(image =>
        {
            image.Put(1024, "BD");
            return 1024;
        }) with { Consumer = ImageConsumer.MacOS },
        [DiagnosticId.ContinuationsIgnored] = LaterSession,
        [DiagnosticId.BootRecordMissing] = () => new(Standard, null) { Consumer = ImageConsumer.Bios },
        [DiagnosticId.WindowsPathLong] = () =>
        {
            string[] names = [.. Enumerable.Range(0, 7).Select(i => new string((char)('a' + i), 40))];
            return Built(builder => builder.AddEmptyDirectory(string.Join('/', names)), image => image.Record(JolietAt, names)) with { Consumer = ImageConsumer.Windows };
        },
        [DiagnosticId.LinkShownAsFile] = () => WideRecordWith(Fields.Name("w"), Fields.Mode(Link), Fields.Date, Fields.Link("x")) with { Consumer = ImageConsumer.Windows },

        // Hard links.
        [DiagnosticId.LinkedNamesDiffer] = () =>
        {
            DamagedImage image = Linked();
            int record = image.Record(PrimaryAt, "B.");
            image.Both32(image.Field(record, "PX") + 4, 0x8180);
            return new(image, record);
        },
        [DiagnosticId.LinkCountWrong] = () =>
        {
            DamagedImage image = Linked();
            int record = image.Record(PrimaryAt, "B.");
            image.Both32(image.Field(record, "PX") + 12, 1);
            return new(image, record);
        },
        [DiagnosticId.SerialNumberShared] = () =>
        {
            DamagedImage image = Linked();
            int record = image.Record(PrimaryAt, "C.");
            image.Both32(image.Field(record, "PX") + 36, (uint)image.Get(image.Field(image.Record(PrimaryAt, "A."), "PX") + 36));
            return new(image, record);
        },

        // Files of several extents.
        [DiagnosticId.SectionsApart] = () =>
        {
            DamagedImage image = Multi();
            int record = image.Last(PrimaryAt, "MULTI");
            image.Both32(record + 2, (uint)(image.Spare(0) / Sector));
            return new(image, record);
        },
        [DiagnosticId.SectionAttributesDiffer] = () =>
        {
            DamagedImage image = Multi();
            int record = image.Last(PrimaryAt, "MULTI");
            image.Both32(image.Field(record, "PX") + 20, 5);
            return new(image, record);
        },

        // isomd5sum again: no fragments.
        [DiagnosticId.MediaFragmentsWrong] = () => Implanted(hash => hash, "FRAGMENT SUMS = ;") is var damage ? damage with { Offset = PrimaryAt + 883 + FragmentsAt } : null!,
    };

    private static Damage Change(Func<DamagedImage, long?> change)
    {
        DamagedImage image = Standard;
        return new Damage(image, change(image));
    }

    private static Damage Poke(int offset, byte value) => Poke(_ => offset, value);

    private static Damage Poke(Func<DamagedImage, int> offset, byte value) => Change(image => Set(image, offset(image), 0, value, 0));

    private static long? Set(DamagedImage image, int record, int at, byte value, int found)
    {
        image[record + at] = value;
        return record + found;
    }

    private static Damage Built(Action<ImageBuilder> add, Func<DamagedImage, int> offset)
    {
        ImageBuilder builder = new(new ImageOptions { VolumeId = "BUILT", PaddingSectors = 1 });
        add(builder);
        DamagedImage image = new(builder.ToBytes());
        return new Damage(image, offset(image));
    }

    /// <summary>The fault is the last of some fields that make an entry whole.</summary>
    private static Damage Wide(byte[] field) => Change(image => SetWide(image, field));

    /// <summary>The fault is that of the whole record.</summary>
    private static Damage WideRecordWith(params byte[][] fields) => Change(image =>
    {
        image.SetFields(WideRecord(image), fields);
        return WideRecord(image);
    });

    /// <summary>The fault is the first field.</summary>
    private static Damage WideFieldsFirst(params byte[][] fields) => Change(image =>
    {
        image.SetFields(WideRecord(image), fields);
        return image.SystemUse(WideRecord(image));
    });

    private static Damage CaseCollision(Func<DamagedImage, int> offset) => Change(image =>
    {
        image[image.Record(JolietAt, "case", "x.txt") + 34] = (byte)'Y';
        return offset(image);
    });

    /// <summary>A second session, whose root goes on in the continuation area of the first: its volume begins at sector 1,000 and is smaller than that area's number.</summary>
    private static Damage LaterSession()
    {
        const int session = 1000;
        const int root = session + 20;
        DamagedImage image = new(SoundImages.Standard.Bytes);
        int area = RootContinuation(image) / Sector;
        image.Bytes = [.. image.Bytes, .. new byte[((session + 21) * Sector) - image.Bytes.Length]];
        image.Bytes.AsSpan(PrimaryAt, 3 * Sector).CopyTo(image.Bytes.AsSpan((session * Sector) + PrimaryAt));
        image.Bytes.AsSpan(image.Root(PrimaryAt), Sector).CopyTo(image.Bytes.AsSpan(root * Sector));
        image.Both32(root * Sector + 2, root);
        foreach (int descriptor in (int[])[PrimaryAt, JolietAt])
        {
            image.Both32((session * Sector) + descriptor + 80, 21);
        }

        image.Both32((session * Sector) + PrimaryAt + 156 + 2, root);
        Assert.InRange(area, 21, session);
        return new Damage(image, image.Field(root * Sector, "CE"))
        {
            Consumer = ImageConsumer.Linux,
            Already = [DiagnosticId.ParentRecordWrong, DiagnosticId.DirectoryBeforeParent, DiagnosticId.PathTableEntryWrong, DiagnosticId.PathTableParentWrong, DiagnosticId.PathTableEntryMissing, DiagnosticId.SeveralSessions],
        };
    }

    /// <summary>Of mode 1, from 00:02:00 on, without checksum (ECMA-130 14).</summary>
    private static byte[] RawSector(ReadOnlySpan<byte> user, int number) =>
    [
        0, .. Enumerable.Repeat((byte)0xFF, 10), 0,
        Convert.ToByte($"{number / 4500:00}", 16), Convert.ToByte($"{2 + (number / 75)}", 16), Convert.ToByte($"{number % 75:00}", 16), 1,
        .. user, .. new byte[288],
    ];

    private static int RootContinuation(DamagedImage image)
    {
        int field = image.Field(image.Root(PrimaryAt), "CE");
        return (image.Get(field + 4) * Sector) + image.Get(field + 12);
    }

    /// <summary>As implantisomd5 does it: 15 sectors at the end do not count, nor does the field.</summary>
    /// <summary>Where in the field the fragments begin: behind label, MD5, skipped sectors and status.</summary>
    private const int FragmentsAt = 13 + 32 + 1 + 17 + 15;

    private static Damage Implanted(Func<string, string> change, string more = "") => Change(image =>
    {
        image.Bytes.AsSpan(PrimaryAt + 883, 512).Fill((byte)' ');
        string hash = Convert.ToHexStringLower(MD5.HashData(image.Bytes.AsSpan(0, image.Bytes.Length - (15 * Sector))));
        image.Put(PrimaryAt + 883, $"ISO MD5SUM = {change(hash)};SKIPSECTORS = 15;RHLISOSTATUS=0;{more}");
        return PrimaryAt + 883;
    });

    /// <summary>The same, as it should be.</summary>
    public static DamagedImage Implanted() => Implanted(hash => hash).Image;
}
