using System.Collections;
using IsoBuild.Diagnostics;

namespace IsoBuild.Fat;

/// <summary>Follows chains of clusters, each cluster once: what is in two chains, or twice in one, ends the second.</summary>
internal sealed class FatChains(BootSector boot, TableReader table, uint clusterCount, FatReport report)
{
    private readonly BitArray used = new((int)(clusterCount + FatKinds.FirstCluster));

    /// <summary>How many clusters there are that can be read.</summary>
    public uint ClusterCount => clusterCount;

    public bool IsUsed(uint cluster) => used[(int)cluster];

    /// <summary>The stretches of a chain.</summary>
    /// <param name="first">Its first cluster.</param>
    /// <param name="length">How many bytes it ought to hold; of a directory, <see langword="null"/>: as many as there are.</param>
    /// <param name="node">Whose it is.</param>
    /// <param name="damage">What is wrong when it holds less.</param>
    public FatExtent[] Follow(uint first, long? length, FatNode node, out FatDamage? damage)
    {
        damage = null;
        List<FatExtent> extents = [];
        var rest = length ?? long.MaxValue;
        var cluster = first;
        while (true)
        {
            if (cluster == AllocationTable.End)
            {
                break;
            }

            if (!Exists(cluster))
            {
                var what = cluster switch
                {
                    AllocationTable.Free => "a cluster that is free",
                    AllocationTable.Bad => "a bad cluster",
                    _ => $"cluster {cluster}, which does not exist",
                };
                damage = new FatDamage(report, DiagnosticId.FatChainBroken, node, $"The cluster chain leads to {what}, and the rest is lost. Recreate the file system.");
                break;
            }

            if (used[(int)cluster])
            {
                damage = new FatDamage(report, DiagnosticId.FatChainShared, node, $"Cluster {cluster} also belongs to another entry, or twice to this one. It is read as the other's. Recreate the file system.");
                break;
            }

            if (rest <= 0)
            {
                report.Warning(DiagnosticId.FatChainLong, node, node.EntryOffset, $"The file has more clusters than its {length} bytes need. Recreate the file system, or repair it with fsck.fat.");
                Claim(cluster);
                break;
            }

            used[(int)cluster] = true;
            var (offset, count) = (boot.ClusterOffset(cluster), Math.Min(rest, boot.ClusterSize));
            if (extents.Count > 0 && extents[^1] is var before && before.Offset + before.Length == offset)
            {
                extents[^1] = before with { Length = before.Length + count };
            }
            else
            {
                extents.Add(new FatExtent(offset, count));
            }

            rest -= count;
            cluster = table[cluster];
        }

        if (damage is null && length is not null && rest > 0)
        {
            damage = new FatDamage(report, DiagnosticId.FatChainBroken, node, $"The cluster chain ends {rest} bytes before the end of the file, which has {length}. Recreate the file system.");
        }

        if (damage is not null)
        {
            report.Error(damage.Id, node, node.EntryOffset, damage.Message);
        }

        return [.. extents];
    }

    /// <summary>Numbers below the first wrap around to more than there are.</summary>
    private bool Exists(uint cluster) => cluster - FatKinds.FirstCluster < clusterCount;

    /// <summary>What is too much belongs to the chain all the same.</summary>
    private void Claim(uint cluster)
    {
        while (Exists(cluster) && !used[(int)cluster])
        {
            used[(int)cluster] = true;
            cluster = table[cluster];
        }
    }
}
