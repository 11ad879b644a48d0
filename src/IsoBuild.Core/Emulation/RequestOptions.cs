using IsoBuild.Content;
using IsoBuild.ElTorito;

namespace IsoBuild.Emulation;

/// <summary>Settles the options of an image once the whole command line is read: what one option says may depend on a later one.</summary>
internal static class RequestOptions
{
    private const int FreeLevel = 4;

    /// <param name="request">The request.</param>
    /// <param name="catalog">Where the boot catalog is shown; <see langword="null"/> if it is in no tree, or there is none.</param>
    /// <param name="map">What of the disk goes where.</param>
    public static ImageOptions Of(ImageRequest request, string? catalog, SourceMap map)
    {
        var options = request.Options;
        options = options with
        {
            IsoLevel = Level(request),
            IsoNames = request.IsoNames,
            BootCatalog = catalog ?? "",
            Formats = request.RockRidge == RockRidgeKind.None ? options.Formats : options.Formats | ImageFormats.RockRidge,
            Timestamp = request.FileDate ?? request.Streams.Timestamp,
            Modes = request.RockRidge switch
            {
                RockRidgeKind.OfDisk => PosixModes.Disk,
                RockRidgeKind.Rational => PosixModes.ReadOnly,
                _ => PosixModes.Normalized,
            },
            FileMode = request.FileMode,
            DirectoryMode = request.DirectoryMode,
            TranslationTables = request.HasTranslationTables,
            SessionStart = request.SessionStart,
            SystemArea = request.SystemArea is { } area ? request.OnDisk(area) : "",
            VolumeDate = request.VolumeDate ?? (request.FileDate is null ? null : request.Streams.Timestamp),
        };
        options = options with
        {
            CopyrightFile = InRoot(request, map, "-copyright", options.CopyrightFile),
            AbstractFile = InRoot(request, map, "-abstract", options.AbstractFile),
            BibliographicFile = InRoot(request, map, "-biblio", options.BibliographicFile),
        };
        if (request.TargetWeights.Find(each => each.Target.Length > 0 && map.Find(each.Target) is null && !map.HasDirectory(each.Target)).Target is { } missing)
        {
            throw CommandLineFault.Missing("/" + missing, "The image has no such path, which --sort-weight names. Correct the path; it is relative to the image's root.");
        }

        if (request.HasHfsPlus)
        {
            options = options with
            {
                HfsPlus = true,
                HfsCreators = string.Join(';', request.HfsCreators.Select(each => $"/{SourceMapper.Normalize(each.Target)}={each.Creator},{each.Type}")),
                HfsBless = Blessed(request, map),
            };
        }

        if (request.AllowsLargeFiles)
        {
            options = options with { Formats = options.Formats | ImageFormats.Udf };
        }

        if (!request.MarksEfi && (request.IsIsohybrid || request.Appended.Count > 0) && options.Hybrid is { Gpt: null } unmarked)
        {
            // A GPT is there only where it is asked for.
            options = options with { Hybrid = unmarked with { Gpt = false } };
        }

        if (options.Hybrid is { PartitionOffset: > 0, Gpt: not false } offset && request.Boots.Any(boot => boot is { Platform: BootPlatform.Uefi, Partition: null }))
        {
            request.Warn("-partition_offset", "The first partition begins at sector 0 and is not a volume of its own, because the EFI image lies in it, and partitions of a GPT do not overlap here. Append the EFI image instead: -append_partition 2 0xef FILE -e --interval:appended_partition_2:all::.");
            options = options with { Hybrid = offset with { PartitionOffset = 0 } };
        }

        if (options.Hybrid is { BootCodePath: null, BootCode.IsEmpty: true } bare && request.SystemArea is null && options.SystemAreaBytes.IsEmpty)
        {
            options = options with { Hybrid = bare with { NoBootCode = true } };
        }

        return options with { Hybrid = options.Hybrid is { } hybrid ? hybrid with { DiskId = request.DiskId ?? hybrid.DiskId, PartitionType = request.IsoPartitionType ?? hybrid.PartitionType } : null };
    }

    /// <summary>A descriptor names files of the root alone, where the programs write whatever they are told.</summary>
    private static string InRoot(ImageRequest request, SourceMap map, string option, string path)
    {
        var name = SourceMapper.Normalize(path);
        if (name.Length == 0 || (!name.Contains('/', StringComparison.Ordinal) && map.Find(name) is not null))
        {
            return name;
        }

        request.Warn(option, $"The image has no file {path} in its root, so the field stays empty. Add the file, or leave the option out.");
        return "";
    }

    /// <summary>The blessed directory in the image; genisoimage names it by its path on disk.</summary>
    private static string Blessed(ImageRequest request, SourceMap map)
    {
        if ((request.BlessedFile ?? request.Blessed) is not { } path)
        {
            return "";
        }

        var target = SourceMapper.Normalize(path);
        if (map.Find(target) is null && map.TargetOf(path) is { } below)
        {
            target = below;
        }

        if (target.Length == 0 || map.Find(target) is not null)
        {
            return target;
        }

        request.Warn("-hfs-bless", $"The image has no {path}, so nothing is blessed. Name a directory of the image.");
        return "";
    }

    /// <summary>Files of 4 GiB and more are divided, as level 3 allows it. xorriso's level 4 is its level 3.</summary>
    private static int Level(ImageRequest request)
    {
        var level = Math.Max(request.IsoLevel, request.HasLongNames ? 2 : 1);
        return request.AllowsLargeFiles ? Math.Max(level, 3)
            : request.Program == EmulatedProgram.Xorrisofs ? Math.Min(level, FreeLevel - 1)
            : level;
    }
}
