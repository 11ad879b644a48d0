using System.Text;
using IsoBuild.Content;
using IsoBuild.RockRidge;

namespace IsoBuild.Core.Tests.Records;

/// <summary>AL fields against the examples of AAIP 2.0, byte by byte.</summary>
public class AttributeTests
{
    private const string Acl = "'AL' 14 01 00  00 00  00 0B  16  AE 01 7B  34  CE 02 FFFE  54  64";

    [Fact]
    public void An_access_control_list()
    {
        AttributeList list = Read(Acl).Attributes!;
        Assert.Equal("user::rw-,user:123:rw-,group::r--,group:65534:rw-,mask::r--,other::r--", list.AccessControl);
        Assert.Null(list.DefaultAccessControl);
        Assert.Empty(list.Extended);
    }

    [Fact]
    public void A_default_one_beside_it()
    {
        AttributeList list = Read("'AL' 14 01 00  00 00  00 0B  17 35 65  81  17 35 57 65  AF 01 7B").Attributes!;
        Assert.Equal("user::rwx,group::r-x,other::r-x", list.AccessControl);
        Assert.Equal("user::rwx,group::r-x,mask::rwx,other::r-x,user:123:rwx", list.DefaultAccessControl);
    }

    [Theory]
    [InlineData("00 04 03 'abc'  00 01 'v'", "user.abc=\"v\"")]
    [InlineData("00 08 'user.abc'  00 01 'v'", "user.abc=\"v\"")]
    [InlineData("00 05 01 03 'abc'  00 01 'v'", "\u0003abc=\"v\"")]
    [InlineData("00 04 06 'ima'  00 02 FF01", "security.ima=0xFF01")]
    [InlineData("00 04 02 'xyz'  00 00", "system.xyz=\"\"")]
    [InlineData("01 02 03 'a'  00 02 'bc'  01 01 'v'  00 01 'w'", "user.abc=\"vw\"")]
    public void Namespaces(string components, string expected)
    {
        byte[] area = Hex.Bytes(components);
        Assert.Equal(expected, Assert.Single(Read($"'AL' {area.Length + 5:X2} 01 00 {components}").Attributes!.Extended).ToString());
    }

    /// <summary>The first example of "AL": a component record of 255 bytes begins in one field and ends in the next.</summary>
    [Fact]
    public void A_record_that_goes_on_in_the_next_field()
    {
        string more = Convert.ToHexString(Encoding.ASCII.GetBytes(new string('.', 238)));
        AttributeList list = Read($"'AL' FF 01 01  00 04 'name'  01 FF 'long' {more}  'AL' 26 01 00  {Convert.ToHexString(Encoding.ASCII.GetBytes(new string('.', 13)))}  00 07 'content'  00 03 'one'  00 04 'more'").Attributes!;
        Assert.Equal([("name", "long" + new string('.', 251) + "content"), ("one", "more")], list.Extended.Select(attribute => (attribute.Name, Encoding.ASCII.GetString(attribute.Value.Span))));
    }

    [Theory]
    [InlineData("'AL' 0B 01 01  00 02 03 'a'  00 00")] // goes on, and does not
    [InlineData("'AL' 09 01 00  00 02 03 'a'")] // no value
    [InlineData("'AL' 0A 01 00  00 02 03 'a'  00")] // half a component record
    [InlineData("'AL' 0C 01 00  00 00  00 03  1E 02 01")] // the qualifier ends with the list
    public void Malformed_ones_are_told(string fields) => Assert.NotNull(Read(fields).Problem);

    [Fact]
    public void What_is_the_writers_own_is_of_no_entry()
    {
        SystemUseReader reader = Reader();
        Assert.Null(Read(reader, Hex.Bytes("'AL' 10 01 00  00 03 04 'cx'  00 04 00000001")).Attributes);
        Assert.Equal(["isofs.cx"], reader.OwnAttributes);
    }

