using System.Text.Json;

namespace IsoBuild.Tool.Tests;

/// <summary>isobuild diff, as people and scripts see it.</summary>
public sealed class DiffTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public DiffTests()
    {
        folder.Write("in/a.txt", "same\n");
        folder.Write("in/b.txt", "same\n");
        folder.Write("in/c.txt", "another\n");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Files_that_become_one_region_are_not_gone()
    {
        Make("apart.iso", "in", "--no-dedupe");
        Make("together.iso", "in");
        CommandResult diff = Isobuild.Run(folder, "diff", "apart.iso", "together.iso");
        Assert.Equal((1, ""), (diff.ExitCode, diff.Error));
        Assert.Contains("\nThe files are the same.\n\nVolume and layout:\n", diff.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\n-", diff.Output, StringComparison.Ordinal);
        Assert.Equal((0, "The files are the same.\n"), Result("diff", "apart.iso", "together.iso", "--files"));
        JsonElement json = Json("diff", "apart.iso", "together.iso", "--json");
        Assert.Equal((false, true), (json.GetProperty("areIdentical").GetBoolean(), json.GetProperty("haveSameFiles").GetBoolean()));
        Assert.NotEqual(0, json.GetProperty("differences").GetArrayLength());
        Assert.Equal(0, Json("diff", "apart.iso", "together.iso", "--json", "--files").GetProperty("differences").GetArrayLength());
    }

    /// <summary>An image of another program has other records; what was done to it is one line, and it comes first.</summary>
    [ToolFact("xorriso")]
    public void A_file_that_is_replaced_comes_first_and_nothing_is_left_out_silently()
    {
        for (int i = 0; i < 30; i++)
        {
            folder.Write($"in/f{i}", $"{i}\n");
        }

        CommandLine.Run("xorriso", ["-as", "mkisofs", "-quiet", "-R", "-J", "-o", "theirs.iso", "in"], folder).EnsureSuccess();
        folder.Write("new.txt", "something else\n");
        Make("ours.iso", "c.txt=new.txt", "--base", "theirs.iso");
        CommandResult diff = Isobuild.Run(folder, "diff", "theirs.iso", "ours.iso");
        string[] lines = diff.Output.Split('\n');
        Assert.Equal("Files:", lines[2]);
        Assert.StartsWith("~ file /c.txt changed its size", lines[3], StringComparison.Ordinal);
        Assert.Equal("Not every difference has a line here. --all lists every difference.", lines[^2]);

        CommandResult all = Isobuild.Run(folder, "diff", "theirs.iso", "ours.iso", "--all");
        Assert.Equal(Json("diff", "theirs.iso", "ours.iso", "--json").GetProperty("differences").GetArrayLength(), all.Output.Split('\n').Count(line => line is [_, ' ', ..] and not ['T', ..] && line[0] is '+' or '-' or '~' or ' '));
        Assert.DoesNotContain("Not every difference", all.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("... and", all.Output, StringComparison.Ordinal);

        CommandResult files = Isobuild.Run(folder, "diff", "theirs.iso", "ours.iso", "--files");
        Assert.Equal(1, files.ExitCode);
        Assert.All(files.Output.TrimEnd().Split('\n'), line => Assert.StartsWith("~ file /c.txt", line, StringComparison.Ordinal));
    }

    [Fact]
    public void An_image_and_a_directory()
    {
        File.CreateSymbolicLink(folder.Combine("in/link"), "a.txt");
        Make("a.iso", "in");
        Assert.Equal((0, "The files are the same: 4 entries.\n"), Result("diff", "a.iso", "in"));
        Assert.Equal((0, "The files are the same: 4 entries.\n"), Result("diff", "in/", "a.iso"));

        File.Delete(folder.Combine("in/b.txt"));
        folder.Write("in/c.txt", "changed\n");
        folder.Write("in/d.txt", "new\n");
        Assert.Equal((1, "- file /b.txt, 5 bytes\n+ file /d.txt, 4 bytes\n~ file /c.txt differs from byte 0 on\n"), Result("diff", "a.iso", "in"));
        Assert.Equal((1, "- file /d.txt, 4 bytes\n+ file /b.txt, 5 bytes\n~ file /c.txt differs from byte 0 on\n"), Result("diff", "in", "a.iso"));
        JsonElement json = Json("diff", "a.iso", "in", "--json");
        Assert.False(json.GetProperty("haveSameFiles").GetBoolean());
        Assert.Equal(["removed /b.txt", "added /d.txt", "changed /c.txt"], json.GetProperty("differences").EnumerateArray().Select(each => $"{each.GetProperty("change").GetString()} {each.GetProperty("item").GetString()}"));

        CommandResult both = Isobuild.Run(folder, "diff", "in", "in");
        Assert.Equal(2, both.ExitCode);
        Assert.Contains("Both are directories", both.Error, StringComparison.Ordinal);
    }

    private void Make(string image, params string[] arguments) => Isobuild.Run(folder, ["create", .. arguments, "-o", image, "-q", "--volume-id", "VOL"]).EnsureSuccess();

    private (int ExitCode, string Output) Result(params string[] arguments)
    {
        CommandResult result = Isobuild.Run(folder, arguments);
        return (result.ExitCode, result.Output);
    }

    private JsonElement Json(params string[] arguments) => JsonDocument.Parse(Isobuild.Run(folder, arguments).Output).RootElement;
}
