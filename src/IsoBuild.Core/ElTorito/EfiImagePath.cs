using IsoBuild.Content;
using static IsoBuild.Content.ContentTreeBuilder;

namespace IsoBuild.ElTorito;

/// <summary>Where the EFI system partition is shown when nobody says: as a file of a tree, since programs that edit images keep no other boot image.</summary>
internal static class EfiImagePath
{
    private const string DirectoryName = "boot";

    /// <summary>Finds a path that nothing has, whatever the case: some trees know none.</summary>
    /// <param name="root">The content.</param>
    /// <returns>The names from the root on: in <c>/boot</c>, or in the root where that is something else than a directory.</returns>
    public static string[] Choose(Stage root)
    {
        var alike = root.Entries.Where(entry => IsSame(entry.Name, DirectoryName)).ToList();
        if (alike.Exists(entry => entry is not ContentDirectory))
        {
            return [FreeName(root.Entries)];
        }

        var name = alike.Exists(entry => entry.Name == DirectoryName) ? DirectoryName : alike.Select(entry => entry.Name).Min(StringComparer.Ordinal) ?? DirectoryName;
        return [name, FreeName(root.Directories?.GetValueOrDefault(name)?.Entries ?? [])];
    }

    private static string FreeName(IReadOnlyCollection<ContentNode> taken)
    {
        var names = taken.Select(entry => entry.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        for (var number = 1; ; number++)
        {
            var file = number == 1 ? "efi.img" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"efi{number}.img");
            if (!names.Contains(file))
            {
                return file;
            }
        }
    }

    private static bool IsSame(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
