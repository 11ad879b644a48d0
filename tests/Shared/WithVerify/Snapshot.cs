using System.Runtime.CompilerServices;
using VerifyTests;
using VerifyXunit;

namespace IsoBuild.TestSupport;

/// <summary>The snapshots of <c>../Snapshot.cs</c>, the same files under the same names, held by Verify itself: with its diff tools,
/// its clipboard and its way of accepting.</summary>
internal static class Snapshot
{
    public static void Match(string actual, [CallerFilePath] string sourceFile = "", [CallerMemberName] string method = "")
    {
        VerifySettings settings = new();
        settings.UseDirectory(Path.GetDirectoryName(sourceFile)!);
        settings.UseFileName($"{Path.GetFileNameWithoutExtension(sourceFile)}.{method}");
        // A test may hold one snapshot several times.
        settings.DisableRequireUniquePrefix();
        Verifier.Verify(actual.ReplaceLineEndings("\n").TrimEnd('\n') + "\n", settings, sourceFile).ToTask().GetAwaiter().GetResult();
    }
}
