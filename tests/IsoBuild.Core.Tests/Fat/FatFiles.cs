using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Fat;

namespace IsoBuild.Core.Tests.Fat;

/// <summary>FAT file systems for tests.</summary>
internal static class FatFiles
{
    public static FatEntry File(string path, params byte[] content) => new(path, new MemorySource(content));

    public static FatEntry File(string path, int length) => new(path, new MemorySource(Content(path, length)));

    public static FatEntry Directory(string path) => new(path, Source: null);

    /// <summary>Bytes that differ from file to file and from place to place.</summary>
    public static byte[] Content(string path, int length)
    {
        uint state = path.Aggregate(2166136261u, (hash, character) => (hash ^ character) * 16777619) | 1;
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            bytes[i] = (byte)state;
        }

        return bytes;
    }

    public static FatImage Build(IEnumerable<FatEntry> files, FatOptions? options = null)
    {
        DiagnosticBag diagnostics = new();
        FatImage? image = FatImage.Build(files, options ?? new FatOptions(), diagnostics);
        Assert.True(image is not null && diagnostics.ToList().Count == 0, string.Join('\n', diagnostics.ToList()));
        return image;
    }

    public static Diagnostic[] Findings(IEnumerable<FatEntry> files, FatOptions? options = null)
    {
        DiagnosticBag diagnostics = new();
        FatImage? image = FatImage.Build(files, options ?? new FatOptions(), diagnostics);
        Assert.Equal(image is null, diagnostics.HasErrors);
        return [.. diagnostics.ToList()];
    }

    public static byte[] Bytes(ContentSource source)
    {
        using ContentStream stream = new(source);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Writes a file system into a file, zeros as holes.</summary>
    public static string Save(TempDirectory temp, string name, ContentSource source)
    {
        string path = temp.Combine(name);
        using ContentStream stream = new(source);
        using FileStream file = System.IO.File.Create(path);
        file.SetLength(stream.Length);
        byte[] buffer = new byte[1 << 16];
        for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            if (buffer.AsSpan(0, read).ContainsAnyExcept((byte)0))
            {
                file.Position = stream.Position - read;
                file.Write(buffer, 0, read);
            }
        }

        return path;
    }

    /// <summary>A file of zeros that takes no room.</summary>
    public static FatEntry Hole(TempDirectory temp, string path, long length)
    {
        string file = temp.Combine(Guid.NewGuid().ToString("N"));
        using (FileStream stream = System.IO.File.Create(file))
        {
            stream.SetLength(length);
        }

        FileInfo info = new(file);
        return new FatEntry(path, new FileSource(temp.Path, info.Name, length, info.LastWriteTimeUtc));
    }
}
