using System.Text;

namespace IsoBuild.Machines;

/// <summary>What Open Firmware starts from discs and from disks that hold ISO 9660: the program that a text names (CHRP binding to IEEE 1275, 11.1.2.3). SLOF reads it so (disk-label.fs).</summary>
internal static class BootInfoFile
{
    /// <summary>Where it is looked for; names of ISO 9660 without their versions.</summary>
    public const string Path = "ppc/bootinfo.txt";

    /// <summary>No text of the kind is longer; most of it would be an icon.</summary>
    public const int MostBytes = 1 << 16;

    private const string Script = "<boot-script>";
    private const string ScriptEnd = "</boot-script>";
    private const string Device = "&device;:";

    /// <summary>The text that starts a program of the image.</summary>
    /// <param name="path">The program's path, with slashes and without a leading one.</param>
    public static byte[] For(string path) => Encoding.UTF8.GetBytes($"<chrp-boot>\n<description>Boot loader</description>\n<os-name>Boot loader</os-name>\n{Script}boot {Device}\\{path.Replace('/', '\\')}{ScriptEnd}\n</chrp-boot>\n");

    /// <summary>The path of the program that a text names, with slashes and without a leading one; <see langword="null"/> when it names none.</summary>
    public static string? ProgramOf(ReadOnlySpan<byte> text)
    {
        var all = Encoding.Latin1.GetString(text);
        var script = all.IndexOf(Script, StringComparison.Ordinal);
        var device = script < 0 ? -1 : all.IndexOf(Device, script, StringComparison.Ordinal);
        var end = device < 0 ? -1 : all.IndexOf(ScriptEnd, device, StringComparison.Ordinal);
        if (end < 0)
        {
            return null;
        }

        // What follows a space are arguments of the program; before a comma is the number of a partition, and no number is the whole disk.
        var named = all[(device + Device.Length)..end].Split(' ')[0];
        var path = named[(named.IndexOf(',') + 1)..].Replace('\\', '/').TrimStart('/');
        return path.Length == 0 || path.EndsWith('/') ? null : path;
    }
}
