using IsoBuild.Summarizing;


namespace IsoBuild.Tool.Json;

/// <summary>What each of those who look for a volume by its label takes for it; absent where one finds none.</summary>
internal sealed record LabelsJson(string? Linux, string? Grub, string? Windows, string? Macos, string? Freebsd)
{
    public static LabelsJson Of(VolumeLabels labels)
    {
        return new(Some(labels.Linux), Some(labels.Grub), Some(labels.Windows), Some(labels.MacOS), Some(labels.FreeBsd));

        static string? Some(string label) => label.Length == 0 ? null : label;
    }
}
