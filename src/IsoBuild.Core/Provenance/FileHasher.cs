using System.Security.Cryptography;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Provenance;

/// <summary>Reads the files of an image once, for all documents that are made of them.</summary>
internal sealed class FileHasher(ImageLayout layout, CancellationToken cancellationToken)
{
    private readonly byte[] buffer = new byte[1 << 17];
    private readonly Dictionary<ContentSource, (string Sha1, string Sha256)> known = new(new ContentBudget.BySource());
    private readonly Dictionary<ContentFile, Region> changed = [];
    private long left = ContentBudget.Of(layout.Length);

    /// <exception cref="ContentException">A file cannot be read, is not any more what the image was made of, or the content is far more than the image (<see cref="ImageLayout.CheckContentSize"/>).</exception>
    public HashedFiles Run()
    {
        foreach (var region in layout.Regions)
        {
            if (region is { FixUps.Count: > 0, File: { } file })
            {
                changed.Add(file, region);
            }
        }

        var files = new List<HashedFile>();
        var documents = new List<OwnDocument>();
        foreach (var (path, file) in layout.ShownFiles().OrderBy(shown => shown.Path, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (sha1, sha256) = HashOf(file);
            var hashed = new HashedFile(path, sha1, sha256);
            files.Add(hashed);
            if (OwnDocument.MayBe(path, file.Length) && OwnDocument.Read(hashed, ReadAll(file)) is { } document)
            {
                documents.Add(document);
            }
        }

        return new HashedFiles(files, documents);
    }

    private (string Sha1, string Sha256) HashOf(ContentFile file)
    {
        // What is changed once it is copied is no other file's, even of the same source.
        if (changed.TryGetValue(file.HardLinkOf ?? file, out var region))
        {
            return Read(file, () => FixedUpContent.Of(region, layout), Hash);
        }

        if (!known.TryGetValue(file.Source, out var hashes))
        {
            left -= ContentBudget.CostOf(file);
            hashes = left < 0 ? throw ContentBudget.Refusal(file, layout.Length) : Read(file, file.OpenRead, Hash);
            known.Add(file.Source, hashes);
        }

        return hashes;
    }

    private static byte[] ReadAll(ContentFile file) => Read(file, file.OpenRead, static content =>
    {
        var bytes = new byte[content.Length];
        content.ReadExactly(bytes);
        return bytes;
    });

    private static T Read<T>(ContentFile file, Func<Stream> open, Func<Stream, T> read)
    {
        try
        {
            using var content = open();
            var result = read(content);

            // Of what changed after it was copied, these are not the image's bytes.
            return file.Source is FileSource source && source.StateOf(handle: null) != FileState.Same ? throw Problem(DiagnosticId.SourceChanged, SourceProblem.Changed, cause: null) : result;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Problem(DiagnosticId.SourceChanged, SourceProblem.Disappeared, missing);
        }
        catch (Exception failure) when (failure is not ContentException and (IOException or UnauthorizedAccessException))
        {
            throw Problem(DiagnosticId.SourceUnreadable, SourceProblem.Unreadable(failure), failure);
        }

        ContentException Problem(DiagnosticId id, string message, Exception? cause) =>
            new(new Diagnostic(id, DiagnosticSeverity.Error, file.Source.FilePath ?? file.Path, message) { SourcePath = file.Source.FilePath }, cause);
    }

    private (string Sha1, string Sha256) Hash(Stream content)
    {
        using var sha1 = RunningHash.Start(HashAlgorithmName.SHA1);
        using var sha256 = RunningHash.Start(HashAlgorithmName.SHA256);
        for (int read; (read = content.Read(buffer, 0, buffer.Length)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            sha1.Append(buffer.AsSpan(0, read));
            sha256.Append(buffer.AsSpan(0, read));
        }

        return (Convert.ToHexStringLower(sha1.Finish()), Convert.ToHexStringLower(sha256.Finish()));
    }
}
