using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Build.Execution;
using Microsoft.Build.Framework;
using Microsoft.Build.ProjectCache;

namespace IsoBuild.ProjectCache;

/// <summary>A project cache in a folder, for tests: what a project declares to be made of, by its bytes, gets what was made of the same before.</summary>
/// <remarks>It knows nothing of images: it asks the targets <c>GetIsoInputs</c> and <c>GetIsoOutputs</c>, as any cache can.</remarks>
public sealed class FolderCache : ProjectCachePluginBase
{
    private readonly List<(string Project, string Key)> missed = [];
    private string store = "";

    /// <inheritdoc/>
    public override Task BeginBuildAsync(CacheContext context, PluginLoggerBase logger, CancellationToken cancellationToken)
    {
        store = context.PluginSettings["Store"];
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task<CacheResult> GetCacheResultAsync(BuildRequestData buildRequest, PluginLoggerBase logger, CancellationToken cancellationToken)
    {
        string project = buildRequest.ProjectFullPath;
        string key = KeyOf(project, buildRequest.GlobalPropertiesLookup);
        string entry = Path.Combine(store, key);
        if (!Directory.Exists(entry))
        {
            missed.Add((project, key));
            logger.LogMessage($"cache: {Path.GetFileName(project)} is not known", MessageImportance.High);
            return Task.FromResult(CacheResult.IndicateNonCacheHit(CacheResultType.CacheMiss));
        }

        foreach (string file in Directory.EnumerateFiles(entry))
        {
            // By its bytes alone: a cache elsewhere keeps no dates.
            string target = Path.Combine(Path.GetDirectoryName(project)!, Uri.UnescapeDataString(Path.GetFileName(file)));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, File.ReadAllBytes(file));
        }

        logger.LogMessage($"cache: {Path.GetFileName(project)} is known", MessageImportance.High);
        return Task.FromResult(CacheResult.IndicateCacheHit([.. buildRequest.TargetNames.Select(target => new PluginTargetResult(target, [], BuildResultCode.Success))]));
    }

    /// <inheritdoc/>
    public override Task EndBuildAsync(PluginLoggerBase logger, CancellationToken cancellationToken)
    {
        foreach ((string project, string key) in missed)
        {
            string folder = Path.GetDirectoryName(project)!;
            string[] made = [.. Ask(project, "GetIsoOutputs").Where(output => output.GetProperty("IsoStage").GetString() == "Build").Select(PathOf)];
            if (!made.All(File.Exists))
            {
                continue;
            }

            string entry = Directory.CreateDirectory(Path.Combine(store, key)).FullName;
            foreach (string file in made)
            {
                File.Copy(file, Path.Combine(entry, Uri.EscapeDataString(Path.GetRelativePath(folder, file))));
            }
        }

        return Task.CompletedTask;
    }

    private static string KeyOf(string project, IEnumerable<KeyValuePair<string, string?>> properties)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(File.ReadAllText(project));
        Add(Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH"));
        foreach ((string name, string? value) in properties.OrderBy(property => property.Key, StringComparer.Ordinal))
        {
            Add($"{name}={value}");
        }

        foreach (JsonElement input in Ask(project, "GetIsoInputs"))
        {
            Add(Path.GetRelativePath(Path.GetDirectoryName(project)!, PathOf(input)));
            Add(input.GetProperty("Kind").GetString() == "File" ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(PathOf(input)))) : input.GetProperty("Kind").GetString());
        }

        return Convert.ToHexString(hash.GetHashAndReset());

        void Add(string? text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\0"));
    }

    private static string PathOf(JsonElement item) => item.GetProperty("FullPath").GetString()!;

    /// <summary>What a target returns, asked of an MSBuild of its own: this one builds.</summary>
    private static JsonElement[] Ask(string project, string target)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["msbuild", project, $"-getTargetResult:{target}", "-nodeReuse:false"]) { RedirectStandardOutput = true };
        foreach (string variable in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) && name != "MSBUILDDISABLENODEREUSE").ToList())
        {
            start.Environment.Remove(variable);
        }

        using Process process = Process.Start(start)!;
        string answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? [.. JsonDocument.Parse(answer).RootElement.GetProperty("TargetResults").GetProperty(target).GetProperty("Items").EnumerateArray()]
            : throw new InvalidOperationException(answer);
    }
}
