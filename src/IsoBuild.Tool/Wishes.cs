namespace IsoBuild.Tool;

/// <summary>What a signal to end means.</summary>
internal enum Wish
{
    /// <summary>To end, and leave nothing behind.</summary>
    First,

    /// <summary>The same once more: <c>timeout</c> of coreutils signals its child and then the group that the child is in.</summary>
    Echo,

    /// <summary>To end at once.</summary>
    Again,
}

/// <summary>Tells the wishes to end apart.</summary>
/// <param name="clock">A clock that nobody sets.</param>
internal sealed class Wishes(TimeProvider clock)
{
    /// <summary>Longer than programs take for two signals, shorter than people who have waited.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly Lock turn = new();
    private long? first;

    /// <summary>What the signal that has just come means.</summary>
    public Wish Next()
    {
        lock (turn)
        {
            if (first is { } before)
            {
                return clock.GetElapsedTime(before) < Moment ? Wish.Echo : Wish.Again;
            }

            first = clock.GetTimestamp();
            return Wish.First;
        }
    }
}
