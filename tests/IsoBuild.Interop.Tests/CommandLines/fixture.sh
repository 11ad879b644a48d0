#!/usr/bin/env bash
# fixture.sh FOLDER: makes the files that the command lines of lines.tsv name.
set -e
# Bytes that nothing compresses, the same every time.
noise(){ python3 -c 'import random, sys; n = int(sys.argv[1]); sys.stdout.buffer.write(random.Random(n).randbytes(n))' "$1"; }
[ $# = 1 ] && [ ! -e "$1" ] || { echo "usage: fixture FOLDER, which must not exist" >&2; exit 2; }
mkdir -p "$1"; cd "$1"; w=$(mktemp -d); trap 'rm -rf "$w"' EXIT
mkdir -p tree seed files/sql mbr scratch bootbins plain extra/boot dvd/VIDEO_TS dvd/AUDIO_TS tree83 
cp /usr/lib/ISOLINUX/isohdpfx.bin mbr/; cp /usr/lib/grub/i386-pc/boot_hybrid.img mbr/
grub-mkimage -O i386-pc-eltorito -p /boot/grub -o scratch/bios.img biosdisk iso9660 normal multiboot >/dev/null
for f in efi.img efiboot.img; do dd if=/dev/zero of=scratch/$f bs=1k count=1440 2>/dev/null; mformat -i scratch/$f -f 1440 -N 12345678 ::; mmd -i scratch/$f ::EFI ::EFI/BOOT; printf 'MZ fake' > "$w/bx"; mcopy -i scratch/$f "$w/bx" ::EFI/BOOT/BOOTX64.EFI; done
head -c 432 mbr/isohdpfx.bin > scratch/mbr.img; head -c 432 mbr/boot_hybrid.img > scratch/gmbr.img
put(){ mkdir -p "tree/$(dirname "$1")"; cp "$2" "tree/$1"; }
IL=/usr/lib/ISOLINUX/isolinux.bin
for p in isolinux/isolinux.bin boot/isolinux/isolinux.bin boot/x86_64/loader/isolinux.bin boot/syslinux/isolinux.bin syslinux/isolinux.bin isolinux.bin ISOLINUX.BIN; do put $p $IL; done
put isolinux/isohdpfx.bin mbr/isohdpfx.bin; put syslinux/isohdpfx.bin mbr/isohdpfx.bin
for p in boot/grub/grub_eltorito boot/grub/stage2_eltorito boot/grub/grub.img boot/grub/eltorito.img boot/grub/bios.img boot/grub/i386-pc/eltorito.img boot/cdboot images/eltorito.img isolinux/bios.img loader/isoboot.bin boot/boot.img boot/boot.bin boot/isofs.b; do put $p scratch/bios.img; done
for p in efi.img efiboot.img EFIBOOT.IMG esp.img boot/efi.img boot/efiboot.img boot/fat.efi boot/grub/efi.img boot/grub/efiboot.img boot/efi/esp.img EFI/efiboot.img EFI/boot/efiboot.img EFI/BOOT/efiboot.img EFI/images/efiboot.img EFI/IMG/efiboot.img EFI/esp.img efi/esp.img images/efiboot.img images/macboot.img isolinux/efiboot.img isolinux/macboot.img boot/x86_64/efi gentoo.efimg efi/microsoft/boot/efisys.bin efi/microsoft/boot/efisys_noprompt.bin EFI/Microsoft/boot/efisys.bin; do put $p scratch/efi.img; done
for p in efi/boot/bootx64.efi EFI/boot/bootx64.efi EFI/BOOT/BOOTX64.EFI isolinux/bootx64.efi isolinux/grubx64.efi EFI/boot/grubx64.efi; do put $p "$w/bx"; done
noise 24576 > "$w/lim"
for p in limine-bios-cd.bin boot/limine-bios-cd.bin boot/limine/limine-bios-cd.bin limine/limine-bios-cd.bin; do put $p "$w/lim"; done
for p in limine-uefi-cd.bin boot/limine-uefi-cd.bin boot/limine/limine-uefi-cd.bin; do put $p scratch/efi.img; done
put boot/grub2/i386-pc/boot_hybrid.img mbr/boot_hybrid.img; put boot/grub/i386-pc/boot_hybrid.img mbr/boot_hybrid.img
noise 4096 > "$w/etfs"; put boot/etfsboot.com "$w/etfs"; put etfsboot.com "$w/etfs"
cp "$w/etfs" bootbins/etfsboot.com; cp scratch/efi.img bootbins/efisys_noprompt.bin; cp scratch/efi.img efisys.bin; cp "$w/etfs" etfsboot.com
dd if=/dev/zero of=tree/floppy.img bs=1k count=1440 2>/dev/null
python3 - <<'P'
b=bytearray(1024*512); b[446:462]=bytes([0x80,1,1,0,6,1,32,1,1,0,0,0,0,2,0,0]); b[510:512]=b'\x55\xaa'
for d in ('tree','tree83'): open(d+('/hdboot.img' if d=='tree' else '/HDBOOT.IMG'),'wb').write(b)
P
mv tree83/HDBOOT.IMG tree83/hdboot.img
printf 'hi\n' > tree83/README.TXT
put isolinux/isolinux.cfg /dev/null; echo 'default x' > tree/isolinux/isolinux.cfg
mkdir -p tree/images/pxeboot tree/sources tree/iso; noise 300000 > tree/images/pxeboot/vmlinuz; noise 100000 > tree/images/install.img; head -c 100000 /dev/zero > tree/sources/boot.wim
echo 'GPL' > tree/LICENSE.TXT; cp tree/LICENSE.TXT tree/COPYRIGH.TXT; cp tree/LICENSE.TXT tree/ABSTRACT.TXT; cp tree/LICENSE.TXT tree/BIBLIOGR.TXT; echo 'x' > tree/md5sum.txt
echo 'long' > 'tree/a rather long file name with spaces.txt'; ln -s LICENSE.TXT tree/link; printf '#!/bin/sh\n' > tree/run.sh; chmod 755 tree/run.sh
noise 32768 > files/ip.bin; cp files/ip.bin tree/IP.BIN
printf '#cloud-config\n' > seed/user-data; printf 'instance-id: i\n' > seed/meta-data; printf 'version: 2\n' > seed/network-config
for f in autounattend.xml install.ps1 ks.cfg config.ign danos-open.deb danos-vpp-runtime.deb InstallAssistant.pkg sql/a.sql; do echo "$f" > files/$f; done
cp etfsboot.com files/etfsboot.com
echo 'tree/isolinux/isolinux.bin 1' > files/cd_sort; cp files/cd_sort files/sort; echo 'run.sh' > files/hide; cp files/hide files/hidej
printf 'isolinux/isolinux.bin=tree/isolinux/isolinux.bin\nboot/efi.img=tree/boot/efi.img\ndata/LICENSE.TXT=tree/LICENSE.TXT\n' > files/pathlist
printf 'boot\\etfsboot.com\r\nsources\\boot.wim\r\n' > files/bootorder.txt
cp scratch/bios.img files/isofs.b; printf "* Ascii 'ttxt' 'TEXT'\n" > files/hfs.map; : > files/md5-check
echo extra > extra/boot/x; cp -r plain plain2; rmdir plain2; echo hi > plain/readme.txt; mkdir -p plain/boot/grub plain/EFI; 
for n in VIDEO_TS.IFO VIDEO_TS.BUP VTS_01_0.IFO; do head -c 8192 /dev/zero > dvd/VIDEO_TS/$n; done
