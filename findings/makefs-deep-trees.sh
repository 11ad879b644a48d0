#!/usr/bin/env bash
# makefs 20190105-3 (Debian 12), -t cd9660 -o rockridge, on a tree of nine levels:
#   the directory at level 9 is moved to /.rr_moved and CL leads there, but its record has no RE, so that readers show it twice;
#   every TF field says that it has three dates of 7 bytes, and has 20 bytes: the last date's zone is the first byte of what follows.
# Seen: "CL 1, PL 1, RE 0", "TF: 3 dates announced, 20 bytes".
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -q makefs=20190105-3 >/dev/null 2>&1
dpkg -x makefs_*.deb .

mkdir -p tree/a/b/c/d/e/f/g/h
echo deep >tree/a/b/c/d/e/f/g/h/file
usr/sbin/makefs -t cd9660 -o rockridge image.iso tree

python3 - <<'END'
import sys

image = open("image.iso", "rb").read()
counts = {b"CL": 0, b"PL": 0, b"RE": 0}
dates = set()
# Directories take the sectors from the root on, one each, as long as a sector begins with its own record.
sector = int.from_bytes(image[16 * 2048 + 158:16 * 2048 + 162], "little")
while image[sector * 2048 + 32:sector * 2048 + 34] == b"\x01\x00":
    at = sector * 2048
    while image[at]:
        end = at + image[at]
        name = image[at + 32]
        field = at + 33 + name + (name % 2 == 0)
        while field + 4 <= end and image[field + 2] >= 4:
            signature = image[field:field + 2]
            if signature in counts:
                counts[signature] += 1
            if signature == b"TF":
                dates.add((bin(image[field + 4] & 0x7F).count("1"), image[field + 2] - 5))
            field += image[field + 2]
        at = end
    sector += 1

print("CL %d, PL %d, RE %d" % (counts[b"CL"], counts[b"PL"], counts[b"RE"]))
for count, size in sorted(dates):
    print("TF: %d dates announced, %d bytes" % (count, size))
sys.exit(0 if (counts[b"CL"], counts[b"PL"], counts[b"RE"]) == (1, 1, 0) and dates == {(3, 20)} else 1)
END
