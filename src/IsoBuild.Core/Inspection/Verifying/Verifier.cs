using IsoBuild.Iso9660;
using IsoBuild.Reading;

namespace IsoBuild.Inspection;

/// <summary>Checks an image against the standards, and against those who read it.</summary>
/// <remarks>It reads the structures themselves, and not what the reader made of them: who forgives shows nothing. Content is not read.</remarks>
internal static class Verifier
{
    public static VerifyReport Verify(ImageReader reader, VerifyOptions options, CancellationToken cancellationToken)
    {
        var context = new VerifyContext(reader.Image, cancellationToken);
        var descriptors = new DescriptorRules(context, reader.DescriptorSectors);
        descriptors.Check();

        var trees = new List<WalkedTree>();
        var roots = new HashSet<long>();
        foreach (var (offset, sector, kind) in descriptors.Trees)
        {
            // An enhanced descriptor may lead to the primary tree.
            var root = new VolumeDescriptor.View(sector).Root;
            if (root.IsSound && roots.Add(root.Block))
            {
                trees.Add(Walk(context, new WalkedTree(kind, offset), sector, descriptors.SaysXa));
            }
            else if (kind == TreeKind.Primary)
            {
                // Everybody looks for this one, and finds nothing in it.
                trees.Add(new WalkedTree(kind, offset));
            }
        }

        context.Extents.Check(cancellationToken);
        MediaChecksum.Check(context, reader.DescriptorSectors.Primary, descriptors.Trees.First(tree => tree.Kind == TreeKind.Primary).Offset);
        context.Findings.AddUnsaid(reader.Diagnostics);
        var consumers = options.Consumers.Count == 0 ? null : new Consumers(reader.DescriptorSectors, descriptors, trees);
        return new VerifyReport(context.Findings.ToList(), consumers is null ? [] : [.. options.Consumers.Distinct().Order().Select(consumers.Of)]);
    }

    private static WalkedTree Walk(VerifyContext context, WalkedTree tree, byte[] sector, bool saysXa)
    {
        new TreeWalker(context, tree, saysXa).Walk(new VolumeDescriptor.View(sector).Root);
        context.HasRockRidge |= tree.Kind == TreeKind.Primary && tree.HasRockRidge;
        if (tree.Root is not null)
        {
            new PathTableRules(context, tree, sector).Check();
        }

        return tree;
    }
}
