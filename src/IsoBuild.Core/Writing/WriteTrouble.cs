using System.Buffers;
using System.Globalization;
using IsoBuild.Bytes;
using IsoBuild.Content;

namespace IsoBuild.Writing;

/// <summary>What is wrong with a place that something cannot be written to, and what to do about it: by the kind of failure, and in the user's own paths, not by those of temporary files.</summary>
internal static class WriteTrouble
{
    /// <summary>Characters that FAT, exFAT and NTFS have in no name.</summary>
    private static readonly SearchValues<char> RefusedByWindows = SearchValues.Create("\"*:<>?\\|");

    /// <summary>Of exceptions that nobody gave a number: those of this library say themselves what to do.</summary>
    private const int NoNumber = unchecked((int)0x8013_1620);

    /// <summary>Sentences that say what is wrong, and what to do.</summary>
    /// <param name="failure">Why it failed.</param>
    /// <param name="path">What was to be written, as the user knows it; <see langword="null"/> for a stream.</param>
    /// <param name="length">How many bytes it has, where that is known.</param>
    /// <param name="verb">What the user can do in another place.</param>
    /// <param name="isFolder">Whether it is a directory that things go into.</param>
    public static string Explain(Exception failure, string? path, long? length = null, string verb = "Write", bool isFolder = false)
    {
        var place = path is null ? null : WrittenPlace(path);
        var (folder, missing) = place is null ? (null, [])
            : isFolder && Directory.Exists(place) ? (place, [])
            : Existing(place);
        var where = folder switch
        {
            null => "the place",
            "" => "the current directory",
            _ => NameBytes.Show(folder),
        };
        var needed = length is { } bytes ? string.Create(CultureInfo.InvariantCulture, $" ({bytes} bytes are needed)") : "";
        var kind = Precise(Fault.KindOf(failure), place, folder, missing);
        var shown = path is null ? "it" : NameBytes.Show(path);
        return kind switch
        {
            FaultKind.ReadOnly => $"The file system of {where} is read-only. {verb} elsewhere, or mount it for writing.",
            FaultKind.Full => $"The disk of {where} is full{needed}. Free some space, or {Lower(verb)} elsewhere.",
            FaultKind.Quota => $"The disk quota for {where} is used up{needed}. Free some space, have the quota raised, or {Lower(verb)} elsewhere.",
            FaultKind.TooLarge => TooLarge(where, length, verb),
            FaultKind.NotPermitted => OperatingSystem.IsWindows()
                ? $"Windows does not permit it in {where} to this user. Get the right, or {Lower(verb)} elsewhere."
                : $"The system does not permit it in {where}: the directory or the file to replace is immutable (lsattr -d shows it, chattr -i clears it) or belongs to another user. Change that, or {Lower(verb)} elsewhere.",
            FaultKind.Denied => OperatingSystem.IsWindows()
                ? $"Windows gives no access to {shown}: it is read-only, in use, or {where} may not be written to. Get permission, or {Lower(verb)} elsewhere."
                : $"There is no permission to write in {where}. Get it, or {Lower(verb)} elsewhere.",
            FaultKind.NotADirectory => $"{Obstacle(folder, missing) ?? where} is not a directory. Delete or rename it, or {Lower(verb)} elsewhere.",
            FaultKind.Gone => missing.Count > 1 && folder is not null
                ? $"There is no directory {NameBytes.Show(Path.Join(folder, missing[0]))}, or it was removed in the meantime. Create it, or {Lower(verb)} elsewhere."
                : $"Something in {where} was removed in the meantime, or the file system does not accept the name. Try again, or {Lower(verb)} elsewhere.",
            FaultKind.IsADirectory => "A directory already has this name. Delete it, or choose another name.",
            FaultKind.Taken => "Something that is not replaced already has this name. Delete it, or choose another name.",
            FaultKind.Device => $"The disk of {where}, or the connection to it, has failed (input/output error). Check it, or {Lower(verb)} elsewhere.",
            FaultKind.InUse => $"Another program has {shown} open. Close it there, or {Lower(verb)} elsewhere.",
            FaultKind.BadName => $"The file system of {where} does not accept the name \"{NameBytes.Show(missing.Find(IsRefused) ?? (place is null ? "" : Path.GetFileName(place)))}\". Choose another name (FAT, exFAT and NTFS accept none with : * ? \" < > | \\), or {Lower(verb)} elsewhere.",
            FaultKind.TooLong => $"A name or the whole path is too long for the system (most accept names of up to 255 characters). Choose a shorter one, or {Lower(verb)} elsewhere.",
            FaultKind.Circle => "Symbolic links in its path form a loop. Delete them, or choose another path.",
            FaultKind.Unsupported => $"The file system of {where} does not support this ({Message(failure, shown)}). {verb} elsewhere.",
            FaultKind.TooManyOpen => "Too many files are open, in this process or in the system (ulimit -n). Raise the limit, or try again later.",
            _ => Message(failure, shown) + (failure is IOException { HResult: NoNumber } && path is not null ? "" : $" Check the place's permissions and free space{needed}, or {Lower(verb)} elsewhere."),
        };
    }

