using System.Runtime.CompilerServices;
using IsoBuild.Emulation;
using IsoBuild.Tool.Output;

namespace IsoBuild.Tool;

/// <summary>Puts the names of other programs beside each other, all of them leading to this program.</summary>
internal static class Installation
{
    /// <summary>The names that are put. <c>hdiutil</c> is not: it does much else.</summary>
    private static readonly string[] Names = [.. Emulator.Programs.Where(name => name is not ("hdiutil" or "cdimage"))];

    /// <summary>The name that the program was called by, as far as the system tells it.</summary>
    public static string? CalledAs => IsNative ? Environment.GetCommandLineArgs()[0]
        : OperatingSystem.IsWindows() ? Environment.ProcessPath
        : OperatingSystem.IsLinux() ? ExactArguments.Program
        : null;

    /// <summary>Whether the program is one file of machine code, which a copy of runs anywhere.</summary>
    private static bool IsNative => !RuntimeFeature.IsDynamicCodeSupported;

    /// <exception cref="UsageException">Something else is there already, or the program has no name of its own.</exception>
    public static int Put(string directory, Terminal terminal)
    {
        var program = Environment.ProcessPath ?? "";
        if (Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException("--install", "The program runs by way of dotnet, and names cannot lead there. Install it as a tool (dotnet tool install), and call it as isobuild.");
        }

        Directory.CreateDirectory(directory);
        var places = Names.Select(name => (Path: Path.Join(directory, name + Extension(program)), Name: name)).ToArray();
        if (Array.Find(places, place => Exists(place.Path) && !IsOurs(place.Path, place.Name, program)) is { Path: { } taken })
        {
            throw new UsageException("--install", $"{taken} already exists and is not this program, so it is not replaced. Name another directory, or delete it.");
        }

        foreach (var (path, name) in places)
        {
            File.Delete(path);
            Put(path, name, program);
            terminal.Line(path);
        }

        return ExitCode.Done;
    }

    private static bool IsLink => OperatingSystem.IsLinux() || (IsNative && !OperatingSystem.IsWindows());

    private static string Extension(string program) => !OperatingSystem.IsWindows() ? "" : IsNative ? Path.GetExtension(program) : ".cmd";

    private static void Put(string path, string name, string program)
    {
        if (IsLink)
        {
            File.CreateSymbolicLink(path, program);
        }
        else if (IsNative)
        {
            File.Copy(program, path);
        }
        else
        {
            File.WriteAllText(path, Script(name, program));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            }
        }
    }

    private static string Script(string name, string program) => OperatingSystem.IsWindows()
        ? $"@\"{program}\" {EmulatedCall.Command} {name} %*\r\n"
        : $"#!/bin/sh\nexec '{program.Replace("'", @"'\''", StringComparison.Ordinal)}' {EmulatedCall.Command} {name} \"$@\"\n";

    private static bool Exists(string path) => File.Exists(path) || new FileInfo(path).LinkTarget is not null;

    private static bool IsOurs(string path, string name, string program) =>
        IsLink ? string.Equals(Path.GetFullPath(new FileInfo(path).LinkTarget ?? "", Path.GetDirectoryName(Path.GetFullPath(path))!), program, StringComparison.Ordinal)
        : IsNative ? File.ReadAllBytes(path).AsSpan().SequenceEqual(File.ReadAllBytes(program))
        : string.Equals(File.ReadAllText(path), Script(name, program), StringComparison.Ordinal);
}
