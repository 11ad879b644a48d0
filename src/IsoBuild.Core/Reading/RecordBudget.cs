namespace IsoBuild.Reading;

/// <summary>How many directory records may still be read: of one tree, or of all sessions that are not shown, which may share what they hold.</summary>
internal sealed class RecordBudget(int records)
{
    private int left = records;

    /// <summary>Takes records back that are read again.</summary>
    public void Return(int count) => Interlocked.Add(ref left, count);

    public bool TryTake() => Interlocked.Decrement(ref left) >= 0;
}
