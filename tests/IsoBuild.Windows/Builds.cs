using System.Runtime.CompilerServices;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Execution;
using Microsoft.Build.Framework;
using Microsoft.Build.Logging;

namespace IsoBuild.Windows;

/// <summary>MSBuild within this process: the one of an SDK is compiled for its system, its targets are for all.</summary>
internal static class Builds
{
    public static int Run(string tools, string project, string targets, string[] properties)
    {
        Environment.SetEnvironmentVariable("MSBUILD_EXE_PATH", Path.Combine(tools, "MSBuild.dll"));
        return Build(project, targets.Split(';'), properties.Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]));
    }

    /// <summary>MSBuild looks for its tools when it is first used.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Build(string project, string[] targets, Dictionary<string, string> properties)
    {
        using ProjectCollection projects = new(properties);
        BuildParameters parameters = new(projects) { Loggers = [new ConsoleLogger(LoggerVerbosity.Minimal)], EnableNodeReuse = false, MaxNodeCount = 1 };
        Microsoft.Build.Execution.BuildResult result = BuildManager.DefaultBuildManager.Build(parameters, new BuildRequestData(Path.GetFullPath(project), properties, targetsToBuild: targets, toolsVersion: null, hostServices: null));
        Console.Error.WriteLine(result.Exception);
        return result.OverallResult == BuildResultCode.Success ? 0 : 1;
    }
}
