using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Iso9660;

/// <summary>For whom a directory record stands (ECMA-119 6.8.2).</summary>
internal enum RecordRole
{
    /// <summary>The directory itself: the first record.</summary>
    Self,

    /// <summary>The directory's parent: the second record.</summary>
    Parent,

    /// <summary>An entry of the directory.</summary>
    Child,
}

/// <summary>Fills the system use areas of directory records (ECMA-119 9.1.13).</summary>
internal interface ISystemUse
{
    /// <summary>How many bytes the fields take within the record. Called once for every record, in disk order.</summary>
    /// <param name="role">For whom the record stands.</param>
    /// <param name="node">Whom the fields describe.</param>
    /// <param name="room">How many bytes the record has left.</param>
    int Measure(RecordRole role, ContentNode node, int room);

    /// <summary>Called after the last record of a directory was measured, and the region of its records requested.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="slot">Where its records lie, and what continues them.</param>
    /// <param name="requests">Is asked for a region, if records of the directory go on elsewhere.</param>
    void MeasureContinuation(ContentDirectory directory, RegionSlot slot, RegionRequests requests);

    /// <summary>Writes the fields that lie within the record, and returns how many bytes they took.</summary>
    /// <param name="role">For whom the record stands.</param>
    /// <param name="node">Whom the fields describe.</param>
    /// <param name="room">What the record has left: zeros.</param>
    /// <param name="context">The finished layout.</param>
    int Write(RecordRole role, ContentNode node, Span<byte> room, EncodingContext context);
}
