namespace IsoBuild.Reading;

/// <summary>How the identifiers of the plain tree store names that go beyond ASCII. The standard has none, so each writer stores them as it likes, and nothing says how.</summary>
public enum NameEncoding
{
    /// <summary>No name goes beyond ASCII.</summary>
    Ascii,

    /// <summary>All of them are UTF-8.</summary>
    Utf8,

    /// <summary>Some are not UTF-8: all are shown as if they were Latin-1.</summary>
    Latin1,
}
