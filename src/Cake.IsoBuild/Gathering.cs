using Cake.Common.Tools.DotNet;
using Cake.Common.Tools.DotNet.Publish;
using Cake.Core;
using Cake.Core.IO;
using IsoBuild;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace Cake.IsoBuild;

/// <summary>The work of turning <see cref="IsoContent"/> into an engine's content. Keeps what was published until the image is written.</summary>
internal sealed class Gathering(ICakeContext context, ImageBuilder builder, DiagnosticLog log) : IDisposable
{
    private readonly List<DirectoryInfo> temporary = [];

    public ImageBuilder Builder { get; } = builder;

    public DiagnosticLog Log { get; } = log;

    public string Absolute(FilePath file) => file.MakeAbsolute(context.Environment).FullPath;

    public string Absolute(DirectoryPath directory) => directory.MakeAbsolute(context.Environment).FullPath;

    /// <summary>Of a file or a directory, whichever it is.</summary>
    public string Absolute(Core.IO.Path path) => path is DirectoryPath directory ? Absolute(directory) : Absolute((FilePath)path.FullPath);

    /// <summary>The permission bits that a user wrote; <see langword="null"/> for none.</summary>
    public EntryOptions? Entry(string? mode, string targetPath)
    {
        if (string.IsNullOrEmpty(mode))
        {
            return null;
        }

        if (EntryText.TryParseMode(mode, out var bits, out var problem))
        {
            return new EntryOptions { Mode = bits };
        }

        Log.Error(DiagnosticId.OptionUnknown, targetPath, $"The mode '{mode}' {problem}.");
        return null;
    }

    /// <summary>Publishes a project, with the directory that receives it as the result.</summary>
    public string Publish(FilePath project, DotNetPublishSettings settings)
    {
        // The settings are the script's own, which may use them again: they are handed back as they were.
        var (output, customization) = (settings.OutputDirectory, settings.ArgumentCustomization);
        try
        {
            settings.OutputDirectory = (output ?? Fresh()).MakeAbsolute(context.Environment);
            // A project that makes images itself is to put none into this one.
            settings.ArgumentCustomization = arguments => (customization?.Invoke(arguments) ?? arguments).Append("-p:EnableIsoBuild=false");
            context.DotNetPublish(Absolute(project), settings);
            return settings.OutputDirectory.FullPath;
        }
        finally
        {
            (settings.OutputDirectory, settings.ArgumentCustomization) = (output, customization);
        }
    }

    public void Dispose()
    {
        foreach (var directory in temporary)
        {
            try
            {
                directory.Delete(recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Log.Verbose($"{directory.FullName} cannot be deleted: {e.Message}");
            }
        }
    }

    private DirectoryPath Fresh()
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("isobuild-publish-");
        temporary.Add(directory);
        return directory.FullName;
    }
}
