using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Remastering;

/// <summary>The lists of checksums that the content holds: they are brought up to date, or it is said which are not.</summary>
/// <remarks>What a list of the base says of files of the base is taken as it is. Other files are read; what is written into them once they have their place,
/// as into boot images, counts.</remarks>
internal sealed class ChecksumLists
{
    private static readonly string[] Signatures = [".gpg", ".asc", ".sig", ".sign"];

    private readonly ContentTree content;
    private readonly ContentTree? baseContent;
    private readonly DiagnosticBag diagnostics;
    private readonly List<Found> lists = [];

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
        foreach (var list in lists)
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
        foreach (var list in lists.Where(list => list.Source is not null || list.File.IsFromBase))
        {
            var changed = list.List.Lines.Where(line => IsChanged(list, line, layout, files)).ToList();
            var gone = list.List.Lines.Where(line => IsGone(list, line)).ToList();
            if (list.Source is not null)
            {
                list.Source.Make = () => Make(list, [.. changed], layout, files);
            }

            if (changed.Count + gone.Count > 0)
            {
                Tell(list, changed, gone);
            }
        }
    }

    private void Tell(Found list, List<ChecksumLine> changed, List<ChecksumLine> gone)
    {
        var first = changed.Concat(gone).First().Path;
        var signature = Array.Find(list.File.Parent!.Entries, entry => Signatures.Contains(Path.GetExtension(entry.Name), StringComparer.OrdinalIgnoreCase) && string.Equals(Path.GetFileNameWithoutExtension(entry.Name), list.File.Name, StringComparison.Ordinal));
        var signed = signature is null ? "" : $" Its signature, {signature.Name}, is not valid for it any more.";
        if (list.Source is null)
        {
            diagnostics.Info(DiagnosticId.ChecksumsStale, list.File.Path, $"The list has checksums of {Count(changed.Count)} that changed, and {Count(gone.Count)} that {(gone.Count == 1 ? "is" : "are")} gone ({first}): who checks the medium by it finds faults. Have checksums updated.", list.File.Source.FilePath);
        }
        else
        {
            diagnostics.Info(DiagnosticId.ChecksumsUpdated, list.File.Path, $"The list has new checksums of {Count(changed.Count)}, and those of {Count(gone.Count)} that {(gone.Count == 1 ? "is" : "are")} gone are left out.{signed}", list.File.Source.FilePath);
        }

        static string Count(int files) => files == 1 ? "1 file" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{files} files");
    }

    private byte[] Make(Found list, HashSet<ChecksumLine> changed, ImageLayout layout, FileData files)
    {
        var text = new StringBuilder();
        foreach (var line in list.List.Lines)
        {
            if (!IsGone(list, line))
            {
                text.Append(changed.Contains(line) && FileOf(list, line) is { } file ? line.With(HashOf(file, line.Algorithm, layout, files)) : line.Text);
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
        var names = path.Split('/').Where(name => name is not ("" or ".")).ToArray();
        return names.Contains("..") ? null : At([.. list.Parent!.Path.Split('/', StringSplitOptions.RemoveEmptyEntries), .. names]) ?? At(names);

        ContentFile? At(string[] steps)
        {
            ContentNode? node = tree.Root;
            foreach (var step in steps)
            {
                node = NameCase.Find(node as ContentDirectory, step, content.IgnoresCase);
            }

            return node as ContentFile ?? (node as ContentLink)?.LeadsTo;
        }
    }

    /// <summary>Of the bytes that the image will hold.</summary>
    private static byte[] HashOf(ContentFile file, HashAlgorithmName algorithm, ImageLayout layout, FileData files)
    {
        using var hash = IncrementalHash.CreateHash(algorithm);
        var isPatched = files.RegionOf(file) is { } id && layout[id].FixUps.Count > 0;
        using var stream = isPatched ? FixedUpContent.Of(layout[files.RegionOf(file)!.Value], layout) : file.OpenRead();
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            for (int read; (read = stream.Read(buffer, 0, buffer.Length)) > 0;)
            {
                hash.AppendData(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return hash.GetHashAndReset();
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
