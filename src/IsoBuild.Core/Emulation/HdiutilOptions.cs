using IsoBuild.Content;
using static IsoBuild.Emulation.OptionRows;

namespace IsoBuild.Emulation;

/// <summary>The options of <c>hdiutil makehybrid</c>, from its manual. Options are whole words; the source is the only path.</summary>
internal static class HdiutilOptions
{
    public static ProgramOptions All { get; } = new(
    [
        Value("o", "IMAGE", "The image to write; .iso is appended to a name without an extension", (request, path) => request.Output = path),
        Switch("iso", "ISO 9660", request => request.AsksFor(ImageFormats.Iso9660)),
        Switch("joliet", "Joliet", request => request.AsksFor(ImageFormats.Iso9660 | ImageFormats.Joliet)),
        Switch("udf", "UDF", request => request.AsksFor(ImageFormats.Udf)),
        Switch("hfs", "HFS+", request =>
        {
            request.AsksFor(ImageFormats.Iso9660);
            request.HasHfsPlus = true;
        }),
        Value("default-volume-name", "NAME", "The volume identifier", (request, text) => request.Options = request.Options with { VolumeId = text }),
        Value("iso-volume-name", "NAME", "The volume identifier", (request, text) => request.Options = request.Options with { VolumeId = text }),
        Value("joliet-volume-name", "NAME", "The volume identifier", (request, text) => request.Options = request.Options with { VolumeId = text }),
        Value("udf-volume-name", "NAME", "The volume identifier", (request, text) => request.Options = request.Options with { VolumeId = text }),
        Differs("hfs-volume-name", "The HFS+ volume has the volume identifier, and no name of its own.", "NAME"),
        Value("hfs-blessed-directory", "DIRECTORY", "The directory whose files start a Mac", (request, path) => request.Blessed = path),
        Value("eltorito-boot", "FILE", "The boot image, in the source", (request, path) => BootOptions.Image(request, path, isEfi: false)),
        Switch("no-emul-boot", "The boot image is loaded and run as it is", request => request.Boot.HasNoEmulation = true),
        Switch("hard-disk-boot", "The boot image is a hard disk", request => request.Boot.IsHardDisk = true),
        Switch("no-boot", "The boot entry is marked as not bootable", request => request.Boot.IsNotBootable = true),
        Value("boot-load-size", "N", "How many sectors of 512 bytes firmware loads", BootOptions.LoadSize),
        Value("boot-load-seg", "N", "The segment that the boot image is loaded to", BootOptions.LoadSegment),
        Value("eltorito-platform", "N", "The platform of the boot entry", BootOptions.Platform),
        Value("publisher", "ID", "The publisher", (request, text) => request.Options = request.Options with { Publisher = text }),
        Value("preparer", "ID", "The data preparer", (request, text) => request.Options = request.Options with { Preparer = text }),
        Value("application", "ID", "The application identifier", (request, text) => request.Options = request.Options with { ApplicationId = text }),
        Value("system-id", "ID", "The system identifier", (request, text) => request.Options = request.Options with { SystemId = text }),
        Value("abstract-file", "FILE", "The abstract file in the image's root", (request, text) => request.Options = request.Options with { AbstractFile = text }),
        Value("bibliography-file", "FILE", "The bibliographic file in the image's root", (request, text) => request.Options = request.Options with { BibliographicFile = text }),
        Value("copyright-file", "FILE", "The copyright file in the image's root", (request, text) => request.Options = request.Options with { CopyrightFile = text }),
        Value("hide-iso", "PATTERN", "Hide from ISO 9660", (request, text) => request.HiddenFromIso.Add(new ShellPattern(text))),
        Value("hide-joliet", "PATTERN", "Hide from Joliet", (request, text) => request.HiddenFromJoliet.Add(new ShellPattern(text))),
        Value("hide-all", "PATTERN", "Leave out", (request, text) => request.Excluded.Add(new ShellPattern(text))),
        Nothing("ov", "No effect: an image that is there is replaced"),
        Nothing("quiet", "No effect"),
        Nothing("verbose", "No effect"),
        Nothing("debug", "No effect"),
        Nothing("puppetstrings", "No effect"),
        Nothing("plistin", "No effect"),
        Switch("print-size", "Print the size instead of making the image", request => request.PrintsSize = true),
        Switch("help", "Print this", request => request.Answer ??= () => ProgramTexts.Help(request)),
    ]);
}
