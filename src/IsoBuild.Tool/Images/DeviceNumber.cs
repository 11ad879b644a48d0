using System.Globalization;
using IsoBuild.Content;

namespace IsoBuild.Tool.Images;

/// <summary>The number of a device, as Linux reads it: major and minor in the two halves, or, of older writers, both in the lower half's two lower bytes.</summary>
internal readonly record struct DeviceNumber(uint Major, uint Minor)
{
    public static DeviceNumber? Of(ContentNode node)
    {
        if (node is not ContentSpecial { Kind: SpecialKind.CharacterDevice or SpecialKind.BlockDevice } device)
        {
            return null;
        }

        var (high, low) = ((uint)(device.Device >> 32), (uint)device.Device);
        return high == 0 && low > byte.MaxValue ? new DeviceNumber(low >> 8, low & byte.MaxValue) : new DeviceNumber(high, low);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major},{Minor}");
}
