namespace IsoBuild.Windows;

/// <summary>What became of a test, or that it has started; the text, on one line, says why it failed or was skipped.</summary>
internal sealed record TestResult(string State, string Class, string Name, decimal Seconds, string Text);
