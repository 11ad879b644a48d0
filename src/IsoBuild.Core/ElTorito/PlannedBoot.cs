using IsoBuild.Content;

namespace IsoBuild.ElTorito;

/// <summary>An entry of the catalog, and the file that is its boot image.</summary>
internal sealed class PlannedBoot
{
    public required BootEntry Entry { get; init; }

    /// <summary>The boot image: of several names of a file, the first.</summary>
    public required ContentFile Image { get; init; }

    /// <summary>How many virtual sectors firmware loads, as the entry says it.</summary>
    public required ushort LoadSize { get; init; }

    /// <summary>Of a hard disk, the type of its partition (El Torito 2.2); otherwise 0.</summary>
    public byte SystemType { get; init; }

    /// <summary>What the image is called where no tree shows it.</summary>
    public string Name { get; set; } = "";

    /// <summary>Whether any entry asks for a boot info table in this image.</summary>
    public bool HasBootInfo { get; set; }

    /// <summary>Whether any entry asks for GRUB's boot info in this image.</summary>
    public bool HasGrubInfo { get; set; }

    /// <summary>What the layout calls the entry.</summary>
    public string Title => BootTitle.Of(Name, Entry.Emulation, Entry.IsBootable, Entry.LoadSegment, LoadSize, HasBootInfo, HasGrubInfo);
}
