using System.Globalization;
using IsoBuild.Content;
using IsoBuild.ElTorito;

namespace IsoBuild.Emulation;

/// <summary>Turns a request into the image's builder.</summary>
internal sealed class RequestBuilder
{
    private const string DefaultCatalog = "boot.catalog";

    private readonly ImageRequest request;
    private readonly SourceMap map;
    private readonly string? catalog;
    private readonly bool storesLinks;

    /// <summary>Weights of the paths that are listed, in any case: the first weighs most.</summary>
    private readonly Dictionary<string, int> places = new(StringComparer.OrdinalIgnoreCase);

    public RequestBuilder(ImageRequest request)
    {
        this.request = request;
        map = SourceMapper.Map(request);
        catalog = request.Boots.Count == 0 ? null : SourceMapper.Normalize(request.Catalog ?? DefaultCatalog);
        LeftOut = new LeftOutSources(request);
        storesLinks = request.RockRidge != RockRidgeKind.None || request.HasHfsPlus || request.Options.FollowLinks;
        for (var i = 0; i < request.Order.Count; i++)
        {
            places.TryAdd(request.Order[i], request.Order.Count - i);
        }
    }

    /// <summary>What of the disk goes where.</summary>
    public SourceMap Map => map;

    /// <summary>Where the boot catalog is shown; <see langword="null"/> if it is in no tree.</summary>
    public string? Catalog => catalog is null || request.HidesCatalog || IsCatalogHidden() ? null : catalog;

    /// <summary>A link that was left out, for want of a tree that has any.</summary>
    public string? OmittedLink { get; private set; }

    /// <summary>What is left out as the program does it, that cannot be read or followed.</summary>
    public LeftOutSources LeftOut { get; }

    /// <exception cref="CommandLineFault">What the request names is not there.</exception>
    public ImageBuilder Build(ImageOptions options)
    {
        CheckCatalog();
        var builder = new ImageBuilder(options);
        for (var i = 0; i < map.Mappings.Count; i++)
        {
            Add(builder, map.Mappings[i], i + 1);
        }

        builder.AddLinks(() => LeftOut.KeptLinks);
        if (request.Owner is not null || request.Group is not null)
        {
            builder.Describe(new EntryRules().Add(PathPattern.All, new EntryOptions { OwnerId = request.Owner, GroupId = request.Group }));
        }

        if (HasRules)
        {
            builder.Describe(Describe);
        }

        foreach (var partition in request.Appended)
        {
            builder.AppendPartition(partition);
        }

        foreach (var entry in BootEntries())
        {
            builder.AddBootEntry(entry);
        }

        return builder;
    }

    /// <summary>The entries of the boot catalog.</summary>
    /// <exception cref="CommandLineFault">A boot image is not there, or no floppy.</exception>
    public IReadOnlyList<BootEntry> BootEntries() => [.. request.Boots.Select(EntryOf)];

    private bool HasRules => request.SourceWeights.Count + request.TargetWeights.Count + request.Order.Count + request.HiddenFromIso.Count + request.HiddenFromJoliet.Count + request.HiddenFromUdf.Count + request.MarkedHidden.Count > 0;

    private bool IsXorriso => request.Program == EmulatedProgram.Xorrisofs;

    /// <summary>Whether anything can be left out; looking costs something for each of many files.</summary>
    private bool LeavesOut => request.Excluded.Count > 0 || catalog is not null || (IsXorriso && map.Mappings.Count > 1) || !storesLinks || request.Options.FollowLinks || LeftOut.ChecksReading || !request.TakesHidden;

    private void Add(ImageBuilder builder, SourceMapping mapping, int next)
    {
        if (LeftOut.CannotRead(mapping.Source, mapping.Path))
        {
            return;
        }

        if (mapping.IsDirectory)
        {
            builder.AddDirectory(mapping.Target, mapping.Path, entry: null, LeavesOut ? relative => IsLeftOut(mapping, relative, next) : null);
        }
        else if (!IsReplaced(mapping.Target, next) && (IsXorriso || !request.Excluded.Exists(pattern => pattern.Matches(mapping.Matched))))
        {
            builder.AddFoundFile(mapping.Target, mapping.Path);
        }
    }

