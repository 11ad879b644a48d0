namespace IsoBuild.Content;

/// <summary>The permission bits of every node: what somebody said, else the rule: 0755 for directories and what is executable by its
/// first bytes, 0777 for symbolic links, 0644 for the rest; where nobody may write, 0555 and 0444.</summary>
/// <remarks>First bytes become known while files are copied, so records that hold modes are encoded after that.</remarks>
internal sealed class FileModes(ContentTree tree)
{
    public const UnixFileMode Executable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    public const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Of symbolic links, whose own bits no system looks at.</summary>
    private const UnixFileMode Everything = Executable | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private const int LongestMagic = 8;

    private readonly UnixFileMode forPrograms = tree.IsReadOnly ? ModeRule.ReadableDirectory : Executable;
    private readonly UnixFileMode forOthers = tree.IsReadOnly ? ModeRule.ReadableFile : Plain;
    private readonly bool[] executable = new bool[tree.NumberCount];

    /// <summary>Learns from the first bytes of a file. Threads may call it for different files at once.</summary>
    public void Learn(ContentFile file, ReadOnlySpan<byte> firstBytes) => executable[file.Index] = IsExecutable(firstBytes);

    /// <summary>Learns that two files have the same bytes.</summary>
    public void Learn(ContentFile file, ContentFile same) => executable[file.Index] = executable[same.Index];

    /// <summary>Reads the first bytes of a file and learns from them.</summary>
    public void Learn(ContentFile file, in OpenContent content)
    {
        Span<byte> first = stackalloc byte[LongestMagic];
        var count = 0;
        while (count < first.Length && content.Read(count, first[count..]) is > 0 and var read)
        {
            count += read;
        }

        Learn(file, first[..count]);
    }

    /// <summary>The permission bits for those who know no access control lists.</summary>
    public UnixFileMode WithoutLists(ContentNode node) => node.Attributes?.Access?.ModeWithout(Of(node)) ?? Of(node);

    public UnixFileMode Of(ContentNode node) => node switch
    {
        { Mode: { } given } => given,
        ContentLink => Everything,
        ContentDirectory => forPrograms,
        ContentFile { HardLinkOf: { } first } => executable[first.Index] ? forPrograms : forOthers,
        _ => executable[node.Index] ? forPrograms : forOthers,
    };

    /// <summary>ELF, Mach-O (either byte order, 32 and 64 bits, universal) and scripts.</summary>
    internal static bool IsExecutable(ReadOnlySpan<byte> firstBytes) => firstBytes switch
    {
        [(byte)'#', (byte)'!', ..] => true,
        [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] => true,
        [0xFE, 0xED, 0xFA, 0xCE or 0xCF, ..] => true,
        [0xCE or 0xCF, 0xFA, 0xED, 0xFE, ..] => true,
        // Universal Mach-O counts its architectures here; a Java class, which begins alike, has its version (45 or more).
        [0xCA, 0xFE, 0xBA, 0xBE or 0xBF, 0, 0, 0, < 45, ..] => true,
        _ => false,
    };
}
