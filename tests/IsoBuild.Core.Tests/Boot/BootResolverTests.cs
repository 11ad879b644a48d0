using IsoBuild.Content;
using IsoBuild.Core.Tests.Extracting;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;

namespace IsoBuild.Core.Tests.Boot;

/// <summary>Up to where entries and their images are taken, and what is said of the first that are not.</summary>
public sealed class BootResolverTests
{
    private readonly DiagnosticBag diagnostics = new();

    private static BootEntry Entry => new() { ImagePath = "a.bin" };

    private static BootEntry Section => Entry with { Platform = BootPlatform.Mac };

    /// <summary>A file of any length, of which nobody reads a byte.</summary>
    private static ContentFile Sized(long length)
    {
        DeferredSource source = new();
        source.Promise(length);
        return HandMade.File("a.bin", source);
    }

    private PlannedBoot? Resolve(BootEntry entry, params ContentNode[] content) => new BootResolver(HandMade.Tree(content), diagnostics).Resolve(entry);

    private Diagnostic Told(DiagnosticId id)
    {
        Diagnostic found = Assert.Single(diagnostics.ToList());
        Assert.Equal((id, DiagnosticSeverity.Error), (found.Id, found.Severity));
        return found;
    }

    // The load segment and the sector count are words, selection type and platform bytes (El Torito 2.1 to 2.4).
    // 19 bytes of criteria in the entry and 30 in each of 8 extensions are 259.
    // An identifier has the printable characters of ASCII, 20 to 7E, 28 of them in a section header (2.3).
    public static TheoryData<BootEntry, string?> Limits { get; } = new()
    {
        { Section with { LoadSegment = -1 }, "The load segment -1 is out of range. It must be 0 to 65535." },
        { Section with { LoadSegment = 0 }, null },
        { Section with { LoadSegment = 65535 }, null },
        { Section with { LoadSegment = 65536 }, "The load segment 65536 is out of range. It must be 0 to 65535." },
        { Section with { LoadSize = -2 }, "The load size -2 is out of range. It counts sectors of 512 bytes and must be 1 to 65535" },
        { Section with { LoadSize = BootEntry.WholeImage }, null },
        { Section with { LoadSize = 0 }, "The load size 0 is out of range. It counts sectors of 512 bytes and must be 1 to 65535" },
        { Section with { LoadSize = 1 }, null },
        { Section with { LoadSize = 65535 }, null },
        { Section with { LoadSize = 65536 }, "The load size 65536 is out of range. It counts sectors of 512 bytes and must be 1 to 65535" },
        { Section with { SelectionType = -1 }, "The selection type -1 is out of range. It must be 0 to 255." },
        { Section with { SelectionType = 255 }, null },
        { Section with { SelectionType = 256 }, "The selection type 256 is out of range. It must be 0 to 255." },
        { Section with { SelectionCriteria = new byte[259] }, null },
        { Section with { SelectionCriteria = new byte[260] }, "The selection criteria have 260 bytes, but at most 259 fit. Shorten them." },
        { Section with { Platform = (BootPlatform)(-1) }, "The platform -1 is out of range. It must be 0 to 255" },
        { Section with { Platform = (BootPlatform)255 }, null },
        { Section with { Platform = (BootPlatform)256 }, "The platform 256 is out of range. It must be 0 to 255" },
        { Section with { Id = "\u001F" }, "has characters outside printable ASCII." },
        { Section with { Id = " ~" }, null },
        { Section with { Id = "\u007F" }, "has characters outside printable ASCII." },
        { Section with { Id = new string('s', 28) }, null },
        { Section with { Id = new string('s', 29) }, "The identifier of the section mac is 29 characters long, but at most 28 fit. Shorten it." },
    };

    [Theory]
    [MemberData(nameof(Limits), DisableDiscoveryEnumeration = true)]
    public void An_entry_of_a_section_holds_what_its_fields_hold(BootEntry entry, string? told)
    {
        BootResolver.Check([Entry, entry], diagnostics);
        AssertTold(told);
    }

    /// <summary>The validation entry has room for 24 characters (El Torito 2.1), and the default entry none for criteria (2.2).</summary>
    public static TheoryData<BootEntry, string?> LimitsOfDefault { get; } = new()
    {
        { Entry with { Id = new string('d', 24) }, null },
        { Entry with { Id = new string('d', 25) }, "The identifier of the catalog is 25 characters long, but at most 24 fit. Shorten it." },
        { Entry with { SelectionType = 1 }, "The entry is the boot catalog's default entry" },
        { Entry with { SelectionCriteria = new byte[1] }, "The entry is the boot catalog's default entry" },
    };

