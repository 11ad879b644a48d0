#!/usr/bin/env bash
# genisoimage 9:1.1.11-3.4, GRUB 2.06-13+deb12u2 (Debian 12): the label that GRUB shows and "search --label" finds depends on Rock Ridge. With Joliet and without Rock Ridge
# it is Joliet's, which ends after 16 characters; with Rock Ridge it is the primary descriptor's, of up to 32. The same command line but for -R breaks a GRUB
# configuration that looks for the volume by its label.
# Seen: -J -R "my-live-medium-40-1-14", -J "my-live-medium-4".
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -q genisoimage=9:1.1.11-3.4 grub-common=2.06-13+deb12u2 > /dev/null
for package in *.deb; do dpkg -x "$package" package; done

mkdir tree
echo x > tree/x
label() {
    package/usr/bin/genisoimage -quiet -V my-live-medium-40-1-14 "$@" -o image.iso tree
    package/usr/bin/grub-fstest image.iso ls -- -l '(loop0)' | sed -n "s/.* - Label \`\(.*\)' - Last.*/\1/p"
}

seen="$(label -J -R)|$(label -J)"
echo "$seen"
[ "$seen" = 'my-live-medium-40-1-14|my-live-medium-4' ]
