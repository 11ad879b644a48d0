namespace IsoBuild.Layout;

/// <summary>The content of a file as the image will hold it, before there is an image: with what is changed once it is copied.</summary>
internal sealed class FixedUpContent : IWrittenImage
{
    private readonly long start;
    private readonly byte[] content;

    private FixedUpContent(long start, byte[] content) => (this.start, this.content) = (start, content);

    /// <summary>Reads the whole file, which is a boot image, and small as a rule.</summary>
    public static MemoryStream Of(Region region, ImageLayout layout)
    {
        var bytes = new byte[region.Length];
        using (var source = region.File!.OpenStored())
        {
            source.ReadExactly(bytes);
        }

        var image = new FixedUpContent(region.Offset, bytes);
        foreach (var fixUp in region.FixUps)
        {
            fixUp.Apply(layout, image);
        }

        return new MemoryStream(bytes, writable: false);
    }

    public void Read(long offset, Span<byte> destination) => content.AsSpan((int)(offset - start), destination.Length).CopyTo(destination);

    public void Write(long offset, ReadOnlySpan<byte> bytes) => bytes.CopyTo(content.AsSpan((int)(offset - start)));
}
