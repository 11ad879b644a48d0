using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using IsoBuild.Content;

namespace IsoBuild.ElTorito;

/// <summary>Parses boot entries from text, as users write them in options.</summary>
/// <remarks>A problem is the end of a sentence that begins with the user's text. Case, and hyphens in names, do not matter.</remarks>
public static class BootText
{
    private const int MaxCriteria = 19;

    private static readonly (string Name, BootPlatform Platform)[] Platforms =
    [
        ("bios", BootPlatform.Bios), ("uefi", BootPlatform.Uefi), ("powerpc", BootPlatform.PowerPc), ("mac", BootPlatform.Mac),
    ];

    private static readonly (string Name, BootEmulation Emulation)[] Emulations =
    [
        ("none", BootEmulation.None),
        ("floppy-1.2", BootEmulation.Floppy12),
        ("floppy-1.44", BootEmulation.Floppy144),
        ("floppy-2.88", BootEmulation.Floppy288),
        ("hard-disk", BootEmulation.HardDisk),
    ];

    /// <summary>The settings that <see cref="TrySet"/> knows.</summary>
    public static IReadOnlyList<string> Settings { get; } =
        ["platform", "emulation", "load-size", "load-segment", "boot-info-table", "grub-boot-info", "id", "bootable", "selection", "source", "partition", "kernel", "initrd", "command-line"];

    /// <summary>The settings that stand in place of a path in the image.</summary>
    private const string Source = "source";
    private const string Partition = "partition";

    /// <summary>The setting whose text has commas of its own: what follows it is part of it.</summary>
    private const string CommandLine = "command-line";

    /// <summary>Parses an entry: its path in the image and, after commas, settings: <c>isolinux/isolinux.bin,boot-info-table</c>,
    /// <c>boot/efi.img,platform=uefi,load-size=whole</c>. A switch without a value is true. In place of the path, <c>source=FILE</c> names a file on disk, and <c>partition=N</c> an appended partition.</summary>
    /// <param name="text">The user's text.</param>
    /// <param name="platform">The platform, unless a setting changes it.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="problem">What is wrong with the text.</param>
    public static bool TryParseEntry(string text, BootPlatform platform, [NotNullWhen(true)] out BootEntry? entry, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(',');

        // A path may have commas itself: it ends where a setting follows.
        var count = Array.FindIndex(parts, 1, IsSetting) is >= 0 and var index ? index : parts.Length;
        var path = string.Join(',', parts[..count]);
        var isSource = path.StartsWith(Source + "=", StringComparison.OrdinalIgnoreCase);
        var isPartition = path.StartsWith(Partition + "=", StringComparison.OrdinalIgnoreCase);
        path = isSource ? path[(Source.Length + 1)..] : path;
        (entry, problem) = (null, path.Length == 0 ? "names no boot image; write its path in the image, source= and a file on disk, or partition= and a number" : "");
        var found = new BootEntry { ImagePath = isSource || isPartition ? "" : path, ImageSource = isSource ? path : "", Platform = platform };
        if (Array.FindIndex(parts, count, part => IsSame(CommandLine, part.Split('=')[0])) is >= 0 and var last)
        {
            parts = [.. parts[..last], string.Join(',', parts[last..])];
        }

        foreach (var part in parts.AsSpan()[(isPartition ? 0 : count)..])
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (problem.Length == 0 && !TrySet(equals < 0 ? part : part[..equals], equals < 0 ? "true" : part[(equals + 1)..], ref found, out var wrong))
            {
                problem = $"has the setting '{part}', which {wrong}";
            }
        }

        entry = problem.Length == 0 ? found : null;
        return entry is not null;

