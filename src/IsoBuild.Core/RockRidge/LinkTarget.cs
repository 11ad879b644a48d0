using IsoBuild.Bytes;

namespace IsoBuild.RockRidge;

/// <summary>Takes the target of a symbolic link apart into the component records of SL fields, and puts it together from them (RRIP 4.1.3).</summary>
internal sealed class LinkTarget(int limit)
{
    private const byte ContinueFlag = 0x01;
    private const byte CurrentFlag = 0x02;
    private const byte ParentFlag = 0x04;
    private const byte RootFlag = 0x08;

    /// <summary>Others are reserved: drafts had the root of a volume there, and the name of a machine.</summary>
    private const byte KnownFlags = ContinueFlag | CurrentFlag | ParentFlag | RootFlag;

    private const int ComponentHeadSize = 2;

    /// <summary>The longest component area of one field.</summary>
    private const int AreaSize = byte.MaxValue - SystemUseField.SymbolicLink.Overhead;

    /// <summary>No target needs more: a record takes two bytes for each slash of <c>//////</c>, and the fields have heads.</summary>
    public const int MostFieldBytes = (2 * Content.LinkText.MaxBytes) + (2 * Content.LinkText.MaxBytes / AreaSize * SystemUseField.SymbolicLink.Overhead) + byte.MaxValue;

    private readonly byte[] bytes = new byte[limit];
    private int length;
    private bool isBegun;

    /// <summary>Whether a slash comes before the next component: not before the first, not after a root, and not where a component goes on.</summary>
    private bool needsSlash;

    /// <summary>Writes the SL fields of a target, one behind the other.</summary>
    /// <remarks>A field that is not the last one ends within a component: where one ends with a whole component, libarchive loses the slash behind it.
    /// Of what cannot be cut, such as <c>..</c>, an empty text goes before the cut. A second slash in a row is a root, as genisoimage and libisofs have it;
    /// one slash at the end is an empty text, which only Linux and libarchive show.</remarks>
    /// <returns>How many bytes they take.</returns>
    public static int Write(ReadOnlySpan<byte> target, Span<byte> fields)
    {
        var (start, used, written) = (0, 0, 0);
        var isBehindName = false;
        while (target.Length > 0)
        {
            var flag = TakeComponent(ref target, ref isBehindName, out var content);

            // Whatever is not the end leaves room for the record that goes on in the next field.
            while (ComponentHeadSize + content.Length + (target.Length > 0 ? ComponentHeadSize : 0) > AreaSize - used)
            {
                var piece = Math.Clamp(AreaSize - used - ComponentHeadSize, 0, Math.Max(0, content.Length - 1));
                Put(fields, ContinueFlag, content[..piece]);
                content = content[piece..];
                End(fields, goesOn: true);
            }

            Put(fields, flag, content);
        }

        End(fields, goesOn: false);
        return written;

        void Put(Span<byte> destination, byte componentFlag, ReadOnlySpan<byte> text)
        {
            var component = destination[(start + SystemUseField.SymbolicLink.Overhead + used)..];
            component[0] = componentFlag;
            component[1] = (byte)text.Length;
            text.CopyTo(component[ComponentHeadSize..]);
            used += ComponentHeadSize + text.Length;
        }

        void End(Span<byte> destination, bool goesOn)
        {
            var size = SystemUseField.SymbolicLink.Overhead + used;
            SystemUseField.SymbolicLink.Write(destination.Slice(start, size), goesOn);
            (start, used, written) = (start + size, 0, start + size);
        }
    }

    public void Clear() => (length, isBegun, needsSlash) = (0, false, false);

    /// <summary>Adds the component area of one SL field; <see langword="false"/> where it is malformed, or makes the target too long.</summary>
    public bool TryAdd(ReadOnlySpan<byte> components)
    {
        isBegun = true;
        while (components.Length >= ComponentHeadSize)
        {
            var (flags, size) = (components[0], components[1]);
            if (ComponentHeadSize + size > components.Length || (flags & ~KnownFlags) != 0)
            {
                return false;
            }

            var content = components.Slice(ComponentHeadSize, size);
            components = components[(ComponentHeadSize + size)..];
            var isRoot = (flags & RootFlag) != 0;
            var text = isRoot ? "/"u8 : (flags & CurrentFlag) != 0 ? "."u8 : (flags & ParentFlag) != 0 ? ".."u8 : content;
            if ((needsSlash && !TryAppend("/"u8)) || !TryAppend(text))
            {
                return false;
            }

            needsSlash = !isRoot && (flags & ContinueFlag) == 0;
        }

        return components.Length == 0;
    }

    /// <summary>The target; <see langword="null"/> when there was no SL field.</summary>
    public string? Take()
    {
        if (!isBegun)
        {
            return null;
        }

        return NameBytes.Decode(bytes.AsSpan(0, length));
    }

    /// <summary>Cuts the first component off a target.</summary>
    /// <param name="target">What is left of the target, from the slash behind the last name on.</param>
    /// <param name="isBehindName">Whether a name came before: readers put the slash behind it by themselves.</param>
    /// <param name="content">The component's text.</param>
    /// <returns>Its flags.</returns>
    private static byte TakeComponent(ref ReadOnlySpan<byte> target, ref bool isBehindName, out ReadOnlySpan<byte> content)
    {
        target = isBehindName ? target[1..] : target;
        content = default;
        if (target is [(byte)'/', ..])
        {
            target = target[1..];
            isBehindName = false;
            return RootFlag;
        }

        var slash = target.IndexOf((byte)'/');
        var name = slash < 0 ? target : target[..slash];
        target = target[name.Length..];
        isBehindName = true;
        var flag = name.SequenceEqual("."u8) ? CurrentFlag : name.SequenceEqual(".."u8) ? ParentFlag : (byte)0;
        content = flag == 0 ? name : default;
        return flag;
    }

    private bool TryAppend(ReadOnlySpan<byte> text)
    {
        if (!text.TryCopyTo(bytes.AsSpan(length)))
        {
            return false;
        }

        length += text.Length;
        return true;
    }
}
