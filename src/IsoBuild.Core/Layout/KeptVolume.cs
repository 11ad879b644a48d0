namespace IsoBuild.Layout;

/// <summary>What the descriptors of a base image say that nobody changed: it is written again as it is, though not every word of it is one that we would write.
/// Boot loaders look for volumes by these fields.</summary>
internal sealed record KeptVolume
{
    /// <summary>The texts of the primary descriptor.</summary>
    public KeptTexts? Primary { get; init; }

    /// <summary>The texts of the Joliet descriptor.</summary>
    public KeptTexts? Joliet { get; init; }

    /// <summary>The texts of the enhanced descriptor.</summary>
    public KeptTexts? Enhanced { get; init; }

    /// <summary>The logical volume identifier of UDF.</summary>
    public string? UdfVolumeId { get; init; }

    /// <summary>The system area, but for tables of partitions; empty when there is nothing to keep.</summary>
    public ReadOnlyMemory<byte> SystemArea { get; init; }

    /// <summary>The field with the date of creation, with its hundredths and its zone (ECMA-119 8.4.26); empty when there is none to keep.</summary>
    public ReadOnlyMemory<byte> Created { get; init; }

    /// <summary>The field with the date of modification, which Linux and GRUB take for the volume's UUID, digit by digit (ECMA-119 8.4.27); empty when there is none to keep.</summary>
    public ReadOnlyMemory<byte> Modified { get; init; }
}

/// <summary>The texts of a volume descriptor; <see langword="null"/> for those that are not kept.</summary>
internal sealed record KeptTexts(string? SystemId, string? VolumeId, string? VolumeSetId, string? Publisher, string? Preparer, string? ApplicationId);
