using IsoBuild.Bytes;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;
using IsoBuild.Reading;
using IsoBuild.Summarizing;

namespace IsoBuild.Verifying;

/// <summary>Checks an image against the standards, and against those who read it.</summary>
/// <remarks>It reads the structures themselves, and not what the reader made of them: who forgives shows nothing. Content is not read.</remarks>
internal static class Verifier
{
    public static VerifyReport Verify(ImageReader reader, VerifyOptions options, CancellationToken cancellationToken)
    {
        // What the reader has to say takes as long to find out as much of the rest.
        var said = reader.UdfVolume is null ? Task.Run(() => reader.Diagnostics, CancellationToken.None) : null;
        try
        {
            return (options.Consumers.Count == 0 ? Verify(reader, options, keepsEntries: false, said, cancellationToken) : null)
                ?? Verify(reader, options, keepsEntries: true, said, cancellationToken)!;
        }
        finally
        {
            // The image may be closed afterwards.
            Task.WaitAny([said ?? Task.CompletedTask], CancellationToken.None);
        }
    }

    /// <returns>The report; <see langword="null"/> when extents overlap, of which entries that were not kept would have to tell.</returns>
    private static VerifyReport? Verify(ImageReader reader, VerifyOptions options, bool keepsEntries, Task<IReadOnlyList<Diagnostic>>? said, CancellationToken cancellationToken)
    {
        var context = new VerifyContext(reader.Image, keepsEntries, cancellationToken);
        if (reader.Image.Length % Sector.Size != 0)
        {
            context.Findings.Warning(DiagnosticId.FileSizeNotWhole, item: null, offset: null, $"The image has {reader.Image.Length} bytes, which is not a whole number of {Sector.Size}-byte sectors. It may be truncated. Get a fresh copy, or pad it with zeros.");
        }

        var descriptors = reader.DescriptorSectors is { } sectors ? new DescriptorRules(context, sectors) : null;
        var trees = descriptors is null ? [] : Iso9660(context, descriptors);
        if (reader.PartitionVolume is { } partition)
        {
            var inner = new VerifyContext(partition.Image, keepsEntries: true, cancellationToken);
            Iso9660(inner, new DescriptorRules(inner, partition.Volume.Descriptors!));
            inner.Extents.TryCheck(cancellationToken);
            context.Findings.AddErrors(inner.Findings, PartitionVolume.Prefix, partition.Offset);
        }

        if (reader.UdfVolume is { } udf)
        {
            Udf(context, udf, reader);
        }

        if (reader.Catalog is { } catalog)
        {
            new BootRules(context, reader, catalog, reader.Boot!).Check();
        }

        new PartitionRules(context, reader.Partitions, reader.Boot).Check();
        context.Extents.EfiImages = EfiImages.Of(reader.Boot);
        if (!context.Extents.TryCheck(cancellationToken))
        {
            return null;
        }

        if (descriptors is not null)
        {
            MediaChecksumRules.Check(context, reader.DescriptorSectors!.Primary, descriptors.Trees.First(tree => tree.Kind == TreeKind.Primary).Offset);
        }

        RawSectorRules.Check(context, reader);
        context.Findings.AddUnsaid(said?.GetAwaiter().GetResult() ?? reader.Diagnostics);
        return new VerifyReport(context.Findings.ToList(), options.Consumers.Count == 0 ? [] : Views(reader, descriptors, trees, options), VolumeLabels.Of(reader));
    }

    private static ConsumerView[] Views(ImageReader reader, DescriptorRules? descriptors, List<WalkedTree> trees, VerifyOptions options)
    {
        var iso9660 = descriptors is null ? null : new Consumers(reader, descriptors, trees);
        var udf = reader.Udf is null ? null : new UdfConsumers(reader);
        var machines = new MachineConsumers(reader);
        return [.. options.Consumers.Distinct().Order().Select(consumer => machines.Of(consumer) ?? udf?.Of(consumer) ?? iso9660?.Of(consumer) ?? UdfConsumers.Nothing(consumer)).Select(view => UdfConsumers.WithEarlier(view, reader)).Select(view => HiddenEntries.With(view, reader)).Select(view => DiskConsumers.With(view, reader.Partitions))];
    }

    private static void Udf(VerifyContext context, UdfVolumeReading volume, ImageReader reader)
    {
        var checks = new UdfChecks(context, volume);
        new UdfVolumeRules(checks).Check();
        var tree = new UdfTreeRules(checks);
        tree.Check();
        new UdfIntegrityRules(checks).Check(tree);
        if (reader.DescriptorSectors is not null)
        {
            UdfBridgeRules.Check(context, reader);
        }
    }

    private static List<WalkedTree> Iso9660(VerifyContext context, DescriptorRules descriptors)
    {
        descriptors.Check();
        context.HasJoliet = descriptors.Trees.Exists(tree => tree.Kind == TreeKind.Joliet);
        var trees = new List<WalkedTree>();
        var roots = new Dictionary<long, (WalkedTree Tree, byte[] Descriptor)>();
        foreach (var (offset, sector, kind) in descriptors.Trees)
        {
            var root = new VolumeDescriptor.View(sector).Root;
            if (root.IsSound && roots.TryGetValue(root.Block, out var walked))
            {
                CheckAgain(context, walked.Tree, walked.Descriptor, sector, offset, kind);
            }
            else if (root.IsSound)
            {
                trees.Add(Walk(context, new WalkedTree(kind, offset), sector, descriptors.SaysXa));
                roots.Add(root.Block, (trees[^1], sector));
            }
            else if (kind == TreeKind.Primary)
            {
                // Everybody looks for this one, and finds nothing in it.
                trees.Add(new WalkedTree(kind, offset));
            }
        }

        return trees;
    }

    /// <summary>An enhanced descriptor may lead to the primary tree. What it says by itself is how large the root is, and where the path tables lie.</summary>
    private static void CheckAgain(VerifyContext context, WalkedTree tree, byte[] first, byte[] descriptor, long offset, TreeKind kind)
    {
        const int pathTables = 132;
        const int root = 156;
        if (new VolumeDescriptor.View(first).Root.Length is var length && new VolumeDescriptor.View(descriptor).Root.Length is var other && other != length)
        {
            context.Findings.Error(DiagnosticId.RootRecordWrong, DescriptorRules.NameOf(kind), offset + root, $"The root directory has a length of {other} bytes here, but of {length} in the descriptor at byte {tree.DescriptorOffset}. Recreate the image.");
        }

        if (tree.Root is not null && !descriptor.AsSpan(pathTables, root - pathTables).SequenceEqual(first.AsSpan(pathTables, root - pathTables)))
        {
            new PathTableRules(context, tree, descriptor, offset, kind).Check();
        }
    }

    private static WalkedTree Walk(VerifyContext context, WalkedTree tree, byte[] sector, bool saysXa)
    {
        new TreeWalker(context, tree, saysXa).Walk(new VolumeDescriptor.View(sector).Root);
        context.HasRockRidge |= tree.Kind == TreeKind.Primary && tree.HasRockRidge;
        if (tree.Root is not null)
        {
            new PathTableRules(context, tree, sector, tree.DescriptorOffset, tree.Kind).Check();
        }

        return tree;
    }
}
