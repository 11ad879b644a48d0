using System.Globalization;
using System.Runtime.Loader;
using IsoBuild.Windows;

// IsoBuild.Windows ASSEMBLY RESULTS [CLASS...] [-TEST...]: runs the tests of an assembly, or those of some classes, but for some, and writes what becomes of each.
string assembly = Path.GetFullPath(args[0]);
// The tests find the repository, and what lies beside them, from their own folder.
AppContext.SetData("APP_CONTEXT_BASE_DIRECTORY", Path.GetDirectoryName(assembly) + Path.DirectorySeparatorChar);
AssemblyDependencyResolver resolver = new(assembly);
AssemblyLoadContext.Default.Resolving += (context, name) => resolver.ResolveAssemblyToPath(name) is { } path ? context.LoadFromAssemblyPath(path) : null;

HashSet<string> leftOut = [.. args[2..].Where(word => word[0] == '-').Select(word => word[1..])];
HashSet<string> classes = [.. args[2..].Where(word => word[0] != '-')];
using TestRun run = new(AssemblyLoadContext.Default.LoadFromAssemblyPath(assembly));
using StreamWriter results = new(args[1]) { AutoFlush = true, NewLine = "\n" };
foreach (TestResult result in run.Run((type, method) => (classes.Count == 0 || classes.Contains(type)) && !leftOut.Contains($"{type}.{method}")))
{
    results.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.State}\t{result.Class}\t{result.Name}\t{result.Seconds:0.00}\t{result.Text}"));
}
