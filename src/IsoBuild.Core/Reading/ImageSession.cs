namespace IsoBuild.Reading;

/// <summary>A session of a multi-session image: a whole volume, whose files may lie in earlier sessions.</summary>
/// <param name="Number">From 1 on.</param>
/// <param name="FirstSector">Where its system area begins; its volume descriptors follow 16 sectors later.</param>
/// <param name="VolumeId">The volume identifier of its primary descriptor.</param>
/// <param name="SectorCount">The volume space size of its primary descriptor, in sectors.</param>
public sealed record ImageSession(int Number, long FirstSector, string VolumeId, long SectorCount);
