using System.Globalization;
using System.Text;
using IsoBuild.Diagnostics;
using IsoBuild.Machines;

namespace IsoBuild.Verifying;

/// <summary>Prints a <see cref="VerifyReport"/>.</summary>
internal static class VerifyText
{
    /// <summary>Of the entries that a consumer shows differently; the report has all of them.</summary>
    private const int MostShown = 20;

    public static string Write(VerifyReport report)
    {
        var text = new StringBuilder();
        foreach (var finding in report.Findings)
        {
            text.Append(Visible(finding.ToString())).Append('\n');
        }

        if (report.Findings.Count > 0)
        {
            text.Append('\n');
        }

        foreach (var view in report.Consumers)
        {
            WriteConsumer(text, view);
        }

        text.Append("The label is ").Append(Visible(report.Labels.ToString())).Append(".\n\n");
        return text.Append(Summary(report)).Append('\n').ToString();
    }

    private static void WriteConsumer(StringBuilder text, ConsumerView view)
    {
        var isFirmware = view.Consumer >= ImageConsumer.Bios;
        text.Append(NameOf(view.Consumer)).Append(" will see: ").Append(view.Sees);
        if (!isFirmware)
        {
            text.Append(view.Differently.Count switch
            {
                0 when !view.IsUsable => "",
                0 => "; every name as it is",
                1 => "; 1 name is shown differently:",
                var count => string.Create(CultureInfo.InvariantCulture, $"; {count:N0} names it shows differently:"),
            });
        }

        text.Append(view.IsUsable ? "\n" : isFirmware ? "; it cannot boot from it\n" : "; it cannot use the image\n");
        foreach (var shown in view.Differently.Take(MostShown))
        {
            text.Append("  ").Append(Visible(shown.Path)).Append(shown.Shown is null ? " is not shown" : $" as {Visible(shown.Shown)}").Append('\n');
        }

        if (view.Differently.Count > MostShown)
        {
            text.Append(CultureInfo.InvariantCulture, $"  and {view.Differently.Count - MostShown:N0} more\n");
        }

        foreach (var finding in view.Findings)
        {
            text.Append("  ").Append(Visible(finding.ToString())).Append('\n');
        }

        text.Append('\n');
    }

    private static string Summary(VerifyReport report)
    {
        var all = report.Findings.Concat(report.Consumers.SelectMany(consumer => consumer.Findings)).ToList();
        var unusable = report.Consumers.Where(consumer => !consumer.IsUsable).Select(consumer => NameOf(consumer.Consumer)).ToList();
        var counts = new[]
        {
            Count(all.Count(finding => finding.Severity == DiagnosticSeverity.Error), "error"),
            Count(all.Count(finding => finding.Severity == DiagnosticSeverity.Warning), "warning"),
            Count(all.Count(finding => finding.Severity == DiagnosticSeverity.Info), "remark"),
        }.Where(count => count.Length > 0).ToList();
        var verdict = report.Passed ? "The image passes" : "The image does not pass";
        return $"{verdict}: {(counts.Count == 0 ? "nothing found" : string.Join(", ", counts))}{(unusable.Count == 0 ? "" : $"; of no use to {string.Join(", ", unusable)}")}.";
    }

    private static string Count(int count, string what) => count switch
    {
        0 => "",
        1 => $"1 {what}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}s"),
    };

    private static string NameOf(ImageConsumer consumer) => consumer switch
    {
        ImageConsumer.Windows => "Windows",
        ImageConsumer.MacOS => "macOS",
        ImageConsumer.Linux => "Linux",
        ImageConsumer.FreeBsd => "FreeBSD",
        ImageConsumer.Bios => "BIOS",
        _ => MachineConsumers.MachineOf(consumer) is { } machine ? MachineNames.TitleOf(machine) : "UEFI",
    };

    /// <summary>Names come from the image: none may move the cursor, turn the text around, or hide a part of itself.</summary>
    private static string Visible(string text) => LogText.Line(text);
}
