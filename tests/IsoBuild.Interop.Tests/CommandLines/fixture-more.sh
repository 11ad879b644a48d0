#!/usr/bin/env bash
# fixture-more FOLDER: adds to the files of fixture.sh in FOLDER what the lines of more-lines.tsv name.
set -e
cd "$1"
mkdir -p odd/empty odd/sub odd/UPPER odd/dir.with.dots links/real deep/a/b/c/d/e/f/g/h/i/j twins modes lists grafts
printf 'a\n' > 'odd/name with spaces.txt'; printf 'b\n' > 'odd/back\slash.txt'; printf 'c\n' > 'odd/equals=sign.txt'; printf 'd\n' > 'odd/tilde~'; printf 'e\n' > 'odd/#hash#'
printf 'f\n' > odd/.hidden; printf 'g\n' > odd/..twodots; printf 'h\n' > odd/archive.tar.gz; printf 'i\n' > odd/noextension; printf 'j\n' > odd/trailing.; printf 'k\n' > odd/UPPER/FILE.TXT
printf 'l\n' > odd/save.bak; printf 'm\n' > 'odd/plus+comma,semi;colon.txt'; printf 'n\n' > odd/.dot.file.txt; printf 'o\n' > odd/averylongextension.extension; printf 'p\n' > odd/dir.with.dots/x
printf 'q\n' > odd/$'\xc3\xa9t\xc3\xa9.txt'; printf 'r\n' > odd/$'\xe6\x97\xa5\xe6\x9c\xac.txt'; printf 's\n' > "odd/$(printf 'x%.0s' {1..70}).txt"; printf 't\n' > "odd/sub/$(printf 'y%.0s' {1..120}).txt"
: > odd/zero; printf 'u\n' > odd/sub/lower; printf 'v\n' > odd/sub/UPPER2
printf 'real\n' > links/real/file; ln -s real/file links/tofile; ln -s real links/todir; ln -s nowhere links/dangling; ln links/real/file links/real/hard
printf 'deep\n' > deep/a/b/c/d/e/f/g/h/i/j/file; printf 'mid\n' > deep/a/b/c/d/e/f/g/file; printf 'top\n' > deep/top
head -c 70000 /dev/urandom > twins/one.bin; cp twins/one.bin twins/two.bin; ln twins/one.bin twins/three.bin
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do printf '%s\n' $i > "twins/samebeginning$i.txt"; done
for m in 0600 0640 0755 0444 0711 4755; do printf '%s\n' $m > modes/f$m; chmod $m modes/f$m; done; mkdir -p modes/d0700 modes/d1777; chmod 0700 modes/d0700; chmod 1777 modes/d1777
printf 'odd/zero\r\nodd/noextension\r\n' > lists/crlf; printf 'odd/zero\n\nodd/noextension\n' > lists/blank; printf 'odd/name with spaces.txt\nodd/zero' > lists/plain; printf 'a b/c d=odd/name with spaces.txt\n/x=seed\n' > lists/grafts
printf 'isolinux\nboot\n*.img\n' > lists/exclude; printf 'odd/zero 5\nodd/sub 10\n' > lists/sort; printf '*.txt\n' > lists/hide; : > lists/empty
# What somebody makes anew: code of GRUB at its start, and a partition behind it at blocks that the lines name.
mkdir -p media; cp scratch/bios.img media/
xorriso -as mkisofs -quiet -o source.iso -V SOURCE -b bios.img -no-emul-boot -boot-load-size 4 -boot-info-table --grub2-boot-info --grub2-mbr mbr/boot_hybrid.img --protective-msdos-label -append_partition 2 0xef scratch/efi.img media 2> /dev/null
