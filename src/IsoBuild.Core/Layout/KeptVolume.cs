namespace IsoBuild.Layout;

/// <summary>What the descriptors of a base image say that nobody changed: it is written again byte for byte, though it may not be what we would write.
/// Boot loaders look for volumes by these fields.</summary>
internal sealed record KeptVolume
{
    /// <summary>The texts of the primary descriptor.</summary>
    public KeptTexts? Primary { get; init; }

    /// <summary>The texts of the Joliet descriptor.</summary>
    public KeptTexts? Joliet { get; init; }

    /// <summary>The texts of the enhanced descriptor.</summary>
    public KeptTexts? Enhanced { get; init; }

    /// <summary>The escape sequence by which the Joliet descriptor tells its level of UCS-2, where that is 1 or 2; empty for level 3, which names of every kind keep to.</summary>
    public ReadOnlyMemory<byte> JolietEscape { get; init; }

    /// <summary>The characters of the names that keep to it.</summary>
    public IReadOnlySet<char> JolietCharacters { get; init; } = new HashSet<char>();

    /// <summary>The logical volume identifier of UDF.</summary>
    public string? UdfVolumeId { get; init; }

    /// <summary>The identifiers of UDF's primary volume and file set descriptors, which go with <see cref="UdfVolumeId"/>.</summary>
    public (string Primary, string FileSet)? UdfOtherIds { get; init; }

    /// <summary>The owner of the UDF volume; <see langword="null"/> when it is not kept, as of the next ones.</summary>
    public string? UdfOwner { get; init; }

    /// <summary>The organisation of the UDF volume.</summary>
    public string? UdfOrganization { get; init; }

    /// <summary>How to reach them.</summary>
    public string? UdfContact { get; init; }

    /// <summary>The application that recorded the UDF volume.</summary>
    public string? UdfApplicationId { get; init; }

    /// <summary>The volume set identifier of UDF, whose first 16 characters Linux takes for the volume's UUID.</summary>
    public string? UdfVolumeSetId { get; init; }

    /// <summary>The system area, but for tables of partitions; empty when there is nothing to keep.</summary>
    public ReadOnlyMemory<byte> SystemArea { get; init; }

    /// <summary>What in the system area tells where things lie.</summary>
    public IReadOnlyList<KeptPointer> Pointers { get; init; } = [];

    /// <summary>Whether the base has libisofs' checksums.</summary>
    public bool HasChecksums { get; init; }

    /// <summary>The field with the date of creation, with its hundredths and its zone (ECMA-119 8.4.26); empty when there is none to keep.</summary>
    public ReadOnlyMemory<byte> Created { get; init; }

    /// <summary>The field with the date of modification, which Linux and GRUB take for the volume's UUID, digit by digit (ECMA-119 8.4.27); empty when there is none to keep.</summary>
    public ReadOnlyMemory<byte> Modified { get; init; }
}

/// <summary>The fields of a volume descriptor that are kept; <see langword="null"/> for those that are not.</summary>
internal sealed record KeptTexts
{
    public FieldText? SystemId { get; init; }

    public FieldText? VolumeId { get; init; }

    public FieldText? VolumeSetId { get; init; }

    public FieldText? Publisher { get; init; }

    public FieldText? Preparer { get; init; }

    public FieldText? ApplicationId { get; init; }

    /// <summary>The application use field (ECMA-119 8.4.32); empty when it is not kept.</summary>
    public ReadOnlyMemory<byte> ApplicationUse { get; init; }
}

/// <summary>The text of a field of a volume descriptor.</summary>
/// <param name="Text">What readers see.</param>
/// <param name="Field">The whole field, where it is the base's and stays byte for byte; otherwise empty.</param>
internal readonly record struct FieldText(string Text, ReadOnlyMemory<byte> Field = default)
{
    public static implicit operator FieldText(string text) => new(text);
}
