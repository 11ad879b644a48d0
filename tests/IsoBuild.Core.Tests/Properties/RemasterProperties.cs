using IsoBuild.Content;
using IsoBuild.Core.Tests.Remastering;

namespace IsoBuild.Core.Tests.Properties;

/// <summary>What holds for every image that is based on another.</summary>
public class RemasterProperties
{
    private const int Images = 40;

    [Fact]
    public void What_is_not_changed_stays_and_what_is_changed_is_so()
    {
        List<string> failures = [];
        Parallel.For(1, Images + 1, new ParallelOptions { MaxDegreeOfParallelism = 2 }, number =>
        {
            try
            {
                Check(RandomImage.Make(number * 7), new Random(number));
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                lock (failures)
                {
                    failures.Add($"image {number * 7}: {failure.Message}\n{failure.StackTrace}");
                }
            }
        });
        Assert.True(failures.Count == 0, string.Join("\n\n", failures.Take(5)));
    }

    private static void Check(RandomImage random, Random edits)
    {
        using TempDirectory temp = new();
        (string first, string second, string third) = (temp.Combine("1.iso"), temp.Combine("2.iso"), temp.Combine("3.iso"));
        if (!random.Builder().Write(first).Succeeded)
        {
            return;
        }

        // Where trees show different parts of what has the same content, by names that not all of them can hold, there may be more than one way to see it.
        bool isCertain = random.Rules == 0 && random.Tree.Entries.All(entry => entry.HiddenFrom is null);
        new ImageBuilder().BasedOn(first).Write(second).EnsureSuccess();
        using IsoImage before = IsoImage.Open(first);
        using (IsoImage after = IsoImage.Open(second))
        {
            Assert.Equal(Whole(before), Whole(after));
            Assert.Equal(before.Formats, after.Formats);
            Assert.Equal(before.Layout.Volume with { IsoLevel = 0 }, after.Layout.Volume with { IsoLevel = 0 });
            foreach (ImageFormats view in Enum.GetValues<ImageFormats>().Where(view => isCertain && before.ContentOf(view) is not null))
            {
                Assert.Equal(Shown.ContentBy(before, view).Select(Nameless), Shown.ContentBy(after, view).Select(Nameless));
            }
        }

        new ImageBuilder().BasedOn(second).Write(third).EnsureSuccess();
        using (IsoImage twice = IsoImage.Open(second))
        using (IsoImage thrice = IsoImage.Open(third))
        {
            Assert.Equal(Whole(twice), Whole(thrice));
            Assert.True(!isCertain || File.ReadAllBytes(second).AsSpan().SequenceEqual(File.ReadAllBytes(third)), twice.CompareWith(thrice).ToString());
        }

        Edit(first, third, before, edits);
    }

    /// <summary>Removes some entries, replaces others, and adds one.</summary>
    private static void Edit(string from, string to, IsoImage before, Random random)
    {
        HashSet<string> removed = [];
        Dictionary<string, byte[]> replaced = [];
        foreach (ContentNode node in before.Content.Nodes.Skip(1))
        {
            int choice = random.Next(8);
            if (choice == 0)
            {
                removed.Add(node.Path[1..]);
            }
            else if (choice == 1 && node is not ContentDirectory && !node.Path.Contains('\\', StringComparison.Ordinal) && !node.Path[1..].StartsWith("~", StringComparison.Ordinal))
            {
                replaced.Add(node.Path[1..], BitConverter.GetBytes(random.Next()));
            }
        }

        ImageBuilder builder = new ImageBuilder().BasedOn(from).Remove(path => removed.Contains(path)).AddFile("added by the edit", new byte[] { 1, 2, 3 });
        foreach ((string path, byte[] content) in replaced)
        {
            // A file whose directory is removed makes that anew.
            builder.AddFile(path, content);
        }

        builder.Write(to).EnsureSuccess();
        using IsoImage after = IsoImage.Open(to);
        Dictionary<string, string> expected = [];
        foreach (ContentNode node in before.Content.Nodes.Skip(1))
        {
            string path = node.Path[1..];
            if (!removed.Any(gone => path == gone || path.StartsWith(gone + "/", StringComparison.Ordinal)))
            {
                expected[path] = Content(node);
            }
        }

        foreach ((string path, byte[] content) in replaced)
        {
            for (int slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
            {
                expected[path[..slash]] = "directory";
            }

            expected[path] = Convert.ToHexString(content);
        }

        expected["added by the edit"] = "010203";
        Dictionary<string, string> found = after.Content.Nodes.Skip(1).ToDictionary(node => node.Path[1..], Content);
        foreach (string path in expected.Keys.Where(path => before.BestView is ImageFormats.RockRidge or ImageFormats.Udf || before.Content.Find(path) is not null))
        {
            Assert.True(found.TryGetValue(path, out string? seen) && seen == expected[path], $"{path} is {(seen is null ? "missing" : "another")}");
        }
    }

    private static string[] Whole(IsoImage image) => [.. Shown.By(image).Where(line => !line.StartsWith("/rr_moved ", StringComparison.Ordinal) && !line.StartsWith("/.rr_moved ", StringComparison.Ordinal))];

    /// <summary>Which of several names counts as the first may depend on what they are called.</summary>
    private static string Nameless(string line) => line.Contains(" /", StringComparison.Ordinal) && line.StartsWith("file", StringComparison.Ordinal) ? line[..line.IndexOf(" /", StringComparison.Ordinal)] : line.TrimEnd();

    private static string Content(ContentNode node) => node switch
    {
        ContentFile file => Convert.ToHexString(file.ReadAll()),
        ContentLink link => $"link {link.Target}",
        ContentDirectory => "directory",
        _ => "special",
    };
}
