using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Errors;

/// <summary>What is told, and what is only counted.</summary>
public class DiagnosticBagTests
{
    /// <summary>Where nothing is kept, the first of a code is counted as well as the next.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void What_is_not_kept_is_counted(int limit)
    {
        DiagnosticBag bag = new(limit);
        for (int i = 0; i < 3; i++)
        {
            if (bag.Keeps(DiagnosticId.FatUnreadable))
            {
                bag.Error(DiagnosticId.FatUnreadable, "item", "message");
            }
            else
            {
                bag.Count(DiagnosticId.FatUnreadable, DiagnosticSeverity.Error);
            }
        }

        DiagnosticBag all = new(limit);
        all.AddAll(bag);
        foreach (DiagnosticBag each in (DiagnosticBag[])[bag, all])
        {
            Assert.True(each.HasErrors);
            Assert.Equal(limit, each.Kept);
            Assert.Contains(each.ToList(), told => told.Id == DiagnosticId.TooManyFindings && told.Message.StartsWith($"{3 - limit} more findings", StringComparison.Ordinal));
        }
    }
}
