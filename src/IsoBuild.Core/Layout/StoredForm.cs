using IsoBuild.Content;

namespace IsoBuild.Layout;

/// <summary>The bytes that the image stores in place of a file's own: its compressed form (zisofs).</summary>
/// <param name="Source">The bytes.</param>
/// <param name="HeaderSize">How many of them come before the block pointers.</param>
/// <param name="BlockShift">The binary logarithm of the block size.</param>
internal sealed record StoredForm(ContentSource Source, int HeaderSize, int BlockShift);
