using System.Globalization;
using System.Text;
using Cake.Core;
using Cake.Core.IO;
using IsoBuild;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace Cake.IsoBuild;

/// <summary>Small text files in Cake's file system, written when they change.</summary>
internal static class TextFile
{
    /// <summary>The text; <see langword="null"/> when there is no such file.</summary>
    public static string? Read(ICakeContext context, FilePath path)
    {
        var file = context.FileSystem.GetFile(path);
        if (!file.Exists)
        {
            return null;
        }

        if (DiskPath.WhyNoFile(path.FullPath) is { } kind)
        {
            throw new CakeException(LogText.Line(string.Create(CultureInfo.InvariantCulture, $"ISOB{(int)DiagnosticId.InputNoFile}: {path.FullPath}: It is {kind}, and reading it could block forever. Name a file.")));
        }

        using var reader = new StreamReader(file.OpenRead(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Whether Cake's file system is the disk, of which the engine knows more: links, pipes, permissions, what a power cut leaves.</summary>
    public static bool IsOnDisk(ICakeContext context) => context.FileSystem is FileSystem;

    /// <summary>Writes <paramref name="text"/> as UTF-8 without a mark, unless the file holds it already.</summary>
    /// <exception cref="CakeException">It cannot be written (ISOB4104).</exception>
    public static void Write(ICakeContext context, FilePath path, string text)
    {
        if (IsOnDisk(context))
        {
            WriteToDisk(new TextOutput(path.FullPath, text));
        }
        else if (Prepare(context, path, text) is { } ready)
        {
            Place(ready, path);
        }
    }

    /// <summary>Writes a text beside its place, in a file system that is not the disk; <see langword="null"/> where the file holds it already.</summary>
    /// <exception cref="CakeException">It cannot be written (ISOB4104).</exception>
    public static IFile? Prepare(ICakeContext context, FilePath path, string text) => Try(path, () =>
    {
        if (Read(context, path) == text)
        {
            return null;
        }

        var directory = context.FileSystem.GetDirectory(path.GetDirectory());
        if (!directory.Exists)
        {
            directory.Create();
        }

#pragma warning disable RS0030 // The name of a file that is gone when the work is done, and that nobody can guess.
        var name = string.Create(CultureInfo.InvariantCulture, $".isobuild-x{Guid.NewGuid():N}.tmp");
#pragma warning restore RS0030
        var temporary = context.FileSystem.GetFile(path.GetDirectory().CombineWithFilePath(name));
        try
        {
            using var stream = temporary.Open(FileMode.CreateNew, FileAccess.Write, FileShare.None);
            stream.Write(Encoding.UTF8.GetBytes(text));
            return temporary;
        }
        catch
        {
            DeleteIfThere(temporary);
            throw;
        }
    });

    /// <summary>Puts what <see cref="Prepare"/> wrote in its place. Cake moves onto no file that exists, but it copies onto one.</summary>
    /// <exception cref="CakeException">It cannot be written (ISOB4104).</exception>
    public static void Place(IFile ready, FilePath path) => Try<object?>(path, () =>
    {
        try
        {
            ready.Copy(path, overwrite: true);
            return null;
        }
        finally
        {
            DeleteIfThere(ready);
        }
    });

    public static void DeleteIfThere(IFile file)
    {
        if (file.Exists)
        {
            file.Delete();
        }
    }

    public static void Delete(ICakeContext context, FilePath path) => DeleteIfThere(context.FileSystem.GetFile(path));

    private static void WriteToDisk(TextOutput output)
    {
        try
        {
            Interruptible.Run<object?>(cancelled =>
            {
                output.Write(cancelled);
                return null;
            });
        }
        catch (ImageException failure)
        {
            throw Failure(output.Path, failure.Diagnostic.Message, failure);
        }
    }

    private static T Try<T>(FilePath path, Func<T> work)
    {
        try
        {
            return work();
        }
        // The last is what .NET throws for a file that may not grow so far (EFBIG).
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            throw Failure(path.FullPath, $"The file cannot be written: {e.Message}", e);
        }
    }

    private static CakeException Failure(string path, string message, Exception inner) =>
        new(LogText.Line(string.Create(CultureInfo.InvariantCulture, $"ISOB{(int)DiagnosticId.OutputUnwritable}: {path}: {message}")), inner);
}
