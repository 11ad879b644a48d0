using System.Globalization;
using System.Xml.Linq;
using IsoBuild.ElTorito;
using IsoBuild.Provenance;

namespace IsoBuild.Emulation;

/// <summary>An image as an MSBuild project that is nothing else.</summary>
internal static class ProjectText
{
    public static IEnumerable<string> Of(Explanation image)
    {
        var properties = new XElement("PropertyGroup");
        var output = image.Output ?? "image.iso";
        Set("IsoFileName", Path.GetFileName(output));
        Set("IsoOutputDir", Path.GetDirectoryName(output) is { Length: > 0 } directory ? directory : ".");
        Set("IsoVolumeId", image.Options.VolumeId);
        Set("IsoFormats", string.Join(';', image.Formats));
        foreach (var (row, text) in image.Texts)
        {
            Set(row.Property, text);
        }

        Set("IsoExclude", string.Join(';', image.Excluded));
        Set("IsoHide", string.Join(';', image.HiddenTexts));
        Set("IsoMarkHidden", string.Join(';', image.Marked));
        Set("IsoSort", string.Join(';', image.Weights.Select(each => $"{each.Pattern}={each.Weight}")));
        Set("IsoOwner", image.Owner?.ToString(CultureInfo.InvariantCulture) ?? "");
        Set("IsoGroup", image.Group?.ToString(CultureInfo.InvariantCulture) ?? "");
        var items = new XElement("ItemGroup",
            image.Content.Select(mapping => new XElement("IsoContent", new XAttribute("Include", Escape(mapping.Source)), mapping.IsDirectory ? new XAttribute("TargetPath", mapping.Target.Length == 0 ? "." : Escape(mapping.Target)) : Explanation.TargetOf(mapping) is { } target ? new XAttribute("TargetPath", Escape(target)) : null)),
            image.Partitions.Select(partition => new XElement("IsoPartition", new XAttribute("Include", Escape(partition.Path)), new XAttribute("Number", partition.Number), new XAttribute("Type", partition.Type))),
            image.Boot.Select(entry => new XElement("IsoBootEntry", new XAttribute("Include", Escape(NameOf(entry))), Metadata(entry))));
        var project = new XElement("Project", new XAttribute("Sdk", $"IsoBuild/{ToolVersion.Text}"), image.Comments.Select(comment => new XComment($" {comment.Replace("--", "- -", StringComparison.Ordinal)} ")), properties, items);
        return project.ToString().ReplaceLineEndings("\n").Split('\n');

        void Set(string name, string text)
        {
            if (text.Length > 0)
            {
                properties.Add(new XElement(name, Escape(text, isList: name is "IsoFormats" or "IsoExclude" or "IsoHide" or "IsoMarkHidden" or "IsoSort")));
            }
        }
    }

    /// <summary>What a boot entry is called, whose boot image has no path in the image.</summary>
    private static string NameOf(BootEntry entry) =>
        entry.ImagePath.Length > 0 ? entry.ImagePath : entry.AppendedPartition is { } number ? string.Create(CultureInfo.InvariantCulture, $"partition{number}") : Path.GetFileName(entry.ImageSource);

    private static IEnumerable<XAttribute> Metadata(BootEntry entry)
    {
        if (entry.Platform == BootPlatform.Uefi)
        {
            yield return new XAttribute("Platform", "uefi");
        }

        foreach (var (name, value) in BootText.SettingsOf(entry))
        {
            yield return new XAttribute(string.Concat(name.Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..])), Escape(value ?? "true"));
        }
    }

    /// <summary>What MSBuild would read as something else.</summary>
    private static string Escape(string text, bool isList = false)
    {
        var escaped = text.Replace("%", "%25", StringComparison.Ordinal).Replace("$", "%24", StringComparison.Ordinal).Replace("@", "%40", StringComparison.Ordinal).Replace("'", "%27", StringComparison.Ordinal);
        return isList ? escaped : escaped.Replace(";", "%3B", StringComparison.Ordinal).Replace("*", "%2A", StringComparison.Ordinal).Replace("?", "%3F", StringComparison.Ordinal);
    }
}
