using System.Globalization;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.DvdVideo;

/// <summary>Where the files of a DVD-Video lie: in the order of the standard, at the distances that their IFO files say. Players go by these, and by names only for the first file.</summary>
internal sealed class DvdVideoPlan
{
    private const string DirectoryPath = "/VIDEO_TS";
    private const string ManagerName = "VIDEO_TS";
    private const int MostTitleSets = 99;
    private const int MostTitleFiles = 9;

    /// <summary>16 GiB: no DVD holds more, so that what an IFO file says beyond that is wrong.</summary>
    private const long MostSectors = 1 << 23;

    /// <summary>An error correction block of a DVD is 16 sectors long: an IFO file and its backup must not share one, and the first one begins where a block does.</summary>
    private const int EccSectors = RegionSlots.DvdVideoAlignment / Sector.Size;

    private readonly ContentDirectory directory;
    private readonly DiagnosticBag diagnostics;

    /// <summary>In sectors from the first file on.</summary>
    private readonly Dictionary<ContentFile, long> places = [];
    private long end;

    private DvdVideoPlan(ContentDirectory directory, DiagnosticBag diagnostics) => (this.directory, this.diagnostics) = (directory, diagnostics);

    /// <summary>Looks for a DVD-Video.</summary>
    /// <param name="content">The content.</param>
    /// <param name="isWanted">Whether there has to be one; when nobody said, it is taken where it is found.</param>
    /// <param name="formats">The trees of the image.</param>
    /// <param name="alignment">On what boundary content begins elsewhere, in bytes.</param>
    /// <param name="diagnostics">Is told what was found, and what is wrong with it.</param>
    /// <returns>Where its files lie; <see langword="null"/> when there is none, or it cannot be laid out.</returns>
    public static DvdVideoPlan? Find(ContentTree content, bool? isWanted, ImageFormats formats, int alignment, DiagnosticBag diagnostics)
    {
        if (isWanted == false)
        {
            return null;
        }

        if (content.Find(DirectoryPath) is not ContentDirectory directory || directory.Find(ManagerName + ".IFO") is not (ContentFile or ContentLink))
        {
            if (isWanted == true)
            {
                diagnostics.Error(DiagnosticId.DvdVideoMissing, DirectoryPath, $"The image is requested as DVD-Video, but has no {DirectoryPath}/{ManagerName}.IFO. {Alike(content)}");
            }

            return null;
        }

        var plan = new DvdVideoPlan(directory, diagnostics);
        if (plan.Problem(formats) is { } problem)
        {
            var (severity, outcome) = isWanted == true
                ? (DiagnosticSeverity.Error, "The image is not written.")
                : (DiagnosticSeverity.Warning, "The directory is written like any other, and DVD players may not play it.");
            diagnostics.Add(new Diagnostic(DiagnosticId.DvdVideoUnfit, severity, DirectoryPath, $"{problem} {outcome} Correct the DVD-Video files, or turn DVD-Video off."));
            return null;
        }

        var isCompressionWanted = false;
        foreach (var file in plan.places.Keys)
        {
            // Players read what lies there as it is, and want the backup where the other copy is not.
            isCompressionWanted |= file.Compress;
            file.Compress = false;
            file.StandsAlone = true;
        }

        var compression = isCompressionWanted ? " Its files are not compressed, although compression was requested: players would read the compressed bytes." : "";
        var aligned = alignment > Sector.Size ? string.Create(CultureInfo.InvariantCulture, $" Only {ManagerName}.IFO is aligned to {alignment} bytes, because the distances of the others from it are fixed.") : "";
        var players = formats.HasFlag(ImageFormats.Udf) ? "" : " DVD players read UDF, which the image does not have. Add it to the formats.";
        diagnostics.Info(DiagnosticId.DvdVideoFound, DirectoryPath, $"The directory is laid out as DVD-Video, in the order and at the distances that its IFO files require.{players}{compression}{aligned}");
        return plan;
    }

    /// <summary>Tells the content of files where those of the DVD-Video lie.</summary>
    public void AddTo(FileData files)
    {
        foreach (var (file, sector) in places)
        {
            files.Slots[file] = RegionSlot.DvdVideo;
            files.Distances[file] = sector * Sector.Size;
        }
    }

    /// <summary>What to do where there is none: what is there in small letters, or as a link, is named.</summary>
    private static string Alike(ContentTree content)
    {
        var alike = Array.Find(content.Root.Entries, node => string.Equals(node.Name, DirectoryPath[1..], StringComparison.OrdinalIgnoreCase));
        return alike switch
        {
            ContentDirectory { Name: ManagerName } found when Array.Find(found.Entries, node => string.Equals(node.Name, ManagerName + ".IFO", StringComparison.OrdinalIgnoreCase)) is { } file =>
                $"{file.Path} exists, but the name must be in upper case. Rename it.",
            ContentDirectory { Name: not ManagerName } => $"{alike.Path} exists, but the name must be in upper case. Rename it.",
            ContentLink => $"{alike.Path} is a symbolic link, which DVD players do not follow. Turn on following of links, or add the directory itself.",
            _ => "Add the directory VIDEO_TS that dvdauthor made, or leave the option out.",
        };
    }

