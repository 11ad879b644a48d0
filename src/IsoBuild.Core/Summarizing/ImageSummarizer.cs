using IsoBuild.Content;
using IsoBuild.Reading;

namespace IsoBuild.Summarizing;

/// <summary>Gathers an <see cref="ImageSummary"/>.</summary>
internal static class ImageSummarizer
{
    public static ImageSummary Summarize(ImageReader reader, string name)
    {
        var (files, directories, links, others) = (0, 0, 0, 0);
        long bytes = 0;
        foreach (var node in reader.BestContent.AllNodes)
        {
            switch (node)
            {
                case ContentFile file:
                    files++;
                    bytes += file.Length;
                    break;
                case ContentDirectory:
                    directories++;
                    break;
                case ContentLink:
                    links++;
                    break;
                default:
                    others++;
                    break;
            }
        }

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
            Files = files,
            Directories = directories,
            Links = links,
            SpecialFiles = others,
            PlainNames = reader.Tree(reader.BestView)!.PlainNames,
            ContentBytes = bytes,
            SystemArea = PartitionTableReading.Describe(reader.Partitions.Area),
            PartitionTables = reader.Partitions.Tables,
            Boot = reader.Boot,
        };
    }
}
