namespace IsoBuild.Content;

/// <summary>Some of the bytes of a file on disk, one after the other.</summary>
/// <param name="file">The file.</param>
/// <param name="start">Where in it they begin.</param>
/// <param name="length">How many there are.</param>
internal sealed class FileStretch(ContentSource file, long start, long length) : ContentSource
{
    public override long Length => length;

    internal override OpenContent Open()
    {
        var whole = file.Open();
        return new OpenContent(whole.Handle!, whole.Start + start, ownsHandle: true);
    }
}
