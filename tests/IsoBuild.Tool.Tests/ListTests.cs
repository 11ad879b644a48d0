using System.Text.Json;
using IsoBuild.Content;

namespace IsoBuild.Tool.Tests;

/// <summary>isobuild list and cat.</summary>
public sealed class ListTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public ListTests()
    {
        folder.Write("c/docs/readme.txt", "hello\n");
        folder.Write("c/docs/more/notes.txt", "notes\n");
        folder.Write("c/run.sh", "#!/bin/sh\n");
        folder.Write("c/[odd] name.txt", "odd\n");
        Directory.CreateDirectory(folder.Combine("c", "empty"));
        Isobuild.Create(folder, "c");
    }

    [Theory]
    [InlineData("", "/[odd] name.txt /docs/ /docs/more/ /docs/more/notes.txt /docs/readme.txt /empty/ /run.sh")]
    [InlineData("docs", "/docs/ /docs/more/ /docs/more/notes.txt /docs/readme.txt")]
    [InlineData("/docs/more/", "/docs/more/ /docs/more/notes.txt")]
    [InlineData("/", "/[odd] name.txt /docs/ /docs/more/ /docs/more/notes.txt /docs/readme.txt /empty/ /run.sh")]
    [InlineData("*.txt", "/[odd] name.txt /docs/more/notes.txt /docs/readme.txt")]
    [InlineData("docs/*", "/docs/more/ /docs/more/notes.txt /docs/readme.txt")]
    [InlineData("docs/*.txt", "/docs/readme.txt")]
    [InlineData("m*", "/docs/more/ /docs/more/notes.txt")]
    [InlineData("e*|run.sh", "/empty/ /run.sh")]
    [InlineData("**/more/*", "/docs/more/notes.txt")]
    [InlineData("[odd] name.txt", "/[odd] name.txt")]
    public void Paths_and_patterns_choose(string arguments, string expected)
    {
        string[] chosen = arguments.Split('|', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected.Replace("[odd] ", "[odd]_"), string.Join(' ', Isobuild.Run(folder, ["list", "a.iso", .. chosen]).EnsureSuccess().Output.TrimEnd('\n').Split('\n')).Replace("[odd] ", "[odd]_"));
    }

    [Theory]
    [InlineData("list", "readme.txt", "ISOB4102: readme.txt: The image has no entry at this path, but it has /docs/readme.txt.")]
    [InlineData("list", "*.dll", "ISOB4102: *.dll: Nothing in the image matches this pattern.")]
    [InlineData("cat", "docs", "ISOB4102: docs: This is a directory")]
    [InlineData("cat", "gone", "ISOB4102: gone: The image has no entry at this path")]
    [InlineData("extract", "gone", "ISOB4102: gone: The image has no entry at this path")]
    public void What_is_not_there_is_an_error(string command, string path, string message)
    {
        CommandResult result = Isobuild.Run(folder, [command, "a.iso", path, .. command == "extract" ? ["-o", "x"] : Array.Empty<string>()]);
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Combine("x")));
    }

    [Fact]
    public void Long_lines_tell_type_mode_owner_size_and_date() => Assert.Equal(
        """
        drwxr-xr-x - 0/0  - 1980-01-01T00:00:00Z /docs/
        drwxr-xr-x - 0/0  - 1980-01-01T00:00:00Z /docs/more/
        -rw-r--r-- 1 0/0  6 1980-01-01T00:00:00Z /docs/more/notes.txt
        -rw-r--r-- 1 0/0  6 1980-01-01T00:00:00Z /docs/readme.txt
        -rwxr-xr-x 1 0/0 10 1980-01-01T00:00:00Z /run.sh

        """.ReplaceLineEndings("\n"),
        Isobuild.Run(folder, "list", "a.iso", "-l", "docs", "run.sh").EnsureSuccess().Output);

    [Fact]
    public void Marks_of_hidden_entries_are_shown()
    {
        Isobuild.Create(folder, "c", "--mark-hidden", "docs", "--mark-hidden", "*.sh");

        Assert.Equal(
            """
            drwxr-xr-xh - 0/0  - 1980-01-01T00:00:00Z /docs/
            drwxr-xr-x  - 0/0  - 1980-01-01T00:00:00Z /docs/more/
            -rw-r--r--  1 0/0  6 1980-01-01T00:00:00Z /docs/more/notes.txt
            -rw-r--r--  1 0/0  6 1980-01-01T00:00:00Z /docs/readme.txt
            -rwxr-xr-xh 1 0/0 10 1980-01-01T00:00:00Z /run.sh

            """.ReplaceLineEndings("\n"),
            Isobuild.Run(folder, "list", "a.iso", "-l", "docs", "run.sh").EnsureSuccess().Output);
        using JsonDocument json = JsonDocument.Parse(Isobuild.Run(folder, "list", "a.iso", "--json").EnsureSuccess().Output);
        Assert.Equal(["/docs", "/run.sh"], json.RootElement.EnumerateArray().Where(entry => entry.TryGetProperty("hidden", out _)).Select(entry => entry.GetProperty("path").GetString()));
        CommandResult wrong = Isobuild.Run(folder, "create", "c", "-o", "b.iso", "--mark-hidden", "");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("--mark-hidden", wrong.Error, StringComparison.Ordinal);
    }

    /// <summary>Two sessions, one behind the other, as genisoimage makes them for a disc.</summary>
    [ToolFact("genisoimage")]
    public void A_session_is_chosen()
    {
        folder.Write("one/a.txt", "old\n");
        folder.Write("two/b.txt", "new\n");
        CommandLine.Run("genisoimage", ["-quiet", "-udf", "-J", "-R", "-V", "SESSIONS", "-o", folder.Combine("1.iso"), folder.Combine("one")]).EnsureSuccess();
        long start = new FileInfo(folder.Combine("1.iso")).Length / 2048;
        CommandLine.Run("genisoimage", ["-quiet", "-J", "-R", "-V", "SESSIONS", "-C", $"0,{start}", "-M", folder.Combine("1.iso"), "-o", folder.Combine("2.iso"), folder.Combine("two")]).EnsureSuccess();
        folder.Write("both.iso", [.. File.ReadAllBytes(folder.Combine("1.iso")), .. File.ReadAllBytes(folder.Combine("2.iso"))]);

        Assert.Equal("/a.txt\n/b.txt\n", Isobuild.Run(folder, "list", "both.iso").EnsureSuccess().Output);
        Assert.Equal("/a.txt\n", Isobuild.Run(folder, "list", "both.iso", "--session", "1", "--view", "udf").EnsureSuccess().Output);
        Assert.Contains("The image has no udf tree", Isobuild.Run(folder, "list", "both.iso", "--view", "udf").Error, StringComparison.Ordinal);
        Assert.Equal("old\n", Isobuild.Run(folder, "cat", "both.iso", "a.txt", "--session", "1").EnsureSuccess().Output);
        Assert.Contains($"2  from sector {start}  SESSIONS  (shown)", Isobuild.Run(folder, "inspect", "both.iso").EnsureSuccess().Output, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(Isobuild.Run(folder, "inspect", "both.iso", "--session", "1", "--json").EnsureSuccess().Output);
        Assert.Equal((1, true, false), (json.RootElement.GetProperty("session").GetInt32(), json.RootElement.TryGetProperty("udf", out _), json.RootElement.TryGetProperty("earlierUdf", out _)));
        CommandResult none = Isobuild.Run(folder, "list", "both.iso", "--session", "3");
        Assert.Equal(1, none.ExitCode);
        Assert.Contains("ISOB3006", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_view_shows_its_own_names()
    {
        Assert.Equal("/RUN.SH\n", Isobuild.Run(folder, "list", "a.iso", "--view", "iso9660", "RUN.SH").EnsureSuccess().Output);
        Assert.Equal("-????????? 1 0/0 10 1980-01-01T00:00:00Z /run.sh\n", Isobuild.Run(folder, "list", "a.iso", "--view", "joliet", "-l", "run.sh").EnsureSuccess().Output);

        Isobuild.Create(folder, "c", "--no-joliet");
        CommandResult result = Isobuild.Run(folder, "list", "a.iso", "--view", "joliet");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("error ISOB4102: a.iso: The image has no joliet tree; it has iso9660 and rock-ridge.", result.Error, StringComparison.Ordinal);
    }

    [ToolFact("isoinfo")]
    public void Json_tells_what_isoinfo_tells()
    {
        using JsonDocument json = JsonDocument.Parse(Isobuild.Run(folder, "list", "a.iso", "--json").EnsureSuccess().Output);
        string[] paths = [.. json.RootElement.EnumerateArray().Select(entry => entry.GetProperty("path").GetString()!).Order(StringComparer.Ordinal)];
        string[] theirs = [.. CommandLine.Run("isoinfo", ["-R", "-f", "-i", folder.Combine("a.iso")]).EnsureSuccess().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
        Assert.Equal(theirs, paths);

        JsonElement run = json.RootElement.EnumerateArray().Single(entry => entry.GetProperty("path").GetString() == "/run.sh");
        Assert.Equal(
            """{"path":"/run.sh","type":"file","length":10,"modified":"1980-01-01T00:00:00Z","mode":"0755","owner":0,"group":0}""",
            JsonSerializer.Serialize(run));
    }

    [Fact]
    public void Cat_writes_files_in_the_order_asked_for()
    {
        Assert.Equal("odd\nhello\n", Isobuild.Run(folder, "cat", "a.iso", "[odd] name.txt", "/docs/readme.txt").EnsureSuccess().Output);
        Assert.Equal("odd\nnotes\nhello\n", Isobuild.Run(folder, "cat", "a.iso", "*.txt").EnsureSuccess().Output);
    }

    [ToolFact("sh", "cmp", "head")]
    public void Cat_writes_bytes_and_stops_when_nobody_reads()
    {
        byte[] bytes = new byte[1 << 20];
        new Random(1).NextBytes(bytes);
        folder.Write("big/b.bin", bytes);
        using (FileStream sparse = File.Create(folder.Combine("big", "huge.bin")))
        {
            sparse.SetLength(1L << 31);
        }

        Isobuild.Create(folder, "big");
        CommandResult result = Isobuild.Shell(folder, """
            isobuild cat a.iso b.bin | cmp - big/b.bin
            (isobuild cat a.iso huge.bin; echo $? >&2) | head -c 1 | wc -c
            (isobuild list a.iso; echo done) > log && cat log
            """);
        Assert.Equal((0, "1\n/b.bin\n/huge.bin\ndone\n", "141\n"), (result.ExitCode, result.Output.Replace(" ", ""), result.Error));
    }

    /// <summary>What is not seen or turns the direction of text is escaped in every output, as Unicode's category of format characters has it; in JSON it is the same text for whoever parses it.</summary>
    [Fact]
    public void Names_cannot_hide_in_any_output()
    {
        const string name = "\u202E\u2066\u061C\u180E\uFEFF\uFFF9\U000E0041<\u00E9+\U0001F4C0\u200D";
        const string shown = "\\u202E\\u2066\\u061C\\u180E\\uFEFF\\uFFF9\\uDB40\\uDC41<\u00E9+\U0001F4C0\\u200D";
        string image = folder.Combine("a.iso");
        File.WriteAllBytes(image, ImageOf(name));
        foreach (string[] command in (string[][])[["list", "a.iso"], ["layout", "a.iso"], ["list", "a.iso", "--json"], ["layout", "a.iso", "--json"], ["verify", "a.iso", "--json", "--for", "windows"], ["layout", "a.iso", "--svg", "-"]])
        {
            string output = Isobuild.Run(folder, command).Output;
            // JSON escapes a disc beyond U+FFFF as it always did.
            bool isJson = command.Contains("--json");
            string expected = isJson ? shown.Replace("\U0001F4C0", "\\uD83D\\uDCC0", StringComparison.Ordinal) : command.Contains("--svg") ? shown.Replace("<", "&lt;", StringComparison.Ordinal) : shown;
            Assert.True(command[0] == "verify" || output.Contains(expected, StringComparison.Ordinal), output);
            Assert.DoesNotContain(output.EnumerateRunes(), rune => System.Text.Rune.GetUnicodeCategory(rune) == System.Globalization.UnicodeCategory.Format);
        }

        using JsonDocument json = JsonDocument.Parse(Isobuild.Run(folder, "list", "a.iso", "--json").EnsureSuccess().Output);
        Assert.Equal($"/{name}", Assert.Single(json.RootElement.EnumerateArray()).GetProperty("path").GetString());
        Assert.Equal("/" + shown + "\n", Isobuild.Run(folder, "list", "a.iso", shown).EnsureSuccess().Output);

        static byte[] ImageOf(string name)
        {
            using MemoryStream stream = new();
            new ImageBuilder(new ImageOptions { Formats = ImageFormats.Iso9660 | ImageFormats.RockRidge }).AddFile(name, "x"u8.ToArray()).Write(stream);
            return stream.ToArray();
        }
    }

    [ToolFact("sh")]
    public void Names_cannot_command_the_terminal()
    {
        // A name that clears the screen, one that breaks the line, one that turns the text round, and a backslash.
        Isobuild.Shell(folder, "mkdir evil && cd evil && touch \"$(printf 'a\\033[2Jb')\" \"$(printf 'c\\nd')\" \"$(printf 'e\\342\\200\\256f')\" 'g\\h' && cd .. && isobuild create evil -q -o a.iso").EnsureSuccess();
        Assert.Equal("/a\\u001B[2Jb\n/c\\u000Ad\n/e\\u202Ef\n/g\\u005Ch\n", Isobuild.Run(folder, "list", "a.iso").EnsureSuccess().Output);
        Assert.Equal("/c\\u000Ad\n", Isobuild.Run(folder, "list", "a.iso", "c\\u000Ad").EnsureSuccess().Output);
        Assert.Equal("/a\e[2Jb\0/c\nd\0/e\u202Ef\0/g\\h\0", Isobuild.Run(folder, "list", "a.iso", "-0").EnsureSuccess().Output.TrimEnd('\n'));
        Assert.DoesNotContain('\e', Isobuild.Run(folder, "list", "a.iso", "--json").EnsureSuccess().Output);
        CommandResult missing = Isobuild.Run(folder, "list", "a.iso", "a\e[2J");
        Assert.DoesNotContain('\e', missing.All);
    }

    [ToolFact("sh", "xorriso")]
    public void Links_of_other_writers_are_shown_and_followed_inside()
    {
        folder.Write("l/real/target.txt", "through\n");
        folder.Write("l/top.txt", "top\n");
        Isobuild.Shell(folder, """
            cd l && ln -s real/target.txt good && ln -s ../top.txt real/up && ln -s /top.txt real/root && ln -s ../../../etc/passwd out && ln -s loop loop && ln -s real chain && ln -s chain/up twice && cd ..
            xorriso -outdev l.iso -map l / -commit >/dev/null 2>&1
            """).EnsureSuccess();
        Assert.Contains("/good -> real/target.txt\n", Isobuild.Run(folder, "list", "l.iso", "-l").EnsureSuccess().Output, StringComparison.Ordinal);
        Assert.Equal("through\ntop\ntop\ntop\n", Isobuild.Run(folder, "cat", "l.iso", "good", "real/up", "real/root", "twice").EnsureSuccess().Output);
        foreach (string link in new[] { "out", "loop" })
        {
            CommandResult result = Isobuild.Run(folder, "cat", "l.iso", link);
            Assert.Equal((1, ""), (result.ExitCode, result.Output));
            Assert.Contains($"ISOB4102: {link}: This is a symbolic link to ", result.Error, StringComparison.Ordinal);
        }
    }

    public void Dispose() => folder.Dispose();

    /// <summary>Names that are not UTF-8 are unambiguous wherever they are printed, and the printed spelling is taken back.</summary>
    [LinuxFact]
    public void Names_that_are_not_UTF_8()
    {
        RawTree.Make(folder.Combine("raw"));
        Isobuild.Create(folder, "raw", "--hard-links", "--layout", "map.txt");

        Assert.Contains("/caf\\xE9\n", Isobuild.Run(folder, "list", "a.iso").EnsureSuccess().Output, StringComparison.Ordinal);
        Assert.Contains(" /l\\xEFnk -> d\\xEFr/inner\n", Isobuild.Run(folder, "list", "-l", "a.iso").EnsureSuccess().Output, StringComparison.Ordinal);
        Assert.Contains("  /caf\\xE9  6 bytes  also /d\\xEFr/hard\\xE9\n", File.ReadAllText(folder.Combine("map.txt")), StringComparison.Ordinal);
        Assert.Equal("latin\n", Isobuild.Run(folder, "cat", "a.iso", "caf\\xE9").EnsureSuccess().Output);
        Assert.Contains("ISOB4102: caf\\xE7: The image has no entry at this path", Isobuild.Run(folder, "cat", "a.iso", "caf\\xE7").Error, StringComparison.Ordinal);

        // Bytes for xargs -0, and what bsdtar or find would print of a directory has no slash at its end.
        Assert.Equal(
            RawTree.Paths(folder.Combine("raw")),
            Isobuild.Shell(folder, "isobuild list -0 a.iso | tr '\\0' '\\n' | sed 's,/$,,' | LC_ALL=C sort | od -An -v -tx1 | tr -d ' \\n'").EnsureSuccess().Output.TrimEnd('\n'));

        JsonElement link = JsonDocument.Parse(Isobuild.Run(folder, "list", "--json", "a.iso").EnsureSuccess().Output).RootElement.EnumerateArray().Single(entry => entry.GetProperty("path").GetString() == "/l\\xEFnk");
        Assert.Equal(("2F6CEF6E6B", "d\\xEFr/inner", "64EF722F696E6E6572"), (link.GetProperty("pathBytes").GetString(), link.GetProperty("target").GetString(), link.GetProperty("targetBytes").GetString()));
        Assert.Contains("\"name\": \"/caf\\\\xE9\"", Isobuild.Run(folder, "layout", "--json", "a.iso").EnsureSuccess().Output, StringComparison.Ordinal);

        Isobuild.Run(folder, "extract", "a.iso", "d\\xEFr/inner", "-o", "x").EnsureSuccess();
        Assert.Equal("in\n", CommandLine.Run("sh", ["-c", "cat x/*/inner"], folder).Output);
    }

    /// <summary>The shell hands over bytes, of which .NET makes U+FFFD: the name of the other file here.</summary>
    [LinuxFact]
    public void Arguments_that_are_not_UTF_8_name_what_they_say()
    {
        string told = Isobuild.Shell(folder, """
            R=$(printf 'q\351') L=$(printf 'q\357\277\275')
            mkdir in out; printf RIGHT >"in/$R"; printf WRONG >"in/$L"
            isobuild create "in/$R" -q -o one.iso; isobuild cat one.iso "$R"; echo
            isobuild create in -q -o both.iso; isobuild cat both.iso "$R"; echo; isobuild cat both.iso "$L"; echo
            isobuild extract both.iso "$R" -q -o out; cat out/*; echo
            isobuild create in -q -o less.iso --exclude "$R"; isobuild cat less.iso '*'; echo
            isobuild create "$R=in" -q --link "l=$R" --mode "*/$R=0600" -o to.iso
            isobuild list -l to.iso
            isobuild create "$R.efi=in/$R" -q -o efi.iso --efi-boot "EFI/BOOT/BOOTX64.EFI=in/$R"; isobuild cat efi.iso boot/efi.img | grep -ac RIGHT
            """).EnsureSuccess().Output;
        Assert.Equal("RIGHT\nRIGHT\nWRONG\nRIGHT\nWRONG\n", told[..told.IndexOf("lrwx", StringComparison.Ordinal)]);
        Assert.Contains(" /l -> q\\xE9\n", told, StringComparison.Ordinal);
        Assert.Contains("-rw-------", told, StringComparison.Ordinal);
        Assert.EndsWith("/q\\xE9/q\uFFFD\n1\n", told, StringComparison.Ordinal);
        Assert.DoesNotContain("\uFFFD", Isobuild.Shell(folder, "isobuild list one.iso").Output, StringComparison.Ordinal);

        // Where only text will do, nothing is done.
        foreach (string line in (string[])["create in -o \"$R\"", "create in -o none.iso --volume-id \"$R\"", "list \"$R\"", "create in -o none.iso --base \"$R\""])
        {
            CommandResult refused = Isobuild.Shell(folder, $"R=$(printf 'q\\351'); isobuild {line}");
            Assert.Equal((2, ""), (refused.ExitCode, refused.Output));
            Assert.Contains("'q\\xE9' is not UTF-8", refused.Error, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(folder.Combine("none.iso")));
    }

    /// <summary>.NET tells the current directory with U+FFFD too, and goes there for every relative path.</summary>
    [LinuxFact]
    public void A_current_directory_that_is_not_UTF_8_is_where_files_are()
    {
        string told = Isobuild.Shell(folder, """
            D=$(printf 'dir\351'); mkdir -p "$D/sub"; cd "$D"; echo a >a; echo b >sub/b
            isobuild create . -q -o ../up.iso; isobuild list ../up.iso
            isobuild create a sub -q -o new/b.iso --checksum --layout map; (cd new; sha256sum -c b.iso.sha256)
            isobuild create a -q --base new/b.iso -o c.iso; isobuild list c.iso
            isobuild extract c.iso -q -o x; cat x/b; head -c 5 map; echo
            (cd sub; isobuild create ../a -q -o d.iso; isobuild list d.iso)
            isobuild create . -q -o e.iso --exclude '*.iso' --exclude new --exclude map --exclude x; isobuild list e.iso
            """).EnsureSuccess().Output;
        Assert.Equal("/a\n/sub/\n/sub/b\nb.iso: OK\n/a\n/b\nb\nimage\n/a\n/a\n/sub/\n/sub/b\n", told);
        Assert.Single(Directory.GetFileSystemEntries(folder), path => Path.GetFileName(path).StartsWith("dir", StringComparison.Ordinal));
    }
}
