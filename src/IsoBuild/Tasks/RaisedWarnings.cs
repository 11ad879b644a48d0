using System.Reflection;
using Microsoft.Build.Framework;

namespace IsoBuild.Tasks;

/// <summary>Which warnings are errors in this build.</summary>
/// <param name="engine">MSBuild.</param>
/// <param name="all">Whether the project treats warnings as errors: MSBuild itself asks that of the compiler alone.</param>
/// <param name="exempt">Codes that this is not meant for: <c>NoWarn</c> and <c>WarningsNotAsErrors</c>.</param>
internal sealed class RaisedWarnings(IBuildEngine engine, bool all, string exempt)
{
    private static readonly char[] Separators = [';', ',', ' ', '\n', '\r', '\t'];
    private readonly string[] exempt = exempt.Split(Separators, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether a warning fails the build. An image is not to be replaced then.</summary>
    public bool Contains(string code) => (all && !exempt.Contains(code, StringComparer.OrdinalIgnoreCase))
        || (engine is IBuildEngine8 build && build.ShouldTreatWarningAsError(code))
        || (IsSwitchBare(engine) && !exempt.Contains(code, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether the command line says <c>-warnaserror</c> without codes.</summary>
    /// <remarks>
    /// MSBuild 18 makes errors of all warnings then, but its answer above, and whether a task logged errors, is no
    /// where the project has <c>MSBuildWarningsAsErrors</c>, and each project of the SDK has. What knows it is not public.
    /// </remarks>
    private static bool IsSwitchBare(IBuildEngine engine)
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var context = engine.GetType().GetField("_taskLoggingContext", Any)?.GetValue(engine);
        var service = context?.GetType().GetProperty("LoggingService", Any)?.GetValue(context);
        return service?.GetType().GetProperty("WarningsAsErrors", Any)?.GetValue(service) is ICollection<string> { Count: 0 };
    }
}
