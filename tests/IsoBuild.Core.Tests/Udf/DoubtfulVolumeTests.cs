using IsoBuild.Content;
using IsoBuild.Core.Tests.Verifying;
using IsoBuild.Diagnostics;
using IsoBuild.Extraction;

namespace IsoBuild.Core.Tests.Udf;

/// <summary>Descriptors that lead to everything, and of which one is damaged: nobody gets an older state of a volume for the newest without a word.</summary>
public sealed class DoubtfulVolumeTests : IDisposable
{
    private const int Sector = UdfImage.Sector;

    /// <summary>Of a partition descriptor and of a logical volume descriptor: their numbers (ECMA-167 3/10.5.2, 3/10.6.2), and where the partition begins (3/10.5.8).</summary>
    private const int Number = 16;
    private const int Start = 188;

    /// <summary>Where our sequences have the descriptors.</summary>
    private const int Partition = 2;
    private const int Terminator = 5;

    private static readonly byte[] Newer = [.. Enumerable.Repeat((byte)1, 3000)];
    private static readonly byte[] Older = [.. Enumerable.Repeat((byte)2, 3000)];

    private readonly TempDirectory temp = new();
    private readonly UdfImage udf;

    /// <summary>Where the older state of the partition lies, and descriptors that lead there alone.</summary>
    private readonly int olderPartition;
    private readonly int olderSequence;
    private int shown;

    public DoubtfulVolumeTests()
    {
        UdfImage alone = UdfDamages.Alone();
        byte[] bytes = alone.Image.Bytes;
        int content = alone.Get32(alone.Entry("a.bin") + 180) * Sector;
        byte[] state = bytes[alone.Partition..];
        Older.CopyTo(state, content);
        olderPartition = bytes.Length;
        olderSequence = olderPartition + state.Length;
        udf = new UdfImage([.. bytes, .. state, .. bytes.AsSpan(alone.Main, 16 * Sector), .. bytes.AsSpan(alone.LastAnchor, Sector)]);
        bytes = udf.Image.Bytes;
        for (int i = 0; i <= Terminator; i++)
        {
            Move(olderSequence + (i * Sector));
        }

        Move(udf.LastAnchor);
        udf.Put32(olderSequence + (Partition * Sector) + Start, olderPartition / Sector);
        udf.Retag(olderSequence + (Partition * Sector));
    }

    public void Dispose() => temp.Dispose();

    /// <summary>3/8.4.3: of two descriptors of a partition the one of the higher number prevails. Where it cannot be read, there is the reserve sequence; where it cannot be read there either, an older one is left.</summary>
    [Theory]
    [InlineData(300)]
    [InlineData(4)]
    [InlineData(-1)]
    public void Newer_descriptors_that_are_damaged(int damaged)
    {
        PutOlder(udf.Main);
        PutOlder(udf.Reserve);
        Shows(Newer);

        Damage(udf.Main);
        Shows(Newer, "ISOB3018");

        Damage(udf.Reserve);
        Shows(Older, "ISOB3656");

        void Damage(int sequence)
        {
            Span<byte> block = udf.Image.Bytes.AsSpan(sequence + (Terminator * Sector), Sector);
            if (damaged < 0)
            {
                block.Clear();
            }
            else
            {
                block[damaged] ^= 1;
            }
        }
    }

    /// <summary>What lies behind the end of a sequence, and the reserve does not know better of, is left from before.</summary>
    [Fact]
    public void Descriptors_behind_the_end()
    {
        udf.Image.Bytes.AsSpan(udf.Main + (Terminator * Sector), Sector).Clear();
        int more = udf.Main + ((Terminator + 1) * Sector);
        udf.Image.Bytes.AsSpan(olderSequence + (Partition * Sector), Sector).CopyTo(udf.Image.Bytes.AsSpan(more));
        udf.Put32(more + Number, 99);
        Move(more);
        Shows(Newer);
    }

    /// <summary>4/14.1: of several file set descriptors the last one counts.</summary>
    [Theory]
    [InlineData(4, "ISOB3656")]
    [InlineData(300, "ISOB3019")]
    [InlineData(null, null)]
    public void File_sets_that_are_damaged(int? damaged, string? code)
    {
        int second = udf.FileSet + Sector;
        udf.Image.Bytes.AsSpan(udf.FileSet, Sector).CopyTo(udf.Image.Bytes.AsSpan(second));
        udf.Put32(second + 12, 1);
        udf.Retag(second);
        if (damaged is int field)
        {
            udf.Image.Bytes[second + field] ^= 1;
        }

        Shows(Newer, code);
    }

    /// <summary>An anchor that was changed is gone by only where there is no other.</summary>
    [Fact]
    public void Anchors_that_are_damaged()
    {
        Lead(UdfImage.Anchor, olderSequence, isSound: false);
        Shows(Newer);

        udf.Image.Bytes[udf.LastAnchor + 100] ^= 1;
        Shows(Older, "ISOB3656");
    }

    /// <summary>Anchors that lead to other files than each other; and to other descriptors that lead to the same.</summary>
    [Fact]
    public void Anchors_that_disagree()
    {
        Lead(udf.LastAnchor, olderSequence, isSound: true);
        Shows(Newer, "ISOB3656");

        udf.Put32(olderSequence + (Partition * Sector) + Start, udf.Partition / Sector);
        udf.Retag(olderSequence + (Partition * Sector));
        Shows(Newer);
    }

    /// <summary>Makes the sequence's partition descriptor an older one of the older state, and that of the newer state its last.</summary>
    private void PutOlder(int sequence)
    {
        Span<byte> bytes = udf.Image.Bytes;
        int newer = sequence + (Terminator * Sector);
        bytes.Slice(newer, Sector).CopyTo(bytes[(newer + Sector)..]);
        Move(newer + Sector);
        int older = sequence + (Partition * Sector);
        bytes.Slice(older, Sector).CopyTo(bytes[newer..]);
        udf.Put32(newer + Number, 99);
        Move(newer);
        udf.Put32(older + Start, olderPartition / Sector);
        udf.Retag(older);
    }

    private void Lead(int anchor, int sequence, bool isSound)
    {
        udf.Put32(anchor + 20, sequence / Sector);
        if (isSound)
        {
            udf.Retag(anchor);
        }
    }

    /// <summary>Makes a descriptor's tag say where it lies.</summary>
    private void Move(int at)
    {
        udf.Put32(at + 12, at / Sector);
        udf.Retag(at);
    }

    private void Shows(byte[] content, string? code = null)
    {
        using IsoImage image = IsoImage.Open(new MemoryStream(udf.Image.Bytes));
        ContentFile file = (ContentFile)image.Content.Find("a.bin")!;
        Assert.Equal(content, file.ReadAll());
        Assert.Equal(code is null ? [] : [(code, DiagnosticSeverity.Warning)], image.Diagnostics.Select(found => (found.Code, found.Severity)));

        // What another copy makes good needs no remark with each file.
        bool isDoubtful = code is not (null or "ISOB3018");
        Assert.Equal(isDoubtful ? code : null, file.Finding?.Code);
        ExtractResult result = image.Extract(temp.Combine($"out{++shown}"));
        Assert.True(result.Succeeded);
        Assert.Equal(isDoubtful ? [code!] : [], result.Diagnostics.Select(found => found.Code));
    }
}
