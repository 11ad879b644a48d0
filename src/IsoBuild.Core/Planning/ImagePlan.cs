using IsoBuild.Booting;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.DvdVideo;
using IsoBuild.HfsPlus;
using IsoBuild.Layout;
using IsoBuild.Provenance;
using IsoBuild.Remastering;
using IsoBuild.Writing;

namespace IsoBuild.Planning;

/// <summary>Content and the layout that the chosen formats make of it.</summary>
internal sealed record ImagePlan(ContentTree Content, ImageLayout Layout)
{
    /// <summary>Where the partition of the image itself may begin at most, in sectors.</summary>
    private const int MostOffset = 1 << 20;
    private const int MostOffsetWithUdf = 200;

    /// <summary>What changes bytes once all of them are there, in this order.</summary>
    public IReadOnlyList<IFixUp> FixUps { get; init; } = [];

    /// <summary>The files that are on the image already.</summary>
    public CopiedFiles? Copied { get; init; }

    /// <summary>The base image.</summary>
    public BaseImage? Base { get; init; }

    /// <summary>See <see cref="BuildResult.HasLinksOnDisk"/>.</summary>
    public bool HasLinksOnDisk { get; init; }

    /// <summary>The options by which it was made, as far as they are not as they are by default.</summary>
    public IReadOnlyList<(string Name, object Value)> Parameters { get; init; } = [];

    /// <summary>From what the image is made, beside its files.</summary>
    public BuildInputs Inputs => new(Parameters, Base?.Name, Base is null ? null : Base.Hash);

    /// <summary>Whether there is nothing in it: no file, no directory, no boot image and no partition.</summary>
    public bool IsEmpty => Content.Root.Children.Count == 0 && !Layout.Regions.Any(region => region.Kind is RegionKind.BootImage or RegionKind.Partition);

    /// <summary>Lets every format ask for its regions and places them; <see langword="null"/> when a diagnostic is an error.</summary>
    public static ImagePlan? Compose(ContentTree content, ImageOptions options, DiagnosticBag diagnostics, ParallelOptions parallel, BootSetup? bootable = null, KeptVolume? kept = null, ContentTree? baseContent = null, ImageDraft? draft = null)
    {
        var formats = bootable?.Formats ?? (options.Formats == ImageFormats.Udf ? ImageFormats.Udf : options.Formats | ImageFormats.Iso9660);
        Check(options, formats, bootable, diagnostics);
        options.Hybrid?.Appended?.AddTo(content);
        var boot = bootable?.Resolve(content, baseContent, diagnostics);
        if (diagnostics.HasErrors)
        {
            return null;
        }

        var dvdVideo = DvdVideoPlan.Find(content, options.DvdVideo, formats, options.Alignment, diagnostics);
        if (diagnostics.HasErrors)
        {
            return null;
        }

        var checksums = options.UpdateChecksums || baseContent is not null ? new ChecksumLists(content, baseContent, diagnostics) : null;
        if (options.UpdateChecksums)
        {
            checksums!.Replace();
        }

        options.Hybrid?.Form?.AddTo(content);
        var composition = new Composition(content, options, formats, parallel) { Boot = boot, Kept = kept, DvdVideo = dvdVideo, Checksums = checksums };
        if (options.TranslationTables)
        {
            composition.FillTranslationTables();
        }

        // Two files of HFS+ may not have the same blocks.
        var shares = options.Dedupe && !options.HfsPlus;
        if (draft is not null && shares && kept is null && baseContent is null && checksums is null && dvdVideo is null
            && !Array.Exists(content.AllNodes, node => node is ContentFile { Compress: true }))
        {
            return ComposeAndCopy(composition, content, options.Alignment, draft, diagnostics, parallel);
        }

        var firsts = shares ? new EqualContent(content, diagnostics, parallel).Find() : null;
        return diagnostics.HasErrors ? null : composition.Lay(firsts, diagnostics);
    }

