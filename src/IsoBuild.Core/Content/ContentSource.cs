using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Content;

/// <summary>The source of a file's bytes. Nothing is kept in memory or open until it is read.</summary>
public abstract class ContentSource
{
    private protected ContentSource()
    {
    }

    /// <summary>How many bytes there are.</summary>
    public abstract long Length { get; }

    /// <summary>The path of the file on disk, if the bytes come from one.</summary>
    public virtual string? FilePath => null;

    /// <summary>Of a file of an image, how many bytes of that are read for it; <see langword="null"/> for all others.</summary>
    internal virtual long? StoredLength => null;

    /// <summary>Whether parts of it are nowhere recorded, and read as zeros.</summary>
    internal virtual bool HasHoles => false;

    /// <summary>The open file that holds the bytes one after the other, and where in it they begin, if that is known before they are opened.</summary>
    internal virtual (SafeFileHandle File, long Start)? Place => null;

    /// <summary>Opens the bytes for reading.</summary>
    internal abstract OpenContent Open();

    /// <summary>Whether both are the same bytes, as far as can be told without reading them.</summary>
    internal virtual bool IsSameAs(ContentSource? other) => ReferenceEquals(this, other);

    /// <summary>Equal for sources that are the same.</summary>
    internal virtual int SamenessHash => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>Bytes given by the caller.</summary>
internal class MemorySource(ReadOnlyMemory<byte> content) : ContentSource
{
    public override long Length => content.Length;

    private ReadOnlyMemory<byte> Content => content;

    internal override bool IsSameAs(ContentSource? other) => other is MemorySource memory && content.Equals(memory.Content);

    internal override int SamenessHash => content.GetHashCode();

    internal override OpenContent Open() => new(content);
}

/// <summary>Bytes of which the tree knows the place before anybody knows more: first how many there are, and what they are once the layout is there.</summary>
internal class DeferredSource : ContentSource
{
    private ContentSource? actual;
    private long promised;

    public override long Length => actual?.Length ?? promised;

    /// <summary>Says how many bytes there will be.</summary>
    public void Promise(long length) => promised = length;

    /// <summary>Gives the bytes: as many as were promised, if any were.</summary>
    public void Fulfil(ContentSource source)
    {
        if (promised > 0)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(source.Length, promised);
        }

        actual = source;
    }

    internal override OpenContent Open() => actual is not null ? actual.Open() : promised == 0 ? new OpenContent(ReadOnlyMemory<byte>.Empty) : throw new InvalidOperationException("The bytes are read before the layout is known.");
}

/// <summary>The real names of what a directory of the ISO 9660 tree holds, which are known once its identifiers are.</summary>
internal sealed class TranslationTableSource : DeferredSource
{
    public const string FileName = "TRANS.TBL";
}

/// <summary>A file on disk, as it was when it was measured.</summary>
/// <param name="directory">Its directory.</param>
/// <param name="name">Its name there.</param>
/// <param name="length">How many bytes it had.</param>
/// <param name="modifiedUtc">Its modification date.</param>
internal sealed class FileSource(string directory, string name, long length, DateTime modifiedUtc) : ContentSource
{
    /// <summary>What it was when somebody read it first: all others must find the same. Nothing before, and where the system does not tell.</summary>
    private FileStamp seen;

    public override long Length => length;

    public override string FilePath => Path.Join(directory, name);

    /// <summary>The modification date when the file was measured.</summary>
    public DateTime ModifiedUtc => modifiedUtc;

    internal override OpenContent Open()
    {
        var handle = DiskFile.OpenRead(FilePath, out var stamp);
        seen = seen == default ? stamp ?? default : seen;
        return new OpenContent(handle, start: 0, ownsHandle: true);
    }

    /// <summary>The path of its directory.</summary>
    internal string Directory => directory;

    /// <summary>Its name there.</summary>
    internal string Name => name;

    internal override bool IsSameAs(ContentSource? other) =>
        other is FileSource file && string.Equals(name, file.Name, StringComparison.Ordinal) && string.Equals(directory, file.Directory, StringComparison.Ordinal);

    /// <summary>Of both: a thousand directories may each have a file of that name and size.</summary>
    internal override int SamenessHash => HashCode.Combine(name, directory);

