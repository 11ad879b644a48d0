using IsoBuild.Content;
using IsoBuild.Core.Tests.Boot;
using IsoBuild.Machines;

namespace IsoBuild.Core.Tests.Machines;

public class EfiProgramTests
{
    [Fact]
    public void The_members_of_the_chain_are_known_by_what_they_say_of_themselves()
    {
        Assert.Equal(new EfiProgram(0x8664, true, EfiProgramKind.Shim, "grubx64.efi"), Read(BootImagesOfTests.Shim()));
        Assert.Equal(new EfiProgram(0x8664, false, EfiProgramKind.Shim, "grub.efi"), Read(BootImagesOfTests.Shim(isSigned: false, "grub.efi")));
        Assert.Equal(EfiProgramKind.MokManager, Read(BootImagesOfTests.SecureProgram("shim"))!.Kind);
        Assert.Equal(EfiProgramKind.ShimFallback, Read(BootImagesOfTests.SecureProgram("shim", true, 0xAA64, "fbaa64.efi"))!.Kind);
        Assert.Equal(EfiProgramKind.Grub, Read(BootImagesOfTests.SecureProgram("grub"))!.Kind);
        Assert.Equal(EfiProgramKind.Other, Read(BootImagesOfTests.SecureProgram("systemd"))!.Kind);
        Assert.Equal(EfiProgramKind.Other, Read(BootImagesOfTests.SecureProgram("shim", true, 0x1234))!.Kind);
    }

    [Fact]
    public void Names_are_found_wherever_they_lie()
    {
        // Across the border of what is read at once.
        byte[] program = [.. BootImagesOfTests.Shim(), .. new byte[70_000]];
        byte[] name = [.. program.AsSpan(4096, 200)];
        program.AsSpan(4096, 200).Clear();
        name.CopyTo(program, 65_536 - 30);
        Assert.Equal(EfiProgramKind.Shim, Read(program)!.Kind);
    }

    [Fact]
    public void What_is_no_program()
    {
        byte[] program = BootImagesOfTests.SecureProgram("grub");
        Assert.Null(Read([]));
        Assert.Null(Read(program[..63]));
        Assert.Null(Read(program[..0x85]));
        Assert.Null(Read([(byte)'N', .. program[1..]]));
        program[0x80] = (byte)'N';
        Assert.Null(Read(program));
        program[0x3F] = 0x7F;
        Assert.Null(Read(program));
    }

    [Fact]
    public void What_is_cut_off_says_as_much_as_is_there()
    {
        byte[] program = BootImagesOfTests.SecureProgram("grub");
        Assert.Equal(new EfiProgram(0x8664, false, EfiProgramKind.Other, null), Read(program[..0x86]));
        Assert.Equal(new EfiProgram(0x8664, false, EfiProgramKind.Other, null), Read(program[..0x99]));
        Assert.Equal(new EfiProgram(0x8664, true, EfiProgramKind.Other, null), Read(program[..0x188]));
        Assert.Equal(EfiProgramKind.Other, Read(program[..1200])!.Kind);
    }

    private static EfiProgram? Read(byte[] bytes) => EfiProgram.Read(new MemorySource(bytes));
}
