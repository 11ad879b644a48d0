using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace IsoBuild.Tool;

/// <summary>The help of a command, with headings among its options and examples below.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    private static readonly ConditionalWeakTable<Command, string[]> Examples = [];

    private static readonly ConditionalWeakTable<Option, string> Headings = [];

    /// <summary>Begins a group of options.</summary>
    /// <param name="heading">Its heading.</param>
    /// <param name="first">The group's first option.</param>
    public static void Begin(string heading, Option first) => Headings.Add(first, heading);

    /// <summary>Gives a command its examples: whole command lines.</summary>
    public static void Of(Command command, params string[] examples) => Examples.Add(command, examples);

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = InvokeWithHeadings(parseResult);
        if (Examples.TryGetValue(parseResult.CommandResult.Command, out var examples))
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.Write("Examples:\n");
            foreach (var example in examples)
            {
                output.Write($"  {example}\n");
            }

            output.Write("\n");
        }

        return code;
    }

    /// <summary>The library knows no groups: each heading goes before the line of its group's first option.</summary>
    private int InvokeWithHeadings(ParseResult parseResult)
    {
        var headings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var option in parseResult.CommandResult.Command.Options)
        {
            if (Headings.TryGetValue(option, out var heading))
            {
                headings.Add(option.Name, heading);
            }
        }

        var output = parseResult.InvocationConfiguration.Output;
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        int code;
        try
        {
            parseResult.InvocationConfiguration.Output = text;
            code = help.Invoke(parseResult);
        }
        finally
        {
            parseResult.InvocationConfiguration.Output = output;
        }

        foreach (var line in text.ToString().ReplaceLineEndings("\n").Split('\n')[..^1])
        {
            var isOption = line.StartsWith("  -", StringComparison.Ordinal);
            if (isOption && headings.TryGetValue(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0].TrimEnd(','), out var heading))
            {
                output.Write($"\n{heading}:\n");
            }

            output.Write($"{line}\n");
        }

        return code;
    }
}
