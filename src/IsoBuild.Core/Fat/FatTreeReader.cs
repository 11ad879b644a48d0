using System.Buffers;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Fat;

/// <summary>Reads directories, from the root on. Names that could leave a directory, or that are there twice, do not get into the tree.</summary>
internal sealed class FatTreeReader(ContentSource source, FatBytes bytes, BootSector boot, FatChains chains, FatReport report)
{
    /// <summary>FAT 1.03, "FAT Directory Structure": 65536 entries.</summary>
    private const int MostSlots = 65536;

    // No system opens paths beyond that; and each entry costs memory.
    private const int MostDepth = 256;
    private const int MostNodes = 1_000_000;

    private readonly List<FatNode> nodes = [];
    private readonly LongNameParts parts = new();

    public FatNode Root { get; } = new(parent: null, "", "", FatAttributes.Directory) { FirstCluster = boot.RootCluster };

    public IReadOnlyList<FatNode> Nodes => nodes;

    /// <summary>The label that stands in the root directory, if one does.</summary>
    public string? Label { get; private set; }

    private long taken;

    public void Read()
    {
        Root.Extents = boot.IsLarge
            ? chains.Follow(boot.RootCluster, length: null, Root, out _)
            : [new FatExtent(boot.RootOffset, (long)boot.RootEntries * DirectoryEntry.Size)];
        Stack<FatNode> pending = new([Root]);
        while (pending.TryPop(out var node))
        {
            if (node.Parent is not null)
            {
                nodes.Add(node);
            }

            if (!node.IsDirectory)
            {
                continue;
            }

            ReadDirectory(node);
            for (var i = node.Children.Count - 1; i >= 0; i--)
            {
                pending.Push(node.Children[i]);
            }

            taken += node.Children.Count;
        }
    }

