using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Extraction;
using static IsoBuild.Core.Tests.Extracting.HandMade;
using IoDirectory = System.IO.Directory;
using IoFile = System.IO.File;

namespace IsoBuild.Core.Tests.Extracting;

/// <summary>Somebody else is at work in the target while an image is extracted: nothing is written where he would have it.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class MeddlingTests : IDisposable
{
    private readonly TempDirectory temp = new();
    private readonly string outside;

    public MeddlingTests()
    {
        outside = temp.Combine("outside");
        IoDirectory.CreateDirectory(outside);
        IoDirectory.SetLastWriteTimeUtc(outside, Date.UtcDateTime.AddYears(-1));
    }

    private string Target => temp.Combine("target");

    public void Dispose() => temp.Dispose();

    /// <summary>The directory is made and looked at; then, while the first file is written, it becomes a link.</summary>
    [UnixCallsTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_directory_that_becomes_a_link_is_not_entered(bool wasThere)
    {
        IoDirectory.CreateDirectory(wasThere ? temp.Combine("target", "b") : Target);
        ContentTree tree = Tree(Directory("a", File("first", Swap("b", outside))), Directory("b", Mode(0b111_111_111), File("second"), Directory("c", File("third")), Link("link", "second")));
        ExtractResult result = Extract(tree);
        AssertUntouched();
        Assert.Equal(["/b/c/third ISOB3032", "/b/link ISOB3032", "/b/second ISOB3032"], Errors(result));
        Assert.Contains("perhaps a link", result.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.True(IoFile.Exists(temp.Combine("target", "a", "first")));
    }

    [UnixCallsFact]
    public void Another_directory_is_not_the_one_that_was_made()
    {
        IoDirectory.CreateDirectory(temp.Combine("other"));
        ContentTree tree = Tree(
            Directory("a", File("first", new Meddler(() =>
            {
                IoDirectory.Move(temp.Combine("target", "b"), temp.Combine("aside"));
                IoDirectory.Move(temp.Combine("other"), temp.Combine("target", "b"));
            }))),
            Directory("b", File("second")));
        ExtractResult result = Extract(tree);
        Assert.Equal(["/b/second ISOB3032"], Errors(result));
        Assert.Contains("Another directory", result.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Empty(Trees.Names(temp.Combine("target", "b")));
    }

    /// <summary>The directory above is swapped while a file is written: it goes on to where it was begun.</summary>
    [UnixCallsFact]
    public void A_file_stays_in_the_directory_that_was_opened()
    {
        ContentTree tree = Tree(Directory("a", Directory("b", File("1"), File("2", Swap("a", outside)), File("3"))));
        Extract(tree);
        AssertUntouched();
        Assert.Equal(["b", "b/1", "b/2", "b/3"], Trees.Names(temp.Combine("a")));
    }

    /// <summary>A further name of a file goes into a directory that has become a link meanwhile.</summary>
    [UnixCallsFact]
    public void A_further_name_stays_inside()
    {
        ContentFile[] names = [File("first", Swap("b", outside)), File("second")];
        (names[0].LinkCount, names[1].LinkCount, names[1].HardLinkOf) = (2, 2, names[0]);
        Assert.Equal(["/b/second ISOB3032"], Errors(Extract(Tree(Directory("a", names[0]), Directory("b", names[1])))));
        AssertUntouched();
    }

    /// <summary>Directories are their owner's alone until all is in them, whatever the image says.</summary>
    [UnixCallsFact]
    public void Nobody_else_gets_in_before_the_end()
    {
        UnixFileMode? during = null;
        ContentTree tree = Tree(Directory("d", Mode(0b111_111_111), File("f", new Meddler(() => during = IoFile.GetUnixFileMode(temp.Combine("target", "d"))))));
        Assert.Empty(Extract(tree, new ExtractOptions { ExactModes = true }).Diagnostics);
        Assert.Equal(Mode(0b111_000_000), during);
        Assert.Equal(Mode(0b111_111_111), IoFile.GetUnixFileMode(temp.Combine("target", "d")));
    }

    /// <summary>Who stops an extraction finds the directories as they would have been.</summary>
    [UnixCallsFact]
    public void Directories_get_their_modes_also_when_it_is_stopped()
    {
        using CancellationTokenSource source = new();
        ContentTree tree = Tree(Directory("d", Mode(0b111_101_101), File("f", new Meddler(source.Cancel)), File("g")));
        Assert.ThrowsAny<OperationCanceledException>(() => ImageExtractor.Extract(tree, Target, new ExtractOptions { Threads = 1 }, [], source.Token));
        Assert.Equal(Mode(0b111_101_101), IoFile.GetUnixFileMode(temp.Combine("target", "d")) | Mode(0b000_101_101));
        Assert.NotEqual(Mode(0b111_000_000), IoFile.GetUnixFileMode(temp.Combine("target", "d")));
    }

    /// <summary>A thread that swaps a directory and a link to the outside as fast as it can: whatever comes out, nothing of it does outside.</summary>
    [UnixCallsFact]
    public void However_often_directories_are_swapped_nothing_leaves_the_target()
    {
        const int rounds = 60;
        ContentTree tree = Tree(Directory("d", [Directory("e", [.. Files(20), Link("l", "0")]), .. Files(20)]));
        using CancellationTokenSource done = new();
        int swaps = 0;
        Thread meddler = new(() =>
        {
            string place = temp.Combine("target", "d");
            while (!done.IsCancellationRequested)
            {
                // Each step fails where the extraction was faster; the next one goes on from whatever is there.
                Try(() => IoDirectory.Move(place, temp.Combine("aside", $"{swaps}")));
                Try(() => IoDirectory.CreateSymbolicLink(place, outside));
                Try(() => IoFile.Delete(place));
                Try(() => IoDirectory.Move(temp.Combine("aside", $"{swaps}"), place));
                swaps++;
            }
        });
        IoDirectory.CreateDirectory(temp.Combine("aside"));
        meddler.Start();
        try
        {
            for (int round = 0; round < rounds || Volatile.Read(ref swaps) < rounds; round++)
            {
                Extract(tree, new ExtractOptions { Overwrite = true, Threads = 2 });
            }
        }
        finally
        {
            done.Cancel();
            meddler.Join();
        }

        AssertUntouched();

        static IEnumerable<ContentNode> Files(int count) => Enumerable.Range(0, count).Select(i => File($"{i}"));
    }

    private static void Try(Action act)
    {
        try
        {
            act();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Somebody was faster.
        }
    }

    /// <summary>Moves a directory of the target out of the way, and puts a link in its place.</summary>
    private Meddler Swap(string name, string to) => new(() =>
    {
        IoDirectory.Move(temp.Combine("target", name), temp.Combine(name));
        IoDirectory.CreateSymbolicLink(temp.Combine("target", name), to);
    });

    private void AssertUntouched()
    {
        Assert.Empty(Trees.Names(outside));
        Assert.Equal(Date.UtcDateTime.AddYears(-1), IoDirectory.GetLastWriteTimeUtc(outside));
    }

    private static UnixFileMode Mode(int bits) => (UnixFileMode)bits;

    private static IEnumerable<string> Errors(ExtractResult result) =>
        result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => $"{d.Item} {d.Code}").Order(StringComparer.Ordinal);

    private ExtractResult Extract(ContentTree tree, ExtractOptions? options = null) =>
        ImageExtractor.Extract(tree, Target, options ?? new ExtractOptions { Threads = 1 }, [], CancellationToken.None);
}

/// <summary>A fact about descriptors of directories.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixCallsFactAttribute : FactAttribute
{
    public UnixCallsFactAttribute() => Skip = UnixCalls.AreSupported ? null! : "directories have no descriptors here";
}

/// <summary>A theory about descriptors of directories.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixCallsTheoryAttribute : TheoryAttribute
{
    public UnixCallsTheoryAttribute() => Skip = UnixCalls.AreSupported ? null! : "directories have no descriptors here";
}
