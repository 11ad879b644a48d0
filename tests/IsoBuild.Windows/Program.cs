using System.Runtime.Loader;
using IsoBuild.Windows;

// IsoBuild.Windows ASSEMBLY RESULTS [NAME...] [-NAME...]: runs the tests of an assembly, or those of some namespaces, classes and methods, but for others, and writes what becomes of each.
string assembly = Path.GetFullPath(args[0]);
// The tests find the repository, and what lies beside them, from their own folder.
AppContext.SetData("APP_CONTEXT_BASE_DIRECTORY", Path.GetDirectoryName(assembly) + Path.DirectorySeparatorChar);
AssemblyDependencyResolver resolver = new(assembly);
AssemblyLoadContext.Default.Resolving += (context, name) => resolver.ResolveAssemblyToPath(name) is { } path ? context.LoadFromAssemblyPath(path) : null;

string[] names = [.. args[2..].Where(word => word[0] != '-')];
string[] leftOut = [.. args[2..].Where(word => word[0] == '-').Select(word => word[1..])];
using TestRun run = new(AssemblyLoadContext.Default.LoadFromAssemblyPath(assembly));
using StreamWriter results = new(args[1]) { AutoFlush = true, NewLine = "\n" };
foreach (TestResult result in run.Run(test => (names.Length == 0 || IsAmong(names, test)) && !IsAmong(leftOut, test)))
{
    results.WriteLine(result);
}

static bool IsAmong(string[] names, string test) => names.Any(name => test.StartsWith(name, StringComparison.Ordinal) && (test.Length == name.Length || test[name.Length] == '.'));
