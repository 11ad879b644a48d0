using System.Globalization;
using System.Security.Cryptography;

namespace IsoBuild.Core.Tests.Reproducible;

/// <summary>The same content and options give the same bytes, whatever else differs. (The surfaces have tests of their own.)</summary>
public class SameBytesTests : IDisposable
{
    private const string Shared = "/dev/shm";

    private static readonly (string Path, byte[] Content)[] Files =
    [
        ("readme.txt", "hello\n"u8.ToArray()),
        ("Readme.md", "# hello\n"u8.ToArray()),
        ("bin/run.sh", "#!/bin/sh\n"u8.ToArray()),
        ("bin/app", [0x7F, .. "ELF"u8, .. new byte[300_000]]),
        ("bin/IDIOT.txt", "i"u8.ToArray()), // I and i are not each other's case in Turkish
        ("bin/idle.txt", "i"u8.ToArray()),
        ("bin/ılık İ.txt", "i"u8.ToArray()),
        ("data/z", []),
        ("data/ä", "ä"u8.ToArray()),
        ("data/Zebra", new byte[2048]),
        ("data/" + new string('n', 200), new byte[3]),
    ];

    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public void Whatever_the_path_order_date_and_mode_of_the_sources()
    {
        string expected = Make(Plant(temp.Combine("one"), _ => { }), temp.Combine("one.iso"));
        string other = Plant(temp.Combine("somewhere else", "ünï"), _ => { }, backwards: true);
        Assert.Equal(expected, Make(other, temp.Combine("other.iso")));
        Assert.Equal(expected, Make(Plant(temp.Combine("dated"), path => File.SetLastWriteTimeUtc(path, new DateTime(1999, 12, 31, 0, 0, 0, DateTimeKind.Utc))), temp.Combine("dated.iso")));
        Assert.Equal(expected, Make(Plant(temp.Combine("open"), path => ChangeMode(path, (UnixFileMode)0b111_111_111)), temp.Combine("open.iso")));
        Assert.Equal(expected, Make(Plant(temp.Combine("closed"), path => ChangeMode(path, UnixFileMode.UserRead)), temp.Combine("closed.iso")));

        static void ChangeMode(string path, UnixFileMode mode)
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, mode);
            }
        }
    }

    [Fact]
    public void Whatever_the_threads_and_the_destination()
    {
        string source = Plant(temp.Combine("in"), _ => { });
        string expected = Make(source, temp.Combine("one.iso"), threads: 1);
        Assert.Equal(expected, Make(source, temp.Combine("two.iso"), threads: 2));
        Assert.Equal(expected, Make(source, temp.Combine("many.iso"), threads: 16));
        // Over a longer image of its own.
        File.WriteAllBytes(temp.Combine("over.iso"), [.. Enumerable.Repeat((byte)0xAA, 5_000_000)]);
        Assert.Equal(expected, Make(source, temp.Combine("over.iso")));
        using OneWayStream stream = new();
        Builder(source).Write(stream).EnsureSuccess();
        Assert.Equal(expected, Convert.ToHexStringLower(SHA256.HashData(stream.Bytes)));
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    [InlineData("de-DE")]
    [InlineData("sv-SE")]
    [InlineData("")]
    public void Whatever_the_culture(string name)
    {
        string source = Plant(temp.Combine("in"), _ => { });
        string expected = Make(source, temp.Combine("expected.iso"));
        (CultureInfo before, CultureInfo? others) = (CultureInfo.CurrentCulture, CultureInfo.DefaultThreadCurrentCulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.GetCultureInfo(name);
            Assert.Equal(expected, Make(source, temp.Combine("there.iso")));
            using IsoImage image = IsoImage.Open(temp.Combine("there.iso"));
            Assert.Equal(Builder(source).Plan().Layout!.Named("there.iso").ToString(), image.Layout.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
            CultureInfo.DefaultThreadCurrentCulture = others;
        }
    }

    /// <summary>In processes of their own: an environment belongs to one.</summary>
    [ToolTheory("sh", "dotnet")]
    [InlineData("UTC", "022", "C")]
    [InlineData("Pacific/Kiritimati", "077", "tr_TR.UTF-8")]
    [InlineData("America/St_Johns", "000", "ar_SA.UTF-8")]
    public void Whatever_the_time_zone_umask_and_locale(string zone, string mask, string locale)
    {
        string source = Plant(temp.Combine("in"), _ => { });
        string expected = Hash(Write(new ImageBuilder().AddDirectory("", source), temp.Combine("expected.iso")));
        string maker = Path.Combine(AppContext.BaseDirectory, "IsoBuild.Benchmarks.dll");
        CommandLine.Run(
            "sh",
            ["-c", $"umask {mask}; exec dotnet exec \"$1\" make \"$2\" \"$3\"", "sh", maker, source, temp.Combine("made", "there.iso")],
            environment: new Dictionary<string, string?>
            {
                ["TZ"] = zone, ["LANG"] = locale, ["LC_ALL"] = locale,
                ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "false", ["DOTNET_SYSTEM_GLOBALIZATION_PREDEFINED_CULTURES_ONLY"] = "false",
            }).EnsureSuccess();
        Assert.Equal(expected, Hash(temp.Combine("made", "there.iso")));
    }

    [OtherFileSystemFact]
    public void Whatever_the_file_system()
    {
        using TempDirectory memory = new(Shared);
        string here = Plant(temp.Combine("in"), _ => { });
        string there = Plant(memory.Combine("in"), _ => { });
        string expected = Make(here, temp.Combine("here.iso"));
        Assert.Equal(expected, Make(there, memory.Combine("there.iso")));
        Assert.Equal(expected, Make(here, memory.Combine("across.iso")));
        Assert.Equal(expected, Make(there, temp.Combine("across.iso")));
    }

    /// <summary>On every machine, and until somebody changes the format on purpose.</summary>
    [Fact]
    public void The_bytes_are_these()
    {
        string image = Write(Builder(Plant(temp.Combine("in"), _ => { })), temp.Combine("held.iso"));
        using IsoImage opened = IsoImage.Open(image);
        Snapshot.Match($"sha256   {Hash(image)}\n{opened.Layout}");
    }

    private static ImageBuilder Builder(string source) =>
        new ImageBuilder(Images.Small with { Timestamp = new DateTimeOffset(2024, 2, 29, 23, 59, 58, TimeSpan.FromHours(3)) }).AddDirectory("", source);

    /// <returns>The image's hash.</returns>
    private static string Make(string source, string image, int threads = 0) => Hash(Write(Builder(source), image, threads));

    private static string Write(ImageBuilder builder, string image, int threads = 0)
    {
        builder.Write(image, new WriteOptions { Threads = threads }).EnsureSuccess();
        return image;
    }

    private static string Hash(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    private static string Plant(string root, Action<string> finish, bool backwards = false)
    {
        foreach ((string path, byte[] content) in backwards ? Files.Reverse() : Files)
        {
            string file = Path.Combine(root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, content);
            finish(file);
        }

        Directory.CreateDirectory(Path.Combine(root, "empty"));
        return root;
    }

    /// <summary>A fact that needs a second file system.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class OtherFileSystemFactAttribute : FactAttribute
    {
        public OtherFileSystemFactAttribute()
        {
            if (!Directory.Exists(Shared))
            {
                Skip = $"there is no {Shared}";
            }
        }
    }
}
