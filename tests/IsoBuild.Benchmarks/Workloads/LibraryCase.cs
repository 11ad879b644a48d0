using System.Globalization;
using IsoBuild.Content;

namespace IsoBuild.Benchmarks;

/// <summary>What a program does that calls the library: this one, in a process of its own.</summary>
internal static class LibraryCase
{
    private const long Gibi = 1 << 30;
    private const int SparseFiles = 600;

    private static string[] Self => [Environment.ProcessPath!, "case"];

    /// <summary>An image of files that lie in memory.</summary>
    public static Contender InMemory(string name, Place place, int count, int perDirectory, bool udf = false)
    {
        string image = place.Combine("library.iso");
        return new Contender(name, [.. Self, image, Text(count), Text(perDirectory), udf ? "udf" : "default"]) { Makes = image };
    }

    /// <summary>Files without a byte on the disk. No two are of one size, or they would have to be read to find out whether they are equal.</summary>
    public static Contender Sparse(string name, Place place)
    {
        string content = place.Once("sparse", folder =>
        {
            Directory.CreateDirectory(folder);
            for (int i = 0; i < SparseFiles; i++)
            {
                using FileStream file = File.Create(Path.Combine(folder, $"disk-{Text(i)}.img"));
                file.SetLength((10 * Gibi) + (Gibi / 4) + i);
            }
        });
        return new Contender(name, [.. Self, content]);
    }

    /// <summary>Does it.</summary>
    public static int Run(string[] arguments)
    {
        if (arguments is [var content])
        {
            return new ImageBuilder().AddDirectory("", content).Plan().Layout is null ? 1 : 0;
        }

        (string image, int count, int perDirectory) = (arguments[0], Number(arguments[1]), Number(arguments[2]));
        ImageBuilder builder = new(new ImageOptions { Formats = arguments[3] == "udf" ? ImageFormats.Default | ImageFormats.Udf : ImageFormats.Default });
        for (int i = 0; i < count; i++)
        {
            builder.AddFile(Contents.PathOf(i, perDirectory), Contents.BytesOf(i));
        }

        builder.Write(image).EnsureSuccess();
        return 0;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
