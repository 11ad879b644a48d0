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
    /// <param name="diagnostics">Is told what was found, and what is wrong with it.</param>
    /// <returns>Where its files lie; <see langword="null"/> when there is none, or it cannot be laid out.</returns>
    public static DvdVideoPlan? Find(ContentTree content, bool? isWanted, ImageFormats formats, DiagnosticBag diagnostics)
    {
        if (isWanted == false)
        {
            return null;
        }

        if (content.Find(DirectoryPath) is not ContentDirectory directory || directory.Find(ManagerName + ".IFO") is not ContentFile)
        {
            if (isWanted == true)
            {
                diagnostics.Error(DiagnosticId.DvdVideoMissing, DirectoryPath, $"The image is to be a DVD-Video, and has no {DirectoryPath}/{ManagerName}.IFO. Add the directory VIDEO_TS that dvdauthor made, or leave the option out.");
            }

            return null;
        }

        var plan = new DvdVideoPlan(directory, diagnostics);
        if (plan.Problem() is { } problem)
        {
            diagnostics.Add(new Diagnostic(
                DiagnosticId.DvdVideoUnfit,
                isWanted == true ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
                DirectoryPath,
                $"{problem} DVD players do not play that; it is written like any other directory. Have dvdauthor make it again, or say that it is no DVD-Video."));
            return null;
        }

        foreach (var file in plan.places.Keys)
        {
            // Players read what lies there as it is, and want the backup where the other copy is not.
            file.Compress = false;
            file.StandsAlone = true;
        }

        var players = formats.HasFlag(ImageFormats.Udf) ? "" : " DVD players read UDF, which the image does not have: add it to the formats.";
        diagnostics.Info(DiagnosticId.DvdVideoFound, DirectoryPath, $"The directory is laid out as DVD-Video, in the order and at the distances that its IFO files say.{players}");
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

    /// <summary>Places everything; what is wrong, in sentences, when that is impossible.</summary>
    private string? Problem()
    {
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

            return count == manager!.TitleSetCount ? null : $"{ManagerName}.IFO is about {manager.TitleSetCount} title sets, and there are {count}.";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"An IFO file cannot be read: {failure.Message}";
        }
    }

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
            return $"{infoName} has to begin {start} sectors behind {ManagerName}.IFO, where other files lie up to sector {end}.";
        }

        if (Sector.Count(file.Length) != info.LastOfInfo + 1 || start + info.LastOfSet >= MostSectors)
        {
            return $"{infoName} has {Sector.Count(file.Length)} sectors; it says that it has {info.LastOfInfo + 1}, and with all that belongs to it {info.LastOfSet + 1}.";
        }

        long next = 0;
        if (Take(file, infoName, start, 0, ref next) is { } taken)
        {
            return taken;
        }

        var menuName = isManager ? name + ".VOB" : name + "0.VOB";
        var menus = Files([menuName]);
        var titles = isManager ? [] : Files(Enumerable.Range(1, MostTitleFiles).Select(i => string.Create(CultureInfo.InvariantCulture, $"{name}{i}.VOB")));
        foreach (var (files, at, what) in new[] { (menus, info.Menus, "menus"), (titles, info.Titles, "titles") })
        {
            if ((files.Count == 0) != (at == 0))
            {
                return at == 0 ? $"{infoName} says of no {what}, and there is {files[0].Name}." : $"{infoName} says of {what}, and their VOB files are not there.";
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
        }

        var backupName = isManager ? name + ".BUP" : name + "0.BUP";
        if (directory.Find(backupName) is not ContentFile backup)
        {
            return $"{backupName} is missing, the backup of {infoName}.";
        }

        var backupAt = info.LastOfSet + 1 - Sector.Count(backup.Length);
        if ((start + info.LastOfInfo) / EccSectors == (start + backupAt) / EccSectors)
        {
            diagnostics.Info(DiagnosticId.DvdVideoBackupNear, $"{DirectoryPath}/{infoName}", $"By what it says, its backup lies {backupAt} sectors behind it, in the same error correction block of {EccSectors} sectors: a scratch there takes both. Title sets of more content have them apart.");
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
            return $"{file.Name} has to begin {at} sectors behind {infoName}, where other files lie up to sector {next}: the IFO file does not fit its VOB files.";
        }

        next = at + Sector.Count(file.Length);
        return places.TryAdd(file.HardLinkOf ?? file, start + at) ? null : $"{file.Name} is another name of a file that has its own place (a hard link), and has to be a copy.";
    }
}
