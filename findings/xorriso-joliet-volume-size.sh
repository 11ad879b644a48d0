#!/usr/bin/env bash
# xorriso 1.5.4-4 with libisofs6 1.5.4-1 (Debian 12): of an image with -partition_offset 16, an appended partition and Joliet, the primary descriptor tells the size of
# the whole image, and the Joliet descriptor that of the data before the appended partition alone. Readers of Joliet are told of a
# smaller volume than all others; who copies a disc by that size loses the EFI system partition.
# Seen: "primary 1753 joliet 51 appended partition from 51 on" (sectors).
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -q xorriso=1.5.4-4 libisoburn1=1.5.4-4 libisofs6=1.5.4-1 libburn4=1.5.4-1 libjte2=1.22-3 > /dev/null
for package in *.deb; do dpkg -x "$package" package; done
export LD_LIBRARY_PATH=$(dirname "$(echo package/usr/lib/*/libisofs.so.6)")

mkdir tree
echo x > tree/x
truncate -s 3M appended.img
package/usr/bin/xorriso -as mkisofs -quiet -R -J -V SIZES -partition_offset 16 -append_partition 2 0xef appended.img -appended_part_as_gpt -o image.iso tree 2> /dev/null

# Bytes 80 to 83 of a descriptor, the least significant first (ECMA-119 8.4.8); Joliet's is the second here. A GPT entry has its first block at byte 32.
number() { od -A n -t u4 -j "$1" -N 4 image.iso | tr -d ' '; }
primary=$(number $((16 * 2048 + 80)))
joliet=$(number $((17 * 2048 + 80)))
appended=$(($(number $((1024 + 128 + 32))) / 4))
echo "primary $primary joliet $joliet appended partition from $appended on"
[ "$primary" -gt "$appended" ] && [ "$joliet" -le "$appended" ]
