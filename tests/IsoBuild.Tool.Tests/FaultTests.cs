namespace IsoBuild.Tool.Tests;

/// <summary>Disks, signals and power cuts, by the harnesses in <c>tests/faults</c>: a few rounds of each. By hand they run as many as one likes.</summary>
public sealed class FaultTests
{
    [RootTheory("losetup", "mkfs.xfs", "mkfs.ext4", "mkfs.btrfs")]
    [InlineData("ext4")]
    [InlineData("xfs")]
    [InlineData("btrfs")]
    public void A_power_cut_leaves_the_old_image_or_the_new_one(string fileSystem) => Pass("powercut.sh", fileSystem, "3");

    [ToolTheory("strace")]
    [InlineData("create", "13")]
    [InlineData("base", "17")]
    [InlineData("extract", "19")]
    [InlineData("cat", "11")]
    public void A_call_that_fails_leaves_the_former_image_and_a_message(string command, string every) => Pass("inject.sh", command, every);

    [RootTheory("mkfs.ext4")]
    [InlineData("tmpfs")]
    [InlineData("ext4")]
    [InlineData("write-back")]
    public void A_full_disk_leaves_the_former_image(string disk) => Pass("full-disk.sh", disk, "3");

    [ToolFact("sha256sum")]
    public void A_limit_of_file_sizes_leaves_the_former_image() => Pass("full-disk.sh", "limit", "3");

    [ToolTheory("sha256sum")]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    [InlineData("KILL")]
    public void A_signal_leaves_the_former_image_or_the_new_one(string signal) => Pass("signals.sh", signal, "3");

    /// <summary>A machine without OpenSSL, which .NET would end the process for: the library is hidden from everything in a shell.</summary>
    [RootTheory("unshare", "mount")]
    [InlineData("")]
    [InlineData("--update-checksums --media-checksum")]
    public void Hashes_need_no_library(string options)
    {
        using TempDirectory folder = new();
        folder.Write("c/a.txt", "hello\n");
        folder.Write("c/b.txt", "hello\n");
        folder.Write("c/md5sum.txt", "00000000000000000000000000000000  a.txt\n");
        folder.Write("c/SHA512SUMS", $"{new string('0', 128)}  a.txt\n");
        Isobuild.Shell(folder, $"mkdir with && isobuild create c -o with/a.iso --checksum -q {options}").EnsureSuccess();
        Isobuild.Shell(folder, $"""
            unshare -m sh -ec '
                for library in $(find -L /usr/lib /usr/lib64 /lib /usr/local/lib -name "libssl.so*" 2>/dev/null); do mount --bind /dev/null "$library"; done
                mkdir without
                "$@" create c -o without/a.iso --checksum -q {options}
                "$@" layout without/a.iso --hashes --json > hashes.json
            ' sh {Isobuild.ShellWords}
            cd without && sha256sum -c a.iso.sha256 && cmp a.iso ../with/a.iso
            """).EnsureSuccess();
    }

    private static void Pass(string harness, params string[] arguments)
    {
        CommandResult result = CommandLine.Run("bash", [Repository.File($"tests/faults/{harness}"), .. arguments, .. Isobuild.Words], environment: DotnetEnvironment.Clean);
        Assert.True(result.ExitCode == 0, result.All);
    }
}
