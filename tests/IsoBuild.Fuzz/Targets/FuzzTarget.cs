namespace IsoBuild.Fuzz;

/// <summary>Tries one input.</summary>
/// <exception cref="Exception">Anything: that is a finding.</exception>
public delegate void FuzzTarget(ReadOnlySpan<byte> input);
