namespace IsoBuild.Writing;

/// <summary>Adds up what several threads have written.</summary>
/// <param name="listener">Who wants to know, if anybody.</param>
internal sealed class WriteProgress(IProgress<long>? listener)
{
    private long total;

    public void Add(long bytes)
    {
        if (listener is not null)
        {
            listener.Report(Interlocked.Add(ref total, bytes));
        }
    }
}
