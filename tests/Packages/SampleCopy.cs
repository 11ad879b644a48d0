using System.Text.RegularExpressions;

namespace IsoBuild.TestSupport;

/// <summary>A sample in a workspace, with the package of this test run in the place of the published one.</summary>
internal static class SampleCopy
{
    private static readonly string[] Made = ["bin", "obj", "artifacts", "tools"];

    /// <param name="work">Where to copy it.</param>
    /// <param name="sample">The sample's folder.</param>
    /// <param name="package">The package that it uses.</param>
    /// <returns>The copy's folder.</returns>
    public static string Create(Workspace work, string sample, string package)
    {
        string source = Repository.File($"samples/{sample}");
        bool replaced = false;
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(source, file);
            if (relative.Split(Path.DirectorySeparatorChar).Intersect(Made).Any())
            {
                continue;
            }

            string text = File.ReadAllText(file);
            string ours = Regex.Replace(
                text,
                $"""(?<project><PackageReference Include="{Regex.Escape(package)}" Version=)"[^"]*"|#addin nuget:\?package={Regex.Escape(package)}&version=.*""",
                match => match.Groups["project"].Success
                    ? $"{match.Groups["project"].Value}\"{PackageFeed.VersionOf(package)}\""
                    : $"#addin nuget:{new Uri(PackageFeed.Folder).AbsoluteUri}?package={package}&version={PackageFeed.VersionOf(package)}&prerelease");
            replaced |= ours != text;
            work.Write($"{sample}/{relative}", ours);
        }

        return replaced ? work.Path(sample) : throw new InvalidOperationException($"{source} does not use {package}");
    }
}
