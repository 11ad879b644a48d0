#!/usr/bin/env bash
# genisoimage 9:1.1.11-3.4, libblkid 2.38.1-5+deb12u3 (Debian 12): a volume label of more than 16 characters is shown whole, with Joliet too, although Joliet has
# room for 16: libblkid joins the beginning in Joliet with the rest in the primary descriptor. One character outside ASCII undoes that: genisoimage stores UTF-8 in
# the primary descriptor and warns of nothing, libblkid finds that the two differ, and LABEL (/dev/disk/by-label) is the 16 characters of Joliet. Leaving Joliet
# out brings the whole label back.
# Seen: "Groesse und mehr als 16" whole; "Größe und mehr als 16" as "Größe und mehr a", and whole without -J.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -q genisoimage=9:1.1.11-3.4 util-linux=2.38.1-5+deb12u3 libblkid1=2.38.1-5+deb12u3 > /dev/null
for package in *.deb; do dpkg -x "$package" package; done
export LC_ALL=C.UTF-8
export LD_LIBRARY_PATH=$(dirname "$(echo package/usr/lib/*/libblkid.so.1)")

mkdir tree
echo x > tree/x
label() {
    package/usr/bin/genisoimage -quiet -V "$1" "${@:2}" -o image.iso tree
    package/sbin/blkid -p -s LABEL -o value image.iso
}

seen="$(label 'Groesse und mehr als 16' -J)|$(label 'Größe und mehr als 16' -J)|$(label 'Größe und mehr als 16')"
echo "$seen"
[ "$seen" = 'Groesse und mehr als 16|Größe und mehr a|Größe und mehr als 16' ]
