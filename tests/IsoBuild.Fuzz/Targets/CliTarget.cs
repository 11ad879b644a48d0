using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Tool;
using IsoBuild.Tool.Images;
using IsoBuild.Tool.Output;
using IsoBuild.Tool.Sources;

namespace IsoBuild.Fuzz;

/// <summary>Command lines, an argument a line: they are parsed, and what <c>create</c> makes of them is planned; nothing is opened or written.</summary>
public static class CliTarget
{
    private const long MostAllocated = 64 << 20;
    private const int MostArguments = 40;

    /// <summary>Options that name files on disk: whatever those were, they are not the input's.</summary>
    private static readonly string[] OfDisk = ["--base", "--mbr", "--efi-boot"];

    private static readonly Lazy<(IsoImage Image, string File)> Sample = new(MakeSample);

    public static void Try(ReadOnlySpan<byte> input)
    {
        string[] arguments = [.. Encoding.UTF8.GetString(input).Split('\n').Take(MostArguments)];
        long before = GC.GetAllocatedBytesForCurrentThread();
        using Terminal terminal = new(CancellationToken.None);
        string first = Parse(arguments, terminal);
        FuzzFault.If(!string.Equals(first, Parse(arguments, terminal), StringComparison.Ordinal), "The same command line is not always the same.");
        Create(arguments);
        Find(arguments);
        Match(arguments);
        Texts(arguments);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        FuzzFault.If(allocated > MostAllocated, $"It took {allocated >> 20} MiB.");
    }

    private static string Parse(string[] arguments, Terminal terminal)
    {
        ParseResult parsed = Cli.Create(terminal, CancellationToken.None).Parse(arguments, Cli.Parser);
        StringBuilder told = new();
        foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors)
        {
            FuzzFault.If(error.Message.Length == 0, "Something is wrong, and nobody says what.");
            told.Append(error.Message).Append('\n');
        }

        if (parsed.Errors.Count == 0)
        {
            try
            {
                ExactArguments.Check(parsed);
            }
            catch (UsageException wrong)
            {
                told.Append(wrong.Message);
            }
        }

