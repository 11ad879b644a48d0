using System.CommandLine;
using System.CommandLine.Parsing;

namespace IsoBuild.Tool;

/// <summary>Paths on disk that are empty, as those of a variable of the shell that is not set. .NET takes such for misuse of its own.</summary>
internal static class EmptyArguments
{
    private static readonly HashSet<string> Paths = ["image", "before", "after", "content", "--reproducible", "--output", "--layout", "--svg", "--path-list", "--base", "--mbr", "--efi-boot", "--loader", "--system-area", "--boot-s390x", "--install"];

    /// <exception cref="UsageException">There is one.</exception>
    public static void Check(ParseResult parsed)
    {
        foreach (var result in parsed.CommandResult.Children)
        {
            var name = result switch
            {
                OptionResult option => option.Option.Name,
                ArgumentResult argument => argument.Argument.Name,
                _ => "",
            };
            if (Paths.Contains(name) && result.Tokens.Any(token => token.Value.Length == 0))
            {
                throw new UsageException(name, "The path is empty; is a variable not set? Name a file or a directory.");
            }
        }
    }
}
