using System.Globalization;
using IsoBuild.Content;

namespace IsoBuild.Core.Tests.Bounds;

/// <summary>Names that become one when they are cut: each pair of them may be tried, or each of them once.</summary>
public class UniqueNamesTests
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private const int Limit = 8;

    /// <summary>Every name is there twice, all differ in their last letters alone, and these give way to the number.</summary>
    [Fact]
    public void Each_form_is_tried_once()
    {
        var (names, calls) = (new UniqueNames(0), 0);
        HashSet<string> given = [];
        var count = 0;
        foreach (var name in Enumerable.Repeat(from a in Letters from b in Letters from c in Letters.Take(5) select $"NAME{c}{a}{b}", 2).SelectMany(each => each))
        {
            count++;
            Assert.True(given.Add(names.Take(name, (text, suffix) =>
            {
                calls++;
                return Cut(text, suffix);
            })));
        }

        // Each name tries one form for each number of digits, and takes one.
        Assert.Equal(2 * 36 * 36 * 5, count);
        Assert.InRange(calls, count / 2, count * 6);
    }

    /// <summary>What was taken stays taken, so passing over it changes no name: against the plain search from 2 on.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_names_are_those_of_a_plain_search(int seed)
    {
        var random = new Random(seed);
        var names = new UniqueNames(0);
        HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < 3000; i++)
        {
            var name = string.Concat(Enumerable.Range(0, random.Next(1, Limit + 1)).Select(_ => "aAb_23"[random.Next(6)]));
            var expected = name;
            for (var number = 2; !taken.Add(expected); number++)
            {
                expected = Cut(name, string.Create(CultureInfo.InvariantCulture, $"_{number}"));
            }

            Assert.Equal(expected, names.Take(name, Cut, text => text.ToUpperInvariant()));
        }
    }

    private static string Cut(string name, string suffix) => string.Concat(name.AsSpan(0, Math.Min(name.Length, Limit - suffix.Length)), suffix);
}
