using System.CommandLine;
using IsoBuild;
using IsoBuild.Benchmarks;

// Programs side by side, as whole processes. `compare --help` says how; this one is called by itself and by tests:
if (args is ["make", var source, var output])
{
    new ImageBuilder().AddDirectory("", source).Write(output).EnsureSuccess();
    return 0;
}

if (args is ["case", .. var arguments])
{
    return LibraryCase.Run(arguments);
}

RootCommand root = new("Compares IsoBuild with other programs.") { CompareCommand.Make() };
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = Limits.Hang });
