namespace IsoBuild.Interop.Tests;

/// <summary>The Unarchiver reads on behind a link's target (SL) for as long as what it finds there can be a component: of a field that is the last one, into the next record.</summary>
public sealed class UnarTests
{
    /// <summary>Behind SL comes TF, whose letters would be a component of 70 bytes: too long for a field of up to 74. No field makes it read longer ones right.</summary>
    [ToolFact("unar")]
    public void Targets_of_links_are_whole()
    {
        using TempDirectory folder = new();
        string image = folder.Combine("links.iso");
        // It prefers Joliet, which has no links.
        ImageBuilder builder = new(new ImageOptions { Formats = Content.ImageFormats.RockRidge });
        List<(string Name, string Target)> links = [];
        foreach (string target in (string[])["a", "../a", "/usr/lib", "./a", "a/b/c/d/e/f/g", new string('x', 67), $"../../{new string('y', 30)}/{new string('z', 27)}"])
        {
            // In the record, and in a continuation area.
            links.Add(($"{links.Count}", target));
            links.Add(($"{links.Count}{new string('n', 150)}", target));
        }

        links.ForEach(link => builder.AddLink(link.Name, link.Target));
        builder.Write(image);

        Readers.Run("unar", "-q", "-D", "-o", folder.Combine("out"), image);

        Assert.Equal(links, links.Select(link => (link.Name, new FileInfo(folder.Combine("out", link.Name)).LinkTarget ?? "")));
    }
}
