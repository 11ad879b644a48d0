using IsoBuild.Content;
using IsoBuild.Fat;
using IsoBuild.Machines;

namespace IsoBuild.Summarizing;

/// <summary>The boot loaders of an EFI system partition.</summary>
/// <param name="Files">The programs in the folder where firmware looks, whatever their names, and other files that have names of boot loaders.</param>
/// <param name="Has">Whether there is a file at a path.</param>
internal sealed record EfiSystem(IReadOnlyList<EfiFile> Files, Predicate<string> Has)
{
    private const string Extension = ".EFI";

    /// <summary>Nobody has more boot loaders; each is read to find out what it is.</summary>
    private const int Most = 64;

    /// <summary>The programs that firmware of some machine finds and starts.</summary>
    public IEnumerable<(EfiFile File, EfiMachine Machine)> Started =>
        Files.Where(file => file.Program is not null && EfiMachine.LookingAt(file.Node.Path) is { } machine && machine.Field == file.Program.Field).Select(file => (file, file.Program!.Machine!));

    public static EfiSystem Of(FatVolume volume)
    {
        var paths = volume.Nodes.Where(node => !node.IsDirectory).Select(node => node.Path).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var files = volume.Nodes
            .Where(node => !node.IsDirectory && node.Path.StartsWith(EfiMachine.Folder, StringComparison.OrdinalIgnoreCase) && node.Name.StartsWith("BOOT", StringComparison.OrdinalIgnoreCase)
                && node.Name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) && node.Path.LastIndexOf('/') == EfiMachine.Folder.Length - 1)
            .Take(Most)
            .Select(node => new EfiFile(node, node.Source is { } source ? Read(source) : null));
        return new EfiSystem([.. files], paths.Contains);
    }

    /// <summary>Of what cannot be read, verification of the file system reports why.</summary>
    private static EfiProgram? Read(ContentSource source)
    {
        try
        {
            return EfiProgram.Read(source);
        }
        catch (IOException)
        {
            return null;
        }
    }
}

/// <summary>A file of an EFI system partition.</summary>
/// <param name="Node">The file.</param>
/// <param name="Program">What program it is; <see langword="null"/> if it is none.</param>
internal sealed record EfiFile(FatNode Node, EfiProgram? Program);
