namespace IsoBuild.Windows;

/// <summary>What became of a test, or that it has started; the text, on one line, says why it failed or was skipped.</summary>
internal sealed record TestResult(string State, string Name, string Text)
{
    public static TestResult Parse(string line) =>
        line.Split('\t') is [var state, var name, var text] ? new TestResult(state, name, text) : throw new FormatException($"No result of a test: {line}");

    public override string ToString() => $"{State}\t{Name}\t{Text}";
}