        return told.ToString();
    }

    /// <summary>The options that make an image, on content that is always the same.</summary>
    private static void Create(string[] arguments)
    {
        Argument<string[]> content = new("content") { Arity = ArgumentArity.ZeroOrMore };
        ContentOptions options = new();
        Command command = new("create") { content };
        options.AddTo(command);
        ParseResult parsed = command.Parse(arguments, Cli.Parser);
        if (parsed.Errors.Count > 0 || Array.Exists(OfDisk, name => parsed.CommandResult.Children.OfType<System.CommandLine.Parsing.OptionResult>().Any(option => option.Option.Name == name && !option.Implicit)))
        {
            return;
        }

        try
        {
            foreach (string argument in parsed.GetValue(content) ?? [])
            {
                ContentSpec spec = ContentSpec.Parse(argument, exists: text => text.Length % 2 == 1);
                FuzzFault.If(spec.Source.Length == 0 || !argument.EndsWith(spec.Source, StringComparison.Ordinal), $"'{argument}' is taken for {spec}.");
            }

            ImageBuilder builder = options.Builder(parsed, [Sample.Value.File], "name");
            builder.AddFile("docs/readme.txt", "read me"u8.ToArray()).AddFile("bin/run.sh", "#!/bin/sh"u8.ToArray()).AddFile("isolinux/isolinux.bin", new byte[2048]).AddLink("bin/current", "run.sh");
            PlanResult plan = builder.Plan();
            FuzzFault.If((plan.Layout is null) != plan.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error), "There is a plan and an error, or none of both.");
        }
        catch (UsageException wrong)
        {
            FuzzFault.If(wrong.Message.Length == 0, "The usage is wrong, and nobody says why.");
        }
        catch (ImageException)
        {
            // Said what is wrong.
        }
    }

    private static void Find(string[] arguments)
    {
        ContentTree tree = Sample.Value.Image.Content;
        try
        {
            IReadOnlyList<ContentNode> found = PathPatterns.Resolve(tree, arguments);
            FuzzFault.If(found.Count == 0 && arguments.Length > 0, "Nothing was found, and nobody says so.");
        }
        catch (ImageException missing)
        {
            FuzzFault.If(missing.Diagnostic.ToString().Any(char.IsControl), "A control character gets to the terminal.");
        }
    }

    /// <summary>The first argument as a pattern of the others, by the library and by a regular expression.</summary>
    private static void Match(string[] arguments)
    {
        if (!PathPattern.TryParse(arguments[0], out PathPattern? pattern, out string problem))
        {
            FuzzFault.If(problem.Length == 0, "A pattern is wrong, and nobody says why.");
            return;
        }

        Regex expected = Expression(arguments[0]);
        foreach (string argument in arguments.Skip(1))
        {
            string[] names = argument.Split('/', StringSplitOptions.RemoveEmptyEntries);
            string path = string.Join('/', names);
            if (names.Length > 0)
            {
                FuzzFault.If(pattern.Matches(path) != expected.IsMatch(path), $"'{arguments[0]}' {(pattern.Matches(path) ? "matches" : "does not match")} '{path}'.");
                bool covers = Enumerable.Range(1, names.Length - 1).Any(count => expected.IsMatch(string.Join('/', names.Take(count))));
                FuzzFault.If(pattern.Covers(path) != (covers || expected.IsMatch(path)), $"'{arguments[0]}' {(pattern.Covers(path) ? "covers" : "does not cover")} '{path}'.");
            }
        }
    }

    private static Regex Expression(string pattern)
    {
        string path = pattern.Replace('\\', '/');
        List<string> names = [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(name => name != ".")];
        if (!path.TrimEnd('/').Contains('/', StringComparison.Ordinal))
        {
            names.Insert(0, "**");
        }

        StringBuilder text = new("^");
        for (int i = 0; i < names.Count; i++)
        {
            bool isLast = i == names.Count - 1;
            text.Append(names[i] == "**"
                ? isLast ? "(?:[^/]+/)*[^/]+" : "(?:[^/]+/)*"
                : Regex.Escape(names[i]).Replace("\\*", "[^/]*", StringComparison.Ordinal).Replace("\\?", "[^/]", StringComparison.Ordinal) + (isLast ? "" : "/"));
        }

        return new Regex(text.Append("\\z").ToString(), RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }

    /// <summary>What is read from a text is told by a text that is read as the same.</summary>
    private static void Texts(string[] arguments)
    {
        EntryRules rules = new();
        foreach (string argument in arguments)
        {
            if (ImageTimestamp.TryParse(argument, out DateTimeOffset timestamp, out string problem))
            {
                string text = ImageTimestamp.Format(timestamp);
                FuzzFault.If(!ImageTimestamp.TryParse(text, out DateTimeOffset again, out _) || again.ToUnixTimeSeconds() != timestamp.ToUnixTimeSeconds(), $"'{argument}' is {text}, which is something else.");
            }
            else
            {
                FuzzFault.If(problem.Length == 0, "A timestamp is wrong, and nobody says why.");
            }

            if (EntryText.TryParseMode(argument, out UnixFileMode mode, out _))
            {
                FuzzFault.If(!EntryText.TryParseMode(Convert.ToString((int)mode, 8), out UnixFileMode again, out _) || again != mode, $"'{argument}' is mode {mode}, which is something else.");
            }

            if (EntryText.TryParseId(argument, out uint id, out _))
            {
                FuzzFault.If(!EntryText.TryParseId(id.ToString(CultureInfo.InvariantCulture), out uint again, out _) || again != id, $"'{argument}' is {id}, which is something else.");
            }

            string derived = VolumeIdentifier.Derive(argument);
            FuzzFault.If(derived.Length > VolumeIdentifier.MaxLength || (derived.Length == 0 && argument.Length > 0), $"The volume is called '{derived}'.");
            bool isDone = rules.TryAddMode(argument, out _) | rules.TryAddOwner(argument, out _) | rules.TryAddHidden(argument, out _) | rules.TryAddSortWeight(argument, out _) | rules.TryAddMarkHidden(argument, out _);
            FuzzFault.If(isDone && rules.IsEmpty, "A rule was added, and there is none.");
        }

        _ = rules.Of("docs/readme.txt");
    }

    private static (IsoImage Image, string File) MakeSample()
    {
        using MemoryStream made = new();
        new ImageBuilder(new ImageOptions { VolumeId = "SAMPLE", PaddingSectors = 0 })
            .AddFile("docs/readme.txt", "read me"u8.ToArray())
            .AddFile("docs/a=b", "b"u8.ToArray())
            .AddFile("bin/run.sh", "#!/bin/sh"u8.ToArray())
            .AddFile("bin/*", "star"u8.ToArray())
            .Write(made)
            .EnsureSuccess();
        return (IsoImage.Open(new MemoryStream(made.ToArray())), typeof(CliTarget).Assembly.Location);
    }
}
