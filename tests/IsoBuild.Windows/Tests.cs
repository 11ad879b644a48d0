using System.Reflection;
using System.Runtime.Loader;

namespace IsoBuild.Windows;

/// <summary>Runs tests of an assembly that was built for any system.</summary>
internal static class Tests
{
    /// <param name="assembly">The assembly.</param>
    /// <param name="results">The file that receives a line for each test that starts or ends.</param>
    /// <param name="words">Names of namespaces, classes and methods: those to run, by default all; and behind a dash, those to leave out.</param>
    public static int Run(string assembly, string results, string[] words)
    {
        // The tests find the repository, and what lies beside them, from their own folder.
        AppContext.SetData("APP_CONTEXT_BASE_DIRECTORY", Path.GetDirectoryName(assembly) + Path.DirectorySeparatorChar);
        AssemblyDependencyResolver resolver = new(assembly);
        AssemblyLoadContext.Default.Resolving += (context, name) => resolver.ResolveAssemblyToPath(name) is { } path ? context.LoadFromAssemblyPath(path) : null;

        string[] names = [.. words.Where(word => word[0] != '-')];
        string[] leftOut = [.. words.Where(word => word[0] == '-').Select(word => word[1..])];
        using TestRun run = new(AssemblyLoadContext.Default.LoadFromAssemblyPath(assembly));
        using StreamWriter lines = new(results) { AutoFlush = true, NewLine = "\n" };
        foreach (TestResult result in run.Run(test => (names.Length == 0 || IsAmong(names, test)) && !IsAmong(leftOut, test)))
        {
            lines.WriteLine(result);
        }

        return 0;
    }

    private static bool IsAmong(string[] names, string test) =>
        names.Any(name => test.StartsWith(name, StringComparison.Ordinal) && (test.Length == name.Length || test[name.Length] == '.'));
}
