namespace IsoBuild.Fuzz;

/// <summary>A folder for what must be on disk, which goes away again.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("isobuild-fuzz-");

    public string File(string name, byte[] content)
    {
        string path = Path.Combine(folder.FullName, name);
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose() => folder.Delete(recursive: true);
}
