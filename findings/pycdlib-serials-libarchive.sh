#!/usr/bin/env bash
# python3-pycdlib 1.12.0+ds1-4+deb12u1 and libarchive 3.6.2-1+deb12u5 (Debian 12): pycdlib gives every file of an image with Rock Ridge 1.12 the serial number 0 (PX, RRIP 4.1.1).
# libarchive takes files of one serial number for names of one file, whatever their extents are: bsdtar extracts all of them empty, says nothing and exits with 0.
# The same image with Rock Ridge 1.09, whose PX has no serial number, is extracted whole.
# Seen: "1.09: 5 bytes 6 bytes" and "1.12: 0 bytes 0 bytes".
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -q python3-pycdlib=1.12.0+ds1-4+deb12u1 libarchive-tools=3.6.2-1+deb12u5 libarchive13=3.6.2-1+deb12u5 > /dev/null
for package in *.deb; do dpkg -x "$package" package; done

for version in 1.09 1.12; do
    PYTHONPATH=package/usr/lib/python3/dist-packages /usr/bin/python3 - "$version" << 'END'
import io, sys, pycdlib
image = pycdlib.PyCdlib()
image.new(rock_ridge=sys.argv[1])
for name, content in (('one', b'12345'), ('two', b'123456')):
    image.add_fp(io.BytesIO(content), len(content), '/%s.;1' % name.upper(), rr_name=name)
image.write(sys.argv[1] + '.iso')
image.close()
END
    mkdir "$version"
    LD_LIBRARY_PATH=$(echo package/usr/lib/*-linux-gnu) package/usr/bin/bsdtar -C "$version" -xf "$version.iso"
done

seen=$(for version in 1.09 1.12; do echo "$version: $(stat -c %s "$version/one") bytes $(stat -c %s "$version/two") bytes"; done)
echo "$seen"
[ "$seen" = $'1.09: 5 bytes 6 bytes\n1.12: 0 bytes 0 bytes' ]
