using System.Globalization;
using IsoBuild.Bytes;
using IsoBuild.ElTorito;
using IsoBuild.Layout;
using static IsoBuild.Emulation.OptionRows;

namespace IsoBuild.Emulation;

/// <summary>The options of boot entries, which come in any order.</summary>
internal static class BootOptions
{
    private const string IntervalOfPartition = "--interval:appended_partition_";

    /// <summary>Takes a boot image; a second one in the same entry replaces the first.</summary>
    public static void Image(ImageRequest request, string path, bool isEfi)
    {
        var boot = request.Boot;
        boot.Partition = PartitionOf(path);
        boot.Image = boot.Partition is null ? path : null;
        if (isEfi)
        {
            boot.Platform = BootPlatform.Uefi;
        }
        else if (!boot.HasPlatform)
        {
            boot.Platform = BootPlatform.Bios;
        }
    }

    /// <summary>xorriso's short form: an entry of its own.</summary>
    public static void EfiEntry(ImageRequest request, string path)
    {
        request.DropBoot();
        Image(request, path, isEfi: true);
        request.Boot.HasNoEmulation = true;
        request.NextBoot();
    }

    public static void Platform(ImageRequest request, string text)
    {
        request.Boot.HasPlatform = true;
        request.Boot.Platform = text.ToUpperInvariant() switch
        {
            "X86" => BootPlatform.Bios,
            "PPC" => BootPlatform.PowerPc,
            "MAC" => BootPlatform.Mac,
            "EFI" => BootPlatform.Uefi,
            _ => (BootPlatform)Number("-eltorito-platform", text, 0, byte.MaxValue),
        };
        if (!Enum.IsDefined(request.Boot.Platform))
        {
            throw CommandLineFault.Usage("-eltorito-platform", $"'{text}' is not the number of a platform. Write x86, PPC, Mac or efi.");
        }
    }

    public static void LoadSize(ImageRequest request, string text) =>
        request.Boot.LoadSize = text.Equals("full", StringComparison.OrdinalIgnoreCase) ? null : Number("-boot-load-size", text, 0, ushort.MaxValue);

    public static void LoadSegment(ImageRequest request, string text) => request.Boot.LoadSegment = Number("-boot-load-seg", text, 0, ushort.MaxValue);

    /// <summary>What <c>cdrecord -msinfo</c> prints: where the last session begins, and where this one will.</summary>
    public static void Session(ImageRequest request, string text)
    {
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        request.SessionStart = comma > 0 && uint.TryParse(text.AsSpan(0, comma), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? Number("-C", text[(comma + 1)..], 0, int.MaxValue)
            : throw CommandLineFault.Value("-C", $"'{text}' is not two numbers of sectors; write them as in 0,11702.");
    }

    /// <summary>The first 32 KiB: a file, or with xorriso a part of one.</summary>
    public static void SystemArea(ImageRequest request, string option, string path)
    {
        var interval = request.Program == EmulatedProgram.Xorrisofs ? FileInterval.Read(option, path) : null;
        request.SystemArea = interval is null ? path : null;
        request.Options = request.Options with { SystemAreaBytes = interval?.Bytes(request, option, FixedAreas.SystemAreaSectors * Sector.Size) ?? default(ReadOnlyMemory<byte>) };
        if (interval is not null)
        {
            request.Intervals.Add((option, interval, FileInterval.CopyOfArea));
        }
    }

    public static void Id(ImageRequest request, string text) => request.Boot.Id = text;

    public static void Criteria(ImageRequest request, string text)
    {
        try
        {
            request.Boot.Criteria = Convert.FromHexString(text);
        }
        catch (FormatException)
        {
            throw CommandLineFault.Usage("-eltorito-selcrit", $"'{text}' is not hexadecimal digits, two a byte.");
        }
    }

    /// <summary>The number of the partition, which its place on the base's disk may follow.</summary>
    private static int? PartitionOf(string path) =>
        path.StartsWith(IntervalOfPartition, StringComparison.Ordinal) && path.AsSpan(IntervalOfPartition.Length).IndexOfAny('_', ':') is > 0 and var length
        && int.TryParse(path.AsSpan(IntervalOfPartition.Length, length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