    /// <summary>The same, where equal small files may be found while they are copied.</summary>
    private static ImagePlan? ComposeAndCopy(Composition composition, ContentTree content, int alignment, ImageDraft draft, DiagnosticBag diagnostics, ParallelOptions parallel)
    {
        var firsts = new EqualContent(content, diagnostics, parallel, longerThan: OnePassCopy.LargestFile).Find();
        if (diagnostics.HasErrors)
        {
            return null;
        }

        // What is reported of the first layout is reported again of another one.
        var reported = new DiagnosticBag(DiagnosticBag.PlanningLimit);
        if (composition.Lay(firsts, reported) is not { } plan)
        {
            diagnostics.AddAll(reported);
            return null;
        }

        if (!OnePassCopy.Suits(plan.Layout) || draft.TryOpen(plan.Layout) is not { } image)
        {
            firsts = new EqualContent(content, diagnostics, parallel).Find();
            return diagnostics.HasErrors ? null : composition.Lay(firsts, diagnostics);
        }

        draft.ProgressTotal?.Invoke(plan.Layout.FileBytes);
        var copy = new OnePassCopy(content, plan.Layout, firsts, image, alignment);
        var copied = copy.Run(draft.Progress, parallel, diagnostics);
        if (diagnostics.HasErrors)
        {
            return null;
        }

        if (!copy.HasFound)
        {
            diagnostics.AddAll(reported);
            return plan with { Copied = copied };
        }

        return composition.Lay(firsts, diagnostics) is { } last ? last with { Copied = copied } : null;
    }

