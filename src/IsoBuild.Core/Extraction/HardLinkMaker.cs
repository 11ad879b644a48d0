using System.Runtime.InteropServices;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Writing;

namespace IsoBuild.Extraction;

/// <summary>Gives files their further names (hard links), once they are whole. Where the file system has no such thing, or allows no more of them, the name gets a copy.</summary>
internal static partial class HardLinkMaker
{
    /// <param name="plan">What is extracted.</param>
    /// <param name="written">Which of the plan's files are whole and in their places.</param>
    /// <param name="run">What was done, and what went wrong.</param>
    public static void Make(ExtractionPlan plan, bool[] written, ExtractionRun run)
    {
        if (plan.HardLinks.IsEmpty)
        {
            return;
        }

        using var copier = new FileExtractor(number: 0, run);
        foreach (ref readonly var name in plan.HardLinks)
        {
            run.CancellationToken.ThrowIfCancellationRequested();
            if (run.IsFull || name.Directory.Failed)
            {
                continue;
            }

            if (written[name.Holder] && TryLink(plan.File(name.Holder).Path, name))
            {
                run.AddFile(length: 0);
            }
            else
            {
                Copy(name, copier, run);
            }
        }
    }

    /// <summary>Writes the name as a file of its own. Nobody counted its bytes before.</summary>
    private static void Copy(in PlannedEntry name, FileExtractor copier, ExtractionRun run)
    {
        var length = ((ContentFile)name.Node).Length;
        if (run.Options.MaxBytes is { } most && length > most - run.Bytes)
        {
            run.Fail(name.Node, DiagnosticId.ExtractTooLarge, $"It is one file with others (a hard link), which the target directory cannot hold as one; a copy would have {length} bytes more, and at most {most} are allowed. Allow more, or extract elsewhere.");
        }
        else
        {
            copier.Extract(name);
        }
    }

    private static bool TryLink(string existing, in PlannedEntry name)
    {
        if (!name.Replaces)
        {
            // Fails where something has appeared meanwhile.
            return TryLink(existing, name.Path);
        }

        // The file was written anew, so what is replaced is never the same one, with which renaming would do nothing.
        var temporary = AtomicFile.TemporaryPath(name.Directory.Workshop, number: 0);
        if (!TryLink(existing, temporary))
        {
            return false;
        }

        try
        {
            DiskFile.Move(temporary, name.Path, overwrites: true);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The copy says what is wrong, if that cannot take the place either.
            File.Delete(temporary);
            return false;
        }
    }

    /// <summary>Neither system follows a link here: should one have taken the file's place, the new name is one of the link.</summary>
    private static bool TryLink(string existing, string path)
    {
        try
        {
            return OperatingSystem.IsWindows()
                ? CreateHardLink(path, existing, securityAttributes: 0)
                : UnixCalls.TryLink(existing, path);
        }
        catch (Exception failure) when (failure is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
    }

    // Any failure here and above (other file system, too many names, no hard links at all) means a copy, which then reports what is really wrong.
    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string path, string existing, nint securityAttributes);
}
