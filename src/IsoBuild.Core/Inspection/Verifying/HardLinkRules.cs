using System.Globalization;
using IsoBuild.Diagnostics;

namespace IsoBuild.Inspection;

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
            findings.Warning(DiagnosticId.SerialNumberShared, name, name.RecordOffset, $"The file has the serial number of {first} (PX), but lies elsewhere: bsdtar and others take the two for one file and show the content of one for both. Make the image again.");
            return false;
        }

        if (first.Numbers.Links <= 1 && name.Numbers.Links <= 1)
        {
            findings.Warning(DiagnosticId.SerialNumberShared, name, name.RecordOffset, $"The file has the serial number of {first} (PX), but neither is said to have several names: bsdtar and others take the two for one file. Make the image again.");
            return false;
        }

        if ((first.Mode, first.Numbers.Owner, first.Numbers.Group, first.Modified) != (name.Mode, name.Numbers.Owner, name.Numbers.Group, name.Modified))
        {
            findings.Warning(DiagnosticId.LinkedNamesDiffer, name, name.RecordOffset, $"The name is one file with {first} (a hard link), but says another mode, owner, group or date: what is shown depends on which name a reader meets first. Make the image again.");
        }

        return true;
    }

    private void CheckCount(WalkedEntry name, int count)
    {
        var links = name.Numbers.Links;
        if (links < count)
        {
            findings.Warning(DiagnosticId.LinkCountWrong, name, name.RecordOffset, string.Create(CultureInfo.InvariantCulture, $"The file is said to have {links} names (PX); it has {count}: programs that count them make copies of the rest. Make the image again."));
        }
        else if (links > count)
        {
            findings.Info(DiagnosticId.LinkCountWrong, name, name.RecordOffset, string.Create(CultureInfo.InvariantCulture, $"The file is said to have {links} names (PX); the image has {count} of them."));
        }
    }
}
