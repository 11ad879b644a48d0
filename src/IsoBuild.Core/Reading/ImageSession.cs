namespace IsoBuild.Reading;

/// <summary>A session of a multi-session image: a complete volume, whose files may be in earlier sessions.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="FirstSector">The sector at which its system area begins. Its volume descriptors begin 16 sectors later.</param>
/// <param name="VolumeId">The volume identifier of its primary descriptor.</param>
/// <param name="SectorCount">The volume space size of its primary descriptor, in sectors.</param>
public sealed record ImageSession(int Number, long FirstSector, string VolumeId, long SectorCount);
