using System.Text;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Interop.Tests;

/// <summary>pycdlib opens images, adds a file and writes them anew: it takes them for RRIP 1.10 or 1.12 by the size of PX in records, and writes what it took them for.</summary>
public sealed class PycdlibTests
{
    private const string Added = "added by pycdlib\n";

    private const string AddFile = """
        import io, sys, pycdlib
        image = pycdlib.PyCdlib()
        image.open(sys.argv[1])
        content = sys.argv[3].encode()
        joliet = {'joliet_path': '/added'} if image.has_joliet() else {}
        image.add_fp(io.BytesIO(content), len(content), '/ADDED.;1', rr_name='added', **joliet)
        image.write(sys.argv[2])
        image.close()
        """;

    [ToolTheory("pycdlib-explorer", "bsdtar", "isoinfo", "xorriso")]
    [InlineData(ImageFormats.RockRidge, false)]
    [InlineData(ImageFormats.Default, false)]
    [InlineData(ImageFormats.Default, true)]
    public void What_it_writes_is_what_it_opened(ImageFormats formats, bool relocate)
    {
        using TempDirectory folder = new();
        (string first, string second) = (folder.Combine("first.iso"), folder.Combine("second.iso"));
        ImageBuilder builder = Builder(formats, relocate);
        builder.Write(first);

        Pycdlib(AddFile, first, second, Added);

        using IsoImage before = IsoImage.Open(first);
        using IsoImage after = IsoImage.Open(second);
        string[] expected = [.. Lines(before.Content).Append($"/added {Added.Length}").Order(StringComparer.Ordinal)];
        Assert.Equal(expected, Lines(after.Content).Order(StringComparer.Ordinal));
        Assert.Equal(Added, Readers.Run("bsdtar", "-xOf", second, "added").Output);

        string[] paths = [.. expected.Select(line => line.Split(' ')[0]).Order(StringComparer.Ordinal)];
        Assert.Equal(paths, Readers.Run("bsdtar", "-tf", second).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(path => "/" + path.TrimEnd('/')).Where(path => path != "/.").Order(StringComparer.Ordinal));
        Assert.Equal(paths, Readers.Run("xorriso", "-report_about", "FAILURE", "-indev", second, "-find", "/").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(path => path.Trim('\'')).Where(path => path != "/").Order(StringComparer.Ordinal));
        if (!relocate)
        {
            // It lists directories that were moved where they lie.
            Assert.Equal(paths, Readers.Run("isoinfo", "-R", "-f", "-i", second).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        }
    }

    /// <summary>It looks for Joliet names as they are stored.</summary>
    [ToolFact("pycdlib-explorer")]
    public void It_finds_Joliet_names_as_they_are()
    {
        const string script = """
            import io, sys, pycdlib
            image = pycdlib.PyCdlib()
            image.open(sys.argv[1])
            out = io.BytesIO()
            image.get_file_from_iso_fp(out, joliet_path='/Some folder/Program.dll')
            open(sys.argv[2], 'wb').write(out.getvalue())
            """;
        using TempDirectory folder = new();
        string image = folder.Combine("image.iso");
        new ImageBuilder().AddFile("Some folder/Program.dll", "program"u8.ToArray()).Write(image).EnsureSuccess();

        Pycdlib(script, image, folder.Combine("out"));

        Assert.Equal("program", File.ReadAllText(folder.Combine("out")));
    }

    /// <summary>With Rock Ridge 1.12 it gives every file the serial number 0: libarchive takes all of them for names of one file, and that for an empty one.</summary>
    [ToolFact("pycdlib-explorer", "bsdtar")]
    public void Its_serial_numbers_are_reported()
    {
        using TempDirectory folder = new();
        string path = folder.Combine("serials.iso");
        Pycdlib(
            """
            import io, sys, pycdlib
            image = pycdlib.PyCdlib()
            image.new(rock_ridge='1.12')
            for name in ('a', 'b', 'c'):
                image.add_fp(io.BytesIO(name.encode()), 1, '/' + name.upper() + '.;1', rr_name=name)
            image.add_fp(io.BytesIO(b''), 0, '/EMPTY.;1', rr_name='empty')
            image.write(sys.argv[1])
            image.close()
            """,
            path);

        Directory.CreateDirectory(folder.Combine("theirs"));
        Readers.TryRun("bsdtar", "-C", folder.Combine("theirs"), "-xf", path);
        Assert.Equal(["a 0", "b 0", "c 0", "empty 0"], Sizes(folder.Combine("theirs")));
        using IsoImage image = IsoImage.Open(path);
        Assert.Equal(["/b", "/c", "/empty"], image.Verify().Findings.Where(finding => finding.Id == DiagnosticId.SerialNumberShared).Select(finding => finding.Item));
        Assert.All(image.Content.Nodes.OfType<ContentFile>(), file => Assert.Null(file.HardLinkOf));
        image.Extract(folder.Combine("ours"));
        Assert.Equal(["a 1", "b 1", "c 1", "empty 0"], Sizes(folder.Combine("ours")));

        static IEnumerable<string> Sizes(string directory) =>
            new DirectoryInfo(directory).EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => $"{file.Name} {file.Length}");
    }

    /// <summary>Runs a script with the interpreter that has pycdlib, which need not be the first on PATH.</summary>
    internal static void Pycdlib(string script, params string[] arguments) =>
        Readers.Shell("script=$1; shift; python=$(head -n 1 \"$(command -v pycdlib-explorer)\" | cut -c 3-); $python -c \"$script\" \"$@\"", [script, .. arguments]);

    /// <summary>What goes on in continuation areas, and what just does not.</summary>
    private static ImageBuilder Builder(ImageFormats formats, bool relocate)
    {
        ImageBuilder builder = new(new ImageOptions { Formats = formats, RelocateDeepDirectories = relocate, JolietLongNames = true });
        for (int length = 100; length <= 250; length++)
        {
            builder.AddFile($"names/{length}{new string('n', length - 3)}", Encoding.ASCII.GetBytes($"{length}"));
        }

        foreach (int length in (int[])[1, 60, 120, 150, 200, 400, 900])
        {
            builder.AddLink($"links/to-{length}", string.Join('/', Enumerable.Repeat("component", (length / 10) + 1)));
            builder.AddLink($"links/{length}{new string('l', 180)}", "../names");
        }

        return builder
            .AddFile("same/one", "same"u8.ToArray())
            .AddFile($"same/two{new string('2', 140)}", "same"u8.ToArray())
            .AddFile("1/2/3/4/5/6/7/8/9/10/deep", "deep"u8.ToArray())
            .AddFile("several/names", "several"u8.ToArray())
            .AddHardLink($"several/{new string('h', 130)}", "several/names")
            .AddHardLink($"several/{new string('H', 240)}", "several/names");
    }

    private static IEnumerable<string> Lines(ContentTree tree) => tree.Nodes.Where(node => node.Path != "/").Select(node => node switch
    {
        ContentFile { HardLinkOf: { } one } => $"{node.Path} is {one.Path}",
        ContentFile file => $"{node.Path} {file.Length}",
        ContentLink link => $"{node.Path} -> {link.Target}",
        _ => node.Path,
    });
}
