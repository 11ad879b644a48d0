using IsoBuild.Diagnostics;
using IsoBuild.Udf;

namespace IsoBuild.Inspection;

/// <summary>The rules of the logical volume integrity descriptor (ECMA-167 3/10.10; UDF 1.02 2.2.6).</summary>
internal sealed class UdfIntegrityRules(UdfChecks checks)
{
    private const int TypeField = 28;
    private const int UniqueIdField = 40;
    private const int UseLengthField = 76;

    /// <summary>Checks the last descriptor of the sequence against what the tree has.</summary>
    public void Check(UdfTreeRules tree)
    {
        var (offset, length) = checks.Volume.Integrity;
        var blockSize = checks.Volume.BlockSize;
        var block = new byte[blockSize];
        checks.Context.Extents.Add(offset, length, ExtentKind.Descriptor, "integrity sequence of UDF");
        if (!checks.Volume.Image.TryRead(offset, block) || !checks.IsThere(block, TagId.LogicalVolumeIntegrity, (uint)(offset / blockSize), offset, item: null))
        {
            return;
        }

        var integrity = new IntegrityDescriptor(block);
        if (!integrity.IsClosed)
        {
            checks.Findings.Warning(DiagnosticId.UdfIntegrityOpen, item: null, offset + TypeField, "The volume was not closed by who wrote it last: Windows may want to check it first. Make the image again, or close it.");
        }

        if (!integrity.HasUse)
        {
            checks.Findings.Error(DiagnosticId.UdfIntegrityOpen, item: null, offset + UseLengthField, "The integrity descriptor lacks UDF's implementation use: Linux refuses the volume. Make the image again.");
            return;
        }

        var use = offset + IntegrityDescriptor.HeadSize + (8L * integrity.PartitionCount);
        if (integrity.FileCount != tree.Files || integrity.DirectoryCount != tree.Directories)
        {
            checks.Findings.Warning(DiagnosticId.UdfIntegrityCounts, item: null, use + 32, $"The integrity descriptor counts {integrity.FileCount} files and {integrity.DirectoryCount} directories; there are {tree.Files} and {tree.Directories}. Make the image again.");
        }

        if (integrity.NextUniqueId <= tree.MaxUniqueId)
        {
            checks.Findings.Warning(DiagnosticId.UdfIntegrityCounts, item: null, offset + UniqueIdField, $"The next unique id is said to be {integrity.NextUniqueId}; an entry has {tree.MaxUniqueId}. Make the image again.");
        }
    }
}
