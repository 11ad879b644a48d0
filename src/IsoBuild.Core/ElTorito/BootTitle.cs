using System.Globalization;
using System.Text;

namespace IsoBuild.ElTorito;

/// <summary>Boot entries in words, the same whether an image is made or read.</summary>
internal static class BootTitle
{
    /// <summary>What an entry is called: its platform and, from the second of the platform on, its number.</summary>
    public static string Name(int platform, int number) =>
        number == 1 ? Platform(platform) : string.Create(CultureInfo.InvariantCulture, $"{Platform(platform)} {number}");

    public static string Platform(int platform) => platform switch
    {
        (int)BootPlatform.Bios => "bios",
        (int)BootPlatform.PowerPc => "powerpc",
        (int)BootPlatform.Mac => "mac",
        (int)BootPlatform.Uefi => "uefi",
        _ => string.Create(CultureInfo.InvariantCulture, $"platform 0x{platform:x2}"),
    };

    public static string Emulation(int emulation) => emulation switch
    {
        (int)BootEmulation.None => "no-emulation",
        (int)BootEmulation.Floppy12 => "floppy-1.2",
        (int)BootEmulation.Floppy144 => "floppy-1.44",
        (int)BootEmulation.Floppy288 => "floppy-2.88",
        (int)BootEmulation.HardDisk => "hard-disk",
        _ => string.Create(CultureInfo.InvariantCulture, $"medium {emulation}"),
    };

    /// <summary>The line of the sector map, without its sectors.</summary>
    public static string Of(string name, BootEmulation emulation, bool isBootable, int segment, int loadSize, bool hasBootInfo, bool hasGrubInfo)
    {
        var text = new StringBuilder(name).Append(' ').Append(Emulation((int)emulation));
        text.Append(CultureInfo.InvariantCulture, $", loads {loadSize} x 512 bytes");
        if (segment != 0)
        {
            text.Append(CultureInfo.InvariantCulture, $" to segment {segment:x4}");
        }

        text.Append(isBootable ? "" : ", not bootable").Append(hasBootInfo ? ", boot info table" : "").Append(hasGrubInfo ? ", grub boot info" : "");
        return text.ToString();
    }
}