    /// <summary>What one entry has is bounded, and what all have together.</summary>
    [Fact]
    public void Floods_end()
    {
        byte[] field = [.. "AL"u8, 255, 1, 1, .. Enumerable.Repeat<byte>(1, 250)];
        byte[] area = [.. Enumerable.Repeat(field, 300).SelectMany(bytes => bytes)];
        SystemUseReader reader = Reader();
        PosixEntry entry = Read(reader, area);
        Assert.Contains("longer than 57344 bytes", entry.Problem, StringComparison.Ordinal);
        Assert.Null(entry.Attributes);

        byte[] most = [.. Hex.Bytes("'AL' FF 01 01  00 02 03 'a'  01 F4"), .. new byte[244], .. Enumerable.Repeat((byte[])[.. "AL"u8, 255, 1, 1, 1, 248, .. new byte[248]], 220).SelectMany(bytes => bytes), .. Hex.Bytes("'AL' 07 01 00  00 00")];
        int read = 0;
        while (Read(reader, most) is { Attributes: not null } && read < 5000)
        {
            read++;
        }

        Assert.InRange(read, 100, 64 * 1024 * 1024 / 50_000);
    }

    [Fact]
    public void Every_length_comes_back()
    {
        for (int length = 0; length < 800; length += length < 260 ? 1 : 37)
        {
            ExtendedAttribute[] attributes =
            [
                new("user.first", Encoding.ASCII.GetBytes("\u0003first"), Pattern(length)),
                new("user." + new string('n', 1 + (length % 255)), Encoding.ASCII.GetBytes("\u0003" + new string('n', 1 + (length % 255))), Pattern(3)),
            ];
            AttributeList list = new(Read(Acl).Attributes!.Access, attributes);
            byte[] fields = new byte[AttributeFields.SizeOf(list)];
            Assert.Equal(fields.Length, AttributeFields.Write(list, (UnixFileMode)0b110_100_100, fields));
            AttributeList read = Read(Reader(), fields).Attributes!;
            Assert.Equal(attributes.Select(attribute => attribute.Name + Convert.ToHexString(attribute.Value.Span)), read.Extended.Select(attribute => attribute.Name + Convert.ToHexString(attribute.Value.Span)));
            Assert.Equal(list.AccessControl, read.AccessControl);
        }
    }

    /// <summary>acl(5): as after chmod, the mask is the group's mode, and the group itself has what it had, where there is a mask.</summary>
    [Theory]
    [InlineData(0b111_110_001, "16 AE017B 34 54 64", "user::rwx,user:123:rw-,group::r--,mask::rw-,other::--x")]
    [InlineData(0b111_110_001, "16 34 64", "user::rwx,group::rw-,other::--x")]
    [InlineData(0b111_110_001, "81 16 34 64", null)]
    public void The_mode_has_the_last_word(int mode, string bytes, string? expected)
    {
        byte[] written = Hex.Bytes(bytes);
        AccessList.Read(written)!.Write(written, (UnixFileMode)mode);
        Assert.Equal(expected, AccessList.Read(written)!.TextOf(ofDefault: false));
    }

    [Theory]
    [InlineData(0b110_111_100, "16 AE017B 34 54 64", 0b110_100_100)]
    [InlineData(0b110_100_100, "16 AE017B 37 54 64", 0b110_100_100)]
    [InlineData(0b111_101_101, "81 17 37 57 65", 0b111_101_101)]
    public void The_groups_mode_without_the_list(int mode, string bytes, int expected) =>
        Assert.Equal((UnixFileMode)expected, AccessList.Read(Hex.Bytes(bytes))!.ModeWithout((UnixFileMode)mode));

    private static byte[] Pattern(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];

    private static PosixEntry Read(string fields) => Read(Reader(), Hex.Bytes(fields));

    private static PosixEntry Read(SystemUseReader reader, ReadOnlySpan<byte> fields)
    {
        reader.Read(fields, isRootSelf: false, out PosixEntry entry);
        return entry;
    }

    private static SystemUseReader Reader() => new(skip: 0, (_, _) => false, (_, _) => { });
}
