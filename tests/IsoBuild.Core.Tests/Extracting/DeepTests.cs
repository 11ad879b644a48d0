using IsoBuild.Content;
using IsoBuild.Extraction;
using Microsoft.Win32.SafeHandles;
using static IsoBuild.Core.Tests.Extracting.HandMade;

namespace IsoBuild.Core.Tests.Extracting;

/// <summary>Trees deeper than any path: few directories are open at once, and few are opened twice.</summary>
public sealed class DeepTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public void Dispose()
    {
        // .NET deletes by paths.
        CommandLine.Run("sh", ["-c", "rm -rf -- \"$1\"", "sh", temp]);
        temp.Dispose();
    }

    /// <summary>A path of 6,000 characters, where Linux takes 4,096 in one call.</summary>
    [UnixCallsFact]
    public void What_no_path_reaches_is_extracted()
    {
        const int depth = 3000;
        ContentDirectory directory = Directory("d", File("last", "at the end"), Link("up", "../last-but-one"));
        for (int i = 1; i < depth; i++)
        {
            directory = i == 1 ? Directory("d", directory, File("last-but-one")) : Directory("d", directory);
        }

        string target = temp.Combine("target");
        for (int round = 0; round < 2; round++)
        {
            ExtractResult result = ImageExtractor.Extract(Tree(directory), target, new ExtractOptions { Overwrite = round > 0 }, [], CancellationToken.None);
            Assert.Empty(result.Diagnostics);
            Assert.Equal((2, round == 0 ? depth : 0, 1), (result.Files, result.Directories, result.Links));
        }

        SafeFileHandle place = UnixCalls.OpenFolder(target);
        for (int i = 0; i < depth; i++)
        {
            Assert.True(UnixCalls.TryLook(place, "d", out UnixStatus status) && status.IsDirectory);
            Assert.Equal(Date.UtcDateTime, status.ModifiedUtc);
            SafeFileHandle next = UnixCalls.OpenFolder(place, "d");
            place.Dispose();
            place = next;
        }

        Assert.True(UnixCalls.TryLook(place, "last", out UnixStatus file) && file is { IsRegular: true, Length: 10 });
        Assert.True(UnixCalls.TryLook(place, "up", out UnixStatus link) && link.IsLink);
        place.Dispose();
    }

    /// <summary>Down a chain and up again, as directories are made and get their dates; then to and fro between two.</summary>
    [Theory]
    [InlineData(16)]
    [InlineData(64)]
    public void Few_are_open_and_few_are_opened_twice(int most)
    {
        const int depth = 32_000;
        Counter counter = new();
        using Fake target = new(counter, "");
        using TargetWalk walk = new(target, most);
        PlannedDirectory root = new(Directory(""), null, "root");
        PlannedDirectory[] chain = new PlannedDirectory[depth];
        for (int i = 0; i < depth; i++)
        {
            chain[i] = new PlannedDirectory(Directory("d"), i == 0 ? root : chain[i - 1], $"{i}");
            Assert.Equal($"{i}", ((Fake)walk.Enter(chain[i])).Name);
        }

        Assert.Equal(depth, counter.Opened);
        for (int i = depth - 1; i >= 0; i--)
        {
            Assert.Equal($"{i}", ((Fake)walk.Enter(chain[i])).Name);
        }

        Assert.Same(target, walk.Enter(root));
        Assert.InRange(counter.MostOpen, most, most + 2);

        // Of opening every directory from the root anew, half a billion would be to be expected.
        Assert.InRange(counter.Opened, depth, most == 64 ? 50 * depth : 1000 * depth);
    }

    [Fact]
    public void Branches_are_told_apart()
    {
        Counter counter = new();
        using Fake target = new(counter, "");
        using TargetWalk walk = new(target, 8);
        PlannedDirectory root = new(Directory(""), null, "root");
        PlannedDirectory a = new(Directory("a"), root, "a");
        PlannedDirectory ab = new(Directory("b"), a, "ab");
        PlannedDirectory c = new(Directory("c"), root, "c");
        PlannedDirectory cb = new(Directory("b"), c, "cb");
        PlannedDirectory abd = new(Directory("d"), ab, "abd");
        foreach (PlannedDirectory each in new[] { cb, ab, abd, a, abd, c, ab, cb, cb, a })
        {
            Assert.Equal(each.Name, ((Fake)walk.Enter(each)).Name);
        }

        Assert.Same(target, walk.Enter(root));
    }

    private sealed class Counter
    {
        public int Opened { get; set; }

        public int Open { get; set; }

        public int MostOpen { get; set; }
    }

    /// <summary>A directory that is nowhere.</summary>
    private sealed class Fake(Counter counter, string name) : TargetFolder
    {
        public string Name => name;

        public override bool KnowsNoPaths => true;

        public override (ulong Device, ulong Number) Identity => default;

        public override TargetFolder Open(string name)
        {
            counter.Opened++;
            counter.MostOpen = Math.Max(counter.MostOpen, ++counter.Open);
            return new Fake(counter, name);
        }

        public override void Dispose() => counter.Open--;

        public override Found Look(string name) => throw new NotSupportedException();

        public override bool TryMakeDirectory(string name) => throw new NotSupportedException();

        public override NewFile CreateFile(long length, UnixFileMode mode) => throw new NotSupportedException();

        public override void MakeLink(string name, string target, bool isToDirectory, Replacement replacement) => throw new NotSupportedException();

        public override void DeleteLeftovers(Func<string, bool> isKept) => throw new NotSupportedException();

        public override bool TryLink(TargetFolder holder, string existing, string name, Replacement replacement) => throw new NotSupportedException();

        public override void SetDate(string name, DateTimeOffset date) => throw new NotSupportedException();

        public override void SetDate(DateTimeOffset date) => throw new NotSupportedException();

        public override void SetMode(UnixFileMode mode) => throw new NotSupportedException();

        public override UnixFileMode GetMode() => throw new NotSupportedException();

        public override TargetProbe Probe() => throw new NotSupportedException();
    }
}
