using System.Globalization;
using IsoBuild.Bytes;

namespace IsoBuild.Emulation;

/// <summary>The lines of progress that callers parse.</summary>
/// <param name="program">The program.</param>
/// <param name="note">Takes the lines.</param>
/// <param name="clock">Tells the present time.</param>
internal sealed class EmulatedProgress(EmulatedProgram program, Action<string> note, Func<DateTimeOffset> clock) : IProgress<long>
{
    /// <summary>genisoimage speaks after so many bytes.</summary>
    private const long Step = 5000L * Sector.Size;

    private readonly Lock gate = new();
    private readonly DateTimeOffset start = clock();
    private long next = Step;

    public long Total { get; set; }

    /// <inheritdoc/>
    public void Report(long value)
    {
        lock (gate)
        {
            if (value < next || Total == 0)
            {
                return;
            }

            next = value + Step;
            var done = Math.Min(1, (double)value / Total);
            note(program switch
            {
                EmulatedProgram.Xorrisofs => Line($"xorriso : UPDATE : {done * 100,6:F2}% done"),
                EmulatedProgram.Oscdimg or EmulatedProgram.Hdiutil => Line($"{done * 100:F0}% complete"),
                _ => Line($"{done * 100,6:F2}% done, estimate finish {End(done):ddd MMM} {End(done).Day,2} {End(done):HH:mm:ss yyyy}"),
            });
        }
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private DateTimeOffset End(double done) => start + ((clock() - start) / done);
}