        static bool IsSetting(string part) => Settings.Any(setting => IsSame(setting, part.Split('=')[0]));
    }

    /// <summary>Changes one setting of an entry.</summary>
    /// <param name="setting">Its name: one of <see cref="Settings"/>.</param>
    /// <param name="text">The user's text.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="problem">What is wrong with the text.</param>
    public static bool TrySet(string setting, string text, ref BootEntry entry, out string problem)
    {
        ArgumentNullException.ThrowIfNull(setting);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(entry);
        problem = "";
        switch (Settings.FirstOrDefault(known => IsSame(known, setting)))
        {
            case "platform" when TryFind(Platforms, text, out var platform, out problem):
                entry = entry with { Platform = platform };
                break;
            case "emulation" when TryFind(Emulations, text, out var emulation, out problem):
                entry = entry with { Emulation = emulation };
                break;
            case "load-size" when TryParseLoadSize(text, out var size, out problem):
                entry = entry with { LoadSize = size };
                break;
            case "load-segment" when TryParseSegment(text, out var segment, out problem):
                entry = entry with { LoadSegment = segment };
                break;
            case "boot-info-table" when TryParseSwitch(text, out var isWanted, out problem):
                entry = entry with { BootInfoTable = isWanted };
                break;
            case "grub-boot-info" when TryParseSwitch(text, out var isWanted, out problem):
                entry = entry with { GrubBootInfo = isWanted };
                break;
            case "bootable" when TryParseSwitch(text, out var isBootable, out problem):
                entry = entry with { IsBootable = isBootable };
                break;
            case "selection" when TryParseSelection(text, out var type, out var criteria, out problem):
                entry = entry with { SelectionType = type, SelectionCriteria = criteria };
                break;
            case Source:
                entry = entry with { ImagePath = "", ImageSource = text };
                break;
            case Partition when TryParsePartition(text, out var number, out problem):
                entry = entry with { ImagePath = "", AppendedPartition = number };
                break;
            case "kernel":
                entry = entry with { Kernel = text };
                break;
            case "initrd":
                entry = entry with { Initrd = text };
                break;
            case CommandLine:
                entry = entry with { CommandLine = text };
                break;
            case "id":
                entry = entry with { Id = text };
                break;
            case null:
                problem = $"is unknown; the settings are {string.Join(", ", Settings)}";
                break;
        }

        return problem.Length == 0;
    }

    /// <summary>What <see cref="TrySet"/> makes an entry of again, but for the platforms that an option of their own says. What is in place of a path comes first; a switch has no value.</summary>
    internal static IEnumerable<(string Name, string? Value)> SettingsOf(BootEntry entry)
    {
        (string Name, bool IsSet, string? Value)[] settings =
        [
            (Source, entry.ImageSource.Length > 0, entry.ImageSource),
            (Partition, entry.AppendedPartition is not null, Text(entry.AppendedPartition ?? 0)),
            ("platform", entry.Platform is not (BootPlatform.Bios or BootPlatform.Uefi), Array.Find(Platforms, known => known.Platform == entry.Platform).Name),
            ("emulation", entry.Emulation != BootEmulation.None, Array.Find(Emulations, known => known.Emulation == entry.Emulation).Name),
            ("load-size", entry.LoadSize is not null, entry.LoadSize == BootEntry.WholeImage ? "whole" : Text(entry.LoadSize ?? 0)),
            ("load-segment", entry.LoadSegment != 0, entry.LoadSegment.ToString("X4", CultureInfo.InvariantCulture)),
            ("boot-info-table", entry.BootInfoTable, null),
            ("grub-boot-info", entry.GrubBootInfo, null),
            ("id", entry.Id.Length > 0, entry.Id),
            ("bootable", !entry.IsBootable, "false"),
            ("kernel", entry.Kernel.Length > 0, entry.Kernel),
            ("initrd", entry.Initrd.Length > 0, entry.Initrd),
            ("selection", !entry.SelectionCriteria.IsEmpty, $"{Text(entry.SelectionType)}:{Convert.ToHexString(entry.SelectionCriteria.Span)}"),
            (CommandLine, entry.CommandLine.Length > 0, entry.CommandLine),
        ];
        return settings.Where(setting => setting.IsSet).Select(setting => (setting.Name, setting.Value));

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Parses a boot image for s390x: <c>KERNEL</c>, <c>KERNEL,INITRD</c> or <c>KERNEL,INITRD,COMMAND LINE</c>, of files on disk. The command line may have commas. The boot image is <c>boot/s390x.img</c>.</summary>
    /// <param name="text">The user's text.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="problem">What is wrong with the text.</param>
    public static bool TryParseS390x(string text, [NotNullWhen(true)] out BootEntry? entry, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(',', 3);
        problem = parts[0].Length == 0 ? "names no kernel; write KERNEL,INITRD,COMMAND LINE, of which the last two may be left out" : "";
        entry = problem.Length > 0 ? null : new BootEntry
        {
            ImagePath = BootEntry.S390xPath,
            Kernel = parts[0],
            Initrd = parts.Length > 1 ? parts[1] : "",
            CommandLine = parts.Length > 2 ? parts[2] : "",
        };
        return entry is not null;
    }

    /// <summary>Reads a load size: a number of virtual sectors of 512 bytes, or <c>whole</c>.</summary>
    /// <param name="text">The user's text.</param>
    /// <param name="size">The size, as <see cref="BootEntry.LoadSize"/> has it.</param>
    /// <param name="problem">What is wrong with the text.</param>
    public static bool TryParseLoadSize(string text, out int size, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        problem = "";
        if (IsSame("whole", text) || IsSame("full", text))
        {
            size = BootEntry.WholeImage;
            return true;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size) && size is >= 1 and <= ushort.MaxValue)
        {
            return true;
        }

        problem = "is not a load size; write a number of sectors of 512 bytes from 1 to 65535, or whole";
        return false;
    }

    /// <summary>Reads the name of a boot loader: <c>auto</c>, <c>isolinux</c>, <c>grub</c>, <c>limine</c>, <c>systemd-boot</c>, <c>windows</c>, <c>none</c>.</summary>
    /// <param name="text">The user's text.</param>
    /// <param name="loader">The loader.</param>
    /// <param name="problem">What is wrong with the text.</param>
    public static bool TryParseLoader(string text, out BootLoader loader, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryFind(Loaders, text, out loader, out problem);
    }

    internal static string[] LoaderNames => [.. Loaders.Select(known => known.Name)];

    internal static string NameOf(BootLoader loader) => Array.Find(Loaders, known => known.Loader == loader).Name;

    private static readonly (string Name, BootLoader Loader)[] Loaders =
    [
        ("none", BootLoader.None),
        ("auto", BootLoader.Auto),
        ("isolinux", BootLoader.Isolinux),
        ("grub", BootLoader.Grub),
        ("limine", BootLoader.Limine),
        ("systemd-boot", BootLoader.SystemdBoot),
        ("windows", BootLoader.Windows),
    ];

    private static bool TryParseSegment(string text, out int segment, out string problem)
    {
        problem = "";
        var digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        if (int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out segment) && segment is >= 0 and <= ushort.MaxValue)
        {
            return true;
        }

        problem = "is not a segment; write hexadecimal digits, as in 07C0";
        return false;
    }

    private static bool TryParsePartition(string text, out int number, out string problem)
    {
        problem = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0 ? "" : "is not the number of an appended partition; write it as in partition=2";
        return problem.Length == 0;
    }

    private static bool TryParseSwitch(string text, out bool value, out string problem)
    {
        problem = bool.TryParse(text, out value) ? "" : "is unknown; write true or false";
        return problem.Length == 0;
    }

    /// <summary>Reads where the EFI system partition is shown, as <see cref="ImageOptions.EfiImage"/> has it: a path in the image, or <c>none</c>.</summary>
    /// <param name="text">The user's text.</param>
    public static string EfiImagePath(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IsSame("none", text) ? "" : EntryPath.FromRoot(text);
    }

    /// <summary>The type, and the criteria in hexadecimal: <c>1:0A0B</c>.</summary>
    private static bool TryParseSelection(string text, out int type, out byte[] criteria, out string problem)
    {
        (criteria, problem) = ([], "");
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var digits = colon < 0 ? "" : text[(colon + 1)..];
        if (int.TryParse(colon < 0 ? text : text[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out type)
            && type <= byte.MaxValue && digits.Length % 2 == 0 && digits.Length <= 2 * MaxCriteria && digits.All(char.IsAsciiHexDigit))
        {
            criteria = Convert.FromHexString(digits);
            return true;
        }

        problem = $"is not a selection; write its type from 0 to 255 and, after a colon, up to {MaxCriteria} bytes in hexadecimal, as in 1:0A0B";
        return false;
    }

    private static bool TryFind<T>((string Name, T Value)[] known, string text, out T value, out string problem)
    {
        var index = Array.FindIndex(known, each => IsSame(each.Name, text));
        value = index < 0 ? default! : known[index].Value;
        problem = index < 0 ? $"is unknown; write {string.Join(", ", known[..^1].Select(each => each.Name))} or {known[^1].Name}" : "";
        return index >= 0;
    }

    private static bool IsSame(string known, string written) =>
        string.Equals(known.Replace("-", "", StringComparison.Ordinal), written.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
}
