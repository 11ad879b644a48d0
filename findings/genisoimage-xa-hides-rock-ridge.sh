#!/usr/bin/env bash
# genisoimage 1.1.11-3.4 with libarchive 3.6.2 and libisofs 1.5.4 (Debian 12): of an image with -R -XA, isoinfo shows the Rock Ridge names; bsdtar and xorriso
# show those of plain ISO 9660, and say nothing. The fields of CD-ROM XA come first in each record, 14 bytes, and SP behind them in the root's: SUSP 5.3 allows that,
# and gives its place. Who adds -XA loses names, modes and links for half of the readers.
# Seen: "isoinfo: /a long name.text", "bsdtar: A_LONG_N.TEX", "xorriso: '/A_LONG_N.TEX'".
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -q genisoimage=9:1.1.11-3.4 libarchive-tools=3.6.2-1+deb12u5 libarchive13=3.6.2-1+deb12u5 \
    xorriso=1.5.4-4 libisoburn1=1.5.4-4 libisofs6=1.5.4-1 libburn4=1.5.4-1 libjte2=1.22-3 > /dev/null
for package in *.deb; do dpkg -x "$package" package; done
export LD_LIBRARY_PATH=$(dirname "$(echo package/usr/lib/*/libisofs.so.6)")

mkdir tree
echo x > "tree/a long name.text"
package/usr/bin/genisoimage -quiet -R -XA -o image.iso tree 2> /dev/null

isoinfo=$(package/usr/bin/isoinfo -R -f -i image.iso 2> /dev/null)
bsdtar=$(package/usr/bin/bsdtar -tf image.iso | grep -v '^\.$')
xorriso=$(package/usr/bin/xorriso -indev image.iso -find / -type f 2> /dev/null)
echo "isoinfo: $isoinfo"
echo "bsdtar: $bsdtar"
echo "xorriso: $xorriso"
[ "$isoinfo" = "/a long name.text" ] && [ "$bsdtar" = "A_LONG_N.TEX" ] && [ "$xorriso" = "'/A_LONG_N.TEX'" ]
