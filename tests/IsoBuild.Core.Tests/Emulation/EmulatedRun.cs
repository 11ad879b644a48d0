using IsoBuild.Diagnostics;
using IsoBuild.Emulation;

namespace IsoBuild.Core.Tests.Emulation;

/// <summary>A run of an emulated program in a folder, and what it said.</summary>
internal sealed class EmulatedRun
{
    private readonly StringWriter text = new();

    public EmulatedRun(TempDirectory folder, string commandLine, bool explains = false)
    {
        string[] words = commandLine.Split(' ').Select(word => word.Replace('~', ' ')).ToArray();
        using MemoryStream poured = new();
        EmulationStreams streams = new()
        {
            Report = Reported.Add,
            Note = Notes.Add,
            Text = text,
            OpenOutput = () => poured,
            WorkingDirectory = folder,
        };
        Exit = explains ? Emulator.Explain(words[0], words[1..], streams) : Emulator.Run(words[0], words[1..], streams);
        Poured = poured.ToArray();
    }

    public int Exit { get; }

    public List<Diagnostic> Reported { get; } = [];

    public List<string> Notes { get; } = [];

    public byte[] Poured { get; }

    public string Text => text.ToString();

    public string Error => Reported.FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)?.ToString() ?? "";
}
