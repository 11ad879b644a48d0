namespace IsoBuild.Tool.Tests;

/// <summary>Exit codes, help, completions: what scripts and newcomers hold on to.</summary>
public sealed class UsageTests : IDisposable
{
    private readonly TempDirectory folder = new();

    [Theory]
    [InlineData("", "Usage:")]
    [InlineData("frobnicate", "Unrecognized command or argument 'frobnicate'")]
    [InlineData("create", "Option '--output' is required")]
    [InlineData("create a", "Option '--output' is required")]
    [InlineData("create -o a.iso", "ISOB4101: content: No content is given; name a directory, a file or TARGET=SOURCE, or an existing image with --base")]
    [InlineData("create a= -o a.iso", "ISOB4101: a=: The content names no source")]
    [InlineData("list a.iso --view nosuch", "Must be one of: 'iso9660' 'joliet' 'rock-ridge' 'udf' 'iso1999'")]
    [InlineData("create a -o a.iso --hfs", "There is no option '--hfs'")]
    [InlineData("create a -o a.iso --udf-only --iso-1999", "ISOB4101: --iso-1999: This option applies to a tree that --udf-only leaves out")]
    [InlineData("create a -o a.iso --no-joliet --joliet-long", "ISOB4101: --joliet-long: This option applies to a tree that --no-joliet leaves out")]
    [InlineData("create a -o a.iso --boot auto --boot-info-table", "ISOB4101: --boot-info-table: This option applies to the images of --boot-bios")]
    [InlineData("create a -o a.iso --boot auto --boot-load-size 8", "ISOB4101: --boot-load-size: This option applies to the images of --boot-bios")]
    [InlineData("create a -o a.iso --align 3000", "--align: '3000' is not an alignment; write a power of two from 2048")]
    [InlineData("create a -o a.iso --padding -1", "'-1' is not a number of sectors")]
    [InlineData("create a -o a.iso --expires later", "--expires: 'later' is not a timestamp; write RFC 3339")]
    [InlineData("create a -o a.iso --sort *.dll=first", "ISOB4101: --sort: '*.dll=first' is not a weight")]
    [InlineData("create a -o a.iso --exclude ../x", "ISOB4101: --exclude: '../x' contains")]
    [InlineData("create a -o a.iso --hide hfs:x", "ISOB4101: --hide: 'hfs:x' is not a tree of an image; write all, iso9660, joliet")]
    [InlineData("create a -o a.iso --compress a**b", "ISOB4101: --compress: 'a**b' has ** within a name")]
    [InlineData("create a -o a.iso --mode bin=rwx", "ISOB4101: --mode: 'bin=rwx' is not octal")]
    [InlineData("create a -o a.iso --owner root", "ISOB4101: --owner: 'root' is not the number of an owner")]
    [InlineData("create a -o a.iso --group x=", "ISOB4101: --group: 'x=' is not the number of an owner or a group")]
    [InlineData("create a -o a.iso --link current", "ISOB4101: --link: 'current' is incomplete; write TARGET=PATH")]
    [InlineData("create a -o a.iso --hard-link =a", "ISOB4101: --hard-link: '=a' is incomplete; write TARGET=EXISTING")]
    [InlineData("create a -o a.iso --device null=character", "ISOB4101: --device: 'character' is a device without its numbers; write character,MAJOR,MINOR")]
    [InlineData("create a -o a.iso --timestamp today", "--timestamp: 'today' is not a timestamp; write RFC 3339")]
    [InlineData("create a -o a.iso --iso-level 5", "'5' is not an interchange level")]
    [InlineData("create a -o a.iso --file-dates now", "--file-dates: 'now' is unknown; write Fixed, Clamp or Preserve")]
    [InlineData("create a -o a.iso --threads 0", "'0' is not a number of threads")]
    [InlineData("create a -o a.iso --threads many", "'many' is not a number of threads")]
    [InlineData("create a -o - --layout -", "ISOB4101: --layout: The image goes to the standard output")]
    [InlineData("create a -o a.iso --boot lilo", "ISOB4101: --boot: 'lilo' is unknown; write none, auto, isolinux, grub, limine, systemd-boot or windows")]
    [InlineData("create a -o a.iso --boot-bios x,load-size=0", "ISOB4101: --boot-bios: 'x,load-size=0' has the setting 'load-size=0', which is not a load size; write a number of sectors")]
    [InlineData("create a -o a.iso --boot-bios x,load-size=4,size=4", "has the setting 'size=4', which is unknown; the settings are platform, emulation, load-size")]
    [InlineData("create a -o a.iso --boot-bios x,emulation=tape", "which is unknown; write none, floppy-1.2, floppy-1.44, floppy-2.88 or hard-disk")]
    [InlineData("create a -o a.iso --boot-bios x,load-segment=07G0", "which is not a segment; write hexadecimal digits, as in 07C0")]
    [InlineData("create a -o a.iso --boot-bios x,selection=1:A", "which is not a selection; write its type from 0 to 255")]
    [InlineData("create a -o a.iso --boot-bios x,bootable=perhaps", "which is unknown; write true or false")]
    [InlineData("create a -o a.iso --boot-uefi ,load-size=4", "ISOB4101: --boot-uefi: ',load-size=4' names no boot image; write its path in the image")]
    [InlineData("create a -o a.iso --boot-load-size much", "ISOB4101: --boot-load-size: 'much' is not a load size; write a number of sectors of 512 bytes from 1 to 65535, or whole")]
    [InlineData("create a -o a.iso --efi-boot x=", "ISOB4101: x=: The content names no source")]
    [InlineData("create a -o a.iso --loader grub.efi", "ISOB4101: --loader: 'grub.efi' must be MACHINE=FILE")]
    [InlineData("create a -o a.iso --loader arm64=", "ISOB4101: --loader: 'arm64=' must be MACHINE=FILE")]
    [InlineData("create a -o a.iso --loader mips=x", "ISOB4101: --loader: 'mips' is no machine with a boot loader of one file; write ia32, x64, arm, arm64, riscv64, loongarch64, ppc64le, s390x")]
    [InlineData("create a -o a.iso --loader bios=x", "For BIOS, use --boot")]
    [InlineData("create -o a.iso --remove x", "ISOB4101: --remove: There is nothing to remove from; name the image with --base")]
    [InlineData("create a -o a.iso --no-base-boot", "ISOB4101: --no-base-boot: There is no base image; name it with --base.")]
    [InlineData("create a -o a.iso --remove x", "To leave content out, write --exclude.")]
    [InlineData("list", "Required argument 'image' missing")]
    [InlineData("list a.iso --view hfs", "'hfs' not recognized")]
    [InlineData("extract a.iso", "Option '--output' is required")]
    [InlineData("extract a.iso -o -", "ISOB4101: --output: Files are extracted into a directory")]
    [InlineData("extract a.iso -o x --max-size big", "'big' is not a size")]
    [InlineData("layout a.iso --svg a.svg --json", "--svg draws the map")]
    [InlineData("layout a.iso --svg a.svg --svg b.svg", "'--svg'")]
    [InlineData("layout a.iso --svg", "'--svg'")]
    [InlineData("layout a.iso --json=maybe --svg a.svg", "'maybe'")]
    [InlineData("verify a.iso --for beos", "'beos' is not a consumer")]
    [InlineData("diff a.iso", "Required argument 'after' missing")]
    [InlineData("diff - -", "ISOB4101: after: The standard input holds one image")]
    public void Wrong_usage_is_2(string arguments, string message)
    {
        CommandResult result = Isobuild.Run(folder, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Theory]
    [InlineData("inspect gone.iso", "error ISOB4103: gone.iso: The image does not exist.")]
    [InlineData("list gone/gone.iso", "error ISOB4103: gone/gone.iso: The image does not exist.")]
    [InlineData("layout .", "error ISOB3008: .: ")]
    [InlineData("cat text.iso x", "error ISOB3001: ")]
    [InlineData("diff text.iso text.iso", "error ISOB3001: ")]
    [InlineData("list -", "error ISOB4103: -: An image needs random access")]
    public void An_image_at_fault_is_1(string arguments, string message)
    {
        folder.Write("text.iso", new string('x', 40000));
        CommandResult result = Isobuild.Run(folder, arguments.Split(' '));
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.StartsWith(message, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void The_version_is_the_packages() =>
        Assert.Matches(@"^\d+\.\d+\.\d+\S*\n$", Isobuild.Run(folder, "--version").EnsureSuccess().Output);

    [Fact]
    public void Help_is_for_newcomers()
    {
        string[] commands = ["", "create", "inspect", "layout", "list", "cat", "extract", "verify", "diff"];
        Snapshot.Match(string.Join("\n", commands.AsParallel().AsOrdered().Select(command =>
            $"$ isobuild {command} --help\n{Isobuild.Run(folder, [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).EnsureSuccess().Output}")));
    }

    [Fact]
    public void Every_example_of_the_help_is_a_command_line()
    {
        // What an example names does not exist here: that is the only thing that may be wrong with it.
        string[] examples = [.. File.ReadAllLines(Path.Combine(Repository.Root, "tests/IsoBuild.Tool.Tests/UsageTests.Help_is_for_newcomers.verified.txt"))
            .Where(line => line.StartsWith("  isobuild ", StringComparison.Ordinal) && !line.Contains('<') && !line.Contains('[') && !line.Contains('|') && !line.Contains('$'))
            .Select(line => line.Trim()["isobuild ".Length..])];
        Assert.True(examples.Length >= 15, string.Join('\n', examples));
        Assert.All(examples, example =>
        {
            string[] arguments = [.. example.Split('>')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(argument => argument.Trim('\''))];
            Assert.NotEqual(2, Isobuild.Run(folder, arguments).ExitCode);
        });
    }

    [Theory]
    [InlineData("isobuild cre", "create")]
    [InlineData("isobuild create --file-d", "--file-dates")]
    [InlineData("isobuild create --follow-links-", "--follow-links-outside")]
    [InlineData("isobuild create --align ", "2048 4096 65536")]
    [InlineData("isobuild list a.iso --view ", "iso1999 iso9660 joliet rock-ridge udf")]
    [InlineData("isobuild cat a.iso d", "docs/")]
    [InlineData("isobuild cat a.iso docs/", "docs/readme.txt")]
    [InlineData("isobuild extract a.iso -o x /docs/r", "/docs/readme.txt")]
    [InlineData("isobuild cat gone.iso d", "")]
    public void Completions_know_options_and_paths_in_the_image(string line, string expected)
    {
        folder.Write("c/docs/readme.txt", "hello");
        Isobuild.Create(folder, "c");
        CommandResult result = Isobuild.Run(folder, $"[suggest:{line.Length}]", line).EnsureSuccess();
        Assert.Equal(expected, result.Output.Trim().Replace("\n", " "));
    }

    [ToolFact("sh")]
    public void The_standard_input_is_an_image_when_it_is_a_file()
    {
        folder.Write("c/a.txt", "hello");
        Isobuild.Create(folder, "c");
        Assert.Equal("/a.txt\n", Isobuild.Shell(folder, "isobuild list - < a.iso").EnsureSuccess().Output);
        CommandResult piped = Isobuild.Shell(folder, "cat a.iso | isobuild list -");
        Assert.Equal((1, ""), (piped.ExitCode, piped.Output));
        Assert.Contains("Write it to a file first", piped.Error, StringComparison.Ordinal);
    }

    [ToolFact("sh")]
    public void A_full_disk_is_told_in_a_line()
    {
        folder.Write("c/a.txt", "hello");
        Isobuild.Create(folder, "c");
        CommandResult result = Isobuild.Shell(folder, "test -c /dev/full || exit 3; isobuild list a.iso > /dev/full");
        Assert.NotEqual(3, result.ExitCode);
        Assert.Equal(1, result.ExitCode);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.StartsWith("error ISOB4104: -: The standard output cannot be written", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Source_and_target_the_wrong_way_round_are_named()
    {
        folder.Write("docs/a.txt", "hello");
        CommandResult result = Isobuild.Run(folder, "create", "docs=manual", "-o", "a.iso");
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("error ISOB1001: manual: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("did you mean manual=docs?", result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();
}
