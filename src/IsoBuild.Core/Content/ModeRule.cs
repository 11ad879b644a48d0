namespace IsoBuild.Content;

/// <summary>Which mode, owner and group an entry has that nobody has named one for.</summary>
/// <param name="modes">Where they come from.</param>
/// <param name="ofFiles">The mode of all files.</param>
/// <param name="ofDirectories">The mode of all directories.</param>
internal sealed class ModeRule(PosixModes modes, UnixFileMode? ofFiles = null, UnixFileMode? ofDirectories = null)
{
    public const UnixFileMode ReadableFile = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    public const UnixFileMode ReadableDirectory = ReadableFile | AnyExecute;
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Whether the modes are those that say nothing of the machine.</summary>
    public static ModeRule Normalized { get; } = new(PosixModes.Normalized);

    /// <summary>Whether the disk is asked.</summary>
    public bool AsksDisk => modes != PosixModes.Normalized && !OperatingSystem.IsWindows();

    /// <summary>Whether nobody may write.</summary>
    public bool IsReadOnly => modes == PosixModes.ReadOnly;

    /// <summary>The mode of a file that is made for the image: where modes are not normalized, nobody writes it, as with genisoimage and xorriso.</summary>
    public static UnixFileMode OfMade(PosixModes modes) => modes == PosixModes.Normalized ? FileModes.Plain : ReadableFile;

    /// <summary>Gives a file that is made for the image its mode.</summary>
    public void ApplyMade(ContentFile file)
    {
        if (modes != PosixModes.Normalized)
        {
            Set(file, OfMade(modes));
        }
    }

    /// <summary>Gives an entry what its source has, unless somebody named something else.</summary>
    /// <param name="node">The entry.</param>
    /// <param name="path">Its source, for systems that tell no rights with the rest.</param>
    /// <param name="found">The rights of the source.</param>
    public void Apply(ContentNode node, string path, DiskRights? found)
    {
        if (!AsksDisk || (found ?? DiskRights.At(path, node is ContentLink)) is not { } rights)
        {
            return;
        }

        if (modes == PosixModes.Disk)
        {
            node.OwnerId = (node.Given & Given.Owner) == 0 ? rights.Owner : node.OwnerId;
            node.GroupId = (node.Given & Given.Group) == 0 ? rights.Group : node.GroupId;
        }

        // Nobody asks for the mode of a link.
        if (node is not ContentLink && IsOpen(node))
        {
            var mode = !IsReadOnly ? rights.Mode
                : node is ContentDirectory || (rights.Mode & AnyExecute) != 0 ? ReadableDirectory
                : ReadableFile;
            Set(node, mode);
        }
    }

    /// <summary>Gives a directory the rights of one more source: the greatest numbers, and every bit that one of them has, whichever comes first.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="path">Its source.</param>
    /// <param name="found">The rights of the source.</param>
    /// <param name="isFirst">Whether no source was there before.</param>
    public void Join(ContentDirectory directory, string path, DiskRights? found, bool isFirst)
    {
        var (mode, owner, group) = (directory.Mode, directory.OwnerId, directory.GroupId);
        Apply(directory, path, found);
        if (!isFirst && mode is { } former && IsOpen(directory))
        {
            directory.Mode |= former;
        }

        directory.OwnerId = isFirst ? directory.OwnerId : Math.Max(owner, directory.OwnerId);
        directory.GroupId = isFirst ? directory.GroupId : Math.Max(group, directory.GroupId);
    }

    /// <summary>Gives an entry the mode of all its kind, unless somebody named one for it.</summary>
    public void Settle(ContentNode node)
    {
        var mode = node switch
        {
            ContentFile => ofFiles,
            ContentDirectory => ofDirectories,
            _ => null,
        };
        if (mode is { } all && IsOpen(node))
        {
            Set(node, all);
        }
    }

    /// <summary>Whether nobody has named a mode.</summary>
    private static bool IsOpen(ContentNode node) => node.Mode is null || (node.Given & Given.FoundMode) != 0;

    private static void Set(ContentNode node, UnixFileMode mode)
    {
        node.Mode = mode;
        node.Given |= Given.FoundMode;
    }
}

/// <summary>Who may do what with a file on disk.</summary>
/// <param name="Mode">The permission bits.</param>
/// <param name="Owner">The owner's number.</param>
/// <param name="Group">The group's number.</param>
internal readonly record struct DiskRights(UnixFileMode Mode, uint Owner, uint Group)
{
    /// <summary>The rights at a path; nothing for what is gone, or may not be looked at: whoever reads it says so.</summary>
    /// <param name="path">The path. Links are followed.</param>
    /// <param name="isLink">Whether the rights of a link are asked for.</param>
    public static DiskRights? At(string path, bool isLink)
    {
        try
        {
            return OperatingSystem.IsWindows() ? null
                : !UnixCalls.AreSupported ? new DiskRights(isLink ? default : DiskFile.GetMode(path), 0, 0)
                : isLink ? (UnixCalls.TryLook(path, out var link) ? link.Rights : null)
                : UnixCalls.TryLookThrough(path, out var status) ? status.Rights : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
