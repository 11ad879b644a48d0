using IsoBuild.Diagnostics;

namespace IsoBuild.Content;

/// <summary>A seekable, read-only stream over a <see cref="ContentSource"/>.</summary>
internal sealed class ContentStream(ContentSource source) : Stream
{
    private readonly OpenContent content = source.Open();
    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => source.Length;

    public override long Position
    {
        get => position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            position = value;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        var rest = Math.Max(0, source.Length - position);
        var wanted = buffer[..(int)Math.Min(buffer.Length, rest)];
        var count = content.Read(position, wanted);
        if (count == 0 && wanted.Length > 0)
        {
            // Readers of a stream take this for its end, and what they have for the whole.
            throw new ContentException(new Diagnostic(
                DiagnosticId.ExtractContentUnreadable, DiagnosticSeverity.Error, source.FilePath, $"The content ends after {position} of {source.Length} bytes: it was truncated while it was used. Wait until nothing else writes to it, and try again."));
        }

        position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => position,
        _ => Length,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
        }

        base.Dispose(disposing);
    }
}
