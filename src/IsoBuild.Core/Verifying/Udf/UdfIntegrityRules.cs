using IsoBuild.Diagnostics;
using IsoBuild.Udf;

namespace IsoBuild.Verifying;

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
            checks.Findings.Warning(DiagnosticId.UdfIntegrityOpen, item: null, offset + TypeField, "The volume was not closed after the last write: Windows may want to check it first. Recreate the image, or close the volume.");
        }

        if (!integrity.HasUse)
        {
            checks.Findings.Error(DiagnosticId.UdfIntegrityOpen, item: null, offset + UseLengthField, "The integrity descriptor lacks UDF's implementation use: Linux refuses the volume. Recreate the image.");
            return;
        }

        var use = offset + IntegrityDescriptor.HeadSize + (8L * integrity.PartitionCount);
        if (integrity.FileCount != tree.Files || integrity.DirectoryCount != tree.Directories)
        {
            checks.Findings.Warning(DiagnosticId.UdfIntegrityCounts, item: null, use + 32, $"The integrity descriptor counts {integrity.FileCount} files and {integrity.DirectoryCount} directories, but there are {tree.Files} and {tree.Directories}. Recreate the image.");
        }

        if (integrity.NextUniqueId <= tree.MaxUniqueId)
        {
            checks.Findings.Warning(DiagnosticId.UdfIntegrityCounts, item: null, offset + UniqueIdField, $"The next unique id is {integrity.NextUniqueId}, but an entry already has {tree.MaxUniqueId}. Recreate the image.");
        }
    }
}
