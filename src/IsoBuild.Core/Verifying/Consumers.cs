using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Iso9660;
using IsoBuild.Reading;

namespace IsoBuild.Verifying;

/// <summary>Says what those who read an image will make of it.</summary>
internal sealed class Consumers
{
    private const int BootRecordIndex = 1;

    private readonly ImageReader reader;
    private readonly DescriptorSet descriptors;
    private readonly DescriptorRules rules;
    private readonly WalkedTree primary;
    private readonly WalkedTree? joliet;
    private readonly ShownTree faithful;

    public Consumers(ImageReader reader, DescriptorRules rules, IReadOnlyList<WalkedTree> trees)
    {
        this.reader = reader;
        descriptors = reader.DescriptorSectors!;
        this.rules = rules;
        primary = trees.First(tree => tree.Kind == TreeKind.Primary);
        joliet = trees.FirstOrDefault(tree => tree.Kind == TreeKind.Joliet && tree.Root is not null);
        faithful = new ShownTree(primary.HasRockRidge || joliet is null ? primary : joliet, ConsumerNames.Faithful, followsRelocation: primary.HasRockRidge);
    }

    public ConsumerView Of(ImageConsumer consumer) => consumer switch
    {
        ImageConsumer.Windows => Windows(),
        ImageConsumer.MacOS => MacOS(),
        ImageConsumer.Linux => Linux(),
        ImageConsumer.FreeBsd => FreeBsd(),
        _ => Firmware(consumer),
    };

    private ConsumerView Windows()
    {
        var findings = new Findings();
        // CDFS looks at no descriptor behind one whose version is not 1.
        var reached = descriptors.All.TakeWhile(descriptor => descriptor.Sector[6] == 1).Count();
        var place = joliet is null ? -1 : rules.Trees.FindIndex(tree => tree.Offset == joliet.DescriptorOffset);
        var isHidden = place >= 0 && reached < descriptors.All.FindIndex(descriptor => ReferenceEquals(descriptor.Sector, rules.Trees[place].Sector));
        if (isHidden)
        {
            findings.Error(DiagnosticId.JolietHidden, "Joliet descriptor", joliet!.DescriptorOffset, "A volume descriptor with a version other than 1 comes before the Joliet descriptor. Windows stops there and shows the short ISO 9660 names. Recreate the image with Joliet first, or without the enhanced volume descriptor (level 4).");
        }

        var tree = isHidden || joliet is null ? primary : joliet;
        var shown = new ShownTree(tree, ConsumerNames.Windows, followsRelocation: false);
        foreach (var node in shown.Nodes)
        {
            WindowsNames.Check(node.Name, node, node.PathLength, node.Entry!.RecordOffset, findings);
        }

        FindCollisions(shown, findings, DiagnosticSeverity.Warning, ignoreCase: true, "Windows opens the first of them for both");
        return View(ImageConsumer.Windows, shown, tree == primary ? "ISO 9660" : "Joliet", knowsLinks: false, findings);
    }

    private ConsumerView Linux()
    {
        var findings = new Findings();
        // An empty root makes Linux try Joliet.
        var ignoresRockRidge = primary.IgnoredContinuation is { IsExtension: true } && joliet is not null;
        var tree = primary.HasRockRidge && !ignoresRockRidge ? primary : joliet ?? primary;
        if (primary.IgnoredContinuation is { } ignored)
        {
            var consequence = ignoresRockRidge ? "does not find Rock Ridge, and shows Joliet" : "loses the names, link targets and attributes stored there";
            findings.Warning(DiagnosticId.ContinuationsIgnored, ignored.Record, ignored.Offset, $"The continuation area (CE) is beyond the volume size, as it is in every later session. Linux 6.1.192 and other kernels of 2026 ignore it: Linux {consequence}. For Linux, write everything into one session (isobuild create --base).");
        }

        if (primary.Root is not { Entries.Count: > 0 } && joliet is not null)
        {
            tree = joliet;
        }

        var shown = new ShownTree(tree, ConsumerNames.Linux, followsRelocation: tree.HasRockRidge);
        FindCollisions(shown, findings, DiagnosticSeverity.Warning, ignoreCase: tree.Kind == TreeKind.Joliet, "Linux opens the first of them for both, unless mounted with check=strict");
        return View(ImageConsumer.Linux, shown, NameOf(tree), tree.HasRockRidge, findings);
    }

    private ConsumerView FreeBsd()
    {
        var findings = new Findings();

        // It knows three names for Rock Ridge, looks at one supplementary descriptor, and minds its flags.
        var hasRockRidge = primary.HasRockRidge && primary.Extension is "RRIP_1991A" or "IEEE_P1282" or "IEEE_1282";
        var tree = hasRockRidge ? primary : FirstSupplementary() is { } first && (first[7] & 1) == 0 ? joliet! : primary;
        var shown = new ShownTree(tree, entry => ConsumerNames.FreeBsd(entry, hasRockRidge), followsRelocation: hasRockRidge);
        foreach (var node in shown.Nodes.Where(node => node.Entry!.Sections > 1))
        {
            findings.Error(DiagnosticId.MultiExtentIgnored, node, node.Entry!.RecordOffset, $"The file has {node.Entry.Sections} extents, but FreeBSD reads only the first. {(node.Entry.Length > uint.MaxValue ? "Split the file, or use UDF." : "Recreate the image with the file in one, or use UDF.")}");
        }

        FindCollisions(shown, findings, DiagnosticSeverity.Warning, ignoreCase: false, "FreeBSD opens the first of them for both");
        return View(ImageConsumer.FreeBsd, shown, tree == primary && !hasRockRidge ? "ISO 9660" : NameOf(tree), hasRockRidge, findings);
    }

