namespace IsoBuild.TestSupport;

/// <summary>Command lines of other programs of many kinds, and the files that they name. What <c>isobuild as --explain</c> prints of each makes the same image on every surface.</summary>
internal static class ExplainedLines
{
    /// <summary>Words with blanks between; ~ is a blank within a word. OUT is the image.</summary>
    private static readonly string[] Lines =
    [
        "mkisofs -o OUT -V My~$Disc -J -R tree",
        "genisoimage -o OUT -r -J -l -m *.bak -m tree/boot -sort weights -uid 5 -gid 6 -hide-joliet a.txt -hide tree/docs/plain.txt -hidden *.cfg tree",
        "genisoimage -o OUT -iso-level 4 -udf -N -allow-lowercase -dir-mode 0700 -file-mode 0600 -graft-points deep/x=tree/a.txt y/=it's odd;names/%24$(x)=odd tree",
        "genisoimage -o OUT -T -relaxed-filenames -publisher 50%~off;~now -A app -p me,~too -sysid S -volset V -copyright a.txt -R tree",
        "mkisofs -o OUT -R -no-pad -b boot/loader.bin -c boot/cat -no-emul-boot -boot-load-size 4 -boot-info-table -eltorito-alt-boot -e boot/efi.img -no-emul-boot tree",
        "genisoimage -o OUT -J -b boot/floppy.img -boot-load-seg 0x7C1 -no-boot -eltorito-alt-boot -b boot/hd.img -hard-disk-boot tree",
        "xorriso -as mkisofs --modification-date=2024010203040567 -isohybrid-mbr mbr.bin -b boot/loader.bin -no-emul-boot -eltorito-id THE~ID -eltorito-alt-boot -e boot/efi.img -no-emul-boot -isohybrid-gpt-basdat -eltorito-alt-boot -b boot/floppy.img -eltorito-id OTHER -eltorito-selcrit 01ab -o OUT tree --sort-weight 2 /boot --sort-weight 0 /",
        "xorrisofs -isohybrid-mbr mbr.bin -b boot/loader.bin -no-emul-boot -iso_mbr_part_type 0x96 -o OUT -partition_offset 16 tree",
        "xorriso -as mkisofs -partition_offset 16 -append_partition 2 0xef tree/boot/efi.img -appended_part_as_gpt -e --interval:appended_partition_2:all:: -no-emul-boot -iso_mbr_part_type 0x83 -o OUT tree",
        "xorriso -as mkisofs -append_partition 3 0x0c tree/boot/efi.img --mbr-force-bootable -padding 1m --set_all_file_dates =1700000000 -hardlinks -o OUT tree",
        "xorrisofs -R -r -J -b boot/loader.bin -no-emul-boot -boot-load-size 4 -boot-info-table --grub2-boot-info --grub2-mbr mbr.bin -hfsplus -apm-block-size 2048 -hfsplus-file-creator-type chrp tbxj /boot/efi.img -hfs-bless-by p /boot --efi-boot boot/efi.img -efi-boot-part --efi-boot-image --protective-msdos-label -o OUT tree",
        "xorrisofs -G area.bin -C 0,11702 -norock -o OUT tree",
        "oscdimg -m -o -u2 -lWINPE -bootdata:2#p0,e,btree\\boot\\loader.bin#pEF,e,btree\\boot\\efi.img tree OUT",
        "oscdimg -u1 -btree\\boot\\loader.bin -e -lUDF~LABEL -t10/31/2000,15:01:00 -yoorder.txt tree OUT",
        "hdiutil makehybrid -iso -joliet -default-volume-name Both -o OUT tree",
    ];

    public static int Count => Lines.Length;

    /// <summary>The words of one: the program and its arguments.</summary>
    public static string[] Words(int line, string image) => [.. Lines[line].Split(' ').Select(word => word == "OUT" ? image : word.Replace('~', ' '))];

    /// <summary>Writes the files that they name.</summary>
    public static void WriteContent(string folder)
    {
        foreach ((string path, byte[] bytes) in (IEnumerable<(string, byte[])>)
        [
            ("tree/a.txt", "one\n"u8.ToArray()),
            ("tree/run.sh", "#!/bin/sh\n"u8.ToArray()),
            ("tree/docs/Long Name.txt", "two\n"u8.ToArray()),
            ("tree/docs/plain.txt", "two and a half\n"u8.ToArray()),
            ("tree/docs/old.bak", "three\n"u8.ToArray()),
            ("tree/docs/my.cfg", "four\n"u8.ToArray()),
            ("tree/boot/loader.bin", BootFiles.Code(4096)),
            ("tree/boot/efi.img", new byte[65536]),
            ("tree/boot/floppy.img", BootFiles.Code(1440 * 1024)),
            ("tree/boot/hd.img", DiskWithPartition()),
            ("mbr.bin", MasterBootRecord()),
            ("area.bin", BootFiles.Code(32768)),
            ("weights", "tree/docs 7\n"u8.ToArray()),
            ("order.txt", "docs\\plain.txt\r\na.txt\r\n"u8.ToArray()),
            ("it's", "five\n"u8.ToArray()),
            ("odd/un & <more>.txt", "six\n"u8.ToArray()),
        ])
        {
            BootFiles.Write(folder, path, bytes);
        }
    }

    /// <summary>Code for disks that leaves room for an Apple partition map: it begins with instructions that do nothing, of the kind that isohdpfx.bin has.</summary>
    private static byte[] MasterBootRecord() =>
        [0x45, 0x52, 0x08, 0x00, 0x00, 0x00, 0x90, 0x90, .. new byte[24], 0x33, 0xED, 0xFA, 0x8E, 0xD5, .. new byte[395]];

    /// <summary>El Torito 2.5: a disk's master boot record has one partition, here active, of type 6, from head 1 on.</summary>
    private static byte[] DiskWithPartition()
    {
        byte[] disk = new byte[1024 * 512];
        new byte[] { 0x80, 1, 1, 0, 6, 1, 32, 15, 32, 0, 0, 0, 0xE0, 3, 0, 0 }.CopyTo(disk, 446);
        (disk[510], disk[511]) = (0x55, 0xAA);
        return disk;
    }
}
