using System.Globalization;

namespace IsoBuild.Tasks;

/// <summary>A file under its own name in a folder beside its place, until <see cref="Commit"/> puts it there. Both are gone afterwards.</summary>
internal sealed class AsideFile : IDisposable
{
    private readonly string _place;
    private readonly string _folder;

    public AsideFile(string place)
    {
        _place = place;
        // Two builds may make the same file at once: each has a folder of its own.
        _folder = System.IO.Path.Combine(
            System.IO.Path.GetDirectoryName(place)!,
            string.Create(CultureInfo.InvariantCulture, $".isobuild-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}"));
        Directory.CreateDirectory(_folder);
        Path = System.IO.Path.Combine(_folder, System.IO.Path.GetFileName(place));
    }

    /// <summary>Where to write it.</summary>
    public string Path { get; }

    /// <summary>Moves it to its place.</summary>
    public void Commit() => File.Move(Path, _place, overwrite: true);

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }
}
