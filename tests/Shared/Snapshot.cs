using System.Runtime.CompilerServices;
using System.Text;

namespace IsoBuild.TestSupport;

/// <summary>
/// Text held by a file, with Verify's conventions: <c>Class.Method.verified.txt</c> beside the test,
/// <c>Class.Method.received.txt</c> when it differs. To accept, rename received to verified.
/// </summary>
internal static class Snapshot
{
    public static void Match(string actual, [CallerFilePath] string sourceFile = "", [CallerMemberName] string method = "")
    {
        string stem = Path.Combine(Path.GetDirectoryName(sourceFile)!, $"{Path.GetFileNameWithoutExtension(sourceFile)}.{method}");
        string verified = stem + ".verified.txt";
        string received = stem + ".received.txt";

        actual = Normalise(actual);
        string? expected = File.Exists(verified) ? Normalise(File.ReadAllText(verified)) : null;
        if (expected == actual)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, actual, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        Assert.Fail($"{Describe(expected, actual)}\n\nreceived: {received}\nTo accept: mv '{received}' '{verified}'");
    }

    /// <summary>Line ends and the final one depend on editors and git, not on what is tested.</summary>
    private static string Normalise(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";

    private static string Describe(string? expected, string actual)
    {
        if (expected is null)
        {
            return "No verified snapshot yet.";
        }

        string[] before = expected.Split('\n');
        string[] after = actual.Split('\n');
        int first = Enumerable.Range(0, Math.Max(before.Length, after.Length)).First(i => Line(before, i) != Line(after, i));
        StringBuilder text = new($"The snapshot differs from line {first + 1} on:");
        for (int i = first; i < Math.Min(first + 8, Math.Max(before.Length, after.Length)); i++)
        {
            if (Line(before, i) == Line(after, i))
            {
                text.Append($"\n  {Line(before, i)}");
                continue;
            }

            text.Append(Line(before, i) is { } old ? $"\n- {old}" : "").Append(Line(after, i) is { } now ? $"\n+ {now}" : "");
        }

        return text.ToString();
    }

    private static string? Line(string[] lines, int index) => index < lines.Length ? lines[index] : null;
}
