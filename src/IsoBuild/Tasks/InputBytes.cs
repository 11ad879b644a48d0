using System.Globalization;

namespace IsoBuild.Tasks;

/// <summary>How the bytes that an image was made of are known again, once a file has another date.</summary>
/// <param name="Offset">Where the image has them; below zero where it has not.</param>
/// <param name="Hash">If it has not, their SHA-256; empty for a large file, or one that changed meanwhile.</param>
internal readonly record struct InputBytes(long Offset, string Hash)
{
    private const char Place = '@';

    /// <summary>The bytes of a file of which an image was made.</summary>
    public static InputBytes Of(InputFile file, StoredPlaces places) =>
        !file.IsCompared ? new InputBytes(-1, "")
        : places.Of(file) is { } offset ? new InputBytes(offset, "")
        : new InputBytes(-1, file.HashBytes());

    /// <summary>Whether a file has them.</summary>
    /// <param name="file">The file.</param>
    /// <param name="image">The image; <see langword="null"/> when it is no longer the one that was made.</param>
    public bool AreOf(InputFile file, string? image) =>
        Offset < 0 ? Hash.Length > 0 && file.HashBytes() == Hash
        : image is not null && file.HasBytesAt(image, Offset);

    /// <summary>Reads <see cref="ToString"/>.</summary>
    public static InputBytes Parse(ReadOnlySpan<char> text) =>
        text is [Place, .. var digits] && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? new InputBytes(offset, "") : new InputBytes(-1, text.ToString());

    /// <summary>The text in records.</summary>
    public override string ToString() => Offset < 0 ? Hash : string.Create(CultureInfo.InvariantCulture, $"{Place}{Offset}");
}
