using System.Globalization;
using System.Text;

namespace IsoBuild.Content;

/// <summary>Access control lists of an entry in the binary form of AAIP 2.0 ("Specification of binary ACL representation"): entries of one byte,
/// permissions below, a tag above, between them whether the number of a user or group follows. A switch mark leads from the list of the entry to that which
/// new entries get.</summary>
internal sealed class AccessList
{
    private const int Owner = 1;
    private const int OwningGroup = 3;
    private const int Mask = 5;
    private const int Other = 6;
    private const int SwitchMark = 8;
    private const int NamedUser = 10;
    private const int NamedGroup = 12;

    private const byte Permissions = 0x07;
    private const byte Qualified = 0x08;
    private const byte GoesOn = 0x80;

    private AccessList(byte[] bytes) => Bytes = bytes;

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary><see langword="null"/> when the bytes are no access control list.</summary>
    public static AccessList? Read(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes;
        while (!rest.IsEmpty)
        {
            if (!TryTake(ref rest, out _))
            {
                return null;
            }
        }

        return new AccessList(bytes.ToArray());
    }

    /// <summary>The mode without the list: that of the group is the list's mask while there is one, and more than the group itself may.</summary>
    public UnixFileMode ModeWithout(UnixFileMode mode)
    {
        int? group = null;
        for (var rest = Bytes.Span; TryTake(ref rest, out var entry) && entry.Tag != SwitchMark;)
        {
            group = entry.Tag == OwningGroup ? entry.Permissions : group;
        }

        return group is { } allowed ? mode & ~(UnixFileMode)(~allowed << 3 & 0x38) : mode;
    }

    /// <summary>Writes the list as one of an entry of that mode: what mode and list both say is what the mode says, as after chmod.</summary>
    public void Write(Span<byte> destination, UnixFileMode mode)
    {
        Bytes.Span.CopyTo(destination);
        var hasMask = false;
        for (var rest = Bytes.Span; TryTake(ref rest, out var entry) && entry.Tag != SwitchMark;)
        {
            hasMask |= entry.Tag == Mask;
        }

        ReadOnlySpan<byte> left = Bytes.Span;
        for (var at = 0; TryTake(ref left, out var entry) && entry.Tag != SwitchMark; at = Bytes.Length - left.Length)
        {
            int? said = entry.Tag switch
            {
                Owner => (int)mode >> 6,
                OwningGroup when !hasMask => (int)mode >> 3,
                Mask => (int)mode >> 3,
                Other => (int)mode,
                _ => null,
            };
            if (said is { } permissions)
            {
                destination[at] = (byte)(destination[at] & ~Permissions | permissions & Permissions);
            }
        }
    }

    public string? TextOf(bool ofDefault)
    {
        var text = new StringBuilder();
        var isDefault = false;
        for (var rest = Bytes.Span; TryTake(ref rest, out var entry);)
        {
            isDefault |= entry.Tag == SwitchMark;
            var name = entry.Tag switch { Owner or NamedUser => "user", OwningGroup or NamedGroup => "group", Mask => "mask", Other => "other", _ => null };
            if (isDefault == ofDefault && name is not null)
            {
                var who = entry.Tag is NamedUser or NamedGroup ? entry.Number.ToString(CultureInfo.InvariantCulture) : "";
                text.Append(text.Length > 0 ? "," : "").Append(name).Append(':').Append(who).Append(':');
                text.Append((entry.Permissions & 4) != 0 ? 'r' : '-').Append((entry.Permissions & 2) != 0 ? 'w' : '-').Append((entry.Permissions & 1) != 0 ? 'x' : '-');
            }
        }

        return text.Length > 0 ? text.ToString() : null;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> rest, out (int Tag, int Permissions, uint Number) entry)
    {
        entry = default;
        if (rest.IsEmpty)
        {
            return false;
        }

        var flags = rest[0];
        rest = rest[1..];
        uint number = 0;
        for (var goesOn = (flags & Qualified) != 0; goesOn;)
        {
            if (rest.IsEmpty || rest.Length <= (rest[0] & ~GoesOn))
            {
                return false;
            }

            goesOn = (rest[0] & GoesOn) != 0;
            var qualifier = rest.Slice(1, rest[0] & ~GoesOn);
            rest = rest[(1 + qualifier.Length)..];
            foreach (var part in qualifier)
            {
                number = (number << 8) | part;
            }
        }

        entry = (flags >> 4, flags & Permissions, number);
        return true;
    }
}
