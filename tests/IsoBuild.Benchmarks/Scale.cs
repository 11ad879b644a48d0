using System.Diagnostics;
using System.Globalization;
using System.Text;
using IsoBuild;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

/// <summary>Many files, many directories, many bytes: each case in a process of its own, with its time, which a busy machine prolongs, that of its processors, and the most memory it had at once.</summary>
/// <remarks>Content is made up, a few bytes a file and no two alike, in memory unless a case says otherwise; the names need changing in the ISO 9660 tree, as most real ones do.</remarks>
internal static class Scale
{
    private const long Kibi = 1 << 10;
    private const long Gibi = 1 << 30;

    private static readonly Case[] Cases =
    [
        new InMemory("10,000 files", "in 50 directories", Count: 10_000, PerDirectory: 200),
        new InMemory("100,000 files", "in 500 directories", Count: 100_000, PerDirectory: 200),
        new InMemory("1,000,000 files", "in 5,000 directories", Count: 1_000_000, PerDirectory: 200),
        new OnDisk("100,000 files on disk", "in 500 directories", Count: 100_000, PerDirectory: 200),
        new OnDisk("1,000,000 files on disk", "in 5,000 directories", Count: 1_000_000, PerDirectory: 200),
        new InMemory("60,000 directories", "a file in each", Count: 60_000 - 601, PerDirectory: 1),
        new InMemory("200,000 files", "in one directory", Count: 200_000, PerDirectory: 200_000),
        new Sparse("6 TiB", "in 600 sparse files, planned", Count: 600, Length: (10 * Gibi) + (Gibi / 4)),
    ];

    /// <summary>Runs all cases, or those whose names contain one of the words, and prints a table.</summary>
    public static int Run(IReadOnlyList<string> words)
    {
        Console.WriteLine($"{"",-24} {"",-30} {"formats",-8} {"plan s",8} {"write s",8} {"whole s",8} {"CPU s",8} {"peak MB",8} {"image MB",9}");
        foreach (Case one in Cases.Where(one => words.Count == 0 || words.Any(word => one.Name.Contains(word, StringComparison.Ordinal))))
        {
            using TempDirectory work = new();
            one.Prepare(work);
            foreach (string formats in (string[])["default", "udf"])
            {
                Stopwatch watch = Stopwatch.StartNew();
                CommandResult result = CommandLine.Run(Environment.ProcessPath!, ["scale-case", one.Name, formats, work]);
                watch.Stop();
                string[] figures = result.Output.Trim().Split(' ');
                Console.WriteLine(result.ExitCode == 0
                    ? $"{one.Name,-24} {one.Shape,-30} {formats,-8} {figures[0],8} {figures[1],8} {watch.Elapsed.TotalSeconds,8:F2} {figures[2],8} {figures[3],8} {figures[4],9}"
                    : $"{one.Name,-24} {one.Shape,-30} {formats,-8} failed: {result.All.Trim()}");
            }
        }

        return 0;
    }

    /// <summary>One case, in this process: prints the seconds of planning and of writing, those of all processors, the peak of memory in MB, and the size of the image in MB.</summary>
    public static int RunCase(string name, string formats, string work)
    {
        Case one = Cases.Single(one => one.Name == name);
        ImageOptions options = new() { Formats = formats == "udf" ? ImageFormats.Default | ImageFormats.Udf : ImageFormats.Default };
        ImageBuilder builder = new(options);
        one.Describe(work, builder);

        Stopwatch watch = Stopwatch.StartNew();
        TimeSpan planned;
        long length;
        if (one.IsPlanned)
        {
            PlanResult plan = builder.Plan();
            length = plan.Layout?.Length ?? throw new ImageException(plan.Diagnostics.First(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
            planned = watch.Elapsed;
        }
        else
        {
            planned = default;
            string image = Path.Combine(work, "scale.iso");
            WriteOptions write = new()
            {
                Proceed = _ =>
                {
                    planned = watch.Elapsed;
                    return true;
                },
            };
            length = builder.Write(image, write).EnsureSuccess().Layout!.Length;
        }

        TimeSpan written = watch.Elapsed - planned;
        using Process self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{planned.TotalSeconds:F2} {written.TotalSeconds:F2} {self.TotalProcessorTime.TotalSeconds:F2} {Peak() / 1_000_000} {length / 1_000_000}"));
        return 0;
    }

    private static string PathOf(int number, int perDirectory) =>
        string.Create(CultureInfo.InvariantCulture, $"part-{number / perDirectory / 100:000}/group-{number / perDirectory:000000}/file-{number:0000000}.txt");

    private static byte[] BytesOf(int number) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"file {number}\n"));

    /// <summary>The most memory that this process had, in bytes.</summary>
    private static long Peak()
    {
        const string field = "VmHWM:";
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return Kibi * long.Parse(line.AsSpan(field.Length).TrimEnd("kB ").Trim(), CultureInfo.InvariantCulture);
    }

    /// <summary>Something to make images of.</summary>
    /// <param name="Name">What there is much of.</param>
    /// <param name="Shape">How it lies.</param>
    private abstract record Case(string Name, string Shape)
    {
        /// <summary>Whether the image is planned only, not written.</summary>
        public virtual bool IsPlanned => false;

        /// <summary>Makes what must be on disk.</summary>
        public virtual void Prepare(string work)
        {
        }

        public abstract void Describe(string work, ImageBuilder builder);
    }

    private sealed record InMemory(string Name, string Shape, int Count, int PerDirectory) : Case(Name, Shape)
    {
        public override void Describe(string work, ImageBuilder builder)
        {
            for (int i = 0; i < Count; i++)
            {
                builder.AddFile(PathOf(i, PerDirectory), BytesOf(i));
            }
        }
    }

    private sealed record OnDisk(string Name, string Shape, int Count, int PerDirectory) : Case(Name, Shape)
    {
        public override void Prepare(string work)
        {
            for (int i = 0; i < Count; i++)
            {
                string file = Path.Combine(work, "content", PathOf(i, PerDirectory));
                if (i % PerDirectory == 0)
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                }

                File.WriteAllBytes(file, BytesOf(i));
            }
        }

        public override void Describe(string work, ImageBuilder builder) => builder.AddDirectory("", Path.Combine(work, "content"));
    }

    /// <summary>Files without a byte on the disk. No two are of one size, or they would have to be read to find out whether they are equal.</summary>
    private sealed record Sparse(string Name, string Shape, int Count, long Length) : Case(Name, Shape)
    {
        public override bool IsPlanned => true;

        public override void Prepare(string work)
        {
            Directory.CreateDirectory(Path.Combine(work, "content"));
            for (int i = 0; i < Count; i++)
            {
                using FileStream file = File.Create(Path.Combine(work, "content", string.Create(CultureInfo.InvariantCulture, $"disk-{i:000}.img")));
                file.SetLength(Length + i);
            }
        }

        public override void Describe(string work, ImageBuilder builder) => builder.AddDirectory("", Path.Combine(work, "content"));
    }
}
