using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Errors;

/// <summary>Where images are written, and what must not be lost or taken in there.</summary>
public class PlaceTests
{
    [Fact]
    public void An_image_does_not_take_the_place_of_its_source()
    {
        using TempDirectory folder = new();
        string path = folder.Write("self.iso", "mine");
        BuildResult result = new ImageBuilder().AddFile("x", path).Write(path);
        Diagnostic error = Assert.Single(result.Diagnostics);
        Assert.Equal(("ISOB1020", DiagnosticSeverity.Error, path), (error.Code, error.Severity, error.SourcePath));
        Assert.Equal("mine", File.ReadAllText(path));
    }

    [Fact]
    public void What_is_excluded_is_left_out_with_all_that_is_in_it()
    {
        using TempDirectory folder = new();
        folder.Write("content/keep/a.txt", "a");
        folder.Write("content/obj/deep/b.txt", "b");
        folder.Write("content/c.txt", "c");
        string image = folder.Combine("content", "i.iso");
        ImageBuilder builder = new ImageBuilder().AddDirectory("", folder.Combine("content"))
            .Exclude(folder.Combine("content", "obj") + Path.DirectorySeparatorChar)
            .Exclude(folder.Combine("content", "c.txt"));
        builder.Write(image).EnsureSuccess();
        builder.Write(image).EnsureSuccess();

        using IsoImage read = IsoImage.Open(image);
        Assert.Equal(["/", "/keep", "/keep/a.txt"], read.Content.Nodes.Select(node => node.Path));
    }

    [Fact]
    public void What_a_killed_process_left_beside_the_image_is_no_content()
    {
        using TempDirectory folder = new();
        folder.Write("a.txt", "a");
        folder.Write(".isobuild-12345-0.tmp", "half an image");
        BuildResult result = new ImageBuilder().AddDirectory("", folder).Write(folder.Combine("i.iso")).EnsureSuccess();
        Assert.DoesNotContain(result.Layout!.Regions, region => region.Name.Contains(".tmp", StringComparison.Ordinal));
    }

    [ProcFact]
    public void A_file_that_only_says_it_is_empty_is_not_stored_as_empty()
    {
        Diagnostic error = Assert.Single(new ImageBuilder().AddFile("version", ProcFactAttribute.File).Plan().Diagnostics);
        Assert.Equal("ISOB1012", error.Code);
    }

    [Fact]
    public void Misuse_is_told_at_the_call()
    {
        using MemoryStream readOnly = new([], writable: false);
        Assert.Throws<ArgumentException>(() => new ImageBuilder().Write(readOnly));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WriteOptions { Threads = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EntryOptions { Mode = (UnixFileMode)0x1000 });
        Assert.Equal("ISOB1011", Assert.Single(new ImageBuilder(new ImageOptions { FileDates = (FileDates)9 }).Plan().Diagnostics).Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_two_sources_for_one_directory_the_later_date_counts(bool olderFirst)
    {
        using TempDirectory folder = new();
        foreach ((string name, int year) in new[] { ("old", 2001), ("new", 2002) })
        {
            folder.Write($"{name}/{name}.txt", name);
            Directory.SetLastWriteTimeUtc(folder.Combine(name), new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }

        string[] order = olderFirst ? ["old", "new"] : ["new", "old"];
        string image = folder.Combine("i.iso");
        new ImageBuilder(new ImageOptions { FileDates = FileDates.Preserve })
            .AddDirectory("d", folder.Combine(order[0])).AddDirectory("d", folder.Combine(order[1])).Write(image).EnsureSuccess();
        using IsoImage read = IsoImage.Open(image);
        Assert.Equal(2002, read.Content.Find("/d")!.Modified!.Value.Year);
    }

    [ProcFact]
    public void A_file_without_a_size_of_its_own_is_refused_before_it_is_read()
    {
        // A file of 256 GiB, by what can be read of it.
        const string endless = "/proc/self/pagemap";
        long before = GC.GetAllocatedBytesForCurrentThread();
        Diagnostic told = Assert.Single(new ImageBuilder().AddFile("f", endless).Plan().Diagnostics);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10 << 20);
        Assert.Equal((endless, DiagnosticSeverity.Error), (told.Item, told.Severity));
        Assert.True(told.Code is "ISOB1012" or "ISOB1014", told.Code);
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class ProcFactAttribute : FactAttribute
    {
        public const string File = "/proc/version";

        public ProcFactAttribute() => Skip = !OperatingSystem.IsWindows() && System.IO.File.Exists(File) ? null! : "there is no /proc/version, and files elsewhere know their size";
    }
}
