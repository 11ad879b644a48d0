using System.Buffers.Binary;
using System.Text;
using IsoBuild.Content;

namespace IsoBuild.Machines;

/// <summary>What a program is in the chain of Secure Boot.</summary>
internal enum EfiProgramKind
{
    Other,

    /// <summary>shim: signed by Microsoft, it starts what a distribution signed.</summary>
    Shim,

    /// <summary>The program with which shim lets people enrol keys.</summary>
    MokManager,

    /// <summary>The program with which shim makes boot entries for what is installed on a disk.</summary>
    ShimFallback,

    /// <summary>GRUB that says so of itself, as signed ones do.</summary>
    Grub,
}

/// <summary>An EFI program: a PE file (Microsoft PE format; UEFI 2.1.1).</summary>
/// <param name="Field">The machine field.</param>
/// <param name="IsSigned">Whether it has a certificate table; what is in it is not verified.</param>
/// <param name="Kind">What it says of itself in its <c>.sbat</c> section.</param>
/// <param name="SecondStage">Of shim, the name of what it starts; otherwise <see langword="null"/>.</param>
internal sealed record EfiProgram(ushort Field, bool IsSigned, EfiProgramKind Kind, string? SecondStage)
{
    private const int PeOffset = 0x3C;
    private const int DosHead = 64;
    private const int SignatureSize = 4;
    private const int CoffSize = 20;
    private const int SectionCountAt = 2;
    private const int OptionalSizeAt = 16;

    /// <summary>Where in the optional header the certificate table's place and size are, for PE32 and for PE32+.</summary>
    private const int CertificatesAt = 96 + 32;
    private const int CertificatesAtPlus = 112 + 32;
    private const ushort MagicPlus = 0x20B;

    private const int SectionSize = 40;
    private const int SectionLengthAt = 16;
    private const int SectionPlaceAt = 20;

    /// <summary>No program has more sections, and none says more of itself.</summary>
    private const int MostSections = 96;
    private const int MostOptional = 4096;
    private const int MostText = 1 << 12;

    /// <summary>shim has 1 MB; whatever is larger is not looked through.</summary>
    private const int MostSearched = 1 << 23;

    private const int Chunk = 1 << 16;

    public EfiMachine? Machine => EfiMachine.Of(Field);

    /// <summary>Reads what a program says of itself; <see langword="null"/> for a file that is none.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static EfiProgram? Read(ContentSource source)
    {
        using var content = source.Open();
        Span<byte> dos = stackalloc byte[DosHead];
        if (!content.TryFill(0, dos) || !dos.StartsWith("MZ"u8))
        {
            return null;
        }

        long start = BinaryPrimitives.ReadUInt32LittleEndian(dos[PeOffset..]);
        Span<byte> head = stackalloc byte[SignatureSize + CoffSize];
        if (!content.TryFill(start, head) || !head.StartsWith("PE\0\0"u8))
        {
            // What ends behind the machine field is not started, but says for which machine it was.
            return content.TryFill(start, head[..(SignatureSize + sizeof(ushort))]) && head.StartsWith("PE\0\0"u8) ? new EfiProgram(BinaryPrimitives.ReadUInt16LittleEndian(head[SignatureSize..]), IsSigned: false, EfiProgramKind.Other, SecondStage: null) : null;
        }

        var coff = head[SignatureSize..];
        var field = BinaryPrimitives.ReadUInt16LittleEndian(coff);
        var optional = new byte[Math.Min((int)BinaryPrimitives.ReadUInt16LittleEndian(coff[OptionalSizeAt..]), MostOptional)];
        var isSigned = content.TryFill(start + head.Length, optional) && HasCertificates(optional);
        var sections = start + head.Length + BinaryPrimitives.ReadUInt16LittleEndian(coff[OptionalSizeAt..]);
        var text = GenerationsOf(content, sections, Math.Min((int)BinaryPrimitives.ReadUInt16LittleEndian(coff[SectionCountAt..]), MostSections));
        var (kind, second) = KindOf(content, source.Length, EfiMachine.Of(field), text);
        return new EfiProgram(field, isSigned, kind, second);
    }

    private static bool HasCertificates(ReadOnlySpan<byte> optional)
    {
        var at = optional.Length >= sizeof(ushort) && BinaryPrimitives.ReadUInt16LittleEndian(optional) == MagicPlus ? CertificatesAtPlus : CertificatesAt;
        return optional.Length >= at + (2 * sizeof(uint)) && BinaryPrimitives.ReadUInt32LittleEndian(optional[(at + sizeof(uint))..]) > 0;
    }

    /// <summary>The text of the section in which programs name themselves and what they are made of (shim, SBAT.md); empty without one.</summary>
    private static string GenerationsOf(OpenContent content, long sections, int count)
    {
        Span<byte> section = stackalloc byte[SectionSize];
        for (var i = 0; i < count && content.TryFill(sections + (i * SectionSize), section); i++)
        {
            if (!section.StartsWith(".sbat\0"u8))
            {
                continue;
            }

            var text = new byte[Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(section[SectionLengthAt..]), MostText)];
            return content.TryFill(BinaryPrimitives.ReadUInt32LittleEndian(section[SectionPlaceAt..]), text) ? Encoding.Latin1.GetString(text) : "";
        }

        return "";
    }

    /// <summary>shim and its helpers call themselves alike; only shim has the names of its helpers in it, and of what it starts.</summary>
    private static (EfiProgramKind Kind, string? SecondStage) KindOf(OpenContent content, long length, EfiMachine? machine, string generations)
    {
        var names = generations.Split('\n').Select(line => line.Split(',')[0]).ToList();
        if (names.Contains("grub"))
        {
            return (EfiProgramKind.Grub, null);
        }

        if (machine is null || !names.Contains("shim"))
        {
            return default;
        }

        string[] wanted = [$"\\mm{machine.Suffix}.efi", $"fb{machine.Suffix}.efi", $"grub{machine.Suffix}.efi", "grub.efi"];
        var found = Search(content, Math.Min(length, MostSearched), wanted);
        return found[0] ? (EfiProgramKind.Shim, found[2] || !found[3] ? wanted[2] : wanted[3])
            : (found[1] ? EfiProgramKind.ShimFallback : EfiProgramKind.MokManager, null);
    }

    /// <summary>Which of some names a program has in it, in the characters of UEFI.</summary>
    private static bool[] Search(OpenContent content, long length, string[] names)
    {
        var wanted = Array.ConvertAll(names, Encoding.Unicode.GetBytes);
        var found = new bool[names.Length];
        var overlap = wanted.Max(name => name.Length) - 1;
        var buffer = new byte[Chunk + overlap];
        for (long start = 0; start < length; start += Chunk)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - start));
            if (!content.TryFill(start, part))
            {
                break;
            }

            for (var i = 0; i < wanted.Length; i++)
            {
                found[i] |= part.IndexOf(wanted[i]) >= 0;
            }
        }

        return found;
    }
}
