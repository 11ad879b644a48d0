using System.Text;

namespace IsoBuild.Content;

/// <summary>An extended attribute of an entry.</summary>
public sealed class ExtendedAttribute
{
    internal ExtendedAttribute(string name, ReadOnlyMemory<byte> recordedName, ReadOnlyMemory<byte> value)
    {
        Name = name;
        RecordedName = recordedName;
        Value = value;
    }

    /// <summary>The name with its namespace: <c>user.color</c>.</summary>
    public string Name { get; }

    /// <summary>The value.</summary>
    public ReadOnlyMemory<byte> Value { get; }

    /// <summary>The attribute in the format of <c>getfattr</c>: <c>user.color="blue"</c>, <c>user.icon=0x89504E47</c>. A long value is shortened, with its length.</summary>
    public override string ToString() => $"{Name}={ValueText()}";

    internal string ValueText()
    {
        const int longest = 64;
        var shown = Value.Span[..Math.Min(longest, Value.Length)];
        var text = shown.ContainsAnyExceptInRange((byte)' ', (byte)'~') || shown.ContainsAny((byte)'"', (byte)'\\') ? $"0x{Convert.ToHexString(shown)}" : $"\"{Encoding.ASCII.GetString(shown)}\"";
        return Value.Length > longest ? $"{text}... ({Value.Length} bytes)" : text;
    }

    /// <summary>The name as the image has it: namespaces may be a byte there.</summary>
    internal ReadOnlyMemory<byte> RecordedName { get; }
}

/// <summary>The access control lists and extended attributes of an entry, as xorriso stores them in Rock Ridge fields (AAIP 2.0).</summary>
public sealed class AttributeList
{
    internal AttributeList(AccessList? access, IReadOnlyList<ExtendedAttribute> extended)
    {
        Access = access;
        Extended = extended;
    }

    /// <summary>The access control list in the format of <c>getfacl -n</c>: <c>user::rw-,user:123:rw-,group::r--,mask::rw-,other::r--</c>;
    /// <see langword="null"/> if there are only mode, owner and group.</summary>
    public string? AccessControl => Access?.TextOf(ofDefault: false);

    /// <summary>The default access control list of a directory, which new entries get; <see langword="null"/> if there is none.</summary>
    public string? DefaultAccessControl => Access?.TextOf(ofDefault: true);

    /// <summary>The extended attributes, in the order in which they are stored.</summary>
    public IReadOnlyList<ExtendedAttribute> Extended { get; }

    internal AccessList? Access { get; }

    internal bool IsEmpty => Access is null && Extended.Count == 0;
}
