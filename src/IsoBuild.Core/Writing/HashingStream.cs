using IsoBuild.Bytes;

namespace IsoBuild.Writing;

/// <summary>Writes on to another stream, and hashes what passes.</summary>
internal sealed class HashingStream(Stream inner, RunningHash hash) : OutputStream
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        inner.Write(buffer);
        hash.Append(buffer);
    }

    public override void Flush() => inner.Flush();
}
