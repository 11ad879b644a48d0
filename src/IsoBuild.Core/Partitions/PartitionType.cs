using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace IsoBuild.Partitions;

/// <summary>The type of a partition: a number of the master boot record, or a GUID of the GPT. In the other table, the type that corresponds to it is used.</summary>
public sealed record PartitionType
{
    /// <summary>What stands for each other in both tables; of others, data (basic data, and Linux).</summary>
    private static readonly (byte Number, Guid Id)[] Pairs =
    [
        (MbrPartition.EfiSystem, GptPartition.EfiSystem),
        (LinuxNumber, GptPartition.LinuxData),
        (0x07, GptPartition.BasicData),
        (0xAF, GptPartition.AppleHfs),
    ];

    private const byte LinuxNumber = 0x83;

    private PartitionType(byte? number, Guid? id) => (Number, Id) = (number, id);

    /// <summary>The number of the master boot record; <see langword="null"/> if a GUID was given.</summary>
    public byte? Number { get; }

    /// <summary>The GUID of the GPT; <see langword="null"/> if a number was given.</summary>
    public Guid? Id { get; }

    /// <summary>An EFI system partition: 0xEF, or its GUID in a GPT.</summary>
    public static PartitionType EfiSystem { get; } = Of(MbrPartition.EfiSystem);

    /// <summary>A type by its number in master boot records.</summary>
    /// <param name="number">The number.</param>
    public static PartitionType Of(byte number) => new(number, id: null);

    /// <summary>A type by its GUID in GPTs.</summary>
    /// <param name="id">The GUID.</param>
    public static PartitionType Of(Guid id) => new(number: null, id);

    /// <summary>Reads a type: a number in hexadecimal from 0x01 to 0xFF (<c>0xef</c>), or a GUID.</summary>
    /// <param name="text">The user's text.</param>
    /// <param name="type">The type.</param>
    /// <param name="problem">What is wrong with the text, as the end of a sentence that begins with it.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out PartitionType? type, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.Trim();
        type = trimmed.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && byte.TryParse(trimmed.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) && number > 0 ? Of(number)
            : Guid.TryParseExact(trimmed, "D", out var id) && id != Guid.Empty ? Of(id)
            : null;
        problem = type is null ? "is not a partition type; write a number such as 0xef, or a GUID such as c12a7328-f81f-11d2-ba4b-00a0c93ec93b" : "";
        return type is not null;
    }

    /// <summary>As <see cref="TryParse"/> reads it.</summary>
    public override string ToString() => Id is { } id ? id.ToString() : string.Create(CultureInfo.InvariantCulture, $"0x{Number:x2}");

    /// <summary>The number in a master boot record.</summary>
    internal byte InMbr => Number ?? (Array.Find(Pairs, pair => pair.Id == Id) is { Number: > 0 and var number } ? number : LinuxNumber);

    /// <summary>The GUID in a GPT.</summary>
    internal Guid InGpt => Id ?? (Array.Find(Pairs, pair => pair.Number == Number) is { Number: > 0, Id: var id } ? id : GptPartition.BasicData);
}
