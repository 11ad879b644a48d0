namespace IsoBuild.Reading;

/// <summary>How many directory records may still be read: of one tree, or of all sessions that are not shown, which may share what they hold.</summary>
/// <param name="records">How many.</param>
/// <param name="readsOnce">Whether a directory that one tree has is not read for another: where things lie is all that is asked of them.</param>
internal sealed class RecordBudget(int records, bool readsOnce = false)
{
    private readonly HashSet<long>? entered = readsOnce ? [] : null;
    private int left = records;

    /// <summary>Takes records and directories back that are read again.</summary>
    public void Return(int count, IEnumerable<DirectoryExtent> directories)
    {
        Interlocked.Add(ref left, count);
        if (entered is not null)
        {
            lock (entered)
            {
                entered.ExceptWith(directories.Select(directory => directory.Offset));
            }
        }
    }

    public bool TryTake() => Interlocked.Decrement(ref left) >= 0;

    /// <summary>Whether the directory whose records begin at that byte is to be read.</summary>
    public bool TryEnter(long offset)
    {
        if (entered is null)
        {
            return true;
        }

        lock (entered)
        {
            return entered.Add(offset);
        }
    }
}
