namespace IsoBuild.Surfaces;

/// <summary>An option of the command, which sets an <see cref="ImageOption"/>.</summary>
/// <param name="Name">Its name: <c>--no-dedupe</c>.</param>
/// <param name="Argument">What its argument is called; empty if it has none.</param>
/// <param name="Value">The text that it stands for, if it has no argument: <c>false</c>.</param>
/// <param name="Description">What it does, for the help.</param>
public sealed record CommandOption(string Name, string Argument, string Value, string Description);