    /// <summary>What is wrong, as a part of a sentence.</summary>
    public static string Reason(Exception failure) => Fault.KindOf(failure) switch
    {
        FaultKind.ReadOnly => "the file system is read-only",
        FaultKind.NotPermitted => "the system does not permit it",
        FaultKind.Denied => "there is no permission",
        FaultKind.Unsupported or FaultKind.Invalid => "the file system does not support it",
        FaultKind.Full or FaultKind.Quota => "the disk is full",
        FaultKind.Device => "the disk has failed",
        FaultKind.Gone => "it was removed in the meantime",
        FaultKind.TooManyOpen => "too many files are open",
        _ => Message(failure, "it").TrimEnd('.'),
    };

    /// <summary>Some failures have one number whatever is wrong; a look at the disk tells.</summary>
    private static FaultKind Precise(FaultKind kind, string? place, string? folder, List<string> missing)
    {
        if (place is null || kind is not (FaultKind.Gone or FaultKind.NotADirectory or FaultKind.Taken or FaultKind.Invalid or FaultKind.BadName))
        {
            return kind == FaultKind.Invalid ? FaultKind.Unknown : kind;
        }

        return Obstacle(folder, missing) is not null ? FaultKind.NotADirectory
            : kind == FaultKind.Taken ? (Directory.Exists(place) ? FaultKind.IsADirectory : kind)
            : missing.Exists(IsRefused) ? FaultKind.BadName
            : kind == FaultKind.Invalid ? FaultKind.Unknown
            : kind;
    }

    private static string TooLarge(string where, long? length, string verb)
    {
        var size = length is { } bytes ? string.Create(CultureInfo.InvariantCulture, $" ({bytes} bytes)") : "";
        return LargestFile() is { } limit && !(length <= limit)
            ? string.Create(CultureInfo.InvariantCulture, $"It is larger{size} than the limit of file sizes (ulimit -f), which is {limit} bytes. Raise the limit.")
            : $"The file system of {where}{(OperatingSystem.IsMacOS() ? ", or a limit (ulimit -f)," : "")} does not accept a file of this size{size}. On FAT, files are smaller than 4 GiB. {verb} to another one.";
    }

    /// <summary>How large a file the process may write, where Linux limits it.</summary>
    private static long? LargestFile()
    {
        const string label = "Max file size";
        try
        {
            var line = OperatingSystem.IsLinux() ? File.ReadLines("/proc/self/limits").FirstOrDefault(line => line.StartsWith(label, StringComparison.Ordinal)) : null;
            var text = line?[label.Length..].TrimStart().Split(' ')[0];
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Where a path leads, if it is a link.</summary>
    private static string WrittenPlace(string path)
    {
        try
        {
            return DiskFile.Look(path).LinkTarget is null ? path : OutputTarget.Find(path).Path;
        }
        catch (Exception failure) when (AtomicFile.IsFailure(failure) || failure is ArgumentException)
        {
            return path;
        }
    }

    /// <summary>The nearest directory above that is there, and the names that are not in it, one in the other.</summary>
    private static (string? Folder, List<string> Missing) Existing(string place)
    {
        var missing = new List<string>();
        var at = Path.TrimEndingDirectorySeparator(place);
        while (Path.GetDirectoryName(at) is { } above)
        {
            missing.Insert(0, Path.GetFileName(at));
            at = above;
            if (at.Length == 0 || IsDirectory(at))
            {
                break;
            }
        }

        return (at, missing);
    }

    /// <summary>What stands where the first missing directory should be.</summary>
    private static string? Obstacle(string? folder, List<string> missing)
    {
        if (folder is null || missing.Count < 2)
        {
            return null;
        }

        var path = Path.Join(folder, missing[0]);
        return IsThere(path) ? NameBytes.Show(path) : null;
    }

    private static bool IsThere(string path)
    {
        try
        {
            return DiskFile.Look(path).Exists;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsDirectory(string path)
    {
        try
        {
            return DiskFile.Follow(path).Kind == LinkEndKind.Directory;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsRefused(string name) => name.AsSpan().ContainsAny(RefusedByWindows) || name.EndsWith('.') || name.EndsWith(' ') || name.Any(char.IsControl) || NameBytes.IsRaw(name);

    /// <summary>What .NET or the system says, with nothing in it that the user never heard of.</summary>
    private static string Message(Exception failure, string shown)
    {
        const string temporary = ".isobuild-";
        const string end = ".tmp";
        var text = failure.Message;
        if (text.IndexOf(temporary, StringComparison.Ordinal) is >= 0 and var start && text.IndexOf(end, start, StringComparison.Ordinal) is >= 0 and var stop)
        {
            var begin = text.LastIndexOf('\'', start) + 1;
            text = string.Concat(text.AsSpan(0, begin), shown, text.AsSpan(stop + end.Length));
        }

        text = text.Replace(" : ''", "", StringComparison.Ordinal).Replace(" : '.'", "", StringComparison.Ordinal);
        return text.EndsWith('.') ? text : text + ".";
    }

    private static string Lower(string verb) => verb.ToLowerInvariant();
}
