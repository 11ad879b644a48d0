using IsoBuild.Diagnostics;

namespace IsoBuild.Tasks;

/// <summary>Checks an image that the build made: against the standards, and against itself, built once more where everything is different that
/// must not matter. The image stays as it is.</summary>
/// <remarks>Culture and environment of the process are exchanged for that: no task for a process that builds other projects meanwhile.</remarks>
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
            log.Report(DiagnosticId.NotReproducible, ImagePath, $"The image is not reproducible: built again with {report.Circumstances}, it has other bytes.", difference.ToString());
        }
        else if (report.IsReproducible)
        {
            log.Note($"{Path.GetFileName(ImagePath)} is reproducible: the same {new FileInfo(ImagePath).Length} bytes again with {report.Circumstances}");
        }
    }
}