    private static void Check(ImageOptions options, ImageFormats formats, BootSetup? boot, DiagnosticBag diagnostics)
    {
        if (!ImageTimestamp.IsInRange(options.Timestamp))
        {
            diagnostics.Error(DiagnosticId.TimestampInvalid, ImageTimestamp.Format(options.Timestamp), $"The timestamp is outside the range {ImageTimestamp.Format(ImageTimestamp.Earliest)} to {ImageTimestamp.Format(ImageTimestamp.Latest)}.");
        }

        if (options.VolumeDate is { } date && !ImageTimestamp.IsInRange(date))
        {
            diagnostics.Error(DiagnosticId.TimestampInvalid, ImageTimestamp.Format(date), $"The volume date is outside the range {ImageTimestamp.Format(ImageTimestamp.Earliest)} to {ImageTimestamp.Format(ImageTimestamp.Latest)}.");
        }

        if (options.IsoLevel is < 1 or > Iso9660.IsoNameForm.Free)
        {
            diagnostics.Error(DiagnosticId.OptionUnknown, options.IsoLevel.ToString(System.Globalization.CultureInfo.InvariantCulture), "The interchange level must be 1, 2, 3 or 4.");
        }

        if ((options.IsoNames & ~(IsoNameRules)0xFF) != 0)
        {
            diagnostics.Error(DiagnosticId.OptionUnknown, options.IsoNames.ToString(), "The rules of ISO 9660 names must be Lowercase, MultiDot, Relaxed, LeadingDots, Long, NoVersion, NoTrailingDot or Untranslated.");
        }

        if ((options.Formats & ~(ImageFormats.Default | ImageFormats.Iso1999 | ImageFormats.Udf)) != 0)
        {
            diagnostics.Error(DiagnosticId.OptionUnknown, options.Formats.ToString(), "The formats must be Iso9660, Joliet, RockRidge, Iso1999 or Udf.");
        }

        if (options.RelocateDeepDirectories && !options.Formats.HasFlag(ImageFormats.RockRidge))
        {
            diagnostics.Warning(DiagnosticId.RelocationImpossible, options.Formats.ToString(), "Deep directories are not relocated, because only Rock Ridge lets readers undo a relocation. Add Rock Ridge, or turn relocation off.");
        }

        if (options.Effective > options.Expires)
        {
            diagnostics.Error(DiagnosticId.VolumeDatesContradict, ImageTimestamp.Format(options.Expires.Value), $"The volume expires before its effective date, {ImageTimestamp.Format(options.Effective.Value)}. Change one of the dates.");
        }

        if (options.Alignment is < Bytes.Sector.Size or > 1 << 20 || !System.Numerics.BitOperations.IsPow2(options.Alignment))
        {
            diagnostics.Error(DiagnosticId.AlignmentInvalid, options.Alignment.ToString(System.Globalization.CultureInfo.InvariantCulture), "The alignment must be 2048 bytes or a larger power of two, up to 1048576.");
        }

        if (options.MediaChecksum && formats == ImageFormats.Udf)
        {
            diagnostics.Error(DiagnosticId.MediaChecksumImpossible, "media checksum", "The media checksum is stored in the ISO 9660 volume descriptor, and a UDF-only image has none. Add ISO 9660 to the formats, or leave the checksum out.");
        }

        if (HfsCreator.ParseAll(options.HfsCreators, out var problem) is null)
        {
            diagnostics.Error(DiagnosticId.OptionUnknown, options.HfsCreators, $"The HFS+ creators cannot be read: the text {problem}.");
        }

        if (!options.HfsPlus && (options.HfsBless.Length > 0 || options.HfsCreators.Length > 0))
        {
            diagnostics.Warning(DiagnosticId.HfsMissing, options.HfsBless.Length > 0 ? options.HfsBless : options.HfsCreators, "This is for the HFS+ tree, which the image has not. Turn HFS+ on, or leave it out.");
        }

        if (options.Hybrid is { PartitionOffset: not 0 and var offset })
        {
            var most = options.Formats.HasFlag(ImageFormats.Udf) ? MostOffsetWithUdf : MostOffset;
            if (offset < FixedAreas.SystemAreaSectors || offset > most)
            {
                diagnostics.Error(DiagnosticId.PartitionOffsetInvalid, offset.ToString(System.Globalization.CultureInfo.InvariantCulture), $"The partition offset must be 0, or {FixedAreas.SystemAreaSectors} to {most} sectors{(most == MostOffset ? "" : ", since UDF has its anchor at sector 256")}.");
            }
            else if (options.Formats == ImageFormats.Udf)
            {
                diagnostics.Error(DiagnosticId.PartitionOffsetInvalid, "partition offset", "The partition has ISO 9660 volume descriptors of its own, and a UDF-only image has none. Add ISO 9660 to the formats, or leave the offset out.");
            }
        }

        if (options.SessionStart < 0)
        {
            diagnostics.Error(DiagnosticId.SessionStartImpossible, options.SessionStart.ToString(System.Globalization.CultureInfo.InvariantCulture), "The session start must be a number of sectors, 0 or more.");
        }
        else if (options.SessionStart > 0 && (boot is not null || options.Hybrid is not null || options.HfsPlus || options.Formats.HasFlag(ImageFormats.Udf)))
        {
            var what = options.Formats.HasFlag(ImageFormats.Udf) ? "UDF, whose anchors have fixed places on the disc" : "a boot catalog or partition tables, which machines look for at the start of a disc";
            diagnostics.Error(DiagnosticId.SessionStartImpossible, "session start", $"The image is meant for a later session of a disc, and has {what}. Leave that out, or the session start.");
        }

        if (options.PaddingSectors < 0)
        {
            diagnostics.Error(DiagnosticId.OptionUnknown, options.PaddingSectors.ToString(System.Globalization.CultureInfo.InvariantCulture), "The padding must be a number of sectors, 0 or more.");
        }

        if (!Enum.IsDefined(options.FileDates))
        {
            diagnostics.Error(DiagnosticId.OptionUnknown, options.FileDates.ToString(), "The file dates must be Fixed, Clamp or Preserve.");
        }

        if (!Enum.IsDefined(options.Modes))
        {
            diagnostics.Error(DiagnosticId.OptionUnknown, options.Modes.ToString(), "The modes must be Normalized, Disk or ReadOnly.");
        }

        if (options.Modes == PosixModes.Disk && (options.Formats & (ImageFormats.RockRidge | ImageFormats.Udf)) != 0)
        {
            diagnostics.Info(DiagnosticId.ModesFromDisk, item: null, "Modes, owners and groups are those on the disk, so the image depends on the machine that makes it: on its users, its umask and its file system. It is not reproducible from a fresh checkout.");
        }

        foreach (var mode in (UnixFileMode?[])[options.FileMode, options.DirectoryMode])
        {
            if (mode is { } given && !EntryText.IsMode(given))
            {
                diagnostics.Error(DiagnosticId.OptionUnknown, given.ToString(), "The mode has bits beyond 7777 (octal). Give permission bits alone.");
            }
        }

        if (options.FileDates == FileDates.Preserve)
        {
            diagnostics.Info(DiagnosticId.DatesPreserved, item: null, "File dates are preserved, so the image depends on when its source files were written. It is not reproducible from a fresh checkout.");
        }
    }
}
