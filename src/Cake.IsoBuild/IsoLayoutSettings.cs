using Cake.Core.IO;

namespace Cake.IsoBuild;

/// <summary>What to do with the sector map of an image.</summary>
public class IsoLayoutSettings
{
    /// <summary>Gets or sets the file to write the sector map to. Default: none.</summary>
    public FilePath? LayoutFile { get; set; }

    /// <summary>Gets or sets the file to draw the sector map into, as SVG. Default: none.</summary>
    public FilePath? LayoutSvg { get; set; }

    /// <summary>Gets or sets a value indicating whether the sector map includes the SHA-256 of every file.</summary>
    public bool LayoutHashes { get; set; }

    /// <summary>Gets or sets the committed sector map that the image's sector map must match. Default: none.</summary>
    /// <remarks>If they differ, the current map is written beside it: <c>app.layout.received.txt</c> beside <c>app.layout.txt</c>
    /// and beside <c>app.layout.verified.txt</c>.</remarks>
    public FilePath? LayoutBaseline { get; set; }

    /// <summary>Gets or sets a value indicating whether the image's sector map replaces the committed one instead of being compared with it.</summary>
    /// <remarks>A script usually sets it by an argument: <c>AcceptLayout = HasArgument("accept-layout")</c>.</remarks>
    public bool AcceptLayout { get; set; }
}
