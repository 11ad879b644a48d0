#!/usr/bin/env bash
# genisoimage 9:1.1.11-3.4 (Debian 12): -udf in a second session (-C, -M) records every file of the first session with a length of 0 in UDF, and warns of nothing.
# The ISO 9660 tree of the same session has the files whole. Linux, mounting with -t udf -o session=N, shows the old files empty.
# Seen: "new.txt 4 bytes" and "old.txt 0 bytes" in UDF, "OLD.TXT 11 bytes" in ISO 9660.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -q genisoimage=9:1.1.11-3.4 > /dev/null
dpkg -x genisoimage_*.deb package
make=package/usr/bin/genisoimage

mkdir one two
echo 0123456789 > one/old.txt
echo new > two/new.txt
"$make" -quiet -udf -R -o first.iso one
start=$(($(stat -c %s first.iso) / 2048))
"$make" -quiet -udf -R -C "0,$start" -M first.iso -o second.iso two 2> /dev/null
cat first.iso second.iso > both.iso

seen=$(python3 - "$start" << 'END'
import struct, sys
image, start = open('both.iso', 'rb').read(), int(sys.argv[1])
block = lambda number: image[number * 2048:(number + 1) * 2048]
number = lambda data, at: struct.unpack_from('<I', data, at)[0]

# Anchor (ECMA-167 3/10.2), partition and file set descriptor, the root's file entry, its file identifiers.
sequence = number(block(start + 256), 20)
partition = next(number(block(i), 188) for i in range(sequence, sequence + 16) if number(block(i), 0) & 0xFFFF == 5)
content = lambda entry: 176 + number(entry, 168)
root = block(partition + number(block(partition), 404))
names, at = block(partition + number(root, content(root) + 4)), 0
while at < number(root, 56):
    length, use = names[at + 19], struct.unpack_from('<H', names, at + 36)[0]
    if length:
        entry = block(partition + number(names, at + 24))
        print('udf', names[at + 39 + use:at + 38 + use + length].decode(), number(entry, 56))
    at += (38 + use + length + 3) & ~3

# The root directory of ISO 9660 (ECMA-119 9.1).
directory, at = block(number(block(start + 16), 158)), 0
while directory[at]:
    if not directory[at + 25] & 2:
        print('iso', directory[at + 33:at + 33 + directory[at + 32]].decode(), number(directory, at + 10))
    at += directory[at]
END
)
echo "$seen"
[ "$(LC_ALL=C sort <<< "$seen")" = "$(printf 'iso NEW.TXT;1 4\niso OLD.TXT;1 11\nudf new.txt 4\nudf old.txt 0')" ]
