using IsoBuild.Reading;

namespace IsoBuild.Summarizing;

/// <summary>Gathers an <see cref="ImageSummary"/>.</summary>
internal static class ImageSummarizer
{
    public static ImageSummary Summarize(ImageReader reader, string name)
    {
        var (counts, names) = reader.Summary;
        return new ImageSummary
        {
            Name = name,
            Length = reader.Image.Length,
            SectorFormat = reader.Image.SectorFormat,
            Formats = reader.Formats,
            Labels = VolumeLabels.Of(reader),
            Descriptors = reader.Descriptors,
            Udf = reader.UdfVolume?.Info,
            EarlierUdf = reader.EarlierUdf?.Info,
            Sessions = reader.Sessions,
            Session = reader.Session,
            Files = counts.Files,
            Directories = counts.Directories,
            Links = counts.Links,
            SpecialFiles = counts.Others,
            PlainNames = names,
            ContentBytes = counts.Bytes,
            SystemArea = PartitionTableReading.Describe(reader.Partitions.Area),
            PartitionTables = reader.Partitions.Tables,
            Boot = reader.Boot,
            Machines = MachineFinder.Find(reader),
        };
    }
}