    private void ReadDirectory(FatNode directory)
    {
        if (directory.Depth >= MostDepth)
        {
            report.Error(DiagnosticId.FatTreeTooLarge, directory, directory.EntryOffset, $"Directories are nested deeper than {MostDepth} levels. The entries of this one are left out.");
            return;
        }

        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        parts.Clear();
        var slot = 0;
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 14);
        try
        {
            foreach (var extent in directory.Extents)
            {
                for (long position = 0; position < extent.Length;)
                {
                    var chunk = buffer.AsSpan(0, (int)Math.Min(1 << 14, extent.Length - position));
                    if (!bytes.TryFill(extent.Offset + position, chunk))
                    {
                        report.Error(DiagnosticId.FatTruncated, directory, extent.Offset + position, "The FAT file system ends within this directory. Get a fresh copy of the image.");
                        return;
                    }

                    for (var i = 0; i + DirectoryEntry.Size <= chunk.Length; i += DirectoryEntry.Size, slot++)
                    {
                        var offset = extent.Offset + position + i;
                        if (slot == MostSlots || taken + directory.Children.Count >= MostNodes)
                        {
                            report.Error(DiagnosticId.FatTreeTooLarge, directory, offset, $"The directory has more than {MostSlots} entries, or the file system more than {MostNodes}. The rest is left out.");
                            return;
                        }

                        if (!ReadEntry(directory, chunk.Slice(i, DirectoryEntry.Size), slot, offset, names))
                        {
                            // Even an empty directory has entries for itself and for the one above.
                            CheckDots(directory, slot, offset);
                            return;
                        }
                    }

                    position += chunk.Length;
                }
            }

            CheckDots(directory, slot, directory.EntryOffset);
            CheckParts(directory, directory.EntryOffset);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary><see langword="false"/> at the directory's end.</summary>
    private bool ReadEntry(FatNode directory, ReadOnlySpan<byte> record, int slot, long offset, HashSet<string> names)
    {
        DirectoryEntry entry = new(record);
        if (entry.IsEnd || entry.IsDeleted)
        {
            CheckParts(directory, offset);
            return !entry.IsEnd;
        }

        if (entry.IsLongName)
        {
            if (!parts.Add(record))
            {
                report.Warning(DiagnosticId.FatLongNameWrong, directory, offset, "A part of a long name does not continue the one before it. The short name is shown. Recreate the file system.");
            }

            return true;
        }

        if (entry.IsLabel)
        {
            CheckParts(directory, offset);
            Label ??= directory.Parent is null ? ShortName.Decode(entry.NameBytes).TrimEnd(' ') : null;
            return true;
        }

        if (slot < 2 && directory.Parent is not null)
        {
            CheckDot(directory, entry, slot, offset);
            if (entry.NameBytes[0] == '.')
            {
                return true;
            }
        }

        AddEntry(directory, entry, offset, names);
        return true;
    }

    private void AddEntry(FatNode directory, DirectoryEntry entry, long offset, HashSet<string> names)
    {
        var shortName = ShortName.Show(entry.NameBytes, entry.Case);
        var hasParts = parts.HasAny;
        var longName = parts.Take(entry.NameBytes);
        if (hasParts && longName is null)
        {
            report.Warning(DiagnosticId.FatLongNameWrong, directory, offset, $"The long name before {Quote(shortName)} belongs to another entry according to its checksum, or is incomplete. The short name is shown. Recreate the file system.");
        }

        var name = longName ?? shortName;
        if (!IsUsable(name))
        {
            var instead = IsUsable(shortName) ? shortName : Harmless(shortName);
            report.Warning(DiagnosticId.FatNameWrong, directory, offset, $"The name {Quote(name)} has invalid characters. {Quote(instead)} is shown. Recreate the file system.");
            name = instead;
        }

        var length = entry.IsDirectory ? 0 : entry.Length;
        FatNode node = new(directory, name, shortName, entry.Attributes) { Modified = entry.Written, FirstCluster = entry.Cluster(boot.Kind), EntryOffset = offset, Length = length };
        if (entry.IsDirectory && entry.Length != 0)
        {
            report.Warning(DiagnosticId.FatEntryWrong, node, offset, $"The directory's entry gives a length of {entry.Length} bytes, but it must be 0 for directories. Recreate the file system.");
        }

        FatDamage? damage = null;
        if (entry.IsDirectory || node.FirstCluster != 0 || length != 0)
        {
            node.Extents = chains.Follow(node.FirstCluster, entry.IsDirectory ? null : length, node, out damage);
        }

        if (!entry.IsDirectory)
        {
            node.Source = new FatFileSource(source, node.Extents, length, damage);
        }

        if (!names.Add(name))
        {
            report.Error(DiagnosticId.FatNameDuplicate, node, offset, "Another entry of the directory has the same name and is the one that systems open. This one is left out. Recreate the file system.");
            return;
        }

        directory.Add(node);
    }

    private void CheckParts(FatNode directory, long offset)
    {
        if (parts.HasAny)
        {
            parts.Clear();
            report.Warning(DiagnosticId.FatLongNameWrong, directory, offset, "A long name belongs to no entry. Recreate the file system, or repair it with fsck.fat.");
        }
    }

    /// <summary>The first two entries of a directory lead to itself and to the one above; of the root, whatever it is, to 0.</summary>
    private void CheckDot(FatNode directory, DirectoryEntry entry, int slot, long offset)
    {
        var expected = slot == 0 ? directory.FirstCluster : directory.Parent!.Parent is null ? 0 : directory.Parent.FirstCluster;
        var name = slot == 0 ? DirectoryEntry.Self : DirectoryEntry.Parent;
        Span<byte> bytesOfName = stackalloc byte[ShortName.Size];
        System.Text.Encoding.ASCII.GetBytes(name, bytesOfName);
        if (!entry.NameBytes.SequenceEqual(bytesOfName) || !entry.IsDirectory || entry.Cluster(boot.Kind) != expected)
        {
            report.Warning(DiagnosticId.FatDotEntryWrong, directory, offset, $"The directory's entry {slot + 1} is not \"{name.TrimEnd()}\", or does not point to cluster {expected}. Recreate the file system.");
        }
    }

    private void CheckDots(FatNode directory, int slots, long offset)
    {
        if (slots < 2 && directory.Parent is not null)
        {
            report.Warning(DiagnosticId.FatDotEntryWrong, directory, offset, "The directory has no \".\" and \"..\" entries. Recreate the file system.");
        }
    }

    /// <summary>Whether a name stays in its directory, and can be written down.</summary>
    private static bool IsUsable(string name)
    {
        if (name.AsSpan().Trim(" .").Length == 0 || !NameBytes.IsSound(name) || NameBytes.IsRaw(name))
        {
            return false;
        }

        foreach (var c in name)
        {
            if (c is < ' ' or '\u007F' or '/' or '\\')
            {
                return false;
            }
        }

        return true;
    }

    private static string Harmless(string name)
    {
        var text = string.Create(name.Length, name, static (result, from) =>
        {
            for (var i = 0; i < result.Length; i++)
            {
                result[i] = from[i] is < ' ' or '\u007F' or '/' or '\\' ? '_' : from[i];
            }
        });
        return text.AsSpan().Trim(" .").Length == 0 ? "_" : text;
    }

    private static string Quote(string name) => $"\"{Harmless(name)}\"";
}
