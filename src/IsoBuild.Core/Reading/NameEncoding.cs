namespace IsoBuild.Reading;

/// <summary>The encoding of non-ASCII names in plain ISO 9660 identifiers. The standard defines none, writers differ, and the image does not record it.</summary>
public enum NameEncoding
{
    /// <summary>All names are ASCII.</summary>
    Ascii,

    /// <summary>All names are UTF-8.</summary>
    Utf8,

    /// <summary>Some names are not UTF-8, so all are shown as Latin-1.</summary>
    Latin1,
}
