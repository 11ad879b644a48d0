using System.Globalization;
using System.Text;
using Cake.Core;
using Cake.Core.IO;
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
            throw new CakeException(LogText.Line(string.Create(CultureInfo.InvariantCulture, $"ISOB{(int)DiagnosticId.InputNoFile}: {path.FullPath}: It is {kind}, which would be waited for; name a file.")));
        }

        using var reader = new StreamReader(file.OpenRead(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Writes <paramref name="text"/> as UTF-8 without a mark, unless the file holds it already.</summary>
    /// <exception cref="CakeException">It cannot be written (ISOB4104).</exception>
    public static void Write(ICakeContext context, FilePath path, string text)
    {
        try
        {
            if (Read(context, path) != text)
            {
                Replace(context, path, text);
            }
        }
        // The last is what .NET throws for a file that may not grow so far (EFBIG).
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            throw new CakeException(LogText.Line(string.Create(CultureInfo.InvariantCulture, $"ISOB{(int)DiagnosticId.OutputUnwritable}: {path.FullPath}: The file cannot be written: {e.Message}")), e);
        }
    }

    public static void Delete(ICakeContext context, FilePath path)
    {
        var file = context.FileSystem.GetFile(path);
        if (file.Exists)
        {
            file.Delete();
        }
    }

    private static void Replace(ICakeContext context, FilePath path, string text)
    {
        var directory = context.FileSystem.GetDirectory(path.GetDirectory());
        if (!directory.Exists)
        {
            directory.Create();
        }

        // What is on its place is complete before it comes there; Cake moves onto no file that exists, but it copies onto one.
        var temporary = context.FileSystem.GetFile(path.AppendExtension("tmp"));
        try
        {
            using (var stream = temporary.Open(FileMode.Create, FileAccess.Write, FileShare.None))
            {
                stream.Write(Encoding.UTF8.GetBytes(text));
            }

            temporary.Copy(path, overwrite: true);
        }
        finally
        {
            if (temporary.Exists)
            {
                temporary.Delete();
            }
        }
    }
}
