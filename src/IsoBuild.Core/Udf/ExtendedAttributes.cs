using System.Buffers.Binary;

namespace IsoBuild.Udf;

/// <summary>The extended attributes of a file entry (ECMA-167 4/9.1, 4/14.10), of which one matters here: what device an entry stands for. Never written here.</summary>
internal static class ExtendedAttributes
{
    /// <summary>The header descriptor before the attributes (4/14.10.1).</summary>
    private const int HeaderSize = 24;

    private const int AttributeHeadSize = 12;
    private const int DeviceSize = 24;
    private const uint DeviceSpecification = 12;

    /// <summary>The numbers of a device (4/14.10.7); <see langword="null"/> when no attribute says them.</summary>
    public static (uint Major, uint Minor)? FindDevice(ReadOnlySpan<byte> attributes)
    {
        for (var rest = RecordBytes.Within(attributes, HeaderSize, attributes.Length); rest.Length >= AttributeHeadSize;)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]);
            if (BinaryPrimitives.ReadUInt32LittleEndian(rest) == DeviceSpecification && rest.Length >= DeviceSize)
            {
                return (BinaryPrimitives.ReadUInt32LittleEndian(rest[16..]), BinaryPrimitives.ReadUInt32LittleEndian(rest[20..]));
            }

            if (length < AttributeHeadSize || length > rest.Length)
            {
                return null;
            }

            rest = rest[(int)length..];
        }

        return null;
    }
}
