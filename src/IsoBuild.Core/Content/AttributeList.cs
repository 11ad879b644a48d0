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

    /// <summary>As <c>getfattr</c> writes it: <c>user.color="blue"</c>, <c>user.icon=0x89504E47</c>. Of a long value, the beginning and the length.</summary>
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

/// <summary>What an entry has beside mode, owner and date: access control lists and extended attributes, as xorriso stores them in the fields of Rock Ridge (AAIP 2.0).</summary>
public sealed class AttributeList
{
    internal AttributeList(AccessList? access, IReadOnlyList<ExtendedAttribute> extended)
    {
        Access = access;
        Extended = extended;
    }

    /// <summary>Who may do what, as <c>getfacl</c> writes it, by numbers: <c>user::rw-,user:123:rw-,group::r--,mask::rw-,other::r--</c>;
    /// <see langword="null"/> when mode, owner and group say it all.</summary>
    public string? AccessControl => Access?.TextOf(ofDefault: false);

    /// <summary>Of a directory, the access control list that new entries get; <see langword="null"/> when there is none.</summary>
    public string? DefaultAccessControl => Access?.TextOf(ofDefault: true);

    /// <summary>The extended attributes, in the order in which they are stored.</summary>
    public IReadOnlyList<ExtendedAttribute> Extended { get; }

    internal AccessList? Access { get; }

    internal bool IsEmpty => Access is null && Extended.Count == 0;
}
