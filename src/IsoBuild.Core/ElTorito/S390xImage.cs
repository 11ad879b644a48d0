using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Machines;

namespace IsoBuild.ElTorito;

/// <summary>Makes one bootable file of a Linux kernel for s390x, its initrd and its command line, as installers for these machines have it.</summary>
/// <remarks>
/// The firmware loads the whole file to address 0 and starts it by the PSW in its first 8 bytes. The kernel finds the rest by its parameter area at 0x10400
/// (Linux, arch/s390/include/asm/setup.h): the initrd's address and size, and the command line. All numbers are big-endian.
/// </remarks>
internal static class S390xImage
{
    /// <summary>The address of the PSW with which the machine starts: that of the kernel, in 31-bit mode.</summary>
    private const int PswAddressAt = 4;
    private const uint Start = 0x8001_0000;

    private const int InitrdAddressAt = 0x10408;
    private const int InitrdSizeAt = 0x10410;
    private const int LongestCommandLineAt = 0x10430;
    private const int CommandLineAt = 0x10480;

    /// <summary>What kernels take that do not say it.</summary>
    private const int UsualCommandLine = 896;
    private const int MostCommandLine = 1 << 16;

    /// <summary>The least address of an initrd: the kernel unpacks itself before it looks there.</summary>
    private const long LeastInitrdAddress = 8 << 20;
    private const int PageSize = 4096;

    /// <summary>The file; <see langword="null"/> and a diagnostic when it cannot be made.</summary>
    public static ContentSource? Make(BootEntry entry, DiagnosticBag diagnostics)
    {
        var kernel = NamedFile.Find(entry.Kernel, "kernel", diagnostics);
        var initrd = entry.Initrd.Length == 0 ? null : NamedFile.Find(entry.Initrd, "initrd", diagnostics);
        if (kernel is null || (initrd is null && entry.Initrd.Length > 0))
        {
            return null;
        }

        if (HeadOf(kernel, diagnostics) is not { } head)
        {
            return null;
        }

        if (head.Length < CommandLineAt + UsualCommandLine || !ForeignPrograms.IsS390(head))
        {
            diagnostics.Error(DiagnosticId.S390xKernelInvalid, entry.Kernel, "The file is not a Linux kernel that s390x machines boot: the code with which they begin is not in its bytes 8 to 31. Name the kernel image of a distribution for s390x (vmlinuz or kernel.debian), not an ELF file.", entry.Kernel);
            return null;
        }

        var text = Encoding.UTF8.GetBytes(entry.CommandLine);
        var stated = BinaryPrimitives.ReadUInt64BigEndian(head.AsSpan(LongestCommandLineAt));
        var most = (int)Math.Min(stated is > 0 and <= MostCommandLine ? stated : UsualCommandLine, (ulong)(head.Length - CommandLineAt));
        if (text.Length >= most || text.AsSpan().Contains((byte)0))
        {
            diagnostics.Error(DiagnosticId.S390xCommandLineInvalid, entry.Kernel, string.Create(CultureInfo.InvariantCulture, $"The command line has {text.Length} bytes, but this kernel takes at most {most - 1}, none of them zero. Shorten it."), entry.Kernel);
            return null;
        }

        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(PswAddressAt), Start);
        var address = (Math.Max(kernel.Length, LeastInitrdAddress) + PageSize - 1) / PageSize * PageSize;
        if (initrd is not null)
        {
            BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(InitrdAddressAt), address);
            BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(InitrdSizeAt), initrd.Length);
        }

        text.CopyTo(head.AsSpan(CommandLineAt));
        head[CommandLineAt + text.Length] = 0;
        return new JoinedSource(head, kernel, initrd, address);
    }

    /// <summary>The kernel's first bytes, as far as the command line may reach; <see langword="null"/> and a diagnostic when they cannot be read.</summary>
    private static byte[]? HeadOf(ContentSource kernel, DiagnosticBag diagnostics)
    {
        var head = new byte[Math.Min(kernel.Length, CommandLineAt + MostCommandLine)];
        try
        {
            using var open = kernel.Open();
            open.ReadExactly(0, head);
            return head;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error(SourceProblem.CodeOf(failure), kernel.FilePath, SourceProblem.TextOf(failure), kernel.FilePath);
            return null;
        }
    }

    /// <summary>The kernel with another head, and behind it the initrd at its address.</summary>
    private sealed class JoinedSource(ReadOnlyMemory<byte> head, ContentSource kernel, ContentSource? initrd, long address) : ContentSource
    {
        public override long Length => initrd is null ? kernel.Length : address + initrd.Length;

        internal override OpenContent Open() => new(new Reader(this));

        private sealed class Reader(JoinedSource source) : ContentReader
        {
            private ContentSource? current;
            private OpenContent content;

            public override int Read(long position, Span<byte> buffer)
            {
                var (head, kernel, initrd, address) = source.Parts;
                if (position < head.Length)
                {
                    var part = head.Span[(int)position..];
                    part = part[..Math.Min(part.Length, buffer.Length)];
                    part.CopyTo(buffer);
                    return part.Length;
                }

                if (position < kernel.Length)
                {
                    return ReadFrom(kernel, position, buffer);
                }

                if (initrd is null || position >= source.Length)
                {
                    return 0;
                }

                if (position < address)
                {
                    buffer = buffer[..(int)Math.Min(buffer.Length, address - position)];
                    buffer.Clear();
                    return buffer.Length;
                }

                return ReadFrom(initrd, position - address, buffer);
            }

            public override void Dispose()
            {
                content.Dispose();
                (current, content) = (null, default);
            }

            /// <exception cref="ContentException">The file is not what it was when it was measured.</exception>
            private int ReadFrom(ContentSource file, long position, Span<byte> buffer)
            {
                if (!ReferenceEquals(current, file))
                {
                    Dispose();
                    (current, content) = (file, file.Open());
                }

                var rest = file.Length - position;
                var count = content.Read(position, buffer[..(int)Math.Min(buffer.Length, rest)]);
                if (count == 0 || (count == rest && file is FileSource disk && disk.StateOf(content.Handle) != FileState.Same))
                {
                    throw new ContentException(new Diagnostic(DiagnosticId.SourceChanged, DiagnosticSeverity.Error, file.FilePath, SourceProblem.Changed) { SourcePath = file.FilePath });
                }

                return count;
            }
        }

        private (ReadOnlyMemory<byte> Head, ContentSource Kernel, ContentSource? Initrd, long Address) Parts => (head, kernel, initrd, address);
    }
}
