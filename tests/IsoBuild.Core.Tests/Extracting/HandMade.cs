using IsoBuild.Content;

namespace IsoBuild.Core.Tests.Extracting;

/// <summary>Trees as a reader might hand them over, hostile ones included: nothing checks their names.</summary>
internal static class HandMade
{
    public static readonly DateTimeOffset Date = new(2021, 3, 4, 5, 6, 7, TimeSpan.Zero);

    public static ContentTree Tree(params ContentNode[] entries) => new(Directory("", entries));

    public static ContentDirectory Directory(string name, params ContentNode[] entries) => Directory(name, mode: null, entries);

    public static ContentDirectory Directory(string name, UnixFileMode? mode, params ContentNode[] entries)
    {
        ContentDirectory directory = new(name) { Modified = Date, Mode = mode };
        foreach (ContentNode entry in entries)
        {
            entry.Parent = directory;
        }

        Array.Sort(entries, (a, b) => string.CompareOrdinal(a.Name, b.Name));
        directory.Entries = entries;
        return directory;
    }

    public static ContentFile File(string name, string text = "x", UnixFileMode? mode = null) =>
        new(name, new MemorySource(System.Text.Encoding.UTF8.GetBytes(text))) { Modified = Date, Mode = mode };

    public static ContentFile File(string name, ContentSource source) => new(name, source) { Modified = Date };

    public static ContentLink Link(string name, string target) => new(name, target) { Modified = Date };

    public static ContentSpecial Special(string name, SpecialKind kind) => new(name, kind, device: 0) { Modified = Date };
}

/// <summary>Content that does something while it is read.</summary>
internal sealed class Meddler(Action act) : ContentSource
{
    public override long Length => 1;

    internal override OpenContent Open()
    {
        act();
        return new MemorySource("x"u8.ToArray()).Open();
    }
}
