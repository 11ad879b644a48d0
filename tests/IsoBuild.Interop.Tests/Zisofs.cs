namespace IsoBuild.Interop.Tests;

/// <summary>Trees of compressed files, as another program makes and reads them: <c>zisofs.py</c>.</summary>
internal static class Zisofs
{
    public static string Script { get; } = Repository.File("tests/IsoBuild.Interop.Tests/zisofs.py");

    public static void Pack(string source, string target) => Readers.Run("python3", Script, "pack", source, target);

    public static void Unpack(string source, string target) => Readers.Run("python3", Script, "unpack", source, target);
}
