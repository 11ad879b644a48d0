using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Core.Tests.Trees;

/// <summary>Images of huge files: everything is written but the content of files, which stays a hole.</summary>
internal static class SparseImage
{
    public static ImageLayout Write(ImageBuilder builder, string path)
    {
        ImageLayout? layout = null;
        builder.WriteAgain(path, plan =>
        {
            layout = plan.Layout;
            using FileStream image = File.Create(path);
            image.SetLength(layout.Length);
            EncodingContext context = new(layout, new FileModes(plan.Content));
            foreach (Region region in layout.Regions)
            {
                if (region.Encoder is { } encoder)
                {
                    byte[] bytes = new byte[region.Length];
                    encoder.Encode(region, context, bytes);
                    image.Position = region.Offset;
                    image.Write(bytes);
                }
            }
        }, CancellationToken.None).EnsureSuccess();
        return layout!;
    }

    /// <summary>A file of holes.</summary>
    public static string Hole(TempDirectory temp, string name, long length)
    {
        string path = temp.Combine(name);
        using FileStream stream = File.Create(path);
        stream.SetLength(length);
        return path;
    }
}