    [Theory]
    [MemberData(nameof(LimitsOfDefault), DisableDiscoveryEnumeration = true)]
    public void The_default_entry_holds_less(BootEntry entry, string? told)
    {
        BootResolver.Check([entry, Section], diagnostics);
        AssertTold(told);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("x", "The entry has an identifier, but a section has only one, taken from the first entry of the platform")]
    public void Entries_behind_the_first_of_a_section_have_no_identifier(string id, string? told)
    {
        BootResolver.Check([Entry, Section with { Id = "first" }, Section with { Id = id }], diagnostics);
        AssertTold(told);
    }

    private void AssertTold(string? told)
    {
        if (told is null)
        {
            Assert.Empty(diagnostics.ToList());
        }
        else
        {
            Assert.Contains(told, Told(DiagnosticId.BootEntryInvalid).Message, StringComparison.Ordinal);
        }
    }

    // One extent of whole sectors ends before 2^32 (ECMA-119 9.1.4): 2^32 - 2048.
    // The table ends at byte 64, GRUB's number at 2548 + 8.
    [Theory]
    [InlineData(1, false, false, null)]
    [InlineData(4_294_965_248, false, false, null)]
    [InlineData(4_294_965_249, false, false, "4294965249 bytes long, but firmware reads it as one extent of at most 4294965248 bytes.")]
    [InlineData(63, true, false, "63 bytes long, so no boot info table can be written into its bytes 8 to 63. The image must have 64 to 1073741824 bytes.")]
    [InlineData(64, true, false, null)]
    [InlineData(1_073_741_824, true, false, null)]
    [InlineData(1_073_741_825, true, false, "1073741825 bytes long, so no boot info table can be written into its bytes 8 to 63. The image must have 64 to 1073741824 bytes.")]
    [InlineData(2555, false, true, "2555 bytes long, too short for GRUB's boot info, which is written into bytes 2548 to 2555.")]
    [InlineData(2556, false, true, null)]
    [InlineData(1_073_741_824, false, true, null)]
    [InlineData(1_073_741_825, false, true, "1073741825 bytes long, too short for GRUB's boot info, which is written into bytes 2548 to 2555.")]
    public void An_image_has_room_for_what_is_written_into_it_and_fits_one_extent(long length, bool table, bool grub, string? told)
    {
        ContentFile image = Sized(length);
        PlannedBoot? boot = Resolve(Entry with { BootInfoTable = table, GrubBootInfo = grub }, image);

        Assert.Same(told is null ? image : null, boot?.Image);
        if (told is null)
        {
            Assert.Empty(diagnostics.ToList());
        }
        else
        {
            Assert.Contains(told, Told(table || grub ? DiagnosticId.BootInfoImpossible : DiagnosticId.BootImageUnusable).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_disk_without_a_partition_is_no_image()
    {
        BootEntry disk = Entry with { Emulation = BootEmulation.HardDisk };
        Assert.Equal(0x0C, Resolve(disk, HandMade.File("a.bin", new MemorySource(BootImagesOfTests.Disk(1))))!.SystemType);
        Assert.Empty(diagnostics.ToList());

        Assert.Null(Resolve(disk, HandMade.File("a.bin", new MemorySource(BootImagesOfTests.Disk(0)))));
        Told(DiagnosticId.BootDiskInvalid);
    }

    public static TheoryData<Exception> Failures { get; } = [new IOException("The device does not answer."), new UnauthorizedAccessException("Nobody may read it.")];

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public void A_disk_that_cannot_be_read_is_no_image(Exception failure)
    {
        Assert.Null(Resolve(Entry with { Emulation = BootEmulation.HardDisk }, HandMade.File("a.bin", new Meddler(() => throw failure))));

        Diagnostic found = Told(DiagnosticId.SourceUnreadable);
        Assert.Equal("/a.bin", found.Item);
        Assert.Contains(failure.Message, found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_disappeared_is_told_by_its_file()
    {
        using TempDirectory temp = new();
        Assert.Null(Resolve(Entry with { Emulation = BootEmulation.HardDisk }, HandMade.File("a.bin", new FileSource(temp.Path, "disk.img", 512, DateTime.UnixEpoch))));

        Diagnostic found = Told(DiagnosticId.SourceUnreadable);
        Assert.Equal((temp.Combine("disk.img"), temp.Combine("disk.img")), (found.Item, found.SourcePath));
    }

    [Theory]
    [InlineData(true, "The base boots from this file, which is removed.")]
    [InlineData(false, "Add the file, or correct the path")]
    public void What_the_base_boots_from_was_there_before_it_was_removed(bool isFromBase, string told)
    {
        Assert.Null(Resolve(Entry with { IsFromBase = isFromBase }, HandMade.File("b.bin")));
        Assert.Contains(told, Told(DiagnosticId.BootImageMissing).Message, StringComparison.Ordinal);
    }
}