    /// <summary>Places everything; what is wrong, in sentences, when that is impossible.</summary>
    private string? Problem(ImageFormats formats)
    {
        if (Array.Find(directory.Entries, node => node is ContentLink && IsOfDvdVideo(node.Name)) is { } link)
        {
            return $"{link.Name} is a symbolic link, which DVD players do not follow. Turn on following of links, or put the file itself there.";
        }

        try
        {
            if (Place(ManagerName, 0, isManager: true, out var manager) is { } problem)
            {
                return problem;
            }

            var count = 0;
            for (var number = 1; number <= MostTitleSets; number++)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"VTS_{number:D2}_");
                if (directory.Find(name + "0.IFO") is not ContentFile)
                {
                    continue;
                }

                count++;
                if (Place(name, manager!.TitleSets.GetValueOrDefault(number, end), isManager: false, out _) is { } wrong)
                {
                    return wrong;
                }
            }

            return count == manager!.TitleSetCount ? Hidden(formats)
                : $"{ManagerName}.IFO counts {manager.TitleSetCount} title {(manager.TitleSetCount == 1 ? "set" : "sets")}, but there are IFO files of {count} (VTS_01_0.IFO and so on).";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"An IFO file cannot be read: {failure.Message}";
        }
    }

    /// <summary>Players look for files in UDF: what is wrong when it does not show one.</summary>
    private string? Hidden(ImageFormats formats)
    {
        ContentNode[] shown = [directory, .. places.Keys];
        var hidden = formats.HasFlag(ImageFormats.Udf) ? Array.Find(shown, node => node.HiddenFrom.HasFlag(ImageFormats.Udf)) : null;
        return hidden is null ? null : $"{hidden.Path} is hidden from UDF, where DVD players look for it. Do not hide it.";
    }

    private static bool IsOfDvdVideo(string name) =>
        Path.GetExtension(name) is ".IFO" or ".VOB" or ".BUP" && (name.StartsWith(ManagerName + ".", StringComparison.Ordinal) || name.StartsWith("VTS_", StringComparison.Ordinal));

    /// <summary>Places a set: its IFO file, menus, titles, and the backup of the first, which ends the set.</summary>
    private string? Place(string name, long start, bool isManager, out InfoFile? info)
    {
        var infoName = isManager ? name + ".IFO" : name + "0.IFO";
        var file = (ContentFile)directory.Find(infoName)!;
        info = InfoFile.Read(file, isManager, out var problem);
        if (info is null)
        {
            return $"{infoName} {problem}.";
        }

        if (start < end)
        {
            return $"{infoName} must begin {start} sectors after {ManagerName}.IFO, but other files occupy the space up to sector {end}.";
        }

        if (Sector.Count(file.Length) != info.LastOfInfo + 1 || start + info.LastOfSet >= MostSectors)
        {
            return $"{infoName} has {Sector.Count(file.Length)} sectors, but its header gives {info.LastOfInfo + 1}, and {info.LastOfSet + 1} for the whole title set.";
        }

        long next = 0;
        if (Take(file, infoName, start, 0, ref next) is { } taken)
        {
            return taken;
        }

        var menuName = isManager ? name + ".VOB" : name + "0.VOB";
        var menus = Files([menuName]);
        var titles = isManager ? [] : Files(Enumerable.Range(1, MostTitleFiles).Select(i => string.Create(CultureInfo.InvariantCulture, $"{name}{i}.VOB")));
        var backupName = isManager ? name + ".BUP" : name + "0.BUP";
        if (directory.Find(backupName) is not ContentFile backup)
        {
            return $"{backupName}, the backup of {infoName}, is missing.";
        }

        var backupAt = info.LastOfSet + 1 - Sector.Count(backup.Length);
        foreach (var (files, at, needed, what, firstName) in new[] { (menus, info.Menus, info.MenuSectors, "menus", menuName), (titles, info.Titles, info.TitleSectors, "titles", name + "1.VOB") })
        {
            if ((files.Count == 0) != (at == 0))
            {
                return at == 0 ? $"{infoName} has no {what}, but {files[0].Name} exists." : $"{infoName} gives the start of its {what}, but {firstName} is missing or empty.";
            }

            var position = at;
            foreach (var vob in files)
            {
                if (Take(vob, infoName, start, position, ref next) is { } wrong)
                {
                    return wrong;
                }

                position = next;
            }

            // Where the IFO file contradicts itself, it tells nothing of the VOB files.
            if (at > 0 && position - at < needed && at + needed <= backupAt)
            {
                return $"According to {infoName}, its {what} have {needed} sectors, but {(files.Count == 1 ? $"{files[0].Name} has" : $"{files[0].Name} to {files[^1].Name} have")} {position - at}: something is truncated or missing.";
            }
        }

        if ((start + info.LastOfInfo) / EccSectors == (start + backupAt) / EccSectors)
        {
            diagnostics.Info(DiagnosticId.DvdVideoBackupNear, $"{DirectoryPath}/{infoName}", $"According to this file, its backup is only {backupAt} sectors after it, in the same error correction block of {EccSectors} sectors, so one scratch can destroy both. Title sets with more content keep them apart.");
        }

        end = start + info.LastOfSet + 1;
        return Take(backup, infoName, start, backupAt, ref next);
    }

    private List<ContentFile> Files(IEnumerable<string> names) => [.. names.Select(directory.Find).OfType<ContentFile>().Where(file => file.Length > 0)];

    /// <summary>Places a file of a set, which must not lie within the one before.</summary>
    private string? Take(ContentFile file, string infoName, long start, long at, ref long next)
    {
        if (at < next)
        {
            return $"{file.Name} must begin {at} sectors after {infoName}, but other files occupy the space up to sector {next}: the IFO file does not match its VOB files.";
        }

        next = at + Sector.Count(file.Length);
        return places.TryAdd(file.HardLinkOf ?? file, start + at) ? null : $"{file.Name} is a hard link to a file that must be at another position. Use a copy instead.";
    }
}
