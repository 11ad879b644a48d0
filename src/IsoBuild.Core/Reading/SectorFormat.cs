namespace IsoBuild.Reading;

/// <summary>How the file stores the sectors of the volume.</summary>
public enum SectorFormat
{
    /// <summary>2048 bytes of user data each: an ISO image.</summary>
    Cooked,

    /// <summary>Mode 1 with its 16 bytes of synchronisation and header before, and error correction after the data (ECMA-130 14): usually 2352 bytes.</summary>
    RawMode1,

    /// <summary>Mode 2 form 1 (CD-ROM XA): like mode 1, with 8 more bytes of subheader.</summary>
    RawMode2Form1,
}
