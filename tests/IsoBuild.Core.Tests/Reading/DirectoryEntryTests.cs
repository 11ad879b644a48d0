using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Reading;

namespace IsoBuild.Core.Tests.Reading;

/// <summary>Which of the records of one name is shown, and under which name.</summary>
public sealed class DirectoryEntryTests
{
    [Fact]
    public void The_newest_version_is_shown_else_the_first() =>
        Check(
            [("b", 1, false, 500), ("a", 1, false, 900), ("a", 2, false, 700), ("c", 1, false, 300), ("c", 1, false, 200)],
            ["a@700", "b@500", "c@200"],
            "Info ISOB3012 /a Version 1, whose record is at byte 900",
            "Warning ISOB3009 /c The second, whose record is at byte 300");

    [Fact]
    public void An_altered_name_gives_way_and_gets_a_number() =>
        Check([("a", 9, true, 100), ("a", 1, false, 900)], ["a@900", "a~2@100"], "Warning ISOB3009 /a~2 shown with a number");

    /// <summary>A tilde sorts behind letters, and a number that is taken is passed over.</summary>
    [Fact]
    public void Numbered_names_are_sorted_and_differ() =>
        Check(
            [("a", 0, true, 1), ("a", 0, true, 2), ("a", 0, true, 3), ("a~2", 0, false, 4), ("aa", 0, false, 5)],
            ["a@1", "aa@5", "a~2@4", "a~3@2", "a~4@3"],
            "Warning ISOB3009 /a~3 shown with a number",
            "Warning ISOB3009 /a~4 shown with a number");

    [Fact]
    public void Names_differ_by_every_byte() => Check([("A", 0, false, 1), ("a", 0, false, 2), ("", 0, false, 3)], ["@3", "A@1", "a@2"]);

    [Fact]
    public void Nothing_is_nothing() => Check([], []);

    private static void Check((string Name, int Version, bool IsAltered, long Offset)[] entries, string[] shown, params string[] told)
    {
        ContentDirectory root = new("");
        DiagnosticBag diagnostics = new();
        ContentNode[] nodes = DirectoryEntry.Sort(
            [.. entries.Select(entry => new DirectoryEntry(entry.Name.AsMemory(), entry.Version, entry.IsAltered, entry.Offset, new ContentDirectory(entry.Name) { Parent = root, RecordOffset = entry.Offset }))],
            root,
            diagnostics);
        Assert.Equal(shown, nodes.Select(node => $"{node.Name}@{node.RecordOffset}"));
        Diagnostic[] found = [.. diagnostics.ToList()];
        Assert.Equal(told.Length, found.Length);
        for (int i = 0; i < told.Length; i++)
        {
            string head = $"{found[i].Severity} {found[i].Code} {found[i].Item} ";
            Assert.StartsWith(head, told[i], StringComparison.Ordinal);
            Assert.Contains(told[i][head.Length..], found[i].Message, StringComparison.Ordinal);
        }
    }
}
