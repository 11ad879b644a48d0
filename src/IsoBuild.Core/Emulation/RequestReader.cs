using IsoBuild.Content;

namespace IsoBuild.Emulation;

/// <summary>Makes a request of the words of a command line.</summary>
internal static class RequestReader
{
    /// <summary>Reads a command line.</summary>
    /// <exception cref="CommandLineFault">It is wrong, or asks for what is not made.</exception>
    public static ImageRequest Read(EmulatedProgram program, IReadOnlyList<string> arguments, EmulationStreams streams)
    {
        var request = Start(program, streams);
        foreach (var word in Words(program, arguments))
        {
            if (word.Option is null)
            {
                request.Paths.Add(word.Text);
            }
            else
            {
                word.Option.Apply(request, word.Values);
            }

            if (request.Answer is not null)
            {
                return request;
            }
        }

        TakeTarget(request);
        return request;
    }

    private static IEnumerable<CommandWord> Words(EmulatedProgram program, IReadOnlyList<string> arguments) => program switch
    {
        EmulatedProgram.Xorrisofs => new XorrisoWords(XorrisoOptions.All, XorrisoOptions.Commands, ProgramTexts.NameOf(program)).Read(arguments),
        EmulatedProgram.Oscdimg => new OscdimgWords(OscdimgOptions.All, ProgramTexts.NameOf(program)).Read(arguments),
        EmulatedProgram.Hdiutil => new XorrisoWords(HdiutilOptions.All, HdiutilOptions.All, ProgramTexts.NameOf(program)).Read(arguments),
        _ => new GetoptWords(GenisoimageOptions.All, ProgramTexts.NameOf(program)).Read(arguments),
    };

    /// <summary>What is so unless options say otherwise: the program's own defaults, but for what depends on machine and clock.</summary>
    private static ImageRequest Start(EmulatedProgram program, EmulationStreams streams)
    {
        var request = new ImageRequest(program, streams) { Options = new ImageOptions { Formats = ImageFormats.Iso9660 } };
        switch (program)
        {
            case EmulatedProgram.Xorrisofs:
                request.Options = request.Options with { VolumeId = "ISOIMAGE" };
                request.RockRidge = RockRidgeKind.OfDisk;
                break;
            case EmulatedProgram.Oscdimg:
                request.Options = request.Options with { Dedupe = false, FollowLinks = true, FollowLinksOutside = true };
                request.TakesHidden = false;
                break;
            case EmulatedProgram.Hdiutil:
                request.Options = request.Options with { Formats = ImageFormats.Iso9660 | ImageFormats.Joliet };
                request.HasHfsPlus = true;
                break;
            default:
                request.Options = request.Options with { VolumeId = "CDROM", SystemId = "LINUX" };
                break;
        }

        return request;
    }

    /// <summary>Of oscdimg, the second path is the image. Of hdiutil, the image's name gets an extension, and the source names the volume.</summary>
    private static void TakeTarget(ImageRequest request)
    {
        switch (request.Program)
        {
            case EmulatedProgram.Oscdimg when request.Paths.Count > 2:
                throw CommandLineFault.Usage(request.Paths[2], "oscdimg takes a source directory and an image, and no more. Write paths with blanks in quotes.");
            case EmulatedProgram.Oscdimg when request.Paths.Count < (request.PrintsSize ? 1 : 2):
                throw CommandLineFault.Usage("oscdimg", "A source directory and the image to write are missing. Write them as in oscdimg -m source image.iso.");
            case EmulatedProgram.Oscdimg:
                request.Output = request.Paths.Count > 1 ? OscdimgOptions.OnDisk(request.Paths[1]) : null;
                request.Paths.RemoveRange(1, request.Paths.Count - 1);
                request.Paths[0] = OscdimgOptions.OnDisk(request.Paths[0]);
                break;
            case EmulatedProgram.Hdiutil:
                if (request.Paths.Count != 1 || request.Output is null)
                {
                    throw CommandLineFault.Usage("hdiutil makehybrid", "It takes one source directory, and the image behind -o. Write them as in hdiutil makehybrid -o image.iso source.");
                }

                request.Output += Path.HasExtension(request.Output) ? "" : ".iso";
                if (request.Options.VolumeId.Length == 0)
                {
                    request.Options = request.Options with { VolumeId = Path.GetFileName(Path.TrimEndingDirectorySeparator(request.Paths[0])) };
                }

                break;
            default:
                break;
        }
    }
}
