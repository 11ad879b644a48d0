using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;

namespace IsoBuild.Interop.Tests;

/// <summary>Lists of checksums that media carry, as coreutils checks them in what is extracted.</summary>
public sealed class RemasterChecksumTests : IDisposable
{
    private readonly TempDirectory temp = new();
    private readonly string from;
    private readonly string to;

    public RemasterChecksumTests() => (from, to) = (temp.Combine("base.iso"), temp.Combine("result.iso"));

    public void Dispose() => temp.Dispose();

    /// <summary>As Debian, Ubuntu and Arch have them: in the root for all, beside a file for that, with and without an asterisk.</summary>
    [ToolTheory("genisoimage", "bsdtar", "md5sum", "sha1sum", "sha256sum", "sha384sum", "sha512sum")]
    [InlineData("genisoimage -quiet -R")]
    [InlineData("genisoimage -quiet -R -J -udf")]
    [InlineData("genisoimage -quiet -l")]
    public void Lists_are_true_again(string writer)
    {
        MakeBase(writer);
        bool hasRockRidge = writer.Contains("-R", StringComparison.Ordinal);

        BuildResult result = Edit(update: true).Write(to).EnsureSuccess();

        string folder = Extract(to, hasRockRidge);
        Readers.Shell("cd \"$1\"; md5sum -c --strict md5sum.txt; sha1sum -c --strict SHA1SUMS; sha256sum -c --strict SHA256SUMS; sha512sum -c --strict SHA512SUMS; cd live; sha384sum -c --strict root.sha384", folder);
        string[] lines = File.ReadAllLines(Path.Combine(folder, "md5sum.txt"));
        Assert.Equal(3, lines.Length);
        Assert.DoesNotContain(lines, line => line.EndsWith("doc/gone.txt", StringComparison.Ordinal));
        Assert.Equal(
            ["/SHA1SUMS", "/SHA256SUMS", "/SHA512SUMS", "/live/root.sha384", "/md5sum.txt"],
            result.Diagnostics.Where(told => told.Id == DiagnosticId.ChecksumsUpdated && told is { Severity: DiagnosticSeverity.Info, IsNotice: true }).Select(told => hasRockRidge ? told.Item! : Spelled(told.Item!)).Order(StringComparer.Ordinal));
        Assert.Contains("SHA256SUMS.gpg", result.Diagnostics.First(told => told.Id == DiagnosticId.ChecksumsUpdated && told.Item!.EndsWith("/SHA256SUMS", StringComparison.Ordinal)).Message, StringComparison.OrdinalIgnoreCase);

        // The same once more, and nothing to do on what is true.
        string again = temp.Combine("again.iso");
        Edit(update: true).Write(again).EnsureSuccess();
        Assert.Equal(File.ReadAllBytes(to), File.ReadAllBytes(again));
        BuildResult unchanged = new ImageBuilder().BasedOn(to, new BaseImageOptions { Options = kept => kept with { UpdateChecksums = true } }).Write(again).EnsureSuccess();
        Assert.DoesNotContain(unchanged.Diagnostics, told => told.Id is DiagnosticId.ChecksumsUpdated or DiagnosticId.ChecksumsStale);
    }

    [ToolFact("genisoimage")]
    public void Lists_that_are_not_true_any_more_are_told()
    {
        MakeBase("genisoimage -quiet -R");

        BuildResult result = Edit(update: false).Write(to).EnsureSuccess();
        BuildResult unchanged = new ImageBuilder().BasedOn(from).Write(to).EnsureSuccess();

        Diagnostic[] stale = [.. result.Diagnostics.Where(told => told.Id == DiagnosticId.ChecksumsStale)];
        Assert.Equal(["/SHA1SUMS", "/SHA256SUMS", "/SHA512SUMS", "/live/root.sha384", "/md5sum.txt"], stale.Select(told => told.Item!).Order(StringComparer.Ordinal));
        Assert.All(stale, told => Assert.Equal((DiagnosticSeverity.Info, true), (told.Severity, told.IsNotice)));
        Assert.DoesNotContain(unchanged.Diagnostics, told => told.Id == DiagnosticId.ChecksumsStale);
    }

    /// <summary>The boot info table is written into the loader once it has its place: those bytes count.</summary>
    [ToolFact("bsdtar", "sha256sum", "md5sum")]
    public void What_is_written_into_boot_images_counts()
    {
        temp.Write("tree/isolinux/loader.bin", new byte[8192]);
        temp.Write("tree/sha256sum.txt", $"{new string('0', 64)} *isolinux/loader.bin\n");
        temp.Write("tree/all.md5", $"{new string('0', 32)}  sha256sum.txt\n{new string('0', 32)}  all.md5\n");

        new ImageBuilder(new ImageOptions { UpdateChecksums = true }).AddDirectory("", temp.Combine("tree"))
            .AddBootEntry(new BootEntry { ImagePath = "isolinux/loader.bin", BootInfoTable = true }).Write(to).EnsureSuccess();

        string folder = Extract(to, hasRockRidge: true);
        Readers.Shell("cd \"$1\"; sha256sum -c --strict sha256sum.txt; head -n 1 all.md5 | md5sum -c --strict", folder);
        // Of itself, a list cannot say anything true.
        Assert.Equal($"{new string('0', 32)}  all.md5", File.ReadAllLines(Path.Combine(folder, "all.md5"))[1]);
    }