    private ConsumerView MacOS()
    {
        var findings = new Findings();
        var tree = primary.HasRockRidge || FirstSupplementary() is null ? primary : joliet!;
        var shown = new ShownTree(tree, ConsumerNames.MacOS, followsRelocation: tree.HasRockRidge);
        FindCollisions(shown, findings, DiagnosticSeverity.Warning, ignoreCase: false, "macOS opens the first of them for both");
        FindCollisions(shown, findings, DiagnosticSeverity.Info, ignoreCase: true, "macOS shows both, but only one of them fits on a Mac's own case-insensitive disks");
        var sees = NameOf(tree);
        if (HfsSide.Find(reader.Image) is { } hfs)
        {
            sees = $"{hfs.Name}, which is not checked here, or else {sees}";
            findings.Info(DiagnosticId.HfsShown, hfs.Name, hfs.Offset, hfs.IsExtended
                ? "The image also has an HFS+ volume. macOS shows that volume, not ISO 9660. Check it on a Mac, or recreate the image without HFS+."
                : "The image also has an HFS volume. macOS before 10.15 shows that volume, not ISO 9660; later versions do not read HFS. Check it on a Mac, or recreate the image without HFS.");
        }

        return View(ImageConsumer.MacOS, shown, sees, tree.HasRockRidge, findings);
    }

    /// <summary>SeaBIOS and others take the boot record from sector 17; UEFI firmware reads the same catalog (El Torito 2.0).</summary>
    private ConsumerView Firmware(ImageConsumer consumer)
    {
        var findings = new Findings();
        var index = descriptors.All.FindIndex(descriptor => descriptor.Type == DescriptorType.BootRecord && BootRecord.IsElTorito(descriptor.Sector));
        var offset = index < 0 ? (long?)null : descriptors.Describe(index).Sector * Bytes.Sector.Size;
        if (index != BootRecordIndex)
        {
            findings.Error(
                DiagnosticId.BootRecordMissing,
                "boot record",
                offset,
                index < 0 ? "The image has no El Torito boot record, so no firmware boots from it as a disc. Add a boot entry if the image must be bootable." : "The boot record must be the second volume descriptor, in sector 17, where firmware looks for it. Recreate the image.");
            return new ConsumerView(consumer, index < 0 ? "no boot record" : "a misplaced boot record", IsUsable: false, [], findings.ToList());
        }

        return BootConsumers.Of(consumer, reader);
    }

    /// <summary>The sector of the first supplementary descriptor, if it is Joliet's: BSD's drivers look at no other.</summary>
    private byte[]? FirstSupplementary()
    {
        var index = descriptors.All.FindIndex(descriptor => descriptor.Type == DescriptorType.Supplementary);
        return joliet is not null && index >= 0 && rules.Trees.Any(tree => tree.Offset == joliet.DescriptorOffset && ReferenceEquals(tree.Sector, descriptors.All[index].Sector))
            ? descriptors.All[index].Sector
            : null;
    }

    private ConsumerView View(ImageConsumer consumer, ShownTree shown, string sees, bool knowsLinks, Findings findings)
    {
        var differently = new ShownEntries();
        var matches = shown.Match(faithful);
        foreach (var node in faithful.Nodes)
        {
            if (!matches.TryGetValue(node.Parent!, out var parent))
            {
                // Its directory is not shown, and listed.
                continue;
            }

            if (!matches.TryGetValue(node, out var match))
            {
                differently.Add(node, shown: null);
            }
            else if (match.Parent != parent || !string.Equals(match.Name, node.Name, StringComparison.Ordinal))
            {
                differently.Add(node, match);
            }

            if (match is not null && node.Entry is { } entry && (entry.IsLink || entry.IsSpecial) && !knowsLinks)
            {
                findings.Info(DiagnosticId.LinkShownAsFile, match, entry.RecordOffset, "The entry is a symbolic link or a special file, but is shown as an empty file.");
            }
        }

        return new ConsumerView(consumer, sees, shown.Tree.Root is not null, differently, findings.ToList());
    }

    private static void FindCollisions(ShownTree shown, Findings findings, DiagnosticSeverity severity, bool ignoreCase, string consequence)
    {
        var names = new Dictionary<string, ShownNode>(StringComparer.Ordinal);
        foreach (var directory in shown.Nodes.Prepend(shown.Root))
        {
            names.Clear();
            foreach (var node in directory.Children ?? [])
            {
                if (!names.TryAdd(ignoreCase ? NameCase.Fold(node.Name) : node.Name, node))
                {
                    var first = names[ignoreCase ? NameCase.Fold(node.Name) : node.Name];
                    var isSame = string.Equals(first.Name, node.Name, StringComparison.Ordinal);
                    if (severity != DiagnosticSeverity.Info || !isSame)
                    {
                        findings.Add(DiagnosticId.NamesCollide, severity, node, node.Entry!.RecordOffset, $"Another entry of the directory has the same name, {first.Name}{(isSame ? "" : ", except for case")}: {consequence}. Rename one of the two.");
                    }
                }
            }
        }
    }

    private static string NameOf(WalkedTree tree) => tree.HasRockRidge ? "Rock Ridge" : tree.Kind == TreeKind.Joliet ? "Joliet" : "ISO 9660";
}
