using System.Text.RegularExpressions;

namespace IsoBuild.Core.Tests;

/// <summary>
/// Who may see whom: <c>Bytes, Diagnostics ← Content ← Layout, Machines ← formats ← Writing, Reading ← Extraction, Summarizing, Remastering, Booting, Surfaces ← Planning, Comparing, Drawing, Verifying, Provenance ← façade ← Emulation</c>.
/// A new arrow is a decision: make it here, and in the design.
/// </summary>
public class LayeringTests
{
    private const string Facade = "";

    private static readonly string[] Basement = ["Bytes", "Diagnostics"];
    private static readonly string[] BelowLayout = [.. Basement, "Content"];
    private static readonly string[] BelowFormats = [.. BelowLayout, "Layout", "Machines"];
    private static readonly string[] Formats = ["Iso9660", "Joliet", "RockRidge", "Udf", "ElTorito", "Partitions", "Fat", "Zisofs", "DvdVideo", "HfsPlus"];

    /// <summary>Room → the rooms it may mention, beside itself.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Bytes"] = [],
        // What people read has names in it, and a name may be bytes.
        ["Diagnostics"] = ["Bytes"],
        ["Content"] = Basement,
        // What firmware looks for is known to all who make or read what it starts.
        ["Machines"] = BelowLayout,
        ["Layout"] = BelowLayout,
        ["Iso9660"] = BelowFormats,
        // Both write into the records of ISO 9660.
        ["Joliet"] = [.. BelowFormats, "Iso9660"],
        ["RockRidge"] = [.. BelowFormats, "Iso9660"],
        ["Udf"] = BelowFormats,
        ["ElTorito"] = BelowFormats,
        ["Partitions"] = BelowFormats,
        ["Fat"] = BelowFormats,
        ["DvdVideo"] = BelowFormats,
        // To partition tables it is two regions between which a volume lies.
        ["HfsPlus"] = BelowFormats,
        // What Rock Ridge says of compressed files, it learns from the layout.
        ["Zisofs"] = BelowFormats,
        ["Writing"] = [.. BelowFormats, .. Formats],
        ["Reading"] = [.. BelowFormats, .. Formats],
        // Extraction knows trees and files; how an image stores them is the reader's.
        ["Extraction"] = [.. BelowLayout, "Writing"],
        ["Summarizing"] = [.. BelowFormats, .. Formats, "Reading"],
        ["Drawing"] = [.. BelowFormats, .. Formats, "Reading", "Summarizing"],
        ["Verifying"] = [.. BelowFormats, .. Formats, "Reading", "Summarizing"],
        // Whether an image is reproducible is found by planning and writing it again. What names a disk can hold, those know who write there.
        ["Comparing"] = [.. BelowFormats, .. Formats, "Reading", "Summarizing", "Planning", "Writing", "Extraction"],
        // The base of an image is content that somebody has read.
        ["Remastering"] = [.. BelowFormats, .. Formats, "Reading"],
        // What releases say of an image is made of its layout, whether that was planned or read.
        ["Provenance"] = [.. BelowFormats, "Writing"],
        // What users may say is known to whoever reads it, and to nobody below.
        ["Surfaces"] = [.. BelowFormats, .. Formats],
        ["Booting"] = [.. BelowFormats, .. Formats, "Reading"],
        // What a base had, and what releases say of the options, belongs to the plan.
        // Equal files are found while they are copied, before the layout is known.
        ["Planning"] = [.. BelowFormats, .. Formats, "Writing", "Reading", "Remastering", "Booting", "Summarizing", "Provenance", "Surfaces"],
        // Command lines of other programs are users of the façade, as all surfaces are.
        ["Emulation"] = [.. BelowFormats, .. Formats, "Surfaces", "Provenance"],
        [Facade] = [.. BelowFormats, .. Formats, "Writing", "Reading", "Remastering", "Extraction", "Summarizing", "Drawing", "Verifying", "Comparing", "Provenance", "Booting", "Planning", "Surfaces"],
    };

    /// <summary>Room → the types of the façade that it may mention: what users describe an image with is what is planned.</summary>
    private static readonly Dictionary<string, string[]> Described = new()
    {
        ["Booting"] = ["ImageOptions"],
        ["Surfaces"] = ["ImageOptions"],
        ["Planning"] = ["ImageOptions", "BaseImageOptions", "BaseDates"],
        ["Emulation"] = ["ImageOptions", "ImageBuilder", "BuildResult", "PlanResult", "WriteOptions"],
    };

    [Fact]
    public void Rooms_see_only_the_rooms_below()
    {
        string root = Repository.File("src/IsoBuild.Core");
        List<SourceFile> files = [];
        foreach (string path in Sources(root))
        {
            string relative = Path.GetRelativePath(root, path).Replace('\\', '/');
            files.Add(new SourceFile(relative, File.ReadAllText(path)));
        }

        Assert.NotEmpty(files);
        Assert.Empty(Violations(files));
    }

    [Theory]
    [InlineData("Content/A.cs", "using IsoBuild.Layout; namespace IsoBuild.Content;", "Content/A.cs: sees Layout")]
    [InlineData("Content/A.cs", "namespace IsoBuild.Content; class A { Layout.Region r; }", "Content/A.cs: sees Layout")]
    [InlineData("Content/A.cs", "namespace IsoBuild.Content; class A { ImageOptions o; }", "Content/A.cs: sees the façade's ImageOptions")]
    [InlineData("Booting/A.cs", "namespace IsoBuild.Booting; class A { ImageOptions o; }", null)]
    [InlineData("Planning/A.cs", "namespace IsoBuild.Planning; class A { ImageBuilder b; }", "Planning/A.cs: sees the façade's ImageBuilder")]
    [InlineData("Joliet/A.cs", "using static IsoBuild.RockRidge.B; namespace IsoBuild.Joliet;", "Joliet/A.cs: sees RockRidge")]
    [InlineData("Udf/A.cs", "using X = global::IsoBuild.Iso9660.B; namespace IsoBuild.Udf;", "Udf/A.cs: sees Iso9660")]
    [InlineData("Writing/A.cs", "global using IsoBuild.Verifying; namespace IsoBuild.Writing;", "Writing/A.cs: sees Verifying")]
    [InlineData("Layout/A.cs", "namespace IsoBuild.Content;", "Layout/A.cs: namespace IsoBuild.Content, expected IsoBuild.Layout")]
    [InlineData("Helpers/A.cs", "namespace IsoBuild.Helpers;", "Helpers/A.cs: no such room")]
    [InlineData("Joliet/A.cs", "using IsoBuild.Iso9660; // IsoBuild.Udf\nnamespace IsoBuild.Joliet; class A { string s = \"IsoBuild.Udf\"; }", null)]
    [InlineData("A.cs", "using IsoBuild.Verifying; namespace IsoBuild;", null)]
    public void The_check_itself_can_fail(string path, string text, string? expected)
    {
        SourceFile[] files =
        [
            new("Layout/Region.cs", "namespace IsoBuild.Layout; public sealed record Region;"),
            new("ImageOptions.cs", "namespace IsoBuild; public class ImageOptions { }"),
            new("ImageBuilder.cs", "namespace IsoBuild; public class ImageBuilder { }"),
            new(path, text),
        ];
        Assert.Equal(expected is null ? [] : [expected], Violations(files));
    }

    [Fact]
    public void Other_projects_see_the_public_interface_alone()
    {
        string[] friends = [.. typeof(ImageBuilder).Assembly
            .GetCustomAttributes(typeof(System.Runtime.CompilerServices.InternalsVisibleToAttribute), inherit: false)
            .Cast<System.Runtime.CompilerServices.InternalsVisibleToAttribute>()
            .Select(friend => friend.AssemblyName)
            .Order(StringComparer.Ordinal)];
        Assert.Equal(["IsoBuild.Core.Tests"], friends);
    }

    private sealed record SourceFile(string Path, string Text)
    {
        public string Room => Path.Contains('/') ? Path[..Path.IndexOf('/')] : Facade;

        /// <summary>The text without comments and strings, which may mention anything.</summary>
        public string Code { get; } = Regex.Replace(
            Text,
            "//[^\n]*|/\\*.*?\\*/|\"\"\".*?\"\"\"|@\"(?:[^\"]|\"\")*\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])+'",
            " ",
            RegexOptions.Singleline);

        public IEnumerable<string> Types => Regex
            .Matches(Code, @"\b(?:class|struct|interface|enum|record(?:\s+struct)?)\s+(\w+)")
            .Select(match => match.Groups[1].Value);
    }

    private static List<string> Violations(IReadOnlyCollection<SourceFile> files)
    {
        ILookup<string, string> types = files
            .SelectMany(file => file.Types.Select(type => (file.Room, type)))
            .ToLookup(pair => pair.Room, pair => pair.type);
        // A room sees the namespace above it without a using.
        string[] facadeTypes = [.. types[Facade].Distinct().Where(type => !Allowed.Keys.Any(room => room.Length > 0 && types[room].Contains(type)))];

        List<string> found = [];
        foreach (SourceFile file in files)
        {
            if (!Allowed.TryGetValue(file.Room, out string[]? allowed))
            {
                found.Add($"{file.Path}: no such room");
                continue;
            }

            string expected = file.Room == Facade ? "IsoBuild" : "IsoBuild." + file.Room;
            foreach (Match declaration in Regex.Matches(file.Code, @"\bnamespace\s+([\w.]+)"))
            {
                if (declaration.Groups[1].Value != expected)
                {
                    found.Add($"{file.Path}: namespace {declaration.Groups[1].Value}, expected {expected}");
                }
            }

            string code = Regex.Replace(file.Code, @"\bnamespace\s+[\w.]+", " ");
            foreach (string room in Allowed.Keys.Where(room => room.Length > 0 && room != file.Room && !allowed.Contains(room)))
            {
                bool qualified = Regex.IsMatch(code, $@"\bIsoBuild\s*\.\s*{room}\b");
                bool relative = types[room].Any(type => Regex.IsMatch(code, $@"(?<![\w.]){room}\s*\.\s*{type}\b"));
                if (qualified || relative)
                {
                    found.Add($"{file.Path}: sees {room}");
                }
            }

            if (file.Room != Facade)
            {
                found.AddRange(facadeTypes
                    .Except(Described.GetValueOrDefault(file.Room, []))
                    .Where(type => Regex.IsMatch(code, $@"(?<![\w.]){type}\b"))
                    .Select(type => $"{file.Path}: sees the façade's {type}"));
            }
        }

        return found;
    }

    private static IEnumerable<string> Sources(string root) => Directory
        .EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
        .Where(path => !Regex.IsMatch(Path.GetRelativePath(root, path), @"^(bin|obj)[\\/]"))
        .Order(StringComparer.Ordinal);
}
