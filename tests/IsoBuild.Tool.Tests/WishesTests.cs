namespace IsoBuild.Tool.Tests;

/// <summary>Signals that come twice: timeout(1) sends them to its child and to the group that the child is in.</summary>
public class WishesTests
{
    [Fact]
    public void Twice_in_a_moment_is_one_wish_and_later_is_another()
    {
        Clock clock = new();
        Wishes wishes = new(clock);

        Assert.Equal(Wish.First, wishes.Next());
        Assert.Equal(Wish.Echo, wishes.Next());
        clock.Ticks += 999 * TimeSpan.TicksPerMillisecond;
        Assert.Equal(Wish.Echo, wishes.Next());
        clock.Ticks += TimeSpan.TicksPerMillisecond;
        Assert.Equal(Wish.Again, wishes.Next());
    }

    private sealed class Clock : TimeProvider
    {
        public long Ticks { get; set; } = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Ticks;
    }
}
