using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Fat;

/// <summary>A file of a FAT file system, read from where its clusters lie.</summary>
/// <param name="volume">The file system's bytes.</param>
/// <param name="extents">Where the file lies in them.</param>
/// <param name="length">As recorded.</param>
/// <param name="damage">What is wrong when the extents hold less.</param>
internal sealed class FatFileSource(ContentSource volume, FatExtent[] extents, long length, FatDamage? damage) : ContentSource
{
    public override long Length => length;

    private ContentSource Volume => volume;

    private FatExtent[] Extents => extents;

    private Diagnostic Damage => damage?.ToDiagnostic()
        ?? new Diagnostic(DiagnosticId.FatTruncated, DiagnosticSeverity.Error, Item: null, "The FAT file system ends before this file does. Get a fresh copy of the image.");

    internal override OpenContent Open() => new(new Reader(this));

    private sealed class Reader(FatFileSource file) : ContentReader
    {
        private readonly OpenContent content = file.Volume.Open();
        private int last;
        private long lastStart;

        public override int Read(long position, Span<byte> buffer)
        {
            if (position >= file.Length || buffer.Length == 0)
            {
                return 0;
            }

            // Most go on where they stopped.
            if (position < lastStart)
            {
                (last, lastStart) = (0, 0);
            }

            for (; last < file.Extents.Length; last++)
            {
                var extent = file.Extents[last];
                var within = position - lastStart;
                if (within < extent.Length)
                {
                    var count = content.Read(extent.Offset + within, buffer[..(int)Math.Min(buffer.Length, extent.Length - within)]);
                    return count > 0 ? count : throw new ContentException(file.Damage);
                }

                lastStart += extent.Length;
            }

            throw new ContentException(file.Damage);
        }

        public override void Dispose() => content.Dispose();
    }
}
