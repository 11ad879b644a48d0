using System.Security.Cryptography;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;
using IsoBuild.Reading;

namespace IsoBuild.Remastering;

/// <summary>The base image.</summary>
internal sealed class BaseImage
{
    private readonly BaseBytes bytes;

    private BaseImage(string path, BaseBytes bytes, ImageReader reader) => (Path, this.bytes, Reader) = (path, bytes, reader);

    /// <summary>The file, as the user named it.</summary>
    public string Path { get; }

    /// <summary>The file's name, without its directory.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    public ImageReader Reader { get; }

    /// <summary>Opens the image; <see langword="null"/> and a diagnostic when there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="session">Which session counts.</param>
    /// <param name="diagnostics">Is told why there is none.</param>
    public static BaseImage? Open(string path, int? session, DiagnosticBag diagnostics)
    {
        if (Directory.Exists(path))
        {
            diagnostics.Error(DiagnosticId.BaseNotAnImage, path, "The base is a directory, not an image. Name the image file; add directories as content.", path);
            return null;
        }

        BaseBytes? opened = null;
        try
        {
            opened = new BaseBytes(path);
            var (geometry, start) = VolumeFinder.Find(opened);
            return new BaseImage(path, opened, new ImageReader(new ImageFile(opened, geometry), start, new OpenOptions { Session = session }));
        }
        catch (ImageException refused) when (refused.Diagnostic.Id == DiagnosticId.InputNoFile)
        {
            diagnostics.Add(refused.Diagnostic with { Item = path });
        }
        catch (ImageException refused)
        {
            diagnostics.Error(DiagnosticId.BaseNotAnImage, path, $"The base cannot be used: {refused.Diagnostic.Message} ({refused.Diagnostic.Code})", path);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            diagnostics.Error(DiagnosticId.BaseUnreadable, path, "The base does not exist. Check the path.", path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error(DiagnosticId.BaseUnreadable, path, $"The base cannot be read: {(failure as ContentException)?.Diagnostic.Message ?? failure.Message}", path);
        }

        opened?.Dispose();
        return null;
    }

    public static Diagnostic Changed(string path) => new(
        DiagnosticId.BaseChanged, DiagnosticSeverity.Error, path, "The base changed while the image was made from it. Wait until nothing else writes to it, and build again.") { SourcePath = path };

    /// <summary>What would make an image of another content than the base has: errors of its structures, told one by one, and hints of what readers do not show.</summary>
    public void Check(DiagnosticBag diagnostics)
    {
        // Trees that share a file say the same of it.
        var reported = new HashSet<(DiagnosticId, string?, string)>();
        foreach (var found in Reader.TreeDiagnostics.Where(found => reported.Add((found.Id, found.Item, found.Message))))
        {
            switch (found.Severity)
            {
                case DiagnosticSeverity.Error:
                    diagnostics.Error(DiagnosticId.BaseDamaged, found.Item ?? Path, $"The base is damaged here, and content would be lost: {found.Message} ({found.Code}) Get a complete copy.", Path);
                    break;
                case DiagnosticSeverity.Warning:
                    diagnostics.Add(found with { Item = found.Item ?? Path, Message = $"In the base: {found.Message}", SourcePath = Path });
                    break;
                case DiagnosticSeverity.Info when found.Id is DiagnosticId.AssociatedFileHidden or DiagnosticId.OlderVersion or DiagnosticId.UdfStreamsNotShown:
                    diagnostics.Warning(DiagnosticId.BaseEntryUnusable, found.Item ?? Path, $"Something in the base is not carried over: {found.Message} ({found.Code})", Path);
                    break;
                case DiagnosticSeverity.Info when found.Id == DiagnosticId.UdfOfEarlierSession && Reader.UdfVolume is null:
                    diagnostics.Info(DiagnosticId.BaseEntryUnusable, Path, $"The base's UDF volume belongs to an earlier session and is not carried over. Add UDF to the formats if the image should have it. ({found.Code})", Path);
                    break;
            }
        }
    }

    /// <summary>Refuses content that is many times what the base stores: the new image would hold it as often as files show it.</summary>
    public void CheckSize(ImageFormats view, DiagnosticBag diagnostics)
    {
        if (Reader.Content(view) is { } content && ContentBudget.FirstBeyond(content, Reader.Image.Length) is { } file)
        {
            diagnostics.Error(DiagnosticId.ExtractTooLarge, file.Path, $"{ContentBudget.Describe(Reader.Image.Length)} An image based on it would have to store all of that.", Path);
        }
    }

    /// <summary>Says so when the file is not the one any more that the plan was made from.</summary>
    /// <exception cref="ContentException">It changed, or does not tell.</exception>
    public void CheckUnchanged()
    {
        bool isUnchanged;
        try
        {
            isUnchanged = bytes.IsUnchanged();
        }
        catch (Exception failure) when (failure is not ContentException and (IOException or UnauthorizedAccessException))
        {
            throw Unreadable(failure);
        }

        if (!isUnchanged)
        {
            throw new ContentException(Changed(Path));
        }
    }

    /// <summary>The SHA-256 of the file.</summary>
    /// <exception cref="ContentException">It is not the one any more that the plan was made from, or cannot be read.</exception>
    public string Hash(CancellationToken cancellationToken)
    {
        using var hash = RunningHash.Start(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 17];
        try
        {
            for (long position = 0; DiskBytes.Read(bytes.Handle, buffer, position) is > 0 and var read; position += read)
            {
                cancellationToken.ThrowIfCancellationRequested();
                hash.Append(buffer.AsSpan(0, read));
            }
        }
        catch (Exception failure) when (failure is not ContentException and (IOException or UnauthorizedAccessException))
        {
            throw Unreadable(failure);
        }

        CheckUnchanged();
        return Convert.ToHexStringLower(hash.Finish());
    }

    /// <summary>Closes the file until somebody reads it again.</summary>
    public void Release() => bytes.Dispose();

    private ContentException Unreadable(Exception failure) =>
        new(new Diagnostic(DiagnosticId.BaseUnreadable, DiagnosticSeverity.Error, Path, $"The base cannot be read: {failure.Message}") { SourcePath = Path }, failure);
}
