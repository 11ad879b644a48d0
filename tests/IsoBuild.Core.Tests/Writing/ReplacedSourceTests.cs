using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Writing;

/// <summary>Sources of which size and date say that nothing happened, and whose number and change time say otherwise (stat(2): st_ino, st_ctim).</summary>
public sealed class ReplacedSourceTests : IDisposable
{
    private readonly TempDirectory temp = new();
    private readonly string image;

    public ReplacedSourceTests() => image = temp.Combine("x.iso");

    public void Dispose() => temp.Dispose();

    /// <summary>Small files are read as wholes before anybody hears of it, large ones copied by the kernel.</summary>
    public static TheoryData<string, int> Changes
    {
        get
        {
            TheoryData<string, int> data = [];
            foreach (string change in (string[])["replaced", "rewritten", "replaced by the same", "linked", "mode changed"])
            {
                data.Add(change, 1000);
                data.Add(change, 500_000);
            }

            return data;
        }
    }

    [ToolTheory("sh")]
    [MemberData(nameof(Changes))]
    public void While_it_is_copied_its_bytes_decide(string change, int size)
    {
        string file = Settled(temp.Write("in/b.bin", Filled(size, 1)));
        ImageBuilder builder = new ImageBuilder(Images.Small).AddDirectory("", temp.Combine("in"));

        BuildResult result = builder.Write(image, new WriteOptions { Threads = 1, Progress = new Once(() => Change(file, change)) });

        if (change is ("replaced" or "rewritten") && size > 131_072)
        {
            AssertChanged(result, file);
        }
        else
        {
            result.EnsureSuccess();
            Assert.Equal(Filled(size, 1), Stored("b.bin"));
        }
    }

    [ToolTheory("sh")]
    [InlineData("replaced")]
    [InlineData("rewritten")]
    [InlineData("linked")]
    public void After_it_was_found_equal_to_another_too(string change)
    {
        temp.Write("in/a.bin", Filled(5000, 1));
        string file = Settled(temp.Write("in/b.bin", Filled(5000, 1)));
        ImageBuilder builder = new ImageBuilder(Images.Small).AddDirectory("", temp.Combine("in"));

        BuildResult result = builder.Write(image, new WriteOptions { Proceed = _ => Change(file, change) });

        if (change is "linked")
        {
            result.EnsureSuccess();
            Assert.Equal(Filled(5000, 1), Stored("b.bin"));
        }
        else
        {
            AssertChanged(result, file);
        }
    }

    [ToolTheory("sh")]
    [InlineData("replaced")]
    [InlineData("rewritten")]
    public void So_is_a_base(string change)
    {
        string start = Settled(temp.Write("base.iso", new ImageBuilder(Images.Small).AddFile("a.bin", Filled(500_000, 1)).ToBytes()));
        ImageBuilder builder = new ImageBuilder().BasedOn(start);

        BuildResult result = builder.Write(image, new WriteOptions { Proceed = _ => Change(start, change) });

        Assert.Equal(DiagnosticId.BaseChanged, Assert.Single(result.Diagnostics, d => d.Severity == DiagnosticSeverity.Error).Id);
        Assert.False(File.Exists(image));
    }

    private byte[] Stored(string path)
    {
        using IsoImage opened = IsoImage.Open(image);
        return ((Content.ContentFile)opened.Content.Find(path)!).ReadAll();
    }

    private static byte[] Filled(int size, byte value)
    {
        byte[] bytes = new byte[size];
        Array.Fill(bytes, value);
        return bytes;
    }

    /// <summary>Waits until the file system's clock, which ticks a few hundred times a second, has gone on: what happens later has another time.</summary>
    private string Settled(string file)
    {
        string probe = temp.Combine("probe");
        do
        {
            File.WriteAllText(probe, "x");
        }
        while (File.GetLastWriteTimeUtc(probe) <= File.GetLastWriteTimeUtc(file));
        return file;
    }

    private static bool Change(string file, string change)
    {
        DateTime date = File.GetLastWriteTimeUtc(file);
        byte[] same = File.ReadAllBytes(file);
        byte[] other = Filled(same.Length, 2);
        switch (change)
        {
            case "replaced" or "replaced by the same":
                string next = file + ".next";
                File.WriteAllBytes(next, change == "replaced" ? other : same);
                File.SetLastWriteTimeUtc(next, date);
                File.Move(next, file, overwrite: true);
                break;
            case "rewritten":
                File.WriteAllBytes(file, other);
                File.SetLastWriteTimeUtc(file, date);
                break;
            case "linked":
                CommandLine.Run("ln", [file, Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(file))!, "further name")]).EnsureSuccess();
                break;
            default:
                CommandLine.Run("chmod", ["0600", file]).EnsureSuccess();
                break;
        }

        Assert.Equal((date, same.Length), (File.GetLastWriteTimeUtc(file), (int)new FileInfo(file).Length));
        return true;
    }

    private static void AssertChanged(BuildResult result, string file)
    {
        Diagnostic error = Assert.Single(result.Diagnostics, d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal(("ISOB1002", file), (error.Code, error.Item));
    }

    /// <summary>Does something when the first bytes have been copied.</summary>
    private sealed class Once(Func<bool> change) : IProgress<long>
    {
        private bool isDone;

        public void Report(long value) => isDone = isDone || (value > 0 && change());
    }
}
