using System.Globalization;
using System.Security.Cryptography;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Fuzz;

/// <summary>Makes an image from another one, and looks whether what was not changed is the same.</summary>
public static class RemasterTarget
{
    private const long MostAllocated = 256 << 20;
    private const string Added = "ADDED.BIN";
    private const int MostFile = 1 << 20;

    public static void Try(ReadOnlySpan<byte> input)
    {
        byte[] image = SparseImage.Unpack(input);
        using IsoImage? read = ImageLook.Open(image);
        if (read is null)
        {
            return;
        }

        Dictionary<string, Entry> before = Entries(read.Content, out bool isDamaged);
        long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        using Scratch scratch = new();
        string path = scratch.File("base.iso", image);
        using MemoryStream made = new();
        ImageBuilder builder = new ImageBuilder().BasedOn(path).AddFile(Added, "added"u8.ToArray());
        if (input.Length % 3 == 0)
        {
            builder.Remove("*.txt");
        }

        BuildResult result = builder.Write(made, new WriteOptions { Threads = 1 });
        long allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        FuzzFault.If(allocated > MostAllocated, $"It took {allocated >> 20} MiB.");
        bool hasErrors = result.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        FuzzFault.If(result.Succeeded == hasErrors, result.Succeeded ? "There is an image, and errors." : "There is no image, and no error.");
        if (!result.Succeeded)
        {
            return;
        }

        FuzzFault.If(isDamaged, "An image was made of a base of which content cannot be read.");
        using IsoImage after = ImageLook.Open(made.ToArray()) ?? throw new FuzzFault("The image that was made is refused.");
        FuzzFault.If(after.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error), $"The image that was made has errors: {after.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)}");
        FuzzFault.If(!string.Equals(after.Layout.ToString(), result.Layout!.ToString(), StringComparison.Ordinal), "The layout that was planned is not the one that is read.");
        Dictionary<string, Entry> now = Entries(after.Content, out _);
        Compare(before, now, result, after, isRemoved: input.Length % 3 == 0);
        if (input.Length % 2 == 0)
        {
            Repeat(scratch.File("made.iso", made.ToArray()), now);
        }
    }

    /// <summary>An image of ours is a base of which everything stays, or it is said what does not.</summary>
    private static void Repeat(string path, Dictionary<string, Entry> entries)
    {
        using MemoryStream again = new();
        BuildResult result = new ImageBuilder().BasedOn(path).Write(again, new WriteOptions { Threads = 1 });
        FuzzFault.If(!result.Succeeded, $"What was made is no base: {string.Join(' ', result.Diagnostics)}");
        using IsoImage read = ImageLook.Open(again.ToArray()) ?? throw new FuzzFault("The image that was made again is refused.");
        Compare(entries, Entries(read.Content, out _), result, read, isRemoved: false);
    }

    private static void Compare(Dictionary<string, Entry> before, Dictionary<string, Entry> after, BuildResult result, IsoImage image, bool isRemoved)
    {
        // What boots is told where it lies.
        HashSet<string> patched = [.. image.Boot?.Entries.Select(entry => entry.Path).OfType<string>() ?? [], image.Boot?.Path ?? ""];
        FuzzFault.If(!after.ContainsKey("/" + Added), "What was added is not there.");
        foreach (var (path, said) in before)
        {
            if (patched.Contains(path) || path is "/" + Added or "/rr_moved" || (isRemoved && path.Contains(".txt", StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            bool isTold = result.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Warning || diagnostic.Item == path);
            if (!after.TryGetValue(path, out Entry? now))
            {
                FuzzFault.If(!isTold, $"{path} is gone without a word.");
            }
            else
            {
                // Where the base says no mode, the rule of the image decides.
                FuzzFault.If(now != said && now with { Mode = null } != said && !isTold, $"{path} was {said}, is {now}.");
            }
        }
    }

    /// <summary>Entries by their paths, with what is in them.</summary>
    private static Dictionary<string, Entry> Entries(ContentTree content, out bool isDamaged)
    {
        isDamaged = false;
        Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
        byte[] buffer = new byte[1 << 14];
        foreach (ContentNode node in content.Nodes)
        {
            string text = node switch
            {
                ContentLink link => "-> " + link.Target,
                ContentSpecial special => string.Create(CultureInfo.InvariantCulture, $"{special.Kind} {special.Device}"),
                ContentFile { Length: > MostFile } file => string.Create(CultureInfo.InvariantCulture, $"{file.Length}"),
                ContentFile file => Hash(file, buffer, ref isDamaged),
                _ => "directory",
            };
            entries.TryAdd(node.Path, node is ContentLink ? new Entry(text, null, 0, 0) : new Entry(text, node.Mode, node.OwnerId, node.GroupId));
        }

        return entries;
    }

    /// <param name="Text">What it is, and what is in it.</param>
    private sealed record Entry(string Text, UnixFileMode? Mode, uint Owner, uint Group);

    private static string Hash(ContentFile file, byte[] buffer, ref bool isDamaged)
    {
        try
        {
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using Stream stream = file.OpenRead();
            int read;
            while ((read = stream.Read(buffer)) > 0)
            {
                hash.AppendData(buffer, 0, read);
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset(), 0, 8);
        }
        catch (ContentException damaged) when (damaged.Diagnostic.Code.StartsWith("ISOB3", StringComparison.Ordinal))
        {
            isDamaged = true;
            return "damaged";
        }
    }
}
