using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Core.Tests.Walking;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Core.Tests.Properties;

/// <summary>What holds for every tree, format and level.</summary>
public class TreeProperties
{
    private static readonly DateTimeOffset Timestamp = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);

    /// <summary>The same trees on every run, so that a failure can be looked at; several seeds, so that there are many.</summary>
    public static TheoryData<ulong> Seeds => [1, 20, 300];

    public static TheoryData<ulong, ImageFormats, int> SeedsAndFormats
    {
        get
        {
            TheoryData<ulong, ImageFormats, int> data = [];
            foreach (ulong seed in (ulong[])[4, 50])
            {
                foreach (ImageFormats formats in Images.FormatSets)
                {
                    data.Add(seed, formats, 1);
                    data.Add(seed, formats, 3);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(SeedsAndFormats))]
    public void What_was_planned_and_given_is_read_back(ulong seed, ImageFormats formats, int level) => ForAll(seed, 20, tree =>
    {
        using TempDirectory temp = new();
        string path = temp.Combine("random.iso");
        ImageOptions options = new()
        {
            VolumeId = "RANDOM", Publisher = "SOMEBODY, SOMEWHERE ", ApplicationId = "PROPERTIES",
            Timestamp = Timestamp, Formats = formats, IsoLevel = level, PaddingSectors = tree.Entries.Count % 3,
        };
        BuildResult result = tree.Builder(options).Write(path);
        Assert.True(result.Succeeded, string.Join('\n', result.Diagnostics));

        ImageWalker walker = Images.WalkSoundly(File.ReadAllBytes(path), level);
        Assert.Equal(formats.HasFlag(ImageFormats.RockRidge), walker.HasRockRidge);
        Assert.Equal(formats.HasFlag(ImageFormats.Joliet), walker.Joliet is not null);

        using IsoImage image = IsoImage.Open(path);
        Assert.DoesNotContain(image.Diagnostics, diagnostic => diagnostic.Id != DiagnosticId.NameUndecodable);
        Assert.Equal(result.Layout!.ToString(), image.Layout.ToString());
        Assert.Equal(result.Layout.Volume, image.Layout.Volume);
        Assert.Equal(tree.Builder(options).Plan().Layout!.Named("random.iso").ToString(), image.Layout.ToString());

        CompareUnaltered(tree, result.Diagnostics, formats, image);
        if (formats.HasFlag(ImageFormats.RockRidge))
        {
            Assert.Equal(Expected(tree), Found(image.Content));
            Assert.Equal(Expected(tree).Keys, walker.Primary.Select(entry => entry.Path).Order(StringComparer.Ordinal));
            SortedDictionary<string, string> expected = Expected(tree);
            foreach (WalkedEntry entry in walker.Primary)
            {
                Assert.Equal(expected[entry.Path], Describe(entry.IsDirectory ? null : walker.Content(entry).ToArray(), (UnixFileMode)(entry.Mode!.Value & 0xFFF), Date(entry.Date)));
            }
        }

        // Whatever the names became, each tree has the same shape and content.
        string shape = Shape(image.Content.Root);
        Assert.Equal(shape, Shape(image.ContentOf(ImageFormats.Iso9660)!.Root));
        Assert.Equal(shape, Shape((image.ContentOf(ImageFormats.Joliet) ?? image.Content).Root));
        Assert.Equal(shape, Shape(Modelled(tree)));
    });

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Order_threads_and_destination_do_not_matter(ulong seed) => ForAll(seed, 12, tree =>
    {
        using TempDirectory temp = new();
        ImageOptions options = new() { Timestamp = Timestamp, PaddingSectors = 0 };
        RandomEntry[] shuffled = [.. tree.Entries];
        new Random(tree.Entries.Count).Shuffle(shuffled);

        byte[] one = ToFile(tree.Builder(options), threads: 1);
        Assert.Equal(one, ToFile(tree.Builder(options), threads: 4));
        Assert.Equal(one, ToFile(RandomTree.AddTo(new ImageBuilder(options), shuffled), threads: 0));
        using OneWayStream stream = new();
        BuildResult poured = tree.Builder(options).Write(stream, new WriteOptions { ComputeSha256 = true }).EnsureSuccess();
        Assert.Equal(one, stream.Bytes);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(one)), poured.Sha256);

        byte[] ToFile(ImageBuilder builder, int threads)
        {
            string path = temp.Combine("image.iso");
            BuildResult result = builder.Write(path, new WriteOptions { Threads = threads, ComputeSha256 = true }).EnsureSuccess();
            byte[] bytes = File.ReadAllBytes(path);
            Assert.Equal(result.Length, bytes.Length);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), result.Sha256);
            return bytes;
        }
    });

    private static void ForAll(ulong seed, int count, Action<RandomTree> property) =>
        Prop.ForAll(RandomTree.Arbitrary, property).Check(Config.QuickThrowOnFailure.WithMaxTest(count).WithQuietOnSuccess(true)
            .WithReplay(new Replay(new Rnd(seed, 1), null)));

    /// <summary>Names that nobody reported as altered are there as they are; those that were reported are there under the name reported.</summary>
    private static void CompareUnaltered(RandomTree tree, IReadOnlyList<Diagnostic> diagnostics, ImageFormats formats, IsoImage image)
    {
        HashSet<string> isoAltered = [.. diagnostics.Where(d => d.Id == DiagnosticId.IsoNameAltered).Select(d => d.Item!)];
        HashSet<string> jolietAltered = [.. diagnostics.Where(d => d.Id == DiagnosticId.JolietNameAltered).Select(d => d.Item!)];
        // Names that are not UTF-8 are altered in all of these trees, and told once.
        foreach (RandomEntry entry in tree.Entries.Where(entry => !NameBytes.IsRaw(entry.Path)))
        {
            if (formats.HasFlag(ImageFormats.Joliet) && Ancestry(entry.Path).All(path => !jolietAltered.Contains(path)))
            {
                Same(entry, image.ContentOf(ImageFormats.Joliet)!.Find(entry.Path));
            }

            if (Ancestry(entry.Path).All(path => !isoAltered.Contains(path)))
            {
                Same(entry, image.ContentOf(ImageFormats.Iso9660)!.Find(entry.Path.ToUpperInvariant()));
            }
        }

        static void Same(RandomEntry entry, ContentNode? node)
        {
            Assert.True(node is not null, $"{entry.Path} is not there, and nobody said so");
            Assert.Equal(entry.Content, (node as ContentFile)?.ReadAll());
        }
    }

    private static IEnumerable<string> Ancestry(string path)
    {
        for (int slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            yield return "/" + path[..slash];
        }

        yield return "/" + path;
    }

    /// <summary>Path → what a Rock Ridge reader is to find there.</summary>
    private static SortedDictionary<string, string> Expected(RandomTree tree)
    {
        SortedDictionary<string, string> expected = new(StringComparer.Ordinal);
        foreach (RandomEntry entry in tree.Entries)
        {
            foreach (string path in Ancestry(entry.Path).SkipLast(1))
            {
                expected.TryAdd(path, Describe(null, FileModes.Executable, Timestamp));
            }

            expected["/" + entry.Path] = Describe(entry.Content, entry.Mode ?? (IsExecutable(entry.Content) ? (UnixFileMode)0b111_101_101 : (UnixFileMode)0b110_100_100), entry.Modified ?? Timestamp);
        }

        return expected;
    }

    private static SortedDictionary<string, string> Found(ContentTree tree)
    {
        SortedDictionary<string, string> found = new(StringComparer.Ordinal);
        foreach (ContentNode node in tree.Nodes.Skip(1))
        {
            found.Add(node.Path, Describe(node is ContentFile file ? file.ReadAll() : null, node.Mode!.Value, node.Modified!.Value));
        }

        return found;
    }

    private static string Describe(byte[]? content, UnixFileMode mode, DateTimeOffset modified) =>
        $"{(content is null ? "directory" : Convert.ToHexString(SHA256.HashData(content)))} {Convert.ToString((int)mode, 8)} {modified:s}";

    private static bool IsExecutable(byte[]? content) => content switch
    {
        null => true,
        [(byte)'#', (byte)'!', ..] or [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] => true,
        [0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, 2, ..] => true,
        _ => false,
    };

    private static DateTimeOffset Date(string hex)
    {
        byte[] date = Convert.FromHexString(hex);
        Assert.Equal(0, date[6]);
        return new DateTimeOffset(1900 + date[0], date[1], date[2], date[3], date[4], date[5], TimeSpan.Zero);
    }

    /// <summary>A directory without names: what its entries hold, in an order of their own.</summary>
    private static string Shape(ContentDirectory directory)
    {
        IEnumerable<string> children = directory.Children.Select(child => child is ContentDirectory below
            ? $"[{child.Modified:s} {Shape(below)}]"
            : $"({child.Modified:s} {Convert.ToHexString(SHA256.HashData(((ContentFile)child).ReadAll()))})");
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(children.Order(StringComparer.Ordinal)))));
    }

    private static ContentDirectory Modelled(RandomTree tree)
    {
        ContentTreeBuilder builder = new(new DateRule(FileDates.Fixed, Timestamp), new DiagnosticBag());
        foreach (RandomEntry entry in tree.Entries)
        {
            string[] names = entry.Path.Split('/');
            if (entry.Content is null)
            {
                builder.Describe(builder.Directory(names), entry.Options);
            }
            else
            {
                builder.AddFile(builder.Directory(names.AsSpan()[..^1]), names[^1], new MemorySource(entry.Content), entry.Options);
            }
        }

        return builder.Build().Root;
    }
}
