using System.Globalization;
using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Cake.Core.Tooling;

namespace Cake.IsoBuild.Tests;

/// <summary>A script's context: Cake's own file system in a working directory of a test's own, a log to look at, and nothing that starts programs.</summary>
internal sealed class FakeCake : ICakeContext, ICakeEnvironment, ICakeLog, IDisposable
{
    private readonly TempDirectory folder = new(prefix: "isobuild-cake-");

    public FakeCake() => WorkingDirectory = folder.Path;

    public IFileSystem FileSystem { get; set; } = new FileSystem();

    public ICakeEnvironment Environment => this;

    public ICakeLog Log => this;

    public IGlobber Globber => new Globber(FileSystem, this);

    public ICakeArguments Arguments => throw new NotSupportedException();

    public IProcessRunner ProcessRunner => throw new NotSupportedException();

    public IRegistry Registry => throw new NotSupportedException();

    public IToolLocator Tools => throw new NotSupportedException();

    public IToolInstaller ToolInstaller => throw new NotSupportedException();

    public ICakeDataResolver Data => throw new NotSupportedException();

    public ICakeConfiguration Configuration => throw new NotSupportedException();

    public IServiceProvider ServiceProvider => throw new NotSupportedException();

    public DirectoryPath WorkingDirectory { get; set; }

    public DirectoryPath ApplicationRoot => WorkingDirectory;

    public DirectoryPath UserHomeDirectory => WorkingDirectory;

    public ICakePlatform Platform { get; } = new CakePlatform();

    public ICakeRuntime Runtime { get; } = new CakeRuntime();

    public Dictionary<string, string> Variables { get; } = [];

    public Verbosity Verbosity { get; set; } = Verbosity.Diagnostic;

    public List<(LogLevel Level, string Text)> Said { get; } = [];

    public DirectoryPath GetSpecialPath(SpecialPath path) => throw new NotSupportedException();

    public string? GetEnvironmentVariable(string variable) => Variables.GetValueOrDefault(variable);

    public IDictionary<string, string?> GetEnvironmentVariables() => Variables.ToDictionary(pair => pair.Key, pair => (string?)pair.Value);

    /// <summary>Whether what is said is lost, as on a full disk.</summary>
    public bool IsLogFull { get; set; }

    public void Write(Verbosity verbosity, LogLevel level, string format, params object[] args) =>
        Said.Add(IsLogFull ? throw new IOException("No space left on device") : (level, string.Format(CultureInfo.InvariantCulture, format, args)));

    public string[] SaidAt(LogLevel level) => [.. Said.Where(said => said.Level == level).Select(said => said.Text)];

    public string Path(string relativePath) => folder.Combine(relativePath);

    public string Read(string relativePath) => System.IO.File.ReadAllText(Path(relativePath));

    public bool Exists(string relativePath) => System.IO.File.Exists(Path(relativePath));

    /// <summary>Writes a file below the working directory.</summary>
    public FakeCake With(string relativePath, string text)
    {
        folder.Write(relativePath, text);
        return this;
    }

    public void Dispose() => folder.Dispose();
}
