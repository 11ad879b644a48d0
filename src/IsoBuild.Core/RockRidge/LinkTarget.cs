using System.Text;
using System.Text.Unicode;

namespace IsoBuild.RockRidge;

/// <summary>Puts the target of a symbolic link together from the component records of its SL fields (RRIP 4.1.3).</summary>
internal sealed class LinkTarget(int limit)
{
    private const byte ContinueFlag = 0x01;
    private const byte CurrentFlag = 0x02;
    private const byte ParentFlag = 0x04;
    private const byte RootFlag = 0x08;

    private const int ComponentHeadSize = 2;

    private readonly byte[] bytes = new byte[limit];
    private int length;
    private bool isBegun;

    /// <summary>Whether the next component goes on with the last one.</summary>
    private bool goesOn;

    public void Clear() => (length, isBegun, goesOn) = (0, false, false);

    /// <summary>Adds the component area of one SL field; <see langword="false"/> where it is malformed, or makes the target too long.</summary>
    public bool TryAdd(ReadOnlySpan<byte> components)
    {
        isBegun = true;
        while (components.Length >= ComponentHeadSize)
        {
            var (flags, size) = (components[0], components[1]);
            if (ComponentHeadSize + size > components.Length)
            {
                return false;
            }

            var content = components.Slice(ComponentHeadSize, size);
            components = components[(ComponentHeadSize + size)..];
            if ((flags & RootFlag) != 0)
            {
                // Whatever came before: the path begins anew.
                bytes[0] = (byte)'/';
                (length, goesOn) = (1, false);
                continue;
            }

            if (!goesOn && length > 0 && bytes[length - 1] != '/' && !TryAppend("/"u8))
            {
                return false;
            }

            goesOn = (flags & ContinueFlag) != 0;
            var text = (flags & CurrentFlag) != 0 ? "."u8 : (flags & ParentFlag) != 0 ? ".."u8 : content;
            if (!TryAppend(text))
            {
                return false;
            }
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

        var text = bytes.AsSpan(0, length);
        return (Utf8.IsValid(text) ? Encoding.UTF8 : Encoding.Latin1).GetString(text);
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
