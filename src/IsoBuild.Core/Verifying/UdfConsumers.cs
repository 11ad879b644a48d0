using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Reading;

namespace IsoBuild.Verifying;

/// <summary>Says what those make of an image who prefer UDF to ISO 9660, or have nothing else.</summary>
internal sealed class UdfConsumers(ImageReader reader)
{
    private readonly UdfTreeReading tree = reader.Udf!;
    private readonly bool isBridge = reader.DescriptorSectors is not null;

    /// <summary>Whether the ISO 9660 tree holds nothing but one file that says where the others are, as on media of Windows.</summary>
    private bool HasOnlyNote =>
        reader.Formats == (ImageFormats.Iso9660 | ImageFormats.Udf)
        && reader.Content(ImageFormats.Iso9660)!.Root.Children is [ContentFile note]
        && tree.Content.Root.Children.Count > 0 && tree.Content.Root.Find(note.Name) is null;

    /// <summary>What a consumer makes of UDF; <see langword="null"/> when it takes ISO 9660.</summary>
    public ConsumerView? Of(ImageConsumer consumer)
    {
        var findings = new Findings();
        switch (consumer)
        {
            case ImageConsumer.Windows:
                CheckWindows(findings);
                return View(consumer, "UDF", findings);
            case ImageConsumer.Linux:
                if (isBridge)
                {
                    TellOfType(findings);
                }

                return View(consumer, "UDF", findings);
            case ImageConsumer.MacOS:
                return View(consumer, "UDF", findings);
            case ImageConsumer.FreeBsd when !isBridge || HasOnlyNote:
                return View(consumer, "UDF, when mounted with mount_udf", findings);
            default:
                return null;
        }
    }

    /// <summary>Firmware finds nothing to start on an image without El Torito, whose place is in ISO 9660.</summary>
    public static ConsumerView Nothing(ImageConsumer consumer)
    {
        var findings = new Findings();
        findings.Error(DiagnosticId.BootRecordMissing, "boot record", offset: null, "The image has no ISO 9660 volume and therefore no El Torito boot record, so no firmware boots from it as a disc. Add ISO 9660 if the image must be bootable.");
        return new ConsumerView(consumer, "no boot record", IsUsable: false, [], findings.ToList());
    }

    /// <summary>Adds what those who prefer UDF make of one that a later session left as it was: in a file, which is no disc with several sessions, they find it first.</summary>
    public static ConsumerView WithEarlier(ConsumerView view, ImageReader reader)
    {
        if (reader.EarlierUdf is not { } earlier || reader.UdfVolume is not null || view.Consumer is not (ImageConsumer.Windows or ImageConsumer.Linux or ImageConsumer.MacOS))
        {
            return view;
        }

        var findings = new Findings();
        findings.Warning(
            DiagnosticId.UdfOfEarlierSession,
            item: null,
            earlier.Recognition[0].Offset,
            $"The UDF volume belongs to an earlier session. Mounted from a file or a USB stick, the image is read as UDF, without the changes of later sessions. {(view.Consumer == ImageConsumer.Linux ? "Mount it with -t iso9660, or recreate" : "Recreate")} the image as one session.");
        return view with { Findings = [.. view.Findings, .. findings.ToList()] };
    }

    /// <summary>libblkid tries UDF first, and keeps it: whoever looks for iso9660 by type finds nothing.</summary>
    private void TellOfType(Findings findings)
    {
        var label = reader.UdfVolume!.Info.VolumeId;
        var isConfiguration = label.Equals("cidata", StringComparison.OrdinalIgnoreCase) || label.Equals("config-2", StringComparison.OrdinalIgnoreCase);
        findings.Add(
            DiagnosticId.UdfHidesIso9660,
            isConfiguration ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            item: null,
            reader.UdfVolume.Recognition[0].Offset,
            isConfiguration
                ? "Linux recognizes the image as UDF (libblkid's TYPE), but cloud-init looks for vfat or iso9660 and does not find its data. Make the image without UDF."
                : "Linux recognizes the image as UDF (libblkid's TYPE) and mounts that, so programs that look for iso9660 do not find it. For such programs, mount it with -t iso9660 or make it without UDF.");
    }