    /// <summary>Fedora's and Red Hat's: the section with checksums alone.</summary>
    [ToolFact("genisoimage", "bsdtar", "sha256sum")]
    public void Treeinfo()
    {
        temp.Write("tree/images/pxeboot/vmlinuz", "kernel");
        temp.Write("tree/images/boot.iso", "old");
        string hash = Readers.Shell("cd \"$1\"; sha256sum images/pxeboot/vmlinuz | cut -c 1-64", temp.Combine("tree")).Output.Trim();
        string text = $"[checksums]\nimages/boot.iso = sha256:{new string('a', 64)}\nimages/pxeboot/vmlinuz = sha256:{hash}\n\n[general]\nfamily = Fedora\nversion = sha256:{new string('a', 64)}\n";
        temp.Write("tree/.treeinfo", text);
        Readers.Shell("genisoimage -quiet -R -o \"$1\" \"$2\"", from, temp.Combine("tree"));

        new ImageBuilder().BasedOn(from, new BaseImageOptions { Options = kept => kept with { UpdateChecksums = true } }).AddFile("images/boot.iso", "new"u8.ToArray()).Write(to).EnsureSuccess();

        string folder = Extract(to, hasRockRidge: true);
        string expected = Readers.Shell("cd \"$1\"; sha256sum images/boot.iso | cut -c 1-64", folder).Output.Trim();
        Assert.Equal(text.Replace($"boot.iso = sha256:{new string('a', 64)}", $"boot.iso = sha256:{expected}", StringComparison.Ordinal), File.ReadAllText(Path.Combine(folder, ".treeinfo")));
    }

