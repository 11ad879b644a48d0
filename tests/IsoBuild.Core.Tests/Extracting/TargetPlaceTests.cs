using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Extraction;
using static IsoBuild.Core.Tests.Extracting.HandMade;

namespace IsoBuild.Core.Tests.Extracting;

/// <summary>Targets that take nothing: what is said names them, and what to do.</summary>
public sealed class TargetPlaceTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    [LinuxFact]
    public void A_link_to_nothing_is_no_file()
    {
        System.IO.File.CreateSymbolicLink(temp.Combine("link"), "gone");
        Assert.Equal("It is a symbolic link to gone, where there is no directory. Create it, delete the link, or extract elsewhere.", Refused(temp.Combine("link")));
    }

    [Fact]
    public void A_file_is_said_to_be_one()
    {
        string file = temp.Write("file", "x");
        Assert.Equal("A file has this name. Remove it, or extract elsewhere.", Refused(file));
        Assert.StartsWith($"The target directory cannot be written. {file} is not a directory.", Refused(Path.Combine(file, "sub")), StringComparison.Ordinal);
    }

    /// <summary>exFAT as a FUSE says ENOSYS (38), FAT of Linux EPERM (1).</summary>
    [LinuxFact]
    public void Where_no_links_are_the_choice_is_told()
    {
        PlannedEntry entry = new(Link("l", "a"), new PlannedDirectory(Directory(""), parent: null, "/media/stick"), "l");
        foreach (Exception failure in new Exception[] { new IOException("Function not implemented : 'l'", 38), new UnauthorizedAccessException("x", new IOException("Operation not permitted : 'l'", 1)) })
        {
            Assert.Equal("The file system of /media/stick does not support or does not permit symbolic links. Leave links out (--links skip), or extract elsewhere.", LinkMaker.Explain(failure, entry));
        }
    }

    /// <summary>A directory that is immutable takes nothing from root either; the file system says so of an unnamed file, of whose name nobody ever heard.</summary>
    [RootTheory("chattr")]
    [InlineData("target")]
    [InlineData("target/new")]
    public void An_immutable_directory_is_named(string place)
    {
        string target = temp.Combine("target");
        System.IO.Directory.CreateDirectory(target);
        if (CommandLine.Run("chattr", ["+i", target]).ExitCode != 0)
        {
            // A file system without such flags.
            return;
        }

        try
        {
            Assert.StartsWith($"The target directory cannot be written. The system does not permit it in {target}: ", Refused(temp.Combine(place)), StringComparison.Ordinal);
        }
        finally
        {
            CommandLine.Run("chattr", ["-i", target]).EnsureSuccess();
        }
    }

    private static string Refused(string target)
    {
        Diagnostic error = Assert.Single(ImageExtractor.Extract(Tree(File("f")), target, new ExtractOptions(), [], CancellationToken.None).Diagnostics);
        Assert.Equal(("ISOB3032", target), (error.Code, error.Item));
        return error.Message;
    }
}