    private bool IsLeftOut(SourceMapping mapping, string relative, int next)
    {
        var source = SourceMap.Join(mapping.Matched, relative);
        if (request.Excluded.Exists(pattern => pattern.Matches(source)))
        {
            return true;
        }

        var target = mapping.Target.Length == 0 ? relative : $"{mapping.Target}/{relative}";
        if (string.Equals(target, catalog, StringComparison.Ordinal) || IsReplaced(target, next))
        {
            return true;
        }

        var path = Path.Join(mapping.Path, relative);
        if (!storesLinks && new FileInfo(path).LinkTarget is not null)
        {
            OmittedLink ??= SourceMap.Join(mapping.Source, relative);
            return true;
        }

        source = SourceMap.Join(mapping.Source, relative);
        if (LeftOut.LeadsNowhere(source, path, target) || LeftOut.CannotRead(source, path))
        {
            return true;
        }

        return !request.TakesHidden && OperatingSystem.IsWindows() && File.GetAttributes(path).HasFlag(FileAttributes.Hidden);
    }

    /// <summary>Whether a later path puts something else in a file's place, as xorriso does it; directories become one.</summary>
    private bool IsReplaced(string target, int next) =>
        IsXorriso && next < map.Mappings.Count
        && map.Of(target, next).Any(each => DiskPath.Exists(each.Path) && !DiskPath.IsDirectory(each.Path) && !request.Excluded.Exists(pattern => pattern.MatchesWithin(each.Source)));

    private void CheckCatalog()
    {
        if (request.Program is EmulatedProgram.Genisoimage or EmulatedProgram.Mkisofs && (request.LacksBootImage || (request.Catalog is not null && request.Boots.Count == 0)))
        {
            throw CommandLineFault.Boot("-b", "Options speak of a boot entry that has no boot image. Name one with -b PATH, or leave the options out.");
        }

        if (catalog is not null && request.Boots.Any(boot => boot is { Image: { } image, IsOnDisk: false } && string.Equals(SourceMapper.Normalize(image), catalog, StringComparison.Ordinal)))
        {
            throw CommandLineFault.Boot(catalog, "The boot catalog has the path of a boot image, which it would replace. Name another path with -c.");
        }

        if (catalog is not null && catalog.LastIndexOf('/') is > 0 and var slash && !map.HasDirectory(catalog[..slash]))
        {
            throw CommandLineFault.Boot(catalog, $"The image has no directory {catalog[..slash]} for the boot catalog. Name another path with -c.");
        }
    }

    private bool IsCatalogHidden()
    {
        var formats = request.Options.Formats;
        return Hides(request.HiddenFromIso) && (!formats.HasFlag(ImageFormats.Joliet) || Hides(request.HiddenFromJoliet)) && (!formats.HasFlag(ImageFormats.Udf) || Hides(request.HiddenFromUdf));

        bool Hides(List<ShellPattern> patterns) => patterns.Exists(pattern => pattern.Matches(catalog!));
    }

    private EntryOptions? Describe(string target)
    {
        string[] sources = [.. map.Of(target).Where(each => DiskPath.Exists(each.Path)).Select(each => each.Source).Take(IsXorriso ? 1 : int.MaxValue)];
        if (string.Equals(target, catalog, StringComparison.Ordinal))
        {
            sources = [.. sources, target];
        }

        var hidden = (IsAny(request.HiddenFromIso) ? ImageFormats.Iso9660 | ImageFormats.RockRidge : 0) | (IsAny(request.HiddenFromJoliet) ? ImageFormats.Joliet : 0) | (IsAny(request.HiddenFromUdf) ? ImageFormats.Udf : 0);
        return new EntryOptions
        {
            HiddenFrom = hidden == 0 ? null : hidden,
            MarkHidden = IsAny(request.MarkedHidden) ? true : null,
            SortWeight = WeightOf(target, sources),
        };

        bool IsAny(List<ShellPattern> patterns) => patterns.Exists(pattern => sources.Any(pattern.Matches));
    }