    /// <summary>What coreutils and OpenSSL write, beside what it is of or elsewhere.</summary>
    [ToolTheory("genisoimage", "bsdtar", "openssl")]
    [InlineData("sha512sum --tag boot.cfg > SHA512SUMS", "sha512sum -c --strict SHA512SUMS")]
    [InlineData("md5sum --tag boot.cfg > CHECKSUMS; sha1sum --tag boot.cfg >> CHECKSUMS; sha256sum --tag boot.cfg >> CHECKSUMS", "md5sum -c CHECKSUMS; sha1sum -c CHECKSUMS; sha256sum -c CHECKSUMS")]
    [InlineData("cd sub; sha256sum ../boot.cfg > SHA256SUMS", "cd sub; sha256sum -c --strict SHA256SUMS")]
    [InlineData("sha256sum boot.cfg | cut -c 1-64 > boot.cfg.sha256", "test \"$(cat boot.cfg.sha256)\" = \"$(sha256sum boot.cfg | cut -c 1-64)\"")]
    [InlineData("md5sum boot.cfg | cut -c 1-32 | tr -d '\\n' > boot.cfg.md5.txt", "test \"$(cat boot.cfg.md5.txt)\" = \"$(md5sum boot.cfg | cut -c 1-32)\"")]
    [InlineData("openssl dgst -sha384 boot.cfg > boot.sha384", "sed 's/SHA2-/SHA/; s/(/ (/; s/=/ =/' boot.sha384 | sha384sum -c --strict")]
    [InlineData("(echo 'of this medium:'; sha256sum boot.cfg) > sha256sum.txt", "sha256sum -c sha256sum.txt; grep -q 'of this medium:' sha256sum.txt")]
    [InlineData("echo one > 'a\\b'; sha256sum boot.cfg 'a\\b' > SHA256SUMS", "sha256sum -c --strict SHA256SUMS")]
    public void Other_forms_of_lists_are_true_again(string list, string check)
    {
        temp.Write("tree/boot.cfg", "old");
        temp.Write("tree/sub/file", "beside");
        Readers.Shell("cd \"$1\"; " + list, temp.Combine("tree"));
        Readers.Shell("genisoimage -quiet -R -o \"$1\" \"$2\"", from, temp.Combine("tree"));

        foreach (bool update in (bool[])[false, true])
        {
            BuildResult result = new ImageBuilder().BasedOn(from, new BaseImageOptions { Options = kept => kept with { UpdateChecksums = update } }).AddFile("boot.cfg", "new"u8.ToArray()).Write(to).EnsureSuccess();

            Diagnostic told = Assert.Single(result.Diagnostics, told => told.Id is DiagnosticId.ChecksumsStale or DiagnosticId.ChecksumsUpdated);
            Assert.Equal(update ? DiagnosticId.ChecksumsUpdated : DiagnosticId.ChecksumsStale, told.Id);
            Assert.Contains("1 file", told.Message, StringComparison.Ordinal);
            Assert.Contains("boot.cfg", told.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(" 0 ", told.Message, StringComparison.Ordinal);
        }

        Readers.Shell("cd \"$1\"; " + check, Extract(to, hasRockRidge: true));
    }

    /// <summary>BLAKE2 has hashes as long as those of SHA-512, and a signature is part of what it signs.</summary>
    [ToolTheory("genisoimage", "bsdtar", "b2sum", "sha224sum")]
    [InlineData("b2sum boot.cfg > B2SUMS", "B2SUMS")]
    [InlineData("b2sum --tag boot.cfg > CHECKSUMS", "CHECKSUMS")]
    [InlineData("b2sum boot.cfg | cut -c 1-128 > boot.cfg.b2", "boot.cfg.b2")]
    [InlineData("sha224sum boot.cfg > SHA224SUMS", "SHA224SUMS")]
    [InlineData("(echo '-----BEGIN PGP SIGNED MESSAGE-----'; echo 'Hash: SHA256'; echo; sha256sum boot.cfg; echo '-----BEGIN PGP SIGNATURE-----'; echo 'iQIz=='; echo '-----END PGP SIGNATURE-----') > SHA256SUMS", "SHA256SUMS")]
    public void Lists_that_cannot_be_made_are_told(string list, string name)
    {
        temp.Write("tree/boot.cfg", "old");
        Readers.Shell("cd \"$1\"; " + list, temp.Combine("tree"));
        Readers.Shell("genisoimage -quiet -R -o \"$1\" \"$2\"", from, temp.Combine("tree"));

        foreach (bool update in (bool[])[false, true])
        {
            BuildResult result = new ImageBuilder().BasedOn(from, new BaseImageOptions { Options = kept => kept with { UpdateChecksums = update } }).AddFile("boot.cfg", "new"u8.ToArray()).Write(to).EnsureSuccess();

            Diagnostic told = Assert.Single(result.Diagnostics, told => told.Id is DiagnosticId.ChecksumsStale or DiagnosticId.ChecksumsUpdated);
            Assert.Equal((DiagnosticId.ChecksumsStale, "/" + name), (told.Id, told.Item));
            Assert.Equal(File.ReadAllBytes(temp.Combine($"tree/{name}")), File.ReadAllBytes(Path.Combine(Extract(to, hasRockRidge: true), name)));
        }

        BuildResult unchanged = new ImageBuilder().BasedOn(from, new BaseImageOptions { Options = kept => kept with { UpdateChecksums = true } }).Write(to).EnsureSuccess();
        Assert.DoesNotContain(unchanged.Diagnostics, told => told.Id is DiagnosticId.ChecksumsStale or DiagnosticId.ChecksumsUpdated);
    }

    private void MakeBase(string writer)
    {
        temp.Write("tree/install/vmlinuz", "kernel");
        temp.Write("tree/install/initrd.gz", "old initrd");
        temp.Write("tree/doc/gone.txt", "gone");
        temp.Write("tree/live/root.img", "old root");
        temp.Write("tree/SHA256SUMS.gpg", "signature");
        temp.Write("tree/notes.md5", "no list, whatever it is called\n");
        Readers.Shell("cd \"$1\"; files=$(find . -type f ! -name 'SHA*' ! -name '*.md5' ! -path './live/*' | sort); md5sum $files > md5sum.txt; sha1sum -b $files > SHA1SUMS; sha256sum $files > SHA256SUMS; sha512sum $files > SHA512SUMS; "
            + "sed -i '/md5sum.txt/d' SHA1SUMS SHA256SUMS SHA512SUMS; sed -i '/md5sum.txt/d' md5sum.txt; echo \"$(md5sum live/root.img)\" >> md5sum.txt; cd live; sha384sum root.img > root.sha384", temp.Combine("tree"));
        Readers.Shell($"{writer} -o \"$1\" \"$2\" 2>/dev/null", from, temp.Combine("tree"));
    }

    private ImageBuilder Edit(bool update) => new ImageBuilder().BasedOn(from, new BaseImageOptions { Options = kept => kept with { UpdateChecksums = update } })
        .Remove(path => path.Equals("doc/gone.txt", StringComparison.OrdinalIgnoreCase))
        .AddFile("install/initrd.gz", "new initrd"u8.ToArray())
        .AddFile("live/root.img", "new root"u8.ToArray());

    /// <summary>In small letters, where the image has capitals alone, so that the lists' paths are found.</summary>
    private string Extract(string image, bool hasRockRidge)
    {
        string folder = temp.Combine("out");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        Readers.Run("bsdtar", "-x", "-f", image, "-C", folder);
        if (!hasRockRidge)
        {
            foreach (string path in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).OrderByDescending(path => path.Length))
            {
                string name = Path.GetFileName(path);
                string spelled = Spelled(name);
                if (name != spelled)
                {
                    Directory.Move(path, Path.Combine(Path.GetDirectoryName(path)!, spelled));
                }
            }
        }

        return folder;
    }

    private static string Spelled(string name) => name.Contains("SUMS", StringComparison.Ordinal) ? name : name.ToLowerInvariant();
}
