using System.Globalization;

namespace IsoBuild.Windows;

/// <summary>What became of a test, or that it has started; the text, on one line, says why it failed or was skipped.</summary>
internal sealed record TestResult(string State, string Class, string Name, decimal Seconds, string Text)
{
    public static TestResult Parse(string line) =>
        line.Split('\t') is [var state, var type, var name, var seconds, var text]
            ? new TestResult(state, type, name, decimal.Parse(seconds, CultureInfo.InvariantCulture), text)
            : throw new FormatException($"No result of a test: {line}");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{State}\t{Class}\t{Name}\t{Seconds:0.00}\t{Text}");
}
