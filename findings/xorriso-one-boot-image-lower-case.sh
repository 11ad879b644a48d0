#!/usr/bin/env bash
# xorriso 1.5.4-4 with libisofs6 1.5.4-1 (Debian 12): as mkisofs, -boot-info-table makes it write the ISO 9660 tree in lower case, but only if the image has exactly
# one boot entry. A second entry (an EFI image) turns the names of the same files to capitals again, with the same options for names. Who finds
# files by their ISO 9660 names (firmware, boot loaders, readers without Rock Ridge) sees other names once UEFI is added.
# Seen: "none LOADER.BIN;1 table loader.bin;1 two LOADER.BIN;1".
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -q xorriso=1.5.4-4 libisoburn1=1.5.4-4 libisofs6=1.5.4-1 libburn4=1.5.4-1 libjte2=1.22-3 > /dev/null
for package in *.deb; do dpkg -x "$package" package; done
export LD_LIBRARY_PATH=$(dirname "$(echo package/usr/lib/*/libisofs.so.6)")

mkdir tree
truncate -s 8K tree/loader.bin
truncate -s 64K tree/esp.img

# The name of the loader in the root directory of the ISO 9660 tree, whose address is at byte 158 of the descriptor (ECMA-119 8.4.18).
name() {
    package/usr/bin/xorriso -as mkisofs -quiet -o image.iso -b loader.bin -no-emul-boot -boot-load-size 4 "$@" tree 2> /dev/null
    root=$(od -A n -t u4 -j $((16 * 2048 + 158)) -N 4 image.iso | tr -d ' ')
    dd if=image.iso bs=2048 skip="$root" count=1 status=none | grep -aoi 'loader\.bin;1' | head -1
}
none=$(name)
table=$(name -boot-info-table)
two=$(name -boot-info-table -eltorito-alt-boot -e esp.img -no-emul-boot)
echo "none $none table $table two $two"
[ "$none" = 'LOADER.BIN;1' ] && [ "$table" = 'loader.bin;1' ] && [ "$two" = 'LOADER.BIN;1' ]
