using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Reading;

namespace IsoBuild.Core.Tests.Reading;

/// <summary>What a tree may make of the bytes that hold it: the last that is taken, and the first that is not.</summary>
public sealed class TreeLimitTests
{
    /// <summary>Windows takes 32,767 characters.</summary>
    [Theory]
    [InlineData(32_767, true)]
    [InlineData(32_768, false)]
    public void Paths_have_so_many_characters(int length, bool expected)
    {
        DiagnosticBag told = new();
        Assert.Equal(expected, new TreeLimits(told).TakesPath(length, "deep"));
        Assert.Equal(expected ? [] : [(DiagnosticId.TreeTooLarge, DiagnosticSeverity.Error, "deep")], told.ToList().Select(found => (found.Id, found.Severity, found.Item)));
        Assert.All(told.ToList(), found => Assert.Contains("32768 characters, more than any system supports and than the 32767 that are read", found.Message, StringComparison.Ordinal));

        DiagnosticBag full = new(limit: 0);
        Assert.Equal(expected, new TreeLimits(full).TakesPath(length, "deep"));
        Assert.Empty(full.ToList());
    }

    /// <summary>2^20 characters are free, and four for each byte of a record.</summary>
    [Fact]
    public void Text_grows_with_records()
    {
        TreeLimits limits = new(new DiagnosticBag());
        Assert.True(limits.TryTakeText(0, 1 << 20));
        Assert.True(limits.TryTakeText(40, 160));
        Assert.False(limits.TryTakeText(40, 161));
        Assert.True(limits.TryTakeText(1, 3));
        Assert.False(limits.TryTakeText(0, 1));
    }

    /// <summary>A sector of continuation areas gives four characters for each of its 2048 bytes, once.</summary>
    [Fact]
    public void Text_grows_with_areas()
    {
        TreeLimits limits = new(new DiagnosticBag());
        Assert.True(limits.TryTakeText(0, 1 << 20));
        limits.AddArea(7);
        limits.AddArea(7);
        Assert.True(limits.TryTakeText(0, 8192));
        Assert.False(limits.TryTakeText(0, 1));
        limits.AddArea(8);
        Assert.True(limits.TryTakeText(0, 8191));
        Assert.False(limits.TryTakeText(0, 1));
    }

    /// <summary>10,000 are free, and eight for each record that is shown for the first time.</summary>
    [Fact]
    public void Records_that_are_shown_again_go_by_the_others()
    {
        TreeLimits limits = new(new DiagnosticBag());
        Assert.All(Enumerable.Range(0, 10_000), _ => Assert.True(limits.TryTakeRecord(isAgain: true)));
        Assert.True(limits.TryTakeRecord(isAgain: false));
        Assert.All(Enumerable.Range(0, 8), _ => Assert.True(limits.TryTakeRecord(isAgain: true)));
        Assert.False(limits.TryTakeRecord(isAgain: true));
    }

    [Fact]
    public void Paths_have_so_many_characters_together()
    {
        TreeLimits limits = new(new DiagnosticBag());
        Assert.True(limits.TryTakePath((1 << 28) - 1));
        Assert.True(limits.TryTakePath(1));
        Assert.False(limits.TryTakePath(1));
    }

    [Fact]
    public void Records_that_are_read_again_are_given_back()
    {
        RecordBudget budget = new(3);
        Assert.True(budget.TryTake() && budget.TryTake() && budget.TryTake());
        Assert.False(budget.TryTake());
        budget.Return(3, []);
        Assert.True(budget.TryTake() && budget.TryTake());
        Assert.False(budget.TryTake());
    }

    [Fact]
    public void A_directory_is_entered_once_where_that_is_said()
    {
        DirectoryExtent directory = new(new ContentDirectory(""), 4096, 2048, 0);
        RecordBudget once = new(1, readsOnce: true);
        Assert.True(once.TryEnter(4096));
        Assert.False(once.TryEnter(4096));
        Assert.True(once.TryEnter(6144));
        once.Return(0, [directory]);
        Assert.True(once.TryEnter(4096));
        Assert.False(once.TryEnter(6144));

        RecordBudget often = new(1);
        Assert.True(often.TryEnter(4096) && often.TryEnter(4096));
    }
}
