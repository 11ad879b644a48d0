using IsoBuild.Emulation;
using IsoBuild.Tool.Output;

namespace IsoBuild.Tool;

/// <summary>Puts the names of other programs beside each other, all of them leading to this program.</summary>
internal static class Installation
{
    /// <summary>The names that are put. <c>hdiutil</c> is not: it does much else.</summary>
    private static readonly string[] Names = [.. Emulator.Programs.Where(name => name is not ("hdiutil" or "cdimage"))];

    /// <exception cref="UsageException">Something else is there already.</exception>
    public static int Put(string directory, Terminal terminal)
    {
        var program = Environment.ProcessPath ?? "";
        var extension = Path.GetExtension(program);
        if (Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException("--install", "The program runs by way of dotnet, which tells no name it was called by. Install it as a tool (dotnet tool install), or publish it, and call it by its own name.");
        }

        Directory.CreateDirectory(directory);
        string[] places = [.. Names.Select(name => Path.Join(directory, name + (OperatingSystem.IsWindows() ? extension : "")))];
        if (Array.Find(places, place => Exists(place) && !IsOurs(place, program)) is { } taken)
        {
            throw new UsageException("--install", $"{taken} already exists and is not this program, so it is not replaced. Name another directory, or delete it.");
        }

        foreach (var place in places)
        {
            File.Delete(place);
            if (OperatingSystem.IsWindows())
            {
                File.Copy(program, place);
            }
            else
            {
                File.CreateSymbolicLink(place, program);
            }

            terminal.Line(place);
        }

        return ExitCode.Done;
    }

    private static bool Exists(string path) => File.Exists(path) || new FileInfo(path).LinkTarget is not null;

    private static bool IsOurs(string path, string program) => OperatingSystem.IsWindows()
        ? File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(File.ReadAllBytes(program))
        : string.Equals(Path.GetFullPath(new FileInfo(path).LinkTarget ?? "", Path.GetDirectoryName(Path.GetFullPath(path))!), program, StringComparison.Ordinal);
}
