using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace IsoBuild.Benchmarks;

/// <summary>What images are made of: the same bytes in every run, and no two files alike.</summary>
internal static class Contents
{
    private const int Small = 7_300;
    private const int Block = 4096;
    private const int Mebi = 1 << 20;

    /// <summary>Files of 100 bytes to 12 KB.</summary>
    public static string Many(Place place, Sizes sizes) => place.Once("many", folder =>
    {
        Random random = new(1);
        byte[] bytes = new byte[12_000];
        for (int i = 0; i < sizes.ManyDirectories; i++)
        {
            Directory.CreateDirectory(Path.Combine(folder, Number("d", i, 3)));
        }

        for (int i = 0; i < sizes.ManyFiles; i++)
        {
            int length = random.NextDouble() < 0.97 ? random.Next(100, Small) : random.Next(Small, bytes.Length);
            random.NextBytes(bytes.AsSpan(0, length));
            File.WriteAllBytes(Path.Combine(folder, Number("d", i % sizes.ManyDirectories, 3), Number("file", i, 6) + ".txt"), bytes.AsSpan(0, length));
        }
    });

    /// <summary>A few files of one length.</summary>
    public static string Large(Place place, string name, int count, long length) => place.Once(name, folder =>
    {
        Directory.CreateDirectory(folder);
        byte[] bytes = new byte[Mebi];
        new Random(2).NextBytes(bytes);
        long written = 0;
        for (int i = 0; i < count; i++)
        {
            using FileStream file = File.Create(Path.Combine(folder, Number("part", i, 2) + ".bin"));
            for (long at = 0; at < length; at += bytes.Length)
            {
                for (int block = 0; block < bytes.Length; block += Block)
                {
                    BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(block), written++);
                }

                file.Write(bytes);
            }
        }
    });

    public static string Tiny(Place place) => place.Once("tiny", folder =>
    {
        Directory.CreateDirectory(folder);
        for (int i = 0; i < 3; i++)
        {
            File.WriteAllText(Path.Combine(folder, Number("f", i, 1) + ".txt"), Number("hello ", i, 1) + "\n");
        }
    });

    /// <summary>The SDK that runs this, or a part of it.</summary>
    public static string Sdk(Place place, bool quick)
    {
        // <root>/shared/Microsoft.NETCore.App/<version>
        string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
        string newest = new DirectoryInfo(Path.Combine(root, "sdk")).GetDirectories().MaxBy(sdk => Version.TryParse(sdk.Name, out Version? version) ? version : new Version())!.FullName;
        string source = quick ? Path.Combine(newest, "Sdks") : newest;
        return place.Once("sdk", folder => Copy(source, folder));
    }

    /// <summary>Very small files, 200 in a directory.</summary>
    public static string Growing(Place place, int count) => place.Once(Number("growing-", count, 1), folder =>
    {
        for (int i = 0; i < count; i++)
        {
            string file = Path.Combine(folder, PathOf(i, 200));
            if (i % 200 == 0)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            }

            File.WriteAllBytes(file, BytesOf(i));
        }
    });

    /// <summary>The path of a file. Its names need changing in the ISO 9660 tree, as most real ones do.</summary>
    public static string PathOf(int number, int perDirectory) =>
        string.Create(CultureInfo.InvariantCulture, $"part-{number / perDirectory / 100:000}/group-{number / perDirectory:000000}/file-{number:0000000}.txt");

    public static byte[] BytesOf(int number) => Encoding.ASCII.GetBytes(Number("file ", number, 1) + "\n");

    private static string Number(string before, int number, int digits) => before + number.ToString("D" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        }

        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
        }
    }
}
