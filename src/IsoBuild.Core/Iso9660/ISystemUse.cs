using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Iso9660;

/// <summary>For whom a directory record stands (ECMA-119 6.8.2).</summary>
internal enum RecordRole : byte
{
    /// <summary>The directory itself: the first record.</summary>
    Self,

    /// <summary>The directory's parent: the second record.</summary>
    Parent,

    /// <summary>The second record of a directory that was moved: its real parent is elsewhere (RRIP 4.1.5.2, PL).</summary>
    MovedParent,

    /// <summary>An entry of the directory.</summary>
    Child,

    /// <summary>An entry that stands for a directory that was moved, with the records of a file (RRIP 4.1.5.1, CL).</summary>
    Placeholder,

    /// <summary>A directory that was moved here, or the one that holds such and is nobody's own (RRIP 4.1.5.3, RE).</summary>
    Moved,
}

/// <summary>Fills the system use areas of directory records (ECMA-119 9.1.13).</summary>
internal interface ISystemUse
{
    /// <summary>How many bytes the fields take within the record. Called once for every entry, in disk order: the records of a file in several sections repeat their fields.</summary>
    /// <param name="role">For whom the record stands.</param>
    /// <param name="node">Whom the fields describe.</param>
    /// <param name="room">How many bytes the record has left.</param>
    int Measure(RecordRole role, ContentNode node, int room);

    /// <summary>Called before the first record of the last directory is measured: its files must not go on in areas that directories share.</summary>
    void BeginLastDirectory();

    /// <summary>Called after the last record of a directory was measured, and the region of its records requested.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="slot">Where its records lie, and what continues them.</param>
    /// <param name="requests">Is asked for a region, if records of the directory go on elsewhere.</param>
    void MeasureContinuation(ContentDirectory directory, RegionSlot slot, RegionRequests requests);

    /// <summary>Called after the last directory.</summary>
    /// <param name="slot">Where the records of directories lie.</param>
    /// <param name="requests">Is asked for regions, if records of several directories go on in the same.</param>
    void MeasureShared(RegionSlot slot, RegionRequests requests);

    /// <summary>Writes the fields that lie within the record, and returns how many bytes they took.</summary>
    /// <param name="role">For whom the record stands.</param>
    /// <param name="node">Whom the fields describe.</param>
    /// <param name="elsewhere">The block of the directory that was moved, or of its real parent; otherwise 0.</param>
    /// <param name="room">What the record has left: zeros.</param>
    /// <param name="context">The finished layout.</param>
    int Write(RecordRole role, ContentNode node, uint elsewhere, Span<byte> room, EncodingContext context);
}
