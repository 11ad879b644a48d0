namespace IsoBuild.Extraction;

/// <summary>What becomes of something that has the name of an entry when that is put in its place.</summary>
internal enum Replacement
{
    /// <summary>It stays, and the entry fails.</summary>
    Never,

    /// <summary>Nothing was there when the extraction began. What has come meanwhile, by another extraction, is replaced.</summary>
    WhereTaken,

    /// <summary>It was there, and is replaced.</summary>
    Expected,
}
