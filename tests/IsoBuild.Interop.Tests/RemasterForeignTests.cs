using IsoBuild.Diagnostics;

namespace IsoBuild.Interop.Tests;

/// <summary>Images of other writers, each with one file more: other readers find in it what they found before.</summary>
public sealed class RemasterForeignTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    [ToolTheory("xorriso", "genisoimage", "bsdtar")]
    [InlineData("xorriso -as mkisofs -R -J")]
    [InlineData("xorriso -as mkisofs -J -U")]
    [InlineData("xorriso -as mkisofs -R -hfsplus")]
    [InlineData("genisoimage -quiet -R -J -udf")]
    [InlineData("genisoimage -quiet -J")]
    [InlineData("genisoimage -quiet -R -hide-joliet other.txt -J")]
    [InlineData("bsdtar")]
    public void Other_readers_find_what_they_found(string writer)
    {
        string tree = temp.Combine("tree");
        temp.Write("tree/a longer name than 8.3 has.txt", "one");
        temp.Write("tree/other.txt", "two");
        temp.Write("tree/folder/deeper/Mixed Case.data", new byte[70_000]);
        temp.Write("tree/folder/empty", "");
        Directory.CreateDirectory(temp.Combine("tree/nothing in it"));
        File.CreateSymbolicLink(temp.Combine("tree/link"), "other.txt");
        (string from, string to) = (temp.Combine("base.iso"), temp.Combine("result.iso"));
        _ = writer == "bsdtar"
            ? Readers.Run("bsdtar", "-c", "-f", from, "--format=iso9660", "-C", tree, ".")
            : Readers.Shell($"{writer} -V 'Mixed label' -o \"$1\" \"$2\" 2>/dev/null", from, tree);

        BuildResult result = new ImageBuilder().BasedOn(from).AddFile("added.txt", "one file more"u8.ToArray()).Write(to).EnsureSuccess();

        Assert.DoesNotContain(result.Diagnostics, found => found.Id is DiagnosticId.BaseEntryUnusable or DiagnosticId.BaseFieldLost or DiagnosticId.VolumeFieldAltered);
        using (IsoImage before = IsoImage.Open(from))
        using (IsoImage after = IsoImage.Open(to))
        {
            Assert.Equal((before.Layout.Volume.VolumeId, before.Formats), (after.Layout.Volume.VolumeId, after.Formats));
        }

        string same = temp.Combine("same.iso");
        new ImageBuilder().BasedOn(from).AddFile("added.txt", "one file more"u8.ToArray()).Write(same).EnsureSuccess();
        Assert.Equal(File.ReadAllBytes(to), File.ReadAllBytes(same));
        Assert.Equal([.. Seen(from).Append("added.txt").Order(StringComparer.Ordinal)], Seen(to));
    }

    /// <summary>What bsdtar finds, with contents compared by what is extracted.</summary>
    private string[] Seen(string image)
    {
        string folder = temp.Combine("out-" + Path.GetFileNameWithoutExtension(image));
        Directory.CreateDirectory(folder);
        Readers.Run("bsdtar", "-x", "-f", image, "-C", folder);
        return [.. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path) + What(path))
            .Select(line => line.StartsWith("ADDED.TXT", StringComparison.OrdinalIgnoreCase) ? "added.txt" : line)
            .Order(StringComparer.Ordinal)];

        static string What(string path) => Directory.Exists(path) ? "/" : new FileInfo(path).LinkTarget is { } target ? $" -> {target}"
            : $" {new FileInfo(path).Length} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))[..12]} {File.GetLastWriteTimeUtc(path):u}";
    }
}
