#!/usr/bin/env bash
# xorriso 1.5.4-4 with libisofs6 1.5.4-1 (Debian 12): an image whose EFI system partition is a GPT partition, and that has little else in it (here 8 KiB; 20 KiB are
# enough), cannot be edited with "-boot_image any replay". A file as -outdev gets a copy of its descriptors at block 32, and the GPT is not counted anew for
# what that moves: "Program error: GPT partitions 0 and 1 overlap". What is left is a file without a volume. With "-compliance no_emul_toc" it works.
# Seen: "8 KiB: overlap; 64 KiB: written; 8 KiB, no_emul_toc: written".
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -q xorriso=1.5.4-4 libisoburn1=1.5.4-4 libisofs6=1.5.4-1 libburn4=1.5.4-1 libjte2=1.22-3 > /dev/null
for package in *.deb; do dpkg -x "$package" package; done
export LD_LIBRARY_PATH=$(dirname "$(echo package/usr/lib/*/libisofs.so.6)")
xorriso=package/usr/bin/xorriso

edit() { # KIB [OPTION...]
    rm -rf tree image.iso edited.iso
    mkdir tree
    truncate -s 4M tree/efi.img
    truncate -s "$1K" tree/pad
    "$xorriso" -as mkisofs -quiet -R -V SMALL -o image.iso --efi-boot efi.img -efi-boot-part --efi-boot-image --protective-msdos-label tree 2> /dev/null
    shift
    echo more > more
    "$xorriso" -indev image.iso -outdev edited.iso "$@" -boot_image any replay -map more /more -commit > log 2>&1 || true
    if grep -q 'GPT partitions 0 and 1 overlap' log; then echo overlap; elif grep -q 'completed successfully' log; then echo written; else echo other; fi
}

seen="8 KiB: $(edit 8); 64 KiB: $(edit 64); 8 KiB, no_emul_toc: $(edit 8 -compliance no_emul_toc)"
echo "$seen"
[ "$seen" = "8 KiB: overlap; 64 KiB: written; 8 KiB, no_emul_toc: written" ]