    /// <summary>Whether the file at the path is still the one that was measured and read.</summary>
    /// <param name="handle">The file as it was opened, for systems that tell no more of it than size and date.</param>
    internal FileState StateOf(SafeFileHandle? handle)
    {
        if (UnixCalls.AreSupported)
        {
            return UnixCalls.TryLookThrough(FilePath, out var status) ? StateOf(status) : FileState.Changed;
        }

        var isSame = handle is not null
            ? DiskBytes.LengthOf(handle) == length && File.GetLastWriteTimeUtc(handle) == modifiedUtc
            : DiskFile.Look(FilePath) is { Exists: true, IsDirectory: false } file && file.Length == length && file.ModifiedUtc == modifiedUtc;
        return isSame ? FileState.Same : FileState.Changed;
    }

    /// <summary>Whether a file of this status is still the one that was measured and read.</summary>
    internal FileState StateOf(in UnixStatus status)
    {
        if (!status.IsRegular || status.Length != length || status.ModifiedUtc != modifiedUtc)
        {
            return FileState.Changed;
        }

        seen = seen == default ? FileStamp.Of(status) : seen;
        return seen == FileStamp.Of(status) ? FileState.Same : FileState.Touched;
    }
}

/// <summary>Reads bytes that are neither a stretch of a file nor in memory. Used by one thread at a time.</summary>
internal abstract class ContentReader : IDisposable
{
    /// <summary>Reads up to <paramref name="buffer"/>'s length; 0 at the end.</summary>
    public abstract int Read(long position, Span<byte> buffer);

    public abstract void Dispose();
}

/// <summary>Bytes that are open for reading: a stretch of a file, memory, or what a reader puts together.</summary>
internal readonly struct OpenContent : IDisposable
{
    private readonly ReadOnlyMemory<byte> memory;
    private readonly ContentReader? reader;
    private readonly bool ownsHandle;

    public OpenContent(ReadOnlyMemory<byte> memory) => this.memory = memory;

    public OpenContent(ContentReader reader) => this.reader = reader;

    /// <param name="reader">Reads the bytes, and notices when they are no longer there.</param>
    /// <param name="handle">The file that holds them, for systems that copy by themselves. It stays whose it is.</param>
    /// <param name="start">Where in the file they begin.</param>
    public OpenContent(ContentReader reader, SafeFileHandle handle, long start)
        : this(handle, start, ownsHandle: false) => this.reader = reader;

    public OpenContent(SafeFileHandle handle, long start, bool ownsHandle)
    {
        Handle = handle;
        Start = start;
        this.ownsHandle = ownsHandle;
    }

    /// <summary>The file that holds the bytes one after the other; <see langword="null"/> when none does.</summary>
    public SafeFileHandle? Handle { get; }

    /// <summary>Where in <see cref="Handle"/> they begin.</summary>
    public long Start { get; }

    /// <summary>Reads up to <paramref name="buffer"/>'s length; 0 at the end.</summary>
    public int Read(long position, Span<byte> buffer)
    {
        if (reader is not null)
        {
            return reader.Read(position, buffer);
        }

        if (Handle is not null)
        {
            return DiskBytes.Read(Handle, buffer, Start + position);
        }

        var rest = position < memory.Length ? memory.Span[(int)position..] : default;
        var count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer);
        return count;
    }

    /// <summary>Reads exactly as many bytes as <paramref name="destination"/> has.</summary>
    /// <exception cref="EndOfStreamException">There are fewer.</exception>
    public void ReadExactly(long position, Span<byte> destination)
    {
        if (!TryFill(position, destination))
        {
            throw new EndOfStreamException();
        }
    }

    /// <summary>Reads exactly as many bytes as <paramref name="destination"/> has; <see langword="false"/> when there are fewer.</summary>
    public bool TryFill(long position, Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            var read = Read(position, destination);
            if (read == 0)
            {
                return false;
            }

            position += read;
            destination = destination[read..];
        }

        return true;
    }

    public void Dispose()
    {
        reader?.Dispose();
        if (ownsHandle)
        {
            Handle!.Dispose();
        }
    }
}
