using IsoBuild.Content;

namespace IsoBuild.Emulation;

/// <summary>Finds what the paths of a command line put where.</summary>
internal static class SourceMapper
{
    /// <exception cref="CommandLineFault">There is nothing to put into the image, or it does not exist.</exception>
    public static SourceMap Map(ImageRequest request)
    {
        if (request.Paths.Count == 0)
        {
            throw CommandLineFault.Usage(ProgramTexts.NameOf(request.Program), "There is no path of what goes into the image. Name a directory or files.");
        }

        return new SourceMap([.. request.Paths.Select(path => Map(request, path))]);
    }

    private static SourceMapping Map(ImageRequest request, string text)
    {
        var graft = GraftPoint.Parse(text, request.AreGrafts);
        var path = request.OnDisk(graft.Source);
        if (graft.Source.Length == 0 || !DiskPath.Exists(path))
        {
            throw CommandLineFault.Missing(graft.Source.Length > 0 ? graft.Source : text.Length > 0 ? text : "''", Advice(request, text, graft));
        }

        var root = Normalize(request.Root);
        var isDirectory = DiskPath.IsDirectory(path);
        var target = Normalize(graft.Target ?? "");
        if (!isDirectory && (graft.Target is null || target.Length == 0 || (graft.Target.EndsWith('/') && request.Program != EmulatedProgram.Xorrisofs)))
        {
            target = Combine(target, LastName(graft.Source));
        }

        return new SourceMapping(Combine(root, target), DiskText.Slashes(graft.Source), path, isDirectory, request.Matched(graft.Source));
    }

    private static string Advice(ImageRequest request, string text, GraftPoint graft) =>
        graft.Source.Length == 0 ? "The path on disk is empty. Write one, or leave the word out."
        : !request.AreGrafts && text.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && DiskPath.Exists(request.OnDisk(text[(equals + 1)..])) ? "The path does not exist. Write -graft-points before it if it is TARGET=SOURCE."
        : graft.Target is { } target && target.Length > 0 && DiskPath.Exists(request.OnDisk(target)) ? $"The path does not exist. The path in the image comes first: did you mean {graft.Source}={target}?"
        : NearPath.Find(request.OnDisk(graft.Source)) is { } near ? $"The path does not exist. Did you mean '{near}'?"
        : "The path does not exist. Create it, or correct the path.";

    /// <summary>Leading and double separators, and dots, say nothing.</summary>
    public static string Normalize(string target) => string.Join('/', DiskText.Slashes(target).Split('/').Where(name => name.Length > 0 && name != "."));

    private static string Combine(string directory, string name) => directory.Length == 0 ? name : name.Length == 0 ? directory : $"{directory}/{name}";

    private static string LastName(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
}
