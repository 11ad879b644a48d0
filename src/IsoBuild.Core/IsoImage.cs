using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;
using IsoBuild.Reading;

namespace IsoBuild;

/// <summary>An existing image: its content, its layout, and what is wrong with it. Files are read when somebody asks for them.</summary>
/// <example><code>
/// using var image = IsoImage.Open("hello.iso");
/// foreach (var file in image.Content.Nodes.OfType&lt;ContentFile&gt;())
/// {
///     Console.WriteLine($"{file.Path} {file.Length}");
/// }
/// </code></example>
public sealed class IsoImage : IDisposable
{
    private readonly ImageFile file;
    private readonly ImageReader reader;

    private IsoImage(ImageFile file, string name)
    {
        this.file = file;
        var diagnostics = new DiagnosticBag();
        reader = new ImageReader(file, diagnostics);
        Layout = reader.Layout().Named(name);
        Diagnostics = diagnostics.ToList();
    }

    /// <summary>Where everything lies.</summary>
    public ImageLayout Layout { get; }

    /// <summary>The content, as the tree with the most faithful names shows it: Rock Ridge, Joliet, ISO 9660.</summary>
    public ContentTree Content => reader.BestContent;

    /// <summary>What is wrong with the image. Entries that an error concerns are left out of the content, or cut to what the image holds.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>Opens an image file.</summary>
    /// <exception cref="ImageException">The file holds no ISO 9660 volume (ISOB3001), or one that cannot be read (ISOB3003).</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static IsoImage Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var opened = new ImageFile(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.RandomAccess));
        try
        {
            return new IsoImage(opened, Path.GetFileName(path));
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>The content as one tree shows it.</summary>
    /// <param name="view">One format.</param>
    /// <returns>The content; <see langword="null"/> when the image does not carry that tree.</returns>
    public ContentTree? ContentOf(ImageFormats view) => reader.Content(view);

    /// <summary>Closes the file. Content of this image cannot be read afterwards.</summary>
    public void Dispose() => file.Dispose();
}
