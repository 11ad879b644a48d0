using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Remastering;

/// <summary>The lists of checksums that the content holds: they are brought up to date, or it is said which are not.</summary>
/// <remarks>What a list of the base says of files of the base is taken as it is. Other files are read; what is written into them once they have their place,
/// as into boot images, counts.</remarks>
internal sealed class ChecksumLists
{
    private const int MostNamed = 3;

    private static readonly string[] Signatures = [".gpg", ".asc", ".sig", ".sign"];

    private readonly ContentTree content;
    private readonly ContentTree? baseContent;
    private readonly DiagnosticBag diagnostics;
    private readonly List<Found> lists = [];
    private bool areUpdated;

    /// <param name="content">The content, of which lists are read.</param>
    /// <param name="baseContent">What the base holds, if there is one.</param>
    /// <param name="diagnostics">Is told.</param>
    public ChecksumLists(ContentTree content, ContentTree? baseContent, DiagnosticBag diagnostics)
    {
        (this.content, this.baseContent, this.diagnostics) = (content, baseContent, diagnostics);
        foreach (var node in content.AllNodes)
        {
            if (node is ContentFile { HardLinkOf: null, Length: > 0 and <= ChecksumList.MostBytes } file && ChecksumList.IsName(file.Name)
                && Bytes(file.Source) is { } bytes && ChecksumList.Read(file.Name, bytes) is { } list)
            {
                lists.Add(new Found(file, list));
            }
        }
    }

    /// <summary>Puts the new lists in the place of the old ones: they are as long as they will be, and are made when they are read.</summary>
    public void Replace()
    {
        areUpdated = true;
        foreach (var list in lists.Where(list => list.List.CanBeMade))
        {
            list.Source = new ListSource(list.List.Lines.Where(line => !IsGone(list, line)).Sum(line => line.Text.Length));
            foreach (var name in content.AllNodes.OfType<ContentFile>().Where(name => name == list.File || name.HardLinkOf == list.File))
            {
                name.Source = list.Source;
                name.StandsAlone = true;
                name.Compress = false;
            }
        }
    }

    /// <summary>Says how lists are made, once everything has its place; or of each which lines of it are not true any more.</summary>
    public void Settle(ImageLayout layout, FileData files)
    {
        // What somebody adds is his word; a list of the base was made before anything was added.
        foreach (var list in lists.Where(list => areUpdated || list.File.IsFromBase))
        {
            var changed = list.List.Lines.Where(line => IsChanged(list, line, layout, files)).ToList();
            var gone = list.List.Lines.Where(line => IsGone(list, line)).ToList();
            if (list.Source is null)
            {
                TellStale(list, changed, gone);
                continue;
            }

            var made = changed.Where(line => line.Algorithm is not null).ToList();
            list.Source.Make = () => Make(list, [.. made], layout, files);
            TellUpdated(list, made, gone);
            TellStale(list, [.. changed.Where(line => line.Algorithm is null)], []);
        }
    }

    private void TellStale(Found list, List<ChecksumLine> changed, List<ChecksumLine> gone)
    {
        if (changed.Count + gone.Count == 0)
        {
            return;
        }

        var advice = list.List.IsSigned ? "It contains its own signature and is left unchanged. Create and sign it again."
            : changed.Concat(gone).All(line => line.Algorithm is null) ? "Hashes of this kind are not supported. Create the list again, or leave it out."
            : "Have it updated (UpdateChecksums, IsoUpdateChecksums, --update-checksums).";
        diagnostics.Info(DiagnosticId.ChecksumsStale, list.File.Path, $"The list has checksums of {And(Named(changed, "changed"), Named(gone, PathsOf(gone) is [_] ? "is gone" : "are gone"))}, so checking the medium with it reports errors. {advice}", list.File.Source.FilePath);

        static string Named(List<ChecksumLine> lines, string what) => lines.Count == 0 ? "" : $"{Count(lines)} that {what} ({Some(lines)})";
    }

    private void TellUpdated(Found list, List<ChecksumLine> changed, List<ChecksumLine> gone)
    {
        if (changed.Count + gone.Count == 0)
        {
            return;
        }

        var signature = Array.Find(list.File.Parent!.Entries, entry => Signatures.Contains(Path.GetExtension(entry.Name), StringComparer.OrdinalIgnoreCase) && string.Equals(Path.GetFileNameWithoutExtension(entry.Name), list.File.Name, StringComparison.Ordinal));
        var signed = signature is null ? "" : $" Its signature, {signature.Name}, is no longer valid.";
        var made = changed.Count == 0 ? "" : $"has new checksums of {Count(changed)} ({Some(changed)})";
        var dropped = gone.Count == 0 ? "" : $"no longer has {(gone.Count == 1 ? "that" : "those")} of {Count(gone)} that {(PathsOf(gone) is [_] ? "is" : "are")} gone ({Some(gone)})";
        diagnostics.Info(DiagnosticId.ChecksumsUpdated, list.File.Path, $"The list {And(made, dropped)}.{signed}", list.File.Source.FilePath);
    }

