using System.Globalization;

namespace IsoBuild.Benchmarks;

/// <summary>A table in Markdown, row by row as contests end; progress goes to the other stream.</summary>
internal sealed class Report(TextWriter output, TextWriter progress)
{
    private int met;
    private int missed;
    private int open;

    public int Failures { get; private set; }

    public void Begin(IEnumerable<string> facts)
    {
        foreach (string fact in facts)
        {
            output.WriteLine("- " + fact);
        }

        output.WriteLine();
        output.WriteLine("| Workload | Where | IsoBuild | Peak | Compared with | Takes | Peak | Ratio | Bar | |");
        output.WriteLine("|---|---|--:|--:|---|--:|--:|--:|--:|---|");
    }

    public void Progress(string what) => progress.WriteLine(what);

    public void Add(Results results)
    {
        Contest contest = results.Contest;
        Contender? fastest = contest.Others.MinBy(results.Seconds);
        foreach (Contender other in contest.Others)
        {
            double ratio = results.Ratio(other);
            double? bar = contest.Bars.OfType<TimeBar>().FirstOrDefault(bar => bar.Against == other.Name)?.Ratio
                ?? (other == fastest ? contest.Bars.OfType<FastestBar>().FirstOrDefault()?.Ratio : null);
            Row(results, other.Name, Seconds(results.Seconds(other)), Megabytes(results.Peak(other)), Number(ratio), bar is null ? "" : "≤ " + Number(bar.Value), bar is null ? "" : Verdict(ratio <= bar));
        }

        foreach (TimeBar bar in contest.Bars.OfType<TimeBar>().Where(bar => contest.Others.All(other => other.Name != bar.Against)))
        {
            open++;
            Row(results, bar.Against, "", "", "", "≤ " + Number(bar.Ratio), "not measured: it is not installed");
        }

        if (contest.Others.Count == 0 && contest.Bars.Count == 0)
        {
            Row(results, "", "", "", "", "", "");
        }

        foreach (PeakBar bar in contest.Bars.OfType<PeakBar>())
        {
            string verdict = results.Peak(contest.Ours) is { } peak ? Verdict(peak <= bar.Megabytes * 1_000_000L) : NotMeasured("memory is measured on Linux only");
            Row(results, "", "", "", "", $"≤ {bar.Megabytes} MB", verdict);
        }
    }

    public void Skipped(string name, string where, string why) => Row(name, where, "", "", "", "", "", "", "", NotMeasured(why));

    public void Failed(string name, string where, string why)
    {
        Failures++;
        Row(name, where, "", "", "", "", "", "", "", "failed: " + string.Join(' ', why.Split('\n', StringSplitOptions.TrimEntries)));
    }

    public void End() => output.WriteLine($"\nBars: {met} met, {missed} missed, {open} not measured{(Failures > 0 ? $"; {Failures} failed" : "")}.");

    private string Verdict(bool reached)
    {
        _ = reached ? met++ : missed++;
        return reached ? "met" : "**missed**";
    }

    private string NotMeasured(string why)
    {
        open++;
        return "not measured: " + why;
    }

    private void Row(Results results, string against, string takes, string peak, string ratio, string bar, string verdict)
    {
        Contender ours = results.Contest.Ours;
        Row(results.Contest.Name, results.Contest.Where, Seconds(results.Seconds(ours)), Megabytes(results.Peak(ours)), against, takes, peak, ratio, bar, verdict);
    }

    private void Row(params string[] cells)
    {
        output.WriteLine("| " + string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))) + " |");
        output.Flush();
    }

    private static string Seconds(double seconds) => seconds.ToString("F3", CultureInfo.InvariantCulture) + " s";

    private static string Megabytes(long? bytes) => bytes is { } known ? (known / 1_000_000).ToString(CultureInfo.InvariantCulture) + " MB" : "n/a";

    private static string Number(double ratio) => ratio.ToString(ratio < 0.1 ? "F3" : "F2", CultureInfo.InvariantCulture);
}
