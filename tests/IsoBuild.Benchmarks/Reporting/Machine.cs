using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace IsoBuild.Benchmarks;

/// <summary>The machine, and the versions of the programs on it.</summary>
internal static class Machine
{
    public static IEnumerable<string> Describe(Isobuild isobuild)
    {
        yield return $"{Processor()}, {Environment.ProcessorCount} cores, {(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9).ToString("F0", CultureInfo.InvariantCulture)} GB";
        yield return $"{RuntimeInformation.OSDescription}, {Environment.OSVersion.VersionString}, .NET {Environment.Version}";
        IEnumerable<string> versions = Peers.All.Where(peer => Peers.IsHere(peer.Name)).Select(peer => $"{peer.Name}: {Version(peer.Name, peer.Argument)}");
        yield return string.Join("; ", versions.Prepend($"isobuild: {Version(isobuild.Program, "--version")}"));
    }

    private static string Processor()
    {
        const string info = "/proc/cpuinfo";
        string? line = File.Exists(info) ? File.ReadLines(info).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    /// <summary>The line in which a program says its version: the first one with a number in it.</summary>
    private static string Version(string program, string argument)
    {
        try
        {
            return CommandLine.Run(program, [argument]).All.Split('\n').FirstOrDefault(line => line.Any(char.IsAsciiDigit))?.Trim() ?? "unknown";
        }
        catch (Win32Exception)
        {
            return "unknown";
        }
    }
}
