using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Verifying;

namespace IsoBuild.Core.Tests.Verifying;

/// <summary>For every code about UDF, an image that raises it and nothing else.</summary>
internal static class UdfDamages
{
    private const int Sector = UdfImage.Sector;

    private static readonly Lazy<byte[]> MadeAlone = new(() => Make(ImageFormats.Udf));
    private static readonly Lazy<byte[]> MadeBridge = new(() => Make(ImageFormats.Default | ImageFormats.Udf));

    public static readonly Dictionary<DiagnosticId, Func<Damage>> All = new()
    {
        // The volume.
        [DiagnosticId.UdfDescriptorMissing] = () => Change(udf => (udf.Image.Bytes[udf.Integrity + 4] ^= 1) is var _ ? udf.Integrity : 0),
        [DiagnosticId.UdfRecognitionOrder] = () => Change(udf =>
        {
            udf.Image.Put((18 * Sector) + 1, "XXXXX");
            return 18 * Sector;
        }),
        [DiagnosticId.UdfAnchorMissing] = () => Change(udf =>
        {
            udf.Image.Bytes.AsSpan(udf.LastAnchor).Clear();
            return udf.LastAnchor;
        }),
        [DiagnosticId.UdfAnchorsDiffer] = () => Change(udf => Set(udf, udf.LastAnchor, 24, 17 * Sector, udf.LastAnchor + 16)),
        [DiagnosticId.UdfSequenceShort] = () => Change(udf =>
        {
            Set(udf, udf.LastAnchor, 16, 8 * Sector, 0);
            return Set(udf, UdfImage.Anchor, 16, 8 * Sector, UdfImage.Anchor + 16);
        }),
        [DiagnosticId.UdfSequenceOpen] = () => Change(udf => (udf.Image.Bytes[udf.Main + (5 * Sector) + 4] ^= 1) is var _ ? udf.Main + (5 * Sector) : 0) with { Already = [DiagnosticId.UdfUnreadable] },
        [DiagnosticId.UdfSequenceContent] = () => Change(udf =>
        {
            int at = udf.Main + (4 * Sector);
            udf.Put16(at, 9);
            udf.Retag(at);
            return at;
        }),
        [DiagnosticId.UdfSequencesDiffer] = () => Change(udf =>
        {
            udf.Image.Bytes[udf.Reserve + 384] ^= 1;
            udf.Retag(udf.Reserve);
            return udf.Reserve + 384;
        }),
        [DiagnosticId.UdfVolumeDoubtful] = () => Change(udf => (udf.Image.Bytes[udf.FileSet + Sector + 4] ^= 1) is var _ ? null : null),
        [DiagnosticId.UdfPartitionNumber] = () => Change(udf =>
        {
            Both(udf, 3, 440 + 4, 1, isShort: true);
            return Both(udf, 2, 22, 1, isShort: true);
        }),
        [DiagnosticId.UdfPartitionOutside] = () => Change(udf => Both(udf, 2, 192, 99_999)),
        [DiagnosticId.UdfIntegrityOpen] = () => Change(udf => Set(udf, udf.Integrity, 28, 0, udf.Integrity + 28)),
        [DiagnosticId.UdfIntegrityCounts] = () => Change(udf => Set(udf, udf.Integrity, 88 + 32, 77, udf.Integrity + 88 + 32)),
        [DiagnosticId.UdfTextMalformed] = () => Change(udf => Both(udf, 3, 84 + 124, 200 << 24) - 124),
        [DiagnosticId.UdfRevisionUnusual] = () => Change(udf => Both(udf, 3, 240, 0x0150, isShort: true)),

        // Tags.
        [DiagnosticId.UdfTagVersion] = () => Change(udf =>
        {
            int entry = udf.Entry("a.bin");
            udf.Put16(entry + 2, 3);
            udf.Retag(entry);
            return entry + 2;
        }),
        [DiagnosticId.UdfTagChecksum] = () => Change(udf => (udf.Image.Bytes[udf.Entry("a.bin") + 108] ^= 2) is var _ ? udf.Entry("a.bin") + 8 : 0),
        [DiagnosticId.UdfTagLocation] = () => Change(udf => Set(udf, udf.Entry("a.bin"), 12, 99, udf.Entry("a.bin") + 12)),

        // File entries.
        [DiagnosticId.UdfDateInvalid] = () => Change(udf =>
        {
            int entry = udf.Entry("a.bin");
            udf.Image.Bytes[entry + 84 + 4] = 13;
            udf.Retag(entry);
            return entry + 84;
        }),
        [DiagnosticId.UdfEntryExtended] = () => Change(udf =>
        {
            int entry = udf.Entry("a.bin");
            byte[] old = udf.Image.Bytes.AsSpan(entry, Sector).ToArray();
            Span<byte> now = udf.Image.Bytes.AsSpan(entry, Sector);
            now[56..].Clear();
            Move(old, now, 56, 56, 8);
            Move(old, now, 56, 64, 8);
            Move(old, now, 64, 72, 8);
            Move(old, now, 72, 80, 24);
            Move(old, now, 84, 104, 12);
            Move(old, now, 96, 116, 16);
            Move(old, now, 128, 168, 32);
            Move(old, now, 160, 200, 16);
            Move(old, now, 176, 216, 8);
            udf.Put16(entry, 266);
            udf.Retag(entry, 216 + 8 - 16);
            return entry;

            static void Move(byte[] from, Span<byte> to, int start, int place, int length) => from.AsSpan(start, length).CopyTo(to[place..]);
        }),
        [DiagnosticId.UdfEntryMalformed] = () => Change(udf => Set(udf, udf.Entry("a.bin"), 172, 5000, udf.Entry("a.bin") + 168)) with { Already = [DiagnosticId.UdfIntegrityCounts] },
        [DiagnosticId.UdfStrategyUnknown] = () => Change(udf => Set(udf, udf.Entry("a.bin"), 20, 4096, udf.Entry("a.bin") + 20)),
        [DiagnosticId.UdfContentUnreadable] = () => Change(udf => Set(udf, udf.Entry("a.bin"), 34, 1 << 11, udf.Entry("a.bin") + 34)),
        [DiagnosticId.UdfSparingTableUnusable] = () =>
        {
            UdfSparing volume = new();
            volume.Udf.Image.Bytes[volume.Spare(1) + 60] ^= 1;
            return new Damage(volume.Udf.Image, volume.Spare(1));
        },
        [DiagnosticId.UdfFileTypeRefused] = () => Change(udf =>
        {
            int entry = udf.Entry("a.bin");
            udf.Image.Bytes[entry + 27] = 10;
            udf.Retag(entry);
            return entry + 27;
        }),
        [DiagnosticId.UdfLinkCount] = () => Change(udf =>
        {
            int entry = udf.Entry("a.bin");
            udf.Put16(entry + 48, 0);
            udf.Retag(entry);
            return entry + 48;
        }),
        [DiagnosticId.UdfUniqueId] = () => Change(udf => Set(udf, udf.Entry("bb.bin"), 160, udf.Get32(udf.Entry("a.bin") + 160), udf.Entry("bb.bin") + 160)),
        [DiagnosticId.UdfContentEmbedded] = () => Change(udf =>
        {
            int entry = udf.Entry("bb.bin");
            udf.Image.Bytes[entry + 34] |= 3;
            udf.Put32(entry + 172, udf.Get32(entry + 56));
            udf.Retag(entry, 176 + udf.Get32(entry + 56) - 16);
            return entry + 34;
        }),
        [DiagnosticId.UdfExtentOutside] = () => Change(udf => Set(udf, udf.Entry("a.bin"), 180, 0xFFFFFF, udf.Entry("a.bin") + 176)),
        [DiagnosticId.UdfExtentsMismatch] = () => Change(udf => Set(udf, udf.Entry("a.bin"), 56, 5000, udf.Entry("a.bin") + 56)),
        [DiagnosticId.UdfExtentUnrecorded] = () => Change(udf =>
        {
            int entry = udf.Entry("a.bin");
            udf.Put32(entry + 64, 0);
            return Set(udf, entry, 176, udf.Get32(entry + 176) | 1 << 30, entry + 176);
        }),
        [DiagnosticId.UdfContinuationUsed] = () => Change(udf =>
        {
            int entry = udf.Entry("a.bin");
            int spare = udf.Reserve - Sector;
            int block = (spare - udf.Partition) / Sector;
            udf.Put16(spare, 258);
            udf.Put16(spare + 2, 2);
            udf.Put32(spare + 12, block);
            udf.Put32(spare + 20, 8);
            udf.Put32(spare + 24, udf.Get32(entry + 176));
            udf.Put32(spare + 28, udf.Get32(entry + 180));
            udf.Retag(spare, 16);
            udf.Put32(entry + 176, Sector | 3 << 30);
            return Set(udf, entry, 180, block, entry + 176);
        }),
        [DiagnosticId.UdfDirectoryScattered] = () => Change(udf =>
        {
            int entry = udf.Entry("many");
            udf.Put32(entry + 184, udf.Get32(entry + 176) - Sector);
            udf.Put32(entry + 188, udf.Get32(entry + 180) + 1);
            udf.Put32(entry + 176, Sector);
            udf.Put32(entry + 172, 16);
            udf.Retag(entry, 192 - 16);
            return entry + 176;
        }),

        // File identifiers.
        [DiagnosticId.UdfIdentifierMalformed] = () => Change(udf =>
        {
            int last = udf.Identifiers(udf.Root).Last();
            udf.Image.Bytes[last + 4] ^= 1;
            return last;
        }) with { Already = [DiagnosticId.UdfIntegrityCounts] },
        [DiagnosticId.UdfIdentifierPadding] = () => Change(udf =>
        {
            int identifier = udf.Identifier("bb.bin");
            udf.Image.Bytes[identifier + 45] = 1;
            udf.Retag(identifier);
            return identifier + 45;
        }),
        [DiagnosticId.UdfIdentifierContradicts] = () => Change(udf =>
        {
            int identifier = udf.Identifier("a.bin");
            udf.Image.Bytes[identifier + 18] |= 2;
            udf.Retag(identifier);
            return identifier + 18;
        }),
        [DiagnosticId.UdfIcbLength] = () => Change(udf => Set(udf, udf.Identifier("a.bin"), 20, 2 * Sector, udf.Identifier("a.bin") + 20)),
        [DiagnosticId.UdfParentWrong] = () => Change(udf =>
        {
            int parent = udf.Identifiers(udf.Entry("dir")).First();
            return Set(udf, parent, 24, udf.Get32(udf.Identifier("dir") + 24), parent + 24);
        }) with { Already = [DiagnosticId.UdfLinkCount] },
        [DiagnosticId.UdfNameWrong] = () => Change(udf =>
        {
            int identifier = udf.Identifier("a.bin");
            udf.Image.Bytes[identifier + 38] = 7;
            udf.Retag(identifier);
            return identifier + 38;
        }),
        [DiagnosticId.UdfNameDuplicate] = () => Change(udf =>
        {
            int identifier = udf.Identifier("d2");
            udf.Image.Bytes[identifier + 40] = (byte)'1';
            udf.Retag(identifier);
            return identifier;
        }),
        [DiagnosticId.UdfTreeCircle] = () => Change(udf =>
        {
            int identifier = udf.Identifier("dir", "sub");
            return Set(udf, identifier, 24, udf.Get32(udf.Identifier("dir") + 24), identifier + 24);
        }) with { Already = [DiagnosticId.UdfIntegrityCounts] },

        // Beside ISO 9660.
        [DiagnosticId.UdfContentDiffers] = () => Change(udf => Set(udf, udf.Entry("d1"), 180, udf.Get32(udf.Entry("d2") + 180), udf.Entry("d1")), MadeBridge),
        [DiagnosticId.UdfHidesIso9660] = () => new Damage(Bridge().Image, 19 * Sector) { Consumer = ImageConsumer.Linux },
        [DiagnosticId.EntryMarkedHidden] = () => Change(udf =>
        {
            int identifier = udf.Identifier("bb.bin");
            udf.Image.Bytes[identifier + 18] |= 1;
            udf.Retag(identifier);
            return null;
        }) with { Consumer = ImageConsumer.Linux },
    };

