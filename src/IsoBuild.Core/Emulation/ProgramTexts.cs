using System.Globalization;
using IsoBuild.Bytes;

namespace IsoBuild.Emulation;

/// <summary>What the programs say that callers look at.</summary>
internal static class ProgramTexts
{
    private const int HelpColumn = 30;

    public static string NameOf(EmulatedProgram program) => program switch
    {
        EmulatedProgram.Hdiutil => "hdiutil makehybrid",
        _ => program.ToString().ToLowerInvariant(),
    };

    /// <summary>On standard output, as the programs have it; what callers compare stands first.</summary>
    public static void Version(ImageRequest request)
    {
        var own = Provenance.ToolVersion.Text;
        request.Streams.Text.Write(request.Program switch
        {
            EmulatedProgram.Mkisofs => $"mkisofs 2.01 is emulated by IsoBuild {own} (see genisoimage)\n",
            EmulatedProgram.Xorrisofs => $"mkisofs 2.01-Emulation by IsoBuild {own} (xorriso 1.5.4)\n",
            _ => $"{NameOf(request.Program)} 1.1.11 emulated by IsoBuild {own}\n",
        });
    }

    /// <summary>An option a line, which callers search.</summary>
    public static void Help(ImageRequest request)
    {
        request.Streams.Note($"Usage: {NameOf(request.Program)} [options] {(request.Program == EmulatedProgram.Oscdimg ? "source image" : "file...")}");
        request.Streams.Note("Options (of IsoBuild, which makes the image):");
        foreach (var option in OptionsOf(request.Program).All)
        {
            var names = string.Join(", ", option.Names.Select(name => $"-{name}{(option.Values.Count == 0 ? "" : (request.Program == EmulatedProgram.Oscdimg ? "" : " ") + string.Join(' ', option.Values))}"));
            request.Streams.Note($"  {names.PadRight(HelpColumn - 3)} {option.Help}");
        }
    }

    public static ProgramOptions OptionsOf(EmulatedProgram program) => program switch
    {
        EmulatedProgram.Xorrisofs => XorrisoOptions.All,
        EmulatedProgram.Oscdimg => OscdimgOptions.All,
        EmulatedProgram.Hdiutil => HdiutilOptions.All,
        _ => GenisoimageOptions.All,
    };

    /// <summary>The lines that end a run that made an image.</summary>
    public static IEnumerable<string> Made(ImageRequest request, long length)
    {
        var sectors = length / Sector.Size;
        return request.Program switch
        {
            EmulatedProgram.Xorrisofs =>
            [
                Line($"ISO image produced: {sectors} sectors"),
                Line($"Written to medium : {sectors} sectors at LBA 0"),
                $"Writing to 'stdio:{request.Output ?? "-"}' completed successfully.",
            ],
            EmulatedProgram.Oscdimg => [Line($"Final image file is {length} bytes"), "Done."],
            EmulatedProgram.Hdiutil => [Line($"{request.Output}: {length} bytes")],
            _ => [Line($"{sectors} extents written ({length >> 20} MB)")],
        };
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
