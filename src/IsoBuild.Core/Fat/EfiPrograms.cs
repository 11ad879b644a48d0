namespace IsoBuild.Fat;

/// <summary>Where in a FAT file system firmware looks for a program to start (UEFI 3.5.1.1).</summary>
internal static class EfiPrograms
{
    public const string Folder = "EFI/BOOT/";

    /// <summary>Whether firmware looks for a program at a path; FAT does not tell capital letters from small ones.</summary>
    public static bool IsDefault(string path) =>
        path.StartsWith(Folder + "BOOT", StringComparison.OrdinalIgnoreCase) && path.EndsWith(".EFI", StringComparison.OrdinalIgnoreCase) && path.LastIndexOf('/') == Folder.Length - 1;
}