    public static UdfImage Alone() => new(MadeAlone.Value);

    public static UdfImage Bridge() => new(MadeBridge.Value);

    private static byte[] Make(ImageFormats formats)
    {
        ImageBuilder builder = new(new ImageOptions { VolumeId = "SOUND", Formats = formats, PaddingSectors = 8 });
        builder.AddFile("a.bin", Filled(3000, 1)).AddFile("bb.bin", Filled(100, 2)).AddFile("d1", Filled(5000, 3)).AddFile("d2", Filled(5000, 4));
        builder.AddFile("dir/c.bin", Filled(4000, 5)).AddEmptyDirectory("dir/sub").AddFile("zz", Filled(10, 6));
        for (int i = 0; i < 60; i++)
        {
            builder.AddFile($"many/file{i:D2}", Filled(10 + i, 7));
        }

        return builder.ToBytes();
    }

    private static byte[] Filled(int length, byte value)
    {
        byte[] content = new byte[length];
        content.AsSpan().Fill(value);
        return content;
    }

    private static Damage Change(Func<UdfImage, long?> change) => Change(change, MadeAlone);

    private static Damage Change(Func<UdfImage, long?> change, Lazy<byte[]> made)
    {
        UdfImage udf = new(made.Value);
        long? offset = change(udf);
        return new Damage(udf.Image, offset);
    }

    /// <summary>Sets a number in a descriptor whose tag is made right again.</summary>
    private static long Set(UdfImage udf, int descriptor, int field, int value, long found)
    {
        udf.Put32(descriptor + field, value);
        udf.Retag(descriptor);
        return found;
    }

    /// <summary>Sets a number in one descriptor of both sequences; where that is in the main one.</summary>
    private static long Both(UdfImage udf, int number, int field, int value, bool isShort = false)
    {
        foreach (int sequence in (int[])[udf.Reserve, udf.Main])
        {
            int descriptor = sequence + (number * Sector);
            if (isShort)
            {
                udf.Put16(descriptor + field, value);
            }
            else
            {
                udf.Put32(descriptor + field, value);
            }

            udf.Retag(descriptor);
        }

        return udf.Main + (number * Sector) + field;
    }
}
