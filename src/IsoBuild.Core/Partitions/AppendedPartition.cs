using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace IsoBuild.Partitions;

/// <summary>A partition that lies behind the content: a file on disk that is in no tree, and that the partition table names.</summary>
/// <remarks>With a GPT, the GPT has the entry, and the master boot record protects it; without one, the master boot record has it.</remarks>
public sealed record AppendedPartition
{
    /// <summary>Its number in the partition table: 1 to 4, with a GPT up to 128. It takes the place of the image's own entry of that number, which gets another one in a GPT.</summary>
    public required int Number { get; init; }

    /// <summary>Its type.</summary>
    public required PartitionType Type { get; init; }

    /// <summary>The file on disk.</summary>
    public required string Path { get; init; }

    /// <summary>Its name in a GPT: up to 36 characters. Default: <c>EFI system</c>, or <c>Appended</c> and the number.</summary>
    public string Name { get; init; } = "";

    /// <summary>Which bytes of the file it is, if not all of them.</summary>
    internal (long Start, long Length)? Stretch { get; init; }

    /// <summary>Reads a partition as users write it: <c>2,0xef,efi.img</c>.</summary>
    /// <param name="text">The user's text: number, type and file.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="problem">What is wrong with the text, as the end of a sentence that begins with it.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out AppendedPartition? partition, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        partition = null;
        var parts = text.Split(',', 3);
        if (parts.Length < 3 || parts[2].Length == 0)
        {
            problem = "is not a partition; write its number, its type and its file, as in 2,0xef,efi.img";
            return false;
        }

        if (!TryParseNumber(parts[0], out var number, out problem))
        {
            return false;
        }

        if (!PartitionType.TryParse(parts[1], out var type, out problem))
        {
            problem = $"has the type '{parts[1]}', which {problem}";
            return false;
        }

        partition = new AppendedPartition { Number = number, Type = type, Path = parts[2] };
        return true;
    }

    /// <summary>Reads the number of a partition.</summary>
    /// <param name="text">The user's text.</param>
    /// <param name="number">The number.</param>
    /// <param name="problem">What is wrong with the text, as the end of a sentence that begins with it.</param>
    public static bool TryParseNumber(string text, out int number, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isNumber = int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is >= 1 and <= GptHeader.EntryCount;
        problem = isNumber ? "" : $"has no partition number; write 1 to {MasterBootRecord.PartitionCount}, or with a GPT up to {GptHeader.EntryCount}";
        return isNumber;
    }

    /// <summary>Its name in a GPT.</summary>
    internal string GptName => Name.Length > 0 ? Name : Type.InGpt == GptPartition.EfiSystem ? "EFI system" : string.Create(CultureInfo.InvariantCulture, $"Appended{Number}");

    /// <summary>What messages call it.</summary>
    internal string Item => string.Create(CultureInfo.InvariantCulture, $"partition {Number}");
}
