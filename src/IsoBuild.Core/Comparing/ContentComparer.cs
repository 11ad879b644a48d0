using System.Globalization;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Layout;
using IsoBuild.Reading;

namespace IsoBuild.Comparing;

/// <summary>How the content of two files differs.</summary>
/// <param name="Message">In words, behind the file's path.</param>
/// <param name="Offset">The first byte that differs, in the second image.</param>
internal sealed record ContentDifference(string Message, long? Offset);

/// <summary>Compares the content of files, reading what must be read once.</summary>
internal sealed class ContentComparer(ByteComparer bytes, long imageLength)
{
    /// <summary>Of so many stretches it is remembered how they differ; what is asked for again beyond these is read again.</summary>
    private const int MostRemembered = 1 << 18;

    private readonly Dictionary<(long Before, long After, long Length), long?> compared = [];

    /// <summary>Files of a hostile image may share all of it, or unpack to much more: what is read beyond this is not worth the wait.</summary>
    private long budget = ContentBudget.Of(imageLength);

    /// <summary>Whether two files of one size differ in nothing but what is told elsewhere.</summary>
    public Func<ContentFile, ContentFile, bool> IsAccountedFor { get; set; } = static (_, _) => false;

    /// <summary>Whether one side is no image: then content that cannot be read from the other is a difference, and sectors are nobody's matter.</summary>
    public bool IsWithFolder { get; init; }

    /// <summary>How many files were not compared, because their content is more than both images can hold.</summary>
    public long Skipped { get; private set; }

    /// <summary>How the second file differs; <see langword="null"/> when it does not.</summary>
    public ContentDifference? Compare(ContentFile old, ContentFile now)
    {
        if (IsWithFolder && (old.IsIncomplete ? old : now.IsIncomplete ? now : null) is { Finding: { } damage })
        {
            return new ContentDifference($"cannot be read from the image: {damage.Message}", Offset: null);
        }

        if (old.Length != now.Length)
        {
            var start = TreeReading.ExtentsOf(now) is { Length: > 0 } extents ? extents[0].Offset : (long?)null;
            return new ContentDifference(IsWithFolder ? string.Create(CultureInfo.InvariantCulture, $"has other content ({old.Length} -> {now.Length} bytes)") : DifferenceText.Resized(Sector.Count(old.Length), Sector.Count(now.Length), old.Length, now.Length), start);
        }

        if (old.Length == 0)
        {
            return null;
        }

        var found = TryCompareExtents(old, now, out var difference) ? difference
            : Streamed(old, now);
        return found is null || IsAccountedFor(old, now) ? null : found;
    }

    /// <summary>Compares what the images store. That settles it, unless it differs and is packed, or lies in other pieces.</summary>
    private bool TryCompareExtents(ContentFile old, ContentFile now, out ContentDifference? difference)
    {
        difference = null;
        var from = TreeReading.ExtentsOf(old);
        var to = TreeReading.ExtentsOf(now);
        if (from.Length == 0 || from.Length != to.Length || old.Source.GetType() != now.Source.GetType())
        {
            return false;
        }

        for (var i = 0; i < from.Length; i++)
        {
            if (from[i].Length != to[i].Length || from[i].IsHole != to[i].IsHole || from[i].Unit != 0 || to[i].Unit != 0)
            {
                return false;
            }
        }

        long position = 0;
        for (var i = 0; i < from.Length; position += from[i++].Length)
        {
            if (to[i].IsHole)
            {
                continue;
            }

            if (!compared.ContainsKey((from[i].Offset, to[i].Offset, to[i].Length)) && (budget -= to[i].Length) < 0)
            {
                Skipped++;
                return true;
            }

            if (Stored(from[i].Offset, to[i].Offset, to[i].Length) is { } first)
            {
                difference = Other(position + first, to[i].Offset + first);
                return now.Source is ExtentSource;
            }
        }

        return true;
    }

    /// <summary>How many bytes from the beginning of two stretches are alike; <see langword="null"/> when all are.</summary>
    public long? Stored(long offsetBefore, long offsetAfter, long length)
    {
        var key = (offsetBefore, offsetAfter, length);
        if (!compared.TryGetValue(key, out var difference))
        {
            difference = bytes.FirstDifference(offsetBefore, offsetAfter, length);
            if (compared.Count < MostRemembered)
            {
                compared.Add(key, difference);
            }
        }

        return difference;
    }

    private ContentDifference? Streamed(ContentFile old, ContentFile now)
    {
        var cost = Math.Max(ContentBudget.CostOf(old), ContentBudget.CostOf(now));
        if (cost > budget)
        {
            Skipped++;
            return null;
        }

        budget -= cost;
        try
        {
            using var contentBefore = old.OpenStored();
            using var contentAfter = now.OpenStored();
            return bytes.FirstDifference(contentBefore, contentAfter) is { } position ? Other(position, offset: null) : null;
        }
        catch (Exception failure) when (failure is ContentException { Diagnostic.Id: Diagnostics.DiagnosticId.ContentDamaged } or InvalidDataException or Diagnostics.ImageException)
        {
            // Content that cannot be unpacked is told of by whoever reads it; what is stored of it is compared as bytes.
            return IsWithFolder ? new ContentDifference($"cannot be read from the image: {failure.Message}", Offset: null) : null;
        }
    }

    private static ContentDifference Other(long first, long? offset) =>
        new(string.Create(CultureInfo.InvariantCulture, $"differs from byte {first} on"), offset);
}
