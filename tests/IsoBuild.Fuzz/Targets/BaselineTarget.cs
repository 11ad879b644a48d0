using System.Text;
using IsoBuild.Comparing;

namespace IsoBuild.Fuzz;

/// <summary>Compares two sector maps, of which somebody may have edited the committed one: what is before the first NUL, and what is behind it.</summary>
public static class BaselineTarget
{
    private const long LeastAllocated = 1 << 20;
    private const long MostAllocatedPerByte = 2000;

    public static void Try(ReadOnlySpan<byte> input)
    {
        int middle = input.IndexOf((byte)0);
        string baseline = Encoding.UTF8.GetString(middle < 0 ? input : input[..middle]);
        string actual = middle < 0 ? "" : Encoding.UTF8.GetString(input[(middle + 1)..]);

        long before = GC.GetAllocatedBytesForCurrentThread();
        string differences = LayoutDiff.Describe(baseline, actual);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        FuzzFault.If(allocated > LeastAllocated + (input.Length * MostAllocatedPerByte), $"Comparing took {allocated >> 10} KiB.");

        FuzzFault.If(!string.Equals(differences, LayoutDiff.Describe(baseline, actual), StringComparison.Ordinal), "The same texts do not always differ alike.");
        CompareWithItself(baseline);
        CompareWithItself(actual);
        FuzzFault.If(differences.Length > 0 && !differences.EndsWith('\n'), "The last difference is no line.");

        // Line endings and blanks at their ends are no difference; a text that is refused is refused in any form.
        string other = LayoutDiff.Describe(baseline.ReplaceLineEndings("\r\n"), actual.ReplaceLineEndings("\r\n"));
        FuzzFault.If(!string.Equals(differences, other, StringComparison.Ordinal), "Line endings make a difference.");
    }

    private static void CompareWithItself(string map)
    {
        string itself = LayoutDiff.Describe(map, map);
        FuzzFault.If(itself.Length > 0 && !itself.StartsWith("the baseline is not a sector map", StringComparison.Ordinal), $"A map differs from itself: {itself}");
    }
}
