using IsoBuild.Diagnostics;

namespace IsoBuild.Tasks;

/// <summary>Checks an image that the build made: against the standards, and for reproducibility, by building it again with everything changed that
/// must not matter. The image is not changed.</summary>
/// <remarks>This changes the culture and environment of the process, so the task must not run in a process that builds other projects at the same time.</remarks>
public sealed class VerifyIsoImage : IsoImageTask
{
    private protected override void Run(ImageBuilder builder, DiagnosticLog log, CancellationToken cancellationToken)
    {
        try
        {
            using (var image = IsoImage.Open(ImagePath))
            {
                log.Report(image.Verify(cancellationToken: cancellationToken).Findings);
            }

            Rebuild(builder, log, cancellationToken);
        }
        catch (ImageException e)
        {
            log.Report([e.Diagnostic]);
        }
    }

    private void Rebuild(ImageBuilder builder, DiagnosticLog log, CancellationToken cancellationToken)
    {
        var report = builder.VerifyReproducible(ImagePath, cancellationToken);

        // The rest was said when the image was built.
        log.Report(report.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        if (report.Difference is { } difference)
        {
            log.Report(DiagnosticId.NotReproducible, ImagePath, $"The image is not reproducible: built again with {report.Circumstances}, it has different bytes.", difference.ToString());
        }
        else if (report.IsReproducible)
        {
            log.Note($"{Path.GetFileName(ImagePath)} is reproducible: the same {new FileInfo(ImagePath).Length} bytes again with {report.Circumstances}");
        }
    }
}
