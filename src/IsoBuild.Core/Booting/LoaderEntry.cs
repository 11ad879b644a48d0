namespace IsoBuild.Booting;

/// <summary>A line of a menu entry of systemd-boot (Boot Loader Specification, type 1): a key, blanks, and what it is set to.</summary>
internal static class LoaderEntry
{
    /// <summary>The keys that name a file of the partition. <c>uki-url</c> names one elsewhere.</summary>
    private static readonly string[] OfPath = ["linux", "initrd", "efi", "uki", "devicetree", "extra"];

    /// <summary>The key that names several, with blanks between.</summary>
    private const string OfPaths = "devicetree-overlay";

    /// <summary>The files that a line names.</summary>
    public static string[] PathsIn(string line)
    {
        var text = line.AsSpan().Trim();
        var end = text.IndexOfAny(' ', '\t');
        if (end < 0)
        {
            return [];
        }

        var (key, value) = (text[..end].ToString(), text[end..].Trim().ToString());
        return key == OfPaths ? value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            : Array.Exists(OfPath, known => known == key) ? [value]
            : [];
    }
}
