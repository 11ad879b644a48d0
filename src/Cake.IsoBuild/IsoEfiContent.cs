using Cake.Core.IO;

namespace Cake.IsoBuild;

/// <summary>A file or directory for the EFI system partition.</summary>
/// <param name="Source">The <see cref="FilePath"/> or <see cref="DirectoryPath"/>.</param>
/// <param name="TargetPath">Its path in the partition. Empty means the root for a directory, and for a program the default path of its machine type (<c>EFI/BOOT/BOOTX64.EFI</c>).</param>
public sealed record IsoEfiContent(Core.IO.Path Source, string TargetPath = "");
