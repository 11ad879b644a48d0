using System.Text;
using IsoBuild.Content;
using IsoBuild.Core.Tests.Verifying;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;
using IsoBuild.Udf;

namespace IsoBuild.Core.Tests.Udf;

/// <summary>What a user says of the volume: recorded whole by the descriptors of UDF, or told as left out.</summary>
public class UdfFieldTests
{
    private static readonly ImageOptions Alone = new() { VolumeId = "UDF", Formats = ImageFormats.Udf, PaddingSectors = 0 };

    private static readonly ImageOptions Bridge = Alone with { Formats = ImageFormats.Default | ImageFormats.Udf };

    private static readonly DateTimeOffset Date = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Offsets by ECMA-167 3/10.1 and UDF 1.02 2.2.7: the application of the primary descriptor, owner, organisation and contact of the second one.</summary>
    [Theory]
    [InlineData(ImageFormats.Udf)]
    [InlineData(ImageFormats.Default | ImageFormats.Udf)]
    public void Texts_that_have_a_field_are_recorded(ImageFormats formats)
    {
        byte[] image = new ImageBuilder(Alone with { Formats = formats, Publisher = "THE OWNER", Preparer = "THE HOUSE", ApplicationId = "APP_1.0" }).ToBytes();
        int main = (int)new AnchorPointer(image.AsSpan(256 * 2048, 2048)).MainSequence.Sector * 2048;

        byte[] application = new byte[32];
        "*APP_1.0"u8.CopyTo(application.AsSpan(1));
        Assert.Equal(application, image[(main + 344)..(main + 376)]);
        int info = main + 2048;
        Assert.Equal(4, image[info]);
        Assert.Equal(Field("THE OWNER"), image[(info + 244)..(info + 280)]);
        Assert.Equal(Field("THE HOUSE"), image[(info + 280)..(info + 316)]);
        Assert.Equal(new byte[36], image[(info + 316)..(info + 352)]);

        ImplementationUseDescriptor read = new(image.AsSpan(info, 2048));
        Assert.True(OstaText.TryReadField(read.OwnerField, out string owner) && OstaText.TryReadField(read.OrganizationField, out string organization) && owner + organization == "THE OWNERTHE HOUSE");
        Assert.Equal("APP_1.0"u8.ToArray(), new PrimaryVolumeDescriptor(image.AsSpan(main, 2048)).ApplicationId.ApplicationName.ToArray());

        using IsoImage opened = IsoImage.Open(new MemoryStream(image));
        Assert.Equal(("THE OWNER", "THE HOUSE", "", "APP_1.0"), (opened.Udf!.Owner, opened.Udf.Organization, opened.Udf.Contact, opened.Udf.ApplicationId));
        string[] shown = [.. opened.Summary.ToString().Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
        Assert.All((string[])["publisher THE OWNER", "preparer THE HOUSE", "application APP_1.0"], line => Assert.Contains(line, shown));

        // A dstring: compression, text, zeros, and how many bytes are used.
        static byte[] Field(string text) => [8, .. Encoding.ASCII.GetBytes(text), .. new byte[34 - text.Length], (byte)(text.Length + 1)];
    }

    /// <summary>Without any of them the fields are empty, and nobody hears of it.</summary>
    [Fact]
    public void Nothing_is_made_up()
    {
        PlanResult plan = new ImageBuilder(Alone).Plan();
        Assert.Empty(plan.Diagnostics);
        byte[] image = new ImageBuilder(Alone).ToBytes();
        int main = (int)new AnchorPointer(image.AsSpan(256 * 2048, 2048)).MainSequence.Sector * 2048;
        Assert.Equal(new byte[32], image[(main + 344)..(main + 376)]);
        Assert.Equal(new byte[108], image[(main + 2048 + 244)..(main + 2048 + 352)]);
    }

    /// <summary>2^32 - 1 says that nobody is the owner (UDF 1.02 3.3.3.1) or the group: told once, at the first of the entries that UDF shows. Rock Ridge holds the number.</summary>
    [Fact]
    public void A_number_that_means_nobody_is_told()
    {
        const uint nobody = 4_294_967_295;
        EntryOptions owner = new() { OwnerId = nobody, GroupId = 1 };
        EntryOptions group = new() { OwnerId = nobody - 1, GroupId = nobody };
        ImageBuilder Builder(ImageOptions options) => new ImageBuilder(options)
            .AddFile("a", new byte[1], group with { GroupId = 2 })
            .AddFile("b", new byte[1], owner)
            .AddSpecial("c", SpecialKind.Pipe, entry: owner)
            .AddEmptyDirectory("d", group)
            .AddFile("e", new byte[1], owner with { HiddenFrom = ImageFormats.Udf });

        Diagnostic told = Assert.Single(Builder(Bridge).Plan().Diagnostics, d => d.Severity != DiagnosticSeverity.Info);
        Assert.Equal(("ISOB1076", DiagnosticSeverity.Warning, "/b"), (told.Code, told.Severity, told.Item));
        Assert.Contains("1 more", told.Message, StringComparison.Ordinal);
        using IsoImage image = IsoImage.Open(new MemoryStream(Builder(Bridge).ToBytes()));
        Assert.Equal([(nobody - 1, 2u), (0u, 1u), (nobody - 1, 0u)], Owners(image.ContentOf(ImageFormats.Udf)!, "a", "b", "d"));
        Assert.Equal([(nobody - 1, 2u), (nobody, 1u), (nobody - 1, nobody)], Owners(image.ContentOf(ImageFormats.RockRidge)!, "a", "b", "d"));

        Assert.DoesNotContain(Builder(Bridge with { Formats = ImageFormats.Default }).Plan().Diagnostics, d => d.Id == DiagnosticId.UdfOwnerNobody);

        static (uint, uint)[] Owners(ContentTree tree, params string[] names) => [.. names.Select(name => tree.Find(name)!).Select(node => (node.OwnerId, node.GroupId))];
    }

    /// <summary>The root as well: alone, it is told as one.</summary>
    [Fact]
    public void A_root_of_nobody_is_told()
    {
        (ContentTree content, DiagnosticBag diagnostics) = UdfContent.Of(builder => builder.Directory(["d"]));
        content.Root.GroupId = uint.MaxValue;
        UdfContent.Place(content, new VolumeText { Timestamp = Date }, diagnostics);
        Diagnostic told = Assert.Single(diagnostics.ToList());
        Assert.Equal("/", told.Item);
        Assert.StartsWith("The owner or group is 4294967295,", told.Message, StringComparison.Ordinal);
    }

    /// <summary>34 characters of Latin-1 or 17 others for the owner and the organisation, 22 of ASCII for the application; nothing for the rest.</summary>
    [Fact]
    public void What_alone_it_does_not_record_is_told()
    {
        Assert.Empty(Told(Alone with { Publisher = new string('p', 34), Preparer = new string('\u0416', 17), ApplicationId = new string('a', 22) }));
        string longest = new('p', 35);
        Assert.Equal([longest], Told(Alone with { Publisher = longest }));
        Assert.Equal([new string('\u0416', 18)], Told(Alone with { Preparer = new string('\u0416', 18) }));
        Assert.Equal([new string('a', 23)], Told(Alone with { ApplicationId = new string('a', 23) }));
        Assert.Equal(["\u00E9"], Told(Alone with { ApplicationId = "\u00E9" }));
        Assert.Equal(
            ["LINUX", "bib", "2030-01-01T00:00:00Z", "2029-01-01T00:00:00Z"],
            Told(Alone with { SystemId = "LINUX", BibliographicFile = "bib", Expires = Date, Effective = Date.AddYears(-1) }));

        Assert.Equal(["UDF has no such field"], Reasons(Alone with { SystemId = "LINUX" }));
        Assert.Equal(["UDF has room for 34 characters, or 17 if one of them is not in Latin-1"], Reasons(Alone with { Publisher = longest }));

        // The descriptors of ISO 9660 have room for all that.
        Assert.Empty(Told(Bridge with { Publisher = longest.ToUpperInvariant(), ApplicationId = new string('A', 23), SystemId = "LINUX", BibliographicFile = "bib", Expires = Date }));

        static string[] Reasons(ImageOptions options) =>
            [.. new ImageBuilder(options).Plan().Diagnostics.Select(d => d.Message.Split(": ")[1].Split(". ")[0])];

        static string[] Told(ImageOptions options)
        {
            PlanResult plan = new ImageBuilder(options).AddFile("bib", new byte[1]).Plan();
            Assert.NotNull(plan.Layout);
            Diagnostic[] told = [.. plan.Diagnostics.Where(d => d.Id == DiagnosticId.VolumeFieldUnrecorded)];
            Assert.All(told, d => Assert.Equal(("ISOB1075", DiagnosticSeverity.Warning), (d.Code, d.Severity)));
            return [.. told.Select(d => d.Item!)];
        }
    }

    [Fact]
    public void Control_characters_are_refused()
    {
        Diagnostic error = Assert.Single(new ImageBuilder(Alone with { Publisher = "a\tb" }).Plan().Diagnostics);
        Assert.Equal(("ISOB1006", "a\tb"), (error.Code, error.Item));
    }

    /// <summary>16 digits come before the volume set identifier in a field of 126 characters, or 63 of 16 bits.</summary>
    [Theory]
    [InlineData('s', 110, 111)]
    [InlineData('\u0416', 47, 48)]
    public void A_volume_set_identifier_must_fit_behind_its_digits(char character, int fits, int doesNot)
    {
        string whole = new(character, fits);
        byte[] image = new ImageBuilder(Alone with { VolumeSetId = whole }).ToBytes();
        int main = (int)new AnchorPointer(image.AsSpan(256 * 2048, 2048)).MainSequence.Sector * 2048;
        Assert.True(OstaText.TryReadField(new PrimaryVolumeDescriptor(image.AsSpan(main, 2048)).VolumeSetIdField, out string set));
        Assert.Equal(whole, set[16..]);

        Diagnostic error = Assert.Single(new ImageBuilder(Alone with { VolumeSetId = new string(character, doesNot) }).Plan().Diagnostics);
        Assert.Equal("ISOB1006", error.Code);
        Assert.Contains("110 characters, or 47 if", error.Message, StringComparison.Ordinal);
    }

    /// <summary>The label is whole; the primary volume descriptor and the file set have 30 characters, or 15.</summary>
    [Theory]
    [InlineData('v', 30, 31)]
    [InlineData('\u0416', 15, 16)]
    public void A_volume_identifier_that_is_cut_is_told(char character, int fits, int doesNot)
    {
        Assert.Empty(new ImageBuilder(Alone with { VolumeId = new string(character, fits) }).Plan().Diagnostics);
        Diagnostic told = Assert.Single(new ImageBuilder(Alone with { VolumeId = new string(character, doesNot) }).Plan().Diagnostics);
        Assert.Equal(("ISOB1007", DiagnosticSeverity.Info), (told.Code, told.Severity));
        Assert.Contains($"\"{new string(character, fits)}\"", told.Message, StringComparison.Ordinal);
    }

    /// <summary>The file set descriptor names files of 30 characters, or 15 of 16 bits, and only those that the tree shows.</summary>
    [Fact]
    public void Files_that_it_cannot_name_are_told()
    {
        string fits = new string('c', 26) + ".txt";
        string longer = new string('c', 27) + ".txt";
        Assert.Empty(Plan(Alone, fits, hidden: default));
        Diagnostic told = Assert.Single(Plan(Alone, longer, hidden: default));
        Assert.Equal(("ISOB1044", DiagnosticSeverity.Warning, $"/{longer}"), (told.Code, told.Severity, told.Item));
        Assert.StartsWith("The name is longer than the UDF file set descriptor has room for (30 characters, or 15 if", told.Message, StringComparison.Ordinal);
        Assert.Contains("copyright file", told.Message, StringComparison.Ordinal);
        told = Assert.Single(Plan(Bridge, longer, hidden: default), d => d.Message.Contains("UDF", StringComparison.Ordinal) && d.Id == DiagnosticId.DescriptorFileUnnamed);
        Assert.Equal(DiagnosticSeverity.Info, told.Severity);
        told = Assert.Single(Plan(Bridge, "c", hidden: ImageFormats.Udf), d => d.Id == DiagnosticId.DescriptorFileUnnamed);
        Assert.Equal(("/c", DiagnosticSeverity.Info), (told.Item, told.Severity));
        Assert.StartsWith("The file is hidden from the UDF tree,", told.Message, StringComparison.Ordinal);

        static IReadOnlyList<Diagnostic> Plan(ImageOptions options, string name, ImageFormats hidden)
        {
            PlanResult plan = new ImageBuilder(options with { CopyrightFile = name }).AddFile(name, new byte[1], new EntryOptions { HiddenFrom = hidden }).Plan();
            Assert.NotNull(plan.Layout);
            return plan.Diagnostics;
        }
    }

    /// <summary>What a base says and nobody changed stays, each text in its own descriptor: of what UDF alone has, nothing else would say it.</summary>
    [Fact]
    public void Texts_of_a_base_are_kept()
    {
        KeptVolume kept = new()
        {
            UdfVolumeId = "logical", UdfOtherIds = ("primary", "set"), UdfOwner = "owner", UdfOrganization = "house",
            UdfContact = "mail", UdfApplicationId = "app", UdfVolumeSetId = "0123456789abcdefmine",
        };
        VolumeText said = new() { Timestamp = Date, VolumeId = "V", VolumeSetId = "S", Publisher = "P", Preparer = "R", ApplicationId = "A" };
        Assert.Equal("primary 0123456789abcdefmine *app; logical owner house mail; logical; logical set; logical", Texts(said with { Kept = kept }));
        string[] texts = Texts(said with { Kept = new KeptVolume() }).Split(' ');
        Assert.EndsWith("S", texts[1], StringComparison.Ordinal);
        Assert.Equal("V *A; V P R ; V; V V; V", string.Join(' ', texts.Where((_, i) => i != 1)));

        static string Texts(VolumeText text)
        {
            (ContentTree content, DiagnosticBag diagnostics) = UdfContent.Of(_ => { });
            EncodingContext context = UdfContent.Place(content, text, diagnostics);
            Assert.Empty(diagnostics.ToList());
            byte[] main = context.Encode(context.Region("udf main sequence"));
            PrimaryVolumeDescriptor primary = new(main);
            ImplementationUseDescriptor use = new(main.AsSpan(2048));
            LogicalVolumeDescriptor logical = new(main.AsSpan(3 * 2048));
            FileSetDescriptor set = new(context.Encode(context.Region("udf file set")));
            string first = $"{Read(primary.VolumeIdField)} {Read(primary.VolumeSetIdField)} {Encoding.ASCII.GetString(primary.ApplicationId.Name)}";
            string second = $"{Read(use.VolumeIdField)} {Read(use.OwnerField)} {Read(use.OrganizationField)} {Read(use.ContactField)}";
            return $"{first}; {second}; {Read(logical.VolumeIdField)}; {Read(set.VolumeIdField)} {Read(set.FileSetIdField)}; {context.Layout.Volume.VolumeId}";
        }

        static string Read(ReadOnlySpan<byte> field) => OstaText.TryReadField(field, out string text) ? text : "none";
    }

    /// <summary>Control characters in a field of ISO 9660 of the base are nobody's fault: UDF goes without the text.</summary>
    [Fact]
    public void Control_characters_of_a_base_are_left_out()
    {
        (ContentTree content, DiagnosticBag diagnostics) = UdfContent.Of(_ => { });
        UdfFields fields = new(new VolumeText { Timestamp = Date, Publisher = "a\tb", Preparer = "R", Kept = new KeptVolume() }, content, isAlone: false, diagnostics);
        fields.Measure(uniqueDigits: 16);
        Assert.Empty(diagnostics.ToList());
        Assert.Equal(("", "R"), (fields.Owner, fields.Organization));
    }

    /// <summary>23 characters without an asterisk, which UDF would have before them, are an identifier that somebody registered (ECMA-167 1/7.4.3): an image that is based on this one has it as well.</summary>
    [Fact]
    public void A_registered_application_of_a_base_is_kept()
    {
        using TempDirectory temp = new();
        UdfImage udf = new(new ImageBuilder(Alone).ToBytes());
        byte[] identifier = Encoding.ASCII.GetBytes("abcdefghijklmnopqrstuvw");
        foreach (int sequence in (int[])[udf.Main, udf.Reserve])
        {
            identifier.CopyTo(udf.Image.Bytes, sequence + 345);
            udf.Retag(sequence);
        }

        File.WriteAllBytes(temp.Combine("base.iso"), udf.Image.Bytes);
        UdfImage now = new(new ImageBuilder().BasedOn(temp.Combine("base.iso")).ToBytes());
        Assert.Equal(identifier, now.Image.Bytes[(now.Main + 345)..(now.Main + 368)]);
    }
}
