using IsoBuild.Bytes;
using IsoBuild.Diagnostics;

namespace IsoBuild.Verifying;

/// <summary>The rules of relocated directories: a child link in the place of each, a parent link in it, and a mark where it lies (RRIP 4.1.5).</summary>
internal sealed class RelocationRules(Findings findings, WalkedTree tree)
{
    private readonly List<WalkedEntry> links = [];
    private readonly List<WalkedDirectory> relocated = [];

    public void Add(WalkedEntry entry)
    {
        if (entry.ChildLink is not null)
        {
            links.Add(entry);
        }
    }

    public void Add(WalkedDirectory directory)
    {
        if (directory.Entry is { IsRelocated: true })
        {
            relocated.Add(directory);
        }
    }

    public void Check()
    {
        if (links.Count == 0 && relocated.Count == 0)
        {
            return;
        }

        var places = new Dictionary<long, WalkedDirectory>();
        foreach (var directory in tree.Directories)
        {
            places.TryAdd(directory.Offset, directory);
        }

        var reached = new HashSet<WalkedDirectory>();
        foreach (var link in links)
        {
            if (!places.TryGetValue((long)link.ChildLink!.Value * Sector.Size, out var target) || IsAbove(target, link))
            {
                findings.Error(DiagnosticId.ChildLinkBroken, link, link.RecordOffset, $"The directory is relocated (CL) to sector {link.ChildLink}, where there is no directory or one of its own parents, so readers do not show it. Recreate the image.");
                continue;
            }

            reached.Add(target);
            CheckTarget(link, target);
        }

        foreach (var directory in relocated.Where(directory => !reached.Contains(directory) && !IsHolder(directory)))
        {
            findings.Error(DiagnosticId.RelocationUnmarked, directory, directory.Entry!.RecordOffset, "The directory is marked as relocated (RE), but no CL points to it: Linux and others do not show it. Recreate the image.");
        }

        if (reached.Count > 0)
        {
            var first = links.First(link => link.ChildLink is not null);
            findings.Info(DiagnosticId.RelocationUsed, first, first.RecordOffset, $"Deep directories are relocated (CL), {reached.Count} in all: GRUB, ISOLINUX, 7-Zip and libcdio show them in rr_moved, or not at all.");
        }
    }

    private void CheckTarget(WalkedEntry link, WalkedDirectory target)
    {
        if (target.Entry is not { IsRelocated: true } entry)
        {
            findings.Warning(DiagnosticId.RelocationUnmarked, target, target.Offset, $"The CL field at byte {link.RecordOffset} points to the directory, but the directory is not marked as relocated (RE): readers show it twice. Recreate the image.");
        }
        else if (!IsHolder(entry.Parent))
        {
            findings.Error(DiagnosticId.RelocationMisplaced, target, entry.RecordOffset, "The relocated directory is not in /rr_moved: libarchive stops with an error. Recreate the image.");
        }

        if (target.ParentLink is not { } parent || parent * (long)Sector.Size != link.Parent.Offset)
        {
            findings.Warning(DiagnosticId.ParentLinkBroken, target, target.Offset, $"The relocated directory belongs to {link.Parent.Path}, but its second record has no PL that points there, so \"..\" leads elsewhere. Recreate the image.");
        }
    }

    /// <summary>Whether that is the directory in which others are to be relocated. Writers that made it up mark it too, so that nobody shows it.</summary>
    private static bool IsHolder(WalkedDirectory directory) =>
        directory is { Level: 2, Entry: { } entry } && (entry.Name is "rr_moved" or ".rr_moved" || string.Equals(entry.Identifier, "RR_MOVED", StringComparison.Ordinal));

    /// <summary>Whether a link leads to a directory that it lies in. No real tree is deeper than the limit.</summary>
    private static bool IsAbove(WalkedDirectory target, WalkedEntry link)
    {
        const int deepest = 1000;
        var directory = link.Parent;
        for (var climbed = 0; directory is not null && climbed < deepest; climbed++, directory = directory.Parent)
        {
            if (ReferenceEquals(directory, target))
            {
                return true;
            }
        }

        return false;
    }
}
