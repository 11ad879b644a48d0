namespace IsoBuild.Interop.Tests.CommandLines;

/// <summary>The files that the command lines name, made once. Who changes them takes a copy: genisoimage writes into boot images on disk.</summary>
public sealed class CommandLineFixture : IDisposable
{
    private readonly TempDirectory work = new();
    private readonly Lazy<string> folder;

    public CommandLineFixture() => folder = new Lazy<string>(() =>
    {
        string made = work.Combine("fixture");
        CommandLine.Run("bash", [Repository.File("tests/IsoBuild.Interop.Tests/CommandLines/fixture.sh"), made]).EnsureSuccess();
        CommandLine.Run("bash", [Repository.File("tests/IsoBuild.Interop.Tests/CommandLines/fixture-more.sh"), made]).EnsureSuccess();
        return made;
    });

    /// <summary>A copy of all files, at a path.</summary>
    internal void CopyTo(string path) => CommandLine.Run("cp", ["-a", folder.Value, path]).EnsureSuccess();

    public void Dispose() => work.Dispose();
}
