using System.Diagnostics;

namespace IsoBuild.Tool.Tests;

/// <summary>The command, as a process.</summary>
internal static class Isobuild
{
    public static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "isobuild.dll");

    /// <summary>How it is called: where there is no SDK, as a program with a runtime of its own.</summary>
    public static IReadOnlyList<string> Words { get; } = Environment.GetEnvironmentVariable("ISOBUILD_PROGRAM") is { } program ? [program] : ["dotnet", Assembly];

    /// <summary>How it is called in a shell.</summary>
    public static string ShellWords => string.Join(' ', Words.Select(word => $"'{word}'"));

    public static CommandResult Run(string folder, params string[] arguments) => Run(folder, [], arguments);

    public static CommandResult Run(string folder, (string Name, string? Value)[] environment, params string[] arguments) =>
        CommandLine.Run(Words[0], [.. Words.Skip(1), .. arguments], folder, Variables(environment));

    /// <summary>Runs the command as part of a shell's line, where it stands as <c>isobuild</c>.</summary>
    public static CommandResult Shell(string folder, string line, string shell = "sh") => CommandLine.Run(
        shell,
        ["-c", $"isobuild() {{ {ShellWords} \"$@\"; }}\n{line}"],
        folder,
        Variables([]));

    /// <summary>The command, started and not waited for.</summary>
    public static Process Start(string folder, params string[] arguments)
    {
        ProcessStartInfo start = new(Path.IsPathRooted(Words[0]) ? Words[0] : ToolGuard.Find(Words[0]), [.. Words.Skip(1), .. arguments]) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach ((string name, string? value) in Variables([]))
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Makes an image of a folder's content, and returns its path.</summary>
    public static string Create(TempDirectory folder, params string[] arguments)
    {
        Run(folder, ["create", .. arguments, "-o", "a.iso", "-q"]).EnsureSuccess();
        return folder.Combine("a.iso");
    }

    private static Dictionary<string, string?> Variables((string Name, string? Value)[] more)
    {
        Dictionary<string, string?> variables = new(DotnetEnvironment.Clean);
        foreach ((string name, string? value) in more)
        {
            variables[name] = value;
        }

        return variables;
    }
}