    private void CheckWindows(Findings findings)
    {
        var names = new Dictionary<string, ContentNode>(StringComparer.Ordinal);
        var lengths = new int[tree.Content.AllNodes.Length];
        foreach (var node in tree.Content.AllNodes)
        {
            if (node.Parent is not null)
            {
                // Parents come before their children.
                lengths[node.Index] = lengths[node.Parent.Index] + 1 + node.Name.Length;
                WindowsNames.Check(node.Name, node, lengths[node.Index], node.RecordOffset, findings);
            }

            names.Clear();
            foreach (var child in (node as ContentDirectory)?.Entries ?? [])
            {
                if (!names.TryAdd(NameCase.Fold(child.Name), child))
                {
                    findings.Warning(DiagnosticId.NamesCollide, child, child.RecordOffset, $"Another entry of the directory has the same name, {names[NameCase.Fold(child.Name)].Name}, except for case: Windows opens the first of them for both. Rename one of the two.");
                }
            }
        }
    }

    /// <summary>What the tree lacks, or has under another name, of what the most faithful one has.</summary>
    private ConsumerView View(ImageConsumer consumer, string sees, Findings findings)
    {
        var differently = new ShownEntries();
        var pending = new Queue<(ContentDirectory Best, ContentDirectory Udf)>([(reader.BestContent.Root, tree.Content.Root)]);
        while (pending.TryDequeue(out var pair))
        {
            var shown = Match(pair.Best, pair.Udf);
            foreach (var node in pair.Best.Entries)
            {
                var match = shown.GetValueOrDefault(node);
                if (match is null || !string.Equals(match.Name, node.Name, StringComparison.Ordinal))
                {
                    // What lies in a directory that is not shown is not listed.
                    differently.Add(node, match);
                }

                if (node is ContentDirectory directory && match is ContentDirectory same)
                {
                    pending.Enqueue((directory, same));
                }
            }
        }

        return new ConsumerView(consumer, sees, IsUsable: true, differently, findings.ToList());
    }

    /// <summary>What UDF has for each entry. It cannot hold every name: bytes that are not UTF-8 are replaced, and long names are cut.</summary>
    private static Dictionary<ContentNode, ContentNode> Match(ContentDirectory best, ContentDirectory udf)
    {
        var matches = new Dictionary<ContentNode, ContentNode>();
        foreach (var node in best.Entries)
        {
            if (udf.Find(node.Name) is { } same && same is ContentDirectory == node is ContentDirectory)
            {
                matches.Add(node, same);
            }
        }

        // UDF shows a link as what it leads to, so that its content tells nothing.
        AddAlike(node => new Candidate(node, (node as ContentFile)?.Source is ImageContentSource { Extents: [var first, ..] } ? first.Offset : 0));
        AddAlike(node => node is ContentLink or ContentFile ? new Candidate(node, Fingerprint: 0) : null, node => node is ContentLink);
        return matches;

        void AddAlike(Func<ContentNode, Candidate?> candidate, Func<ContentNode, bool>? concerns = null)
        {
            if (matches.Count < best.Entries.Length)
            {
                var taken = matches.Values.ToHashSet();
                List<Candidate> theirs = [.. best.Entries.Where(node => !matches.ContainsKey(node) && concerns?.Invoke(node) != false).Select(candidate).OfType<Candidate>()];
                List<Candidate> ours = [.. udf.Entries.Where(node => !taken.Contains(node)).Select(candidate).OfType<Candidate>()];
                foreach (var (node, shown) in Alike.Match(theirs, ours))
                {
                    matches.Add(node.Node, shown.Node);
                }
            }
        }
    }

    /// <summary>An entry whose name the other tree does not have.</summary>
    private sealed record Candidate(ContentNode Node, long Fingerprint) : IAlike
    {
        public string Name => Node.Name;

        public bool IsDirectory => Node is ContentDirectory;
    }
}
