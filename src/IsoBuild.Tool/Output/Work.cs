using IsoBuild.Diagnostics;
using Spectre.Console;

namespace IsoBuild.Tool.Output;

/// <summary>How far some work has come. Told by its threads, looked at by the bar.</summary>
internal sealed class WorkProgress : IProgress<long>
{
    private long done;
    private long total;

    /// <summary>The bytes done.</summary>
    public long Done => Volatile.Read(ref done);

    /// <summary>The bytes to be done; 0 while that is not known.</summary>
    public long Total
    {
        get => Volatile.Read(ref total);
        set => Volatile.Write(ref total, value);
    }

    /// <inheritdoc/>
    public void Report(long value) => Volatile.Write(ref done, value);
}

/// <summary>Does work, with a bar when it is long and somebody watches.</summary>
internal static class Work
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(100);

    /// <param name="title">What is done, in a word or two.</param>
    /// <param name="showBar">Whether a bar is wanted.</param>
    /// <param name="work">The work, which tells how far it has come.</param>
    public static T Run<T>(string title, bool showBar, Func<WorkProgress, T> work)
    {
        var progress = new WorkProgress();
        if (!showBar)
        {
            return work(progress);
        }

        var task = Task.Factory.StartNew(() => work(progress), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var ended = ((IAsyncResult)task).AsyncWaitHandle;
        if (!ended.WaitOne(Patience))
        {
            Show(title, progress, ended);
        }

        return task.GetAwaiter().GetResult();
    }

    private static void Show(string title, WorkProgress progress, WaitHandle ended)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        console.Progress()
            .AutoClear(enabled: true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                var bar = context.AddTask(Markup.Escape(LogText.Line(title)));
                do
                {
                    bar.IsIndeterminate = progress.Total == 0;
                    bar.MaxValue = Math.Max(1, progress.Total);
                    bar.Value = progress.Done;
                }
                while (!ended.WaitOne(Refresh));
            });
    }
}
