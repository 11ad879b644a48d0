using System.Globalization;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Fuzzing;

/// <summary>
/// Damaged images: nothing crashes, hangs, fills the memory or writes where it should not.
/// </summary>
/// <remarks>
/// By hand, for longer: <c>ISOBUILD_FUZZ_ITERATIONS=100000 dotnet test tests/IsoBuild.Core.Tests -c Release --filter FuzzTests</c>.
/// <c>ISOBUILD_FUZZ_FIRST</c> is the number of the first input (1), so that with one iteration a single input is tried again.
/// The inputs that fail are kept in <c>ISOBUILD_FUZZ_FAILURES</c>, or in a folder that the failure names.
/// </remarks>
public class FuzzTests
{
    private const int Iterations = 1000;

    /// <summary>After so many findings it is time to look at them.</summary>
    private const int MostFailures = 20;

    [Fact]
    [Endless]
    public void Damaged_images_do_no_harm()
    {
        int first = Setting("ISOBUILD_FUZZ_FIRST", 1);
        int count = Setting("ISOBUILD_FUZZ_ITERATIONS", Iterations);
        Worker[] workers = [.. Enumerable.Range(0, Math.Min(Environment.ProcessorCount, 4)).Select(_ => new Worker())];
        int next = first;
        Thread[] threads = [.. workers.Select(worker => new Thread(() => worker.Run(() => Interlocked.Increment(ref next) - 1, first + count)) { IsBackground = true })];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        string[] failures = [.. workers.SelectMany(worker => worker.Failures)];
        Array.ForEach(workers, worker => worker.Dispose());
        Assert.True(failures.Length == 0, $"{failures.Length} findings in {count} inputs:\n\n{string.Join("\n\n", failures)}");
    }

    /// <summary>What the mutations start from is sound, and large enough a part of it is known by field.</summary>
    [Fact]
    public void Images_of_the_corpus_are_read()
    {
        Assert.InRange(Seed.All.Count, 20, 100);
        foreach (Seed seed in Seed.All)
        {
            using IsoImage image = IsoImage.Open(new MemoryStream(seed.IsRaw ? Seed.Raw(seed.Image) : seed.Image));
            Assert.DoesNotContain(image.Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            Assert.InRange(image.Content.Nodes.Count, 3, 40);
            Assert.True(seed.Map.Fields.Count > 60, seed.Name);
            Assert.True(seed.Map.Records.Count > 5, seed.Name);
        }
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private sealed class Worker : IDisposable
    {
        private readonly TempDirectory folder = new(prefix: "isobuild-fuzz-");

        public List<string> Failures { get; } = [];

        public void Run(Func<int> next, int end)
        {
            for (int number = next(); number < end && Failures.Count < MostFailures; number = next())
            {
                FuzzInput input = new(number, folder);
                try
                {
                    Patience.Bound(() => input.Story, input.Try);
                }
                catch (Exception e)
                {
                    Failures.Add($"{input.Story}\nkept as {Keep(input, number)}\n{e}");
                    if (e is TimeoutException)
                    {
                        // The folder is still in use.
                        return;
                    }
                }
            }
        }

        public void Dispose() => folder.Dispose();

        private static string Keep(FuzzInput input, int number)
        {
            string place = Environment.GetEnvironmentVariable("ISOBUILD_FUZZ_FAILURES") is { Length: > 0 } chosen
                ? chosen
                : Path.Combine(Path.GetTempPath(), "isobuild-fuzz-failures");
            Directory.CreateDirectory(place);
            string kept = Path.Combine(place, $"{number}.iso");
            File.Copy(input.Path, kept, overwrite: true);
            return kept;
        }
    }
}
