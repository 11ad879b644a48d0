using System.Diagnostics;
using System.Globalization;
using System.Runtime.ExceptionServices;
using IsoBuild.Diagnostics;
using IsoBuild.Planning;
using IsoBuild.Writing;

namespace IsoBuild.Comparing;

/// <summary>Builds an image again where everything is different that must not matter, and compares.</summary>
/// <param name="imagePath">The image that there is.</param>
/// <param name="buildAgain">Builds it again, in another order, and returns what there is to say of it. What it is given writes the image.</param>
/// <param name="compareWith">Compares the image with the one at a path.</param>
internal sealed class ReproducibilityCheck(string imagePath, Func<Action<ImagePlan>, IReadOnlyList<Diagnostic>> buildAgain, Func<string, ImageDiff> compareWith)
{
    /// <summary>One that writes I and i unlike others, and one that counts years unlike others.</summary>
    private static readonly string[] Cultures = ["tr-TR", "th-TH"];

    /// <summary>As far from each other as zones are; one of them is not the local one.</summary>
    private static readonly string[] Zones = ["Pacific/Kiritimati", "America/St_Johns"];

    /// <summary>A process has one time zone: one check at a time changes it.</summary>
    private static readonly Lock ZoneLock = new();

    private readonly int threads = Environment.ProcessorCount + 3;

    public ReproducibilityReport Run(CancellationToken cancellationToken)
    {
        ReproducibilityReport? report = null;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                report = RunElsewhere(cancellationToken);
            }
            catch (Exception thrown)
            {
                // Whatever it is belongs to the caller's thread.
                failure = ExceptionDispatchInfo.Capture(thrown);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return report!;
    }

    private ReproducibilityReport RunElsewhere(CancellationToken cancellationToken)
    {
        var culture = Culture();
        WaitForNextSecond(cancellationToken);
        lock (ZoneLock)
        {
            using var zone = new OtherZone();
#pragma warning disable RS0030 // Another culture is the purpose; this thread ends with the check, and the threads it starts inherit it.
            CultureInfo.CurrentCulture = culture;
            CultureInfo.CurrentUICulture = culture;
#pragma warning restore RS0030
            var circumstances = string.Create(
                CultureInfo.InvariantCulture,
                $"another order of entries and directories, {threads} threads, {(culture.Name.Length > 0 ? $"culture {culture.Name}" : "a culture with other numbers and dates")}{(zone.Name is { } name ? $", time zone {name}" : "")}, at a later second");
            return Build(circumstances, cancellationToken);
        }
    }

    private ReproducibilityReport Build(string circumstances, CancellationToken cancellationToken)
    {
        ImageDiff? difference = null;
        var diagnostics = buildAgain(Compare);
        return new ReproducibilityReport(difference is { AreIdentical: false } ? difference : null, circumstances, diagnostics);

        void Compare(ImagePlan plan)
        {
            using var again = Reserve(ImageWriter.Reservation(plan.Layout));
            ImageWriter.Write(plan.Layout, plan.Content, plan.FixUps, again.Handle, threads, new WriteProgress(listener: null), cancellationToken);
            difference = compareWith(again.CurrentPath);
        }
    }

    /// <summary>A file that is gone when the check ends: beside the image, where one of its size found room, else where temporary files go.</summary>
    private AtomicFile Reserve(long length)
    {
        try
        {
            return new AtomicFile(imagePath, length);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new AtomicFile(Path.Join(Path.GetTempPath(), Path.GetFileName(imagePath)), length);
        }
    }

    /// <summary>Whatever second it was when the image was built, it is another one.</summary>
    private static void WaitForNextSecond(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var second = TimeSpan.FromMilliseconds(1050);
        for (var rest = second; rest > TimeSpan.Zero; rest = second - Stopwatch.GetElapsedTime(started))
        {
            cancellationToken.WaitHandle.WaitOne(rest);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static CultureInfo Culture()
    {
#pragma warning disable RS0030 // The culture to be different from.
        var current = CultureInfo.CurrentCulture.Name;
#pragma warning restore RS0030
        foreach (var name in Cultures)
        {
            try
            {
                if (!string.Equals(name, current, StringComparison.OrdinalIgnoreCase))
                {
                    return CultureInfo.GetCultureInfo(name, predefinedOnly: true);
                }
            }
            catch (CultureNotFoundException)
            {
                // Without the data of cultures (InvariantGlobalization) there is only one, and what is made of it.
            }
        }

        var invented = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        invented.NumberFormat.NegativeSign = "~";
        invented.NumberFormat.NumberDecimalSeparator = ",";
        invented.NumberFormat.NumberGroupSeparator = ".";
        invented.DateTimeFormat.ShortDatePattern = "dd#MM#yyyy";
        invented.DateTimeFormat.TimeSeparator = "#";
        invented.DateTimeFormat.DateSeparator = "#";
        return invented;
    }

    /// <summary>Another local time zone, until it is disposed of.</summary>
    private sealed class OtherZone : IDisposable
    {
        private const string Variable = "TZ";

        private readonly string? before = Environment.GetEnvironmentVariable(Variable);

        public OtherZone()
        {
            var local = Offset();
            foreach (var zone in Zones)
            {
                Set(zone);
                if (Offset() != local)
                {
                    Name = zone;
                    return;
                }
            }

            // Windows has no such variable, and some systems no such zones.
            Set(before);
        }

        /// <summary>The zone; <see langword="null"/> where it cannot be changed.</summary>
        public string? Name { get; }

        public void Dispose() => Set(before);

        private static void Set(string? zone)
        {
            Environment.SetEnvironmentVariable(Variable, zone);
            TimeZoneInfo.ClearCachedData();
        }

#pragma warning disable RS0030 // The zone to be different from.
        private static TimeSpan Offset() => TimeZoneInfo.Local.BaseUtcOffset;
#pragma warning restore RS0030
    }
}
