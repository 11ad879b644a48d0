using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace IsoBuild.Interop.Tests;

/// <summary>As what firmware is given an image.</summary>
internal enum BootMedium
{
    /// <summary>In a CD drive.</summary>
    Cd,

    /// <summary>Copied to a USB stick, byte for byte.</summary>
    Usb,
}

/// <summary>Starts images with the firmware of other people, in QEMU: SeaBIOS, and OVMF (EDK2). What they print comes over the serial line.</summary>
internal static class Firmware
{
    /// <summary>QEMU with SeaBIOS.</summary>
    public const string Bios = "qemu-system-x86_64";

    private static readonly string[] CodeFiles = ["/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/OVMF/OVMF_CODE.fd", "/usr/share/edk2/x64/OVMF_CODE.4m.fd", "/usr/share/edk2/ovmf/OVMF_CODE.fd"];
    private static readonly string[] VariableFiles = ["/usr/share/OVMF/OVMF_VARS_4M.fd", "/usr/share/OVMF/OVMF_VARS.fd", "/usr/share/edk2/x64/OVMF_VARS.4m.fd", "/usr/share/edk2/ovmf/OVMF_VARS.fd"];

    /// <summary>Whether OVMF is there.</summary>
    public static bool HasUefi => Array.Exists(CodeFiles, File.Exists) && Array.Exists(VariableFiles, File.Exists);

    /// <summary>Starts an image with SeaBIOS.</summary>
    /// <param name="image">The image file, which is not written to.</param>
    /// <param name="medium">As what it is given.</param>
    /// <param name="expected">The text on the serial line for which to wait.</param>
    /// <param name="limit">How long to wait for it, where what is started takes longer than firmware.</param>
    /// <param name="arguments">Further arguments of QEMU.</param>
    /// <returns>All that came over the serial line until then; without <paramref name="expected"/>, when the machine was switched off.</returns>
    /// <exception cref="TimeoutException">It did not come; what came instead.</exception>
    public static string BootBios(string image, BootMedium medium, string expected, TimeSpan? limit = null, params string[] arguments) =>
        Boot(Bios, ["-vga", "std", .. Medium(image, medium), .. arguments], expected, limit ?? Limits.Firmware);

    /// <summary>Starts an image with OVMF, with variables as they come from the factory.</summary>
    /// <param name="image">The image file, which is not written to.</param>
    /// <param name="medium">As what it is given.</param>
    /// <param name="expected">The text on the serial line for which to wait.</param>
    /// <param name="limit">How long to wait for it, where what is started takes longer than firmware.</param>
    /// <param name="arguments">Further arguments of QEMU.</param>
    /// <returns>All that came over the serial line until then; without <paramref name="expected"/>, when the machine was switched off.</returns>
    /// <exception cref="TimeoutException">It did not come; what came instead.</exception>
    public static string BootUefi(string image, BootMedium medium, string expected, TimeSpan? limit = null, params string[] arguments)
    {
        string code = Array.Find(CodeFiles, File.Exists) ?? throw new InvalidOperationException("OVMF is not there; install the package ovmf.");
        using TempDirectory temp = new();
        string variables = Path.Combine(temp.Path, "vars.fd");
        File.Copy(Array.Find(VariableFiles, File.Exists)!, variables);
        return Boot(
            Bios,
            [
                "-vga", "std", "-machine", "q35",
                "-drive", $"if=pflash,unit=0,format=raw,readonly=on,file={code}",
                "-drive", $"if=pflash,unit=1,format=raw,file={variables}",
                .. Medium(image, medium),
                .. arguments,
            ],
            expected,
            limit ?? Limits.Firmware);
    }

    /// <summary>Snapshots, so that nobody writes to the image.</summary>
    private static string[] Medium(string image, BootMedium medium) => medium == BootMedium.Cd
        ? ["-drive", $"if=none,id=medium,format=raw,media=cdrom,readonly=on,file={image}", "-device", "ide-cd,drive=medium,bus=ide.0,bootindex=0"]
        : ["-device", "qemu-xhci", "-drive", $"if=none,id=medium,format=raw,snapshot=on,file={image}", "-device", "usb-storage,drive=medium,bootindex=0"];

    /// <summary>Starts a machine.</summary>
    /// <param name="program">QEMU for its processor.</param>
    /// <param name="arguments">What the machine is.</param>
    /// <param name="expected">The text on the serial line for which to wait.</param>
    /// <param name="limit">How long to wait for it.</param>
    /// <returns>All that came over the serial line until then; without <paramref name="expected"/>, when the machine was switched off.</returns>
    /// <exception cref="TimeoutException">It did not come; what came instead.</exception>
    public static string Boot(string program, string[] arguments, string expected, TimeSpan limit)
    {
        ProcessStartInfo start = new(ToolGuard.Find(program))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.Latin1,
        };
        foreach (string argument in (string[])
        [
            "-accel", "tcg", "-m", "512", "-display", "none", "-monitor", "none", "-serial", "stdio",
            "-nic", "none", "-no-reboot", .. arguments,
        ])
        {
            start.ArgumentList.Add(argument);
        }

        StringBuilder serial = new();
        StringBuilder errors = new();
        using Process qemu = new() { StartInfo = start };
        qemu.ErrorDataReceived += (_, e) => errors.Append(e.Data).Append('\n');
        qemu.Start();
        qemu.BeginErrorReadLine();
        try
        {
            // Reading ends when QEMU does, which it must at the latest when time is up.
            using CancellationTokenSource time = new(limit);
            using CancellationTokenRegistration end = time.Token.Register(() => Kill(qemu));
            char[] buffer = new char[4096];
            while (qemu.StandardOutput.Read(buffer) is > 0 and int count)
            {
                serial.Append(buffer, 0, count);
                if (serial.ToString().Contains(expected, StringComparison.Ordinal))
                {
                    return serial.ToString();
                }
            }

            qemu.WaitForExit();
            if (time.IsCancellationRequested)
            {
                throw new TimeoutException($"\"{expected}\" did not come over the serial line within {limit}; so far:{Environment.NewLine}{serial}{errors}");
            }

            return qemu.ExitCode == 0
                ? serial.ToString()
                : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"QEMU ended with {qemu.ExitCode}: {errors}"));
        }
        finally
        {
            Kill(qemu);
        }
    }

    private static void Kill(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
    }
}
