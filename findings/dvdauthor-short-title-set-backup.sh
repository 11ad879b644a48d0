#!/usr/bin/env bash
# dvdauthor 0.7.2-2 (Debian 12) puts the backup of the video manager's IFO file 29 sectors behind it, but does not so keep apart
# those of a title set: of a title of two sectors, the IFO file has sectors 0 to 5 of its set and the backup sectors 10 to 15.
# Where the video manager begins at an error correction block of the disc (16 sectors), the set does too, 32 sectors behind it,
# and the original and the backup share one block, of whose loss a backup is to save.
# Seen: "VIDEO_TS.IFO last sector 2, set's last sector 31, backup from sector 29" and
# "VTS_01_0.IFO last sector 5, set's last sector 15, backup from sector 10".
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq dvdauthor=0.7.2-2 libdvdread8=6.1.3-1 libfribidi0=1.0.8-2.1 libfontconfig1 libfreetype6 libpng16-16 libxml2 >/dev/null
for package in *.deb; do dpkg -x "$package" installed; done
export LD_LIBRARY_PATH="$work/installed/usr/lib/x86_64-linux-gnu:$work/installed/lib/x86_64-linux-gnu" VIDEO_FORMAT=PAL

python3 - <<'PYTHON'
# One video object unit: a navigation pack, and a pack with the headers of one intra picture (ISO 13818-1 2.5.3, 13818-2 6.2).
pack = bytes.fromhex('000001ba4400040004010189c3f8')
navigation = pack + bytes.fromhex('000001bb001280c4e100e17fb9e0e8b8c020bde03abfe002')
navigation += bytes.fromhex('000001bf03d4') + bytes(980) + bytes.fromhex('000001bf03fa01') + bytes(1017)
video = pack + bytes.fromhex('000001e007ec8080052100014651')
video += bytes.fromhex('000001b32d0240230ea62380 000001b5148a00010000 000001b800080040 00000100000ffff8 000001b58ffff34180 000001010bff')
video += bytes(2048 - len(video))
assert len(navigation) == 2048
open('title.mpg', 'wb').write(navigation + video)
PYTHON

cat > dvd.xml <<'XML'
<dvdauthor dest="dvd"><vmgm/><titleset><titles><pgc><vob file="title.mpg"/></pgc></titles></titleset></dvdauthor>
XML
installed/usr/bin/dvdauthor -x dvd.xml >/dev/null 2>&1

python3 - <<'PYTHON'
import os
place = {}
for name in ('VIDEO_TS', 'VTS_01_0'):
    info = open(f'dvd/VIDEO_TS/{name}.IFO', 'rb').read()
    last_of_set, last_of_info = (int.from_bytes(info[at:at + 4], 'big') for at in (12, 28))
    backup = last_of_set + 1 - os.path.getsize(f'dvd/VIDEO_TS/{name}.BUP') // 2048
    print(f"{name}.IFO last sector {last_of_info}, set's last sector {last_of_set}, backup from sector {backup}")
    place[name] = (last_of_info, last_of_set, backup)
assert place == {'VIDEO_TS': (2, 31, 29), 'VTS_01_0': (5, 15, 10)}, 'dvdauthor has other distances now'
PYTHON
