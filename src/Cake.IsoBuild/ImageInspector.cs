using Cake.Core;
using Cake.Core.IO;
using IsoBuild;
using IsoBuild.Comparing;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Extraction;
using IsoBuild.Layout;
using IsoBuild.Machines;
using IsoBuild.Summarizing;
using IsoBuild.Verifying;

namespace Cake.IsoBuild;

/// <summary>What is done to images that exist.</summary>
internal static class ImageInspector
{
    public static ImageSummary Summarize(ICakeContext context, FilePath image) => Read(context, image, new DiagnosticLog(context.Log), opened => opened.Summary);

    public static ImageLayout Layout(ICakeContext context, FilePath image, IsoLayoutSettings settings)
    {
        var log = new DiagnosticLog(context.Log);
        return Read(context, image, log, opened =>
        {
            var map = new SectorMap(context, settings, log);
            var layout = opened.Layout;
            if (map.Check(layout))
            {
                foreach (var (path, text) in map.Texts(layout))
                {
                    TextFile.Write(context, path, text);
                }

                map.Finish();
            }

            log.ThrowIfErrors();
            return layout;
        });
    }

    public static VerifyReport Verify(ICakeContext context, FilePath image, IsoVerifySettings settings)
    {
        var log = new DiagnosticLog(context.Log, settings.TreatWarningsAsErrors, settings.NoWarn);
        var options = new VerifyOptions { Consumers = [.. settings.Consumers.Order()] };
        return Read(context, image, log, opened =>
        {
            var report = Interruptible.Run(cancelled => opened.Verify(options, cancelled));
            log.Report(report.Findings);
            foreach (var consumer in report.Consumers)
            {
                var differently = consumer.Differently.Count switch
                {
                    0 => "",
                    1 => "; 1 name is shown differently",
                    var count => $"; {count} names are shown differently",
                };
                log.Note($"{NameOf(consumer.Consumer)} will see: {consumer.Sees}{differently}");
                foreach (var entry in consumer.Differently)
                {
                    log.Verbose(entry.Shown is { } shown ? $"{entry.Path} is shown as {shown}" : $"{entry.Path} is not shown");
                }

                log.Report(consumer.Findings);
            }

            log.ThrowIfErrors();
            return report.Passed ? report : throw new CakeException(LogText.Line($"{image.FullPath}: The image failed its verification."));
        });
    }

    public static ImageDiff Diff(ICakeContext context, FilePath before, FilePath after)
    {
        var log = new DiagnosticLog(context.Log);
        return Read(context, before, log, first => Read(context, after, log, second => Interruptible.Run(cancelled => first.CompareWith(second, cancelled))));
    }

    public static FolderDiff Diff(ICakeContext context, FilePath image, DirectoryPath directory)
    {
        var log = new DiagnosticLog(context.Log);
        var diff = Read(context, image, log, opened => Interruptible.Run(cancelled => opened.CompareWithFolder(directory.MakeAbsolute(context.Environment).FullPath, cancellationToken: cancelled)));
        log.Report(diff.Diagnostics);
        log.ThrowIfErrors();
        return diff;
    }

    public static ExtractResult Extract(ICakeContext context, FilePath image, DirectoryPath directory, IsoExtractSettings settings)
    {
        var log = new DiagnosticLog(context.Log);
        var target = directory.MakeAbsolute(context.Environment).FullPath;
        var options = new ExtractOptions
        {
            Paths = [.. settings.Paths],
            Where = settings.Where,
            Overwrite = settings.Overwrite,
            RestoreDates = settings.RestoreDates,
            RestoreModes = settings.RestoreModes,
            ExactModes = settings.ExactModes,
            Links = settings.Links,
            MaxBytes = settings.MaxBytes,
            Threads = settings.Threads,
        };
        return Read(context, image, log, opened =>
        {
            if (settings.View is { } view && opened.ContentOf(view) is null)
            {
                log.Error(DiagnosticId.OptionUnknown, nameof(settings.View), $"The image has no {view} tree; it has {opened.Formats}.");
                log.ThrowIfErrors();
            }

            var result = Interruptible.Run(cancelled => opened.Extract(target, options, settings.View, cancelled));
            log.Report(result.Diagnostics);
            log.ThrowIfErrors();
            log.Note($"{image.FullPath} -> {target}: {result.Files} files, {result.Bytes} bytes");
            return result;
        });
    }

    /// <summary>Opens an image; what stands in the way is reported with its code.</summary>
    private static T Read<T>(ICakeContext context, FilePath image, DiagnosticLog log, Func<IsoImage, T> read)
    {
        var path = image.MakeAbsolute(context.Environment);
        if (!context.FileSystem.Exist(path))
        {
            log.Error(DiagnosticId.SourceMissing, path.FullPath, "The image does not exist; build it first, or correct the path.");
            log.ThrowIfErrors();
        }

        try
        {
            using var opened = IsoImage.Open(path.FullPath);
            return read(opened);
        }
        catch (ImageException e)
        {
            log.Report([e.Diagnostic]);
            log.ThrowIfErrors();
            throw;
        }
        catch (ContentException e)
        {
            log.Report([e.Diagnostic]);
            log.ThrowIfErrors();
            throw;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Error(DiagnosticId.ImageUnreadable, path.FullPath, $"The image cannot be read: {e.Message}");
            log.ThrowIfErrors();
            throw;
        }
    }

    private static string NameOf(ImageConsumer consumer) => consumer switch
    {
        ImageConsumer.MacOS => "macOS",
        ImageConsumer.FreeBsd => "FreeBSD",
        ImageConsumer.Bios => "BIOS",
        ImageConsumer.Uefi => "UEFI",
        _ => Enum.TryParse<Machine>(consumer.ToString(), out var machine) ? MachineNames.TitleOf(machine) : consumer.ToString(),
    };
}