    private int? WeightOf(string target, string[] sources)
    {
        if (places.TryGetValue(target, out var listed))
        {
            return listed;
        }

        int? weight = null;
        foreach (var (path, each) in request.TargetWeights)
        {
            weight = path.Length == 0 || string.Equals(path, target, StringComparison.Ordinal) || target.StartsWith(path + "/", StringComparison.Ordinal) ? each : weight;
        }

        foreach (var (pattern, each) in request.SourceWeights)
        {
            weight ??= sources.Any(pattern.MatchesPath) ? each : null;
        }

        return weight;
    }

    private BootEntry EntryOf(BootRequest boot)
    {
        var image = boot.IsOnDisk ? boot.Image! : SourceMapper.Normalize(boot.Image ?? "");
        var path = boot.IsOnDisk ? InAnyCase(request.OnDisk(image)) : map.Find(image);
        if (boot.Partition is { } number && !request.Appended.Exists(partition => partition.Number == number))
        {
            throw CommandLineFault.Boot(string.Create(CultureInfo.InvariantCulture, $"partition {number}"), "There is no such appended partition. Append it with -append_partition.");
        }

        if (boot.Partition is null && (path is null || !DiskPath.Exists(path) || DiskPath.IsDirectory(path)))
        {
            throw CommandLineFault.Boot(image, boot.IsOnDisk ? "The boot image does not exist. Correct the path; it is a path on disk." : "The boot image is not in the image. Correct the path; it is relative to the image's root.");
        }

        var emulation = boot.Partition is not null ? BootEmulation.None : EmulationOf(boot, image, path!);
        return new BootEntry
        {
            ImagePath = boot.IsOnDisk ? "" : image,
            ImageSource = boot.IsOnDisk ? path! : "",
            AppendedPartition = boot.Partition,
            Platform = boot.Platform,
            IsBootable = !boot.IsNotBootable,
            Emulation = emulation,
            LoadSegment = boot.LoadSegment,
            LoadSize = LoadSizeOf(boot, emulation),
            BootInfoTable = boot.HasInfoTable,
            GrubBootInfo = boot.HasGrubInfo,
            Id = boot.Id,
            SelectionType = boot.Criteria.IsEmpty ? 0 : 1,
            SelectionCriteria = boot.Criteria,
        };
    }

    /// <summary>A path as the disk spells it, for those who write it on Windows.</summary>
    private static string InAnyCase(string path) =>
        !DiskPath.Exists(path) && NearPath.Find(path) is { } near && near.Equals(path, StringComparison.OrdinalIgnoreCase) ? near : path;

    /// <summary>Without a size, and for UEFI with xorriso, everything is loaded; of an emulated disk its first sector. oscdimg states no size.</summary>
    private int? LoadSizeOf(BootRequest boot, BootEmulation emulation) =>
        request.Program == EmulatedProgram.Oscdimg || (emulation != BootEmulation.None && boot.LoadSize is null) ? null
        : boot.LoadSize is null or 0 || (IsXorriso && boot.Platform == BootPlatform.Uefi) ? BootEntry.WholeImage
        : boot.LoadSize;

    private BootEmulation EmulationOf(BootRequest boot, string image, string path)
    {
        if (boot.HasNoEmulation)
        {
            return BootEmulation.None;
        }

        if (boot.IsHardDisk)
        {
            return BootEmulation.HardDisk;
        }

        var length = new FileInfo(path).Length;
        if (boot.Platform == BootPlatform.Uefi && BootResolver.FloppyOf(length) is not null)
        {
            request.Warn("-e", "The boot entry for UEFI has no emulation, because UEFI firmware knows none. Write -no-emul-boot behind -e.");
            return BootEmulation.None;
        }

        return BootResolver.FloppyOf(length)
            ?? (boot.IsOnDisk ? BootEmulation.None : throw CommandLineFault.Boot(image, string.Create(CultureInfo.InvariantCulture, $"The boot image has {length} bytes, which is the size of no floppy (1228800, 1474560 or 2949120). Write -no-emul-boot or -hard-disk-boot.")));
    }
}
