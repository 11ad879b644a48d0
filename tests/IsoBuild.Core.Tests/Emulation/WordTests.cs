using IsoBuild.Emulation;

namespace IsoBuild.Core.Tests.Emulation;

/// <summary>How each program reads its words. Expected values: what genisoimage 1.1.11 and xorriso 1.5.4 do with the same words, and Microsoft's description of oscdimg.</summary>
public sealed class WordTests
{
    [Theory]
    [InlineData("-o out.iso -V APP tree", "o=out.iso V=APP tree")]
    [InlineData("--output out.iso --volid=APP tree", "o=out.iso V=APP tree")]
    [InlineData("-oout.iso -VAPP tree", "o=out.iso V=APP tree")]
    [InlineData("-output=out.iso tree", "o=out.iso tree")]
    [InlineData("-JR tree", "J R tree")]
    [InlineData("-rJV APP tree", "r J V=APP tree")]
    [InlineData("-rati -input-ch utf-8 tree", "r input-charset=utf-8 tree")]
    [InlineData("tree -o out.iso", "tree o=out.iso")]
    [InlineData("-- -o out.iso", "-o out.iso")]
    [InlineData("-no-emul -b x", "no-emul-boot b=x")]
    [InlineData("-iso 3 -dvd", "iso-level=3 dvd-video")]
    [InlineData("-eltorito-platform efi", "eltorito-platform=efi")]
    public void Genisoimage(string written, string expected) =>
        Assert.Equal(expected, Shown(new GetoptWords(GenisoimageOptions.All, "genisoimage").Read(written.Split(' '))));

    [Theory]
    [InlineData("-joli tree", "can be short for -joliet or -joliet-long")]
    [InlineData("-outp x", "can be short for -output or -output-charset")]
    [InlineData("-boot-load 4", "can be short for -boot-load-seg or -boot-load-size")]
    [InlineData("-volidd x", "Did you mean -volid?")]
    [InlineData("--bogus", "has no such option")]
    [InlineData("-JX", "has no such option")]
    [InlineData("-joliet=yes", "takes no value")]
    [InlineData("-o", "has no value")]
    public void Genisoimage_refuses(string written, string expected) =>
        Assert.Contains(expected, Assert.Throws<CommandLineFault>(() => Shown(new GetoptWords(GenisoimageOptions.All, "genisoimage").Read(written.Split(' ')))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("tree -o out.iso", "tree o=out.iso")]
    [InlineData("-JR --joliet-long tree", "J R joliet-long tree")]
    [InlineData("--modification-date=2024010203040500 tree", "modification-date=2024010203040500 tree")]
    [InlineData("-append_partition 2 0xef esp.img tree", "append_partition=2,0xef,esp.img tree")]
    [InlineData("--efi-boot a -efi-boot b", "efi-boot=a efi-boot=b")]
    [InlineData("--no_rc -o y.iso d", "no_rc o=y.iso d")]
    [InlineData("tree -- -volid X -padding 0", "tree volid=X padding=0")]
    public void Xorriso(string written, string expected) =>
        Assert.Equal(expected, Shown(new XorrisoWords(XorrisoOptions.All, XorrisoOptions.Commands, "xorrisofs").Read(written.Split(' '))));

    [Theory]
    [InlineData("-oout.iso", "has no such option")]
    [InlineData("-rati", "has no such option")]
    [InlineData("-volid=APP", "has no such option")]
    [InlineData("--modification-date 2024010203040500", "follows an equals sign")]
    [InlineData("-udf", "has no such option")]
    [InlineData("-append_partition 2 0xef", "takes 3 values")]
    [InlineData("tree -- tree", "this is none")]
    public void Xorriso_refuses(string written, string expected) =>
        Assert.Contains(expected, Assert.Throws<CommandLineFault>(() => Shown(new XorrisoWords(XorrisoOptions.All, XorrisoOptions.Commands, "xorrisofs").Read(written.Split(' ')))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("-m -lLABEL tree out.iso", "m l=LABEL tree out.iso")]
    [InlineData("-U2 -UDFVER102 -H tree out.iso", "u2 udfver102 h tree out.iso")]
    [InlineData("-bootdata:1#pEF,e,bx -bfile -t10/31/2000,15:01:00 -yoorder.txt -l", "bootdata:=1#pEF,e,bx b=file t=10/31/2000,15:01:00 yo=order.txt l=")]
    public void Oscdimg(string written, string expected) =>
        Assert.Equal(expected, Shown(new OscdimgWords(OscdimgOptions.All, "oscdimg").Read(written.Split(' '))));

    [Theory]
    [InlineData("*.bak", "a/b/x.bak", true)]
    [InlineData("*.bak", "a.bak/x", false)]
    [InlineData("a/*", "a/b/c", true)]
    [InlineData("*/c.txt", "a/b/c.txt", true)]
    [InlineData("[a-c]x", "d/bx", true)]
    [InlineData("[!a-c]x", "d/bx", false)]
    [InlineData("b?", "a/bx", true)]
    [InlineData(@"b\*", "a/b*", true)]
    [InlineData(@"b\*", "a/bx", false)]
    [InlineData("a.c", "abc", false)]
    [InlineData("[z-a]x", "bx", false)]
    [InlineData("[!]", "[!]", true)]
    [InlineData("[]]x", "]x", true)]
    [InlineData("[!z-a]x", "bx", true)]
    public void Patterns_are_held_against_names_and_paths(string pattern, string path, bool matches) =>
        Assert.Equal(matches, new ShellPattern(pattern).Matches(path));

    [Theory]
    [InlineData("a=b", "a", "b")]
    [InlineData(@"a\=b=c\=d", "a=b", "c=d")]
    [InlineData(@"a\\=b", @"a\", "b")]
    [InlineData("a=b=c", "a", "b=c")]
    [InlineData("a", null, "a")]
    [InlineData(@"a\=b", null, "a=b")]
    public void Grafts_divide_at_the_first_bare_sign(string text, string? target, string source) =>
        Assert.Equal(new GraftPoint(target, source), GraftPoint.Parse(text, areGrafts: true));

    [Fact]
    public void No_name_is_two_options()
    {
        foreach (ProgramOptions options in (ProgramOptions[])[GenisoimageOptions.All, XorrisoOptions.All, XorrisoOptions.Commands, OscdimgOptions.All, HdiutilOptions.All])
        {
            Assert.Equal(options.All.Sum(option => option.Names.Count), options.Names.Distinct().Count());
            Assert.All(options.All, option => Assert.NotEmpty(option.Help));
        }
    }

    private static string Shown(IEnumerable<CommandWord> words) =>
        string.Join(' ', words.Select(word => word.Option is null ? word.Text : word.Values.Count == 0 ? word.Option.Names[0] : $"{word.Option.Names[0]}={string.Join(',', word.Values)}"));
}
