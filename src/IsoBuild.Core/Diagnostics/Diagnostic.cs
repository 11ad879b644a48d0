using System.Globalization;
using IsoBuild.Bytes;

namespace IsoBuild.Diagnostics;

/// <summary>How much a <see cref="Diagnostic"/> matters.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Information that needs no action, for example a name shortened in a tree that few readers use.</summary>
    Info,

    /// <summary>The image is complete, but readers will see something other than requested.</summary>
    Warning,

    /// <summary>No image is made.</summary>
    Error,
}

/// <summary>A finding about input, options, a layout or an image: its code, the item, what is wrong and what to do.</summary>
/// <param name="Id">The code.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Item">The item with the problem: a target path, a source file, an option's name; <see langword="null"/> for the image as a whole.</param>
/// <param name="Message">What is wrong and what to do, in a few sentences.</param>
public sealed record Diagnostic(DiagnosticId Id, DiagnosticSeverity Severity, string? Item, string Message)
{
    /// <summary>The item with the problem: a target path, a source file, an option's name; <see langword="null"/> for the image as a whole. Bytes that are not UTF-8 are shown as <c>\xE9</c>.</summary>
    public string? Item { get; init => field = Shown(value); } = Shown(Item);

    /// <summary>What is wrong and what to do, in a few sentences. Bytes that are not UTF-8 are shown as <c>\xE9</c>.</summary>
    public string Message { get; init => field = NameBytes.Show(value); } = NameBytes.Show(Message);

    /// <summary>The code as users see it: <c>ISOB1001</c>.</summary>
    public string Code => string.Create(CultureInfo.InvariantCulture, $"ISOB{(int)Id:D4}");

    /// <summary>Whether the finding should always be shown although nothing is wrong: that an image is not reproducible, which boot loader or DVD-Video was found and how it is used, what is replaced,
    /// which texts are stored with other characters than given or than the standard allows, what of a base is not carried over, what is not extracted, which patterns match nothing, which files of a former image remain, which need not have been copied.
    /// Other findings of <see cref="DiagnosticSeverity.Info"/> are details.</summary>
    public bool IsNotice => Severity == DiagnosticSeverity.Info && Id is DiagnosticId.DatesPreserved or DiagnosticId.ModesFromDisk or DiagnosticId.ChecksumLeftBehind or DiagnosticId.BaseEntryUnusable or DiagnosticId.BootLoaderFound or DiagnosticId.DvdVideoFound or DiagnosticId.BootLoaderPassedOver
        or DiagnosticId.BaseNameOfOtherCase or DiagnosticId.BootCatalogReplaces or DiagnosticId.BaseChecksumsCleared or DiagnosticId.ExtractListsNotRestored
        or DiagnosticId.EfiPartitionMerged or DiagnosticId.EfiCopyDiffers or DiagnosticId.ChecksumsStale or DiagnosticId.ChecksumsUpdated or DiagnosticId.BaseFormRewritten
        or DiagnosticId.VolumeFieldRelaxed or DiagnosticId.VolumeFieldAltered or DiagnosticId.NameNotUtf8
        or DiagnosticId.BaseBootReplaced or DiagnosticId.PartitionMoved or DiagnosticId.BootOfEarlierSession or DiagnosticId.PatternUnmatched or DiagnosticId.BlocksNotShared or DiagnosticId.EfiFilesInPartitionOnly;

    /// <summary>The file on disk that caused the finding, if there is one.</summary>
    public string? SourcePath { get; init => field = Shown(value); }

    /// <summary>The offset of the finding in the image in bytes, if it has one.</summary>
    public long? Offset { get; init; }

    private static string? Shown(string? text) => text is null ? null : NameBytes.Show(text);

    /// <summary><c>error ISOB1001: item: message</c>; with an offset, <c>error ISOB3204: item, byte 38912: message</c>. It is one line without terminal control characters, see <see cref="LogText"/>.</summary>
    public override string ToString()
    {
        var severity = Severity switch
        {
            DiagnosticSeverity.Error => "error",
            DiagnosticSeverity.Warning => "warning",
            _ => "info",
        };
        var place = Offset is not { } offset
            ? Item
            : string.Create(CultureInfo.InvariantCulture, $"{Item}{(Item is null ? "" : ", ")}byte {offset}");
        return LogText.Line(place is null ? $"{severity} {Code}: {Message}" : $"{severity} {Code}: {place}: {Message}");
    }
}