    private static string And(string one, string other) => one.Length == 0 ? other : other.Length == 0 ? one : $"{one}, and {other}";

    private static string Count(List<ChecksumLine> lines) => PathsOf(lines) is [_] ? "1 file" : string.Create(CultureInfo.InvariantCulture, $"{PathsOf(lines).Length} files");

    private static string Some(List<ChecksumLine> lines)
    {
        var paths = PathsOf(lines);
        return string.Join(", ", paths.Take(MostNamed)) + (paths.Length > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {paths.Length - MostNamed} more") : "");
    }

    /// <summary>A list may have several hashes of one file.</summary>
    private static string[] PathsOf(List<ChecksumLine> lines) => [.. lines.Select(line => line.Path).Distinct(StringComparer.Ordinal)];

    private byte[] Make(Found list, HashSet<ChecksumLine> changed, ImageLayout layout, FileData files)
    {
        var text = new StringBuilder();
        foreach (var line in list.List.Lines)
        {
            if (!IsGone(list, line))
            {
                text.Append(changed.Contains(line) && FileOf(list, line) is { } file ? line.With(HashOf(file, line.Algorithm!.Value, layout, files)) : line.Text);
            }
        }

        return Encoding.Latin1.GetBytes(text.ToString());
    }

    /// <summary>Whether the file was in the base and is not in the image. Of what never was there, the line stays.</summary>
    private bool IsGone(Found list, in ChecksumLine line) =>
        line.Path.Length > 0 && list.File.IsFromBase && FileOf(list, line) is null && baseContent is not null && Resolve(baseContent, list.File, line.Path) is ContentFile;

    private bool IsChanged(Found list, in ChecksumLine line, ImageLayout layout, FileData files)
    {
        if (FileOf(list, line) is not { } file || LeadsBack(list, file, []))
        {
            return false;
        }

        return !list.File.IsFromBase || !file.IsFromBase || file.Source is DeferredSource
            || (files.RegionOf(file) is { } region && layout[region].FixUps.Count > 0)
            || lists.Exists(other => other.Source is not null && other.File == (file.HardLinkOf ?? file));
    }

    /// <summary>Whether a list is to say what depends on itself, through other lists maybe.</summary>
    private bool LeadsBack(Found list, ContentFile file, HashSet<Found> seen)
    {
        var one = file.HardLinkOf ?? file;
        return one == list.File
            || (lists.Find(other => other.File == one) is { } further && seen.Add(further)
                && further.List.Lines.Any(line => FileOf(further, line) is { } listed && ChecksumList.IsName(listed.Name) && LeadsBack(list, listed, seen)));
    }

    private ContentFile? FileOf(Found list, in ChecksumLine line) => line.Path.Length == 0 ? null : Resolve(content, list.File, line.Path);

    /// <summary>Paths count from where the list lies, or from the root of the medium.</summary>
    private ContentFile? Resolve(ContentTree tree, ContentFile list, string path)
    {
        var names = path.Split('/');
        return At([.. list.Parent!.Path.Split('/'), .. names]) ?? At(names);

        ContentFile? At(string[] steps)
        {
            ContentNode? node = tree.Root;
            foreach (var step in steps.Where(step => step is not ("" or ".")))
            {
                node = step is ".." ? node?.Parent : NameCase.Find(node as ContentDirectory, step, content.IgnoresCase);
            }

            return node as ContentFile ?? (node as ContentLink)?.LeadsTo;
        }
    }

    /// <summary>Of the bytes that the image will hold.</summary>
    private static byte[] HashOf(ContentFile file, HashAlgorithmName algorithm, ImageLayout layout, FileData files)
    {
        using var hash = RunningHash.Start(algorithm);
        var isPatched = files.RegionOf(file) is { } id && layout[id].FixUps.Count > 0;
        using var stream = isPatched ? FixedUpContent.Of(layout[files.RegionOf(file)!.Value], layout) : file.OpenStored();
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            for (int read; (read = stream.Read(buffer, 0, buffer.Length)) > 0;)
            {
                hash.Append(buffer.AsSpan(0, read));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return hash.Finish();
    }

    /// <summary>The bytes of a small file; <see langword="null"/> when they cannot be read, which whoever copies it says.</summary>
    private static byte[]? Bytes(ContentSource source)
    {
        try
        {
            var bytes = new byte[source.Length];
            using var open = source.Open();
            return open.TryFill(0, bytes) ? bytes : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ContentException)
        {
            return null;
        }
    }

    private sealed class Found(ContentFile file, ChecksumList list)
    {
        public ContentFile File { get; } = file;

        public ChecksumList List { get; } = list;

        /// <summary>The new list, where one is made.</summary>
        public ListSource? Source { get; set; }
    }

    /// <summary>A list that is made once it is read.</summary>
    private sealed class ListSource(long length) : ContentSource
    {
        private readonly Lock turn = new();
        private byte[]? bytes;

        public override long Length => length;

        public Func<byte[]>? Make { get; set; }

        internal override OpenContent Open()
        {
            lock (turn)
            {
                return new OpenContent(bytes ??= Make!());
            }
        }
    }
}
