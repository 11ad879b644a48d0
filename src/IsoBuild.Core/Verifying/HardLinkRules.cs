using System.Globalization;
using IsoBuild.Diagnostics;

namespace IsoBuild.Verifying;

/// <summary>The rules of files of several names (hard links): the names of one serial number are one file, and say the same of it (RRIP 1.12, 4.1.1).</summary>
internal sealed class HardLinkRules(Findings findings)
{
    private readonly Dictionary<uint, WalkedEntry> firsts = [];
    private readonly Dictionary<uint, List<WalkedEntry>> others = [];

    public void Add(WalkedEntry entry)
    {
        // Of what has no content, some writers number every name by itself.
        if (entry.Numbers.Serial is not { } serial || !entry.IsRegularFile || entry.IsDirectory || entry.ChildLink is not null || firsts.TryAdd(serial, entry))
        {
            return;
        }

        if (!others.TryGetValue(serial, out var names))
        {
            others.Add(serial, names = []);
        }

        names.Add(entry);
    }

    public void Check()
    {
        foreach (var (serial, first) in firsts)
        {
            var names = others.GetValueOrDefault(serial);
            if (names is null)
            {
                CheckCount(first, 1);
                continue;
            }

            var isOne = true;
            foreach (var name in names)
            {
                isOne &= IsOne(first, name);
            }

            if (isOne)
            {
                CheckCount(names.Prepend(first).FirstOrDefault(name => name.Numbers.Links != names.Count + 1) ?? first, names.Count + 1);
            }
        }
    }

    private bool IsOne(WalkedEntry first, WalkedEntry name)
    {
        if (first.Length != name.Length || first.Length > 0 && first.Offset != name.Offset)
        {
            findings.Warning(DiagnosticId.SerialNumberShared, name, name.RecordOffset, $"The file has the same serial number (PX) as {first}, but another extent: bsdtar and others treat the two as one file and show the same content for both. Recreate the image.");
            return false;
        }

        if (first.Numbers.Links <= 1 && name.Numbers.Links <= 1)
        {
            findings.Warning(DiagnosticId.SerialNumberShared, name, name.RecordOffset, $"The file has the same serial number (PX) as {first}, but both have a link count of 1: bsdtar and others treat the two as one file. Recreate the image.");
            return false;
        }

        if ((first.Mode, first.Numbers.Owner, first.Numbers.Group, first.Modified) != (name.Mode, name.Numbers.Owner, name.Numbers.Group, name.Modified))
        {
            findings.Warning(DiagnosticId.LinkedNamesDiffer, name, name.RecordOffset, $"The entry is a hard link to the same file as {first}, but has a different mode, owner, group or date: readers show the values of the name they read first. Recreate the image.");
        }

        return true;
    }

    private void CheckCount(WalkedEntry name, int count)
    {
        var links = name.Numbers.Links;
        if (links < count)
        {
            findings.Warning(DiagnosticId.LinkCountWrong, name, name.RecordOffset, string.Create(CultureInfo.InvariantCulture, $"The file's link count (PX) is {links}, but it has {count} names: programs that rely on the count make copies of the rest. Recreate the image."));
        }
        else if (links > count)
        {
            findings.Info(DiagnosticId.LinkCountWrong, name, name.RecordOffset, string.Create(CultureInfo.InvariantCulture, $"The file's link count (PX) is {links}, but the image has {count} of its names."));
        }
    }
}
