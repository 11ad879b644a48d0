#!/bin/sh
# Makes the corpus again: small images by other people's programs, one feature or two each. Run it as root in an empty directory
# (device nodes need that), then gzip -9n *.iso. Made with xorriso 1.5.4, genisoimage 1.1.11, mkzftree (zisofs-tools 1.0.8), bsdtar 3.6.2.
set -eu
rm -rf tree deep zipped more ./*.iso

mkdir -p tree/dir/sub tree/empty
echo 'read me' > tree/readme.txt
printf '#!/bin/sh\n' > tree/dir/run.sh
chmod 4755 tree/dir/run.sh
head -c 5000 /dev/zero | tr '\0' 'x' > tree/dir/sub/data.bin
: > tree/dir/nothing
long=$(printf '%0200d' 0)
echo long > "tree/dir/long-$long.txt"
echo 'Ü' > 'tree/dir/Über uns, с приветом.html'
ln -s dir/sub/data.bin tree/link
ln -s ../../readme.txt tree/dir/sub/up
ln -s /etc/passwd tree/absolute
ln -s ../../outside tree/escaping
ln -s "dir/../dir/./sub/../../dir/sub/$long" tree/dir/long-link
ln tree/readme.txt tree/dir/hard-link
mkfifo tree/dir/pipe
mknod tree/dir/null c 1 3
mknod tree/dir/disk b 8 0
chmod 555 tree/empty
find tree -exec touch -h -d 2024-02-29T12:34:56Z {} +

# Deeper than the eight levels of ECMA-119 6.8.2.1: relocated (RRIP 4.1.5).
mkdir -p deep/1/2/3/4/5/6/7/8/9/10/11 deep/1/2/3/4/5/6/7/other
echo deep > deep/1/2/3/4/5/6/7/8/9/10/11/file
echo other > deep/1/2/3/4/5/6/7/other/file
ln -s ../../../file deep/1/2/3/4/5/6/7/8/9/10/11/link

mkdir -p plain/zeros
head -c 100000 /dev/zero > plain/zeros/zeros.bin
seq 1 12000 > plain/numbers.txt
echo small > plain/small.txt
mkzftree plain zipped

mkdir more
echo 'second session' > more/second.txt
ln -s second.txt more/link

rr='-R -J -joliet-long -no-pad -V CORPUS'
xorriso -as mkisofs -quiet $rr -o xorriso.iso tree
xorriso -as mkisofs -quiet -no-pad -V CORPUS -o xorriso-plain.iso tree
xorriso -as mkisofs -quiet -R -no-pad -V CORPUS -o xorriso-deep.iso deep
xorriso -outdev xorriso-relocated.iso -volid CORPUS -padding 0 -compliance deep_paths_off -rr_reloc_dir rr_moved -map deep / -commit 2> /dev/null
xorriso -outdev xorriso-zisofs.iso -volid CORPUS -padding 0 -map plain / -set_filter_r --zisofs / -- -commit 2> /dev/null
xorriso -outdev xorriso-sessions.iso -volid CORPUS -padding 0 -map tree / -commit -map more /more -rm /readme.txt -- -commit 2> /dev/null
head -c 2048 /dev/zero > tree/boot.img
xorriso -as mkisofs -quiet $rr -b boot.img -no-emul-boot -boot-load-size 4 -boot-info-table -eltorito-alt-boot -e readme.txt -no-emul-boot -isohybrid-gpt-basdat -o xorriso-boot.iso tree
rm tree/boot.img

genisoimage -quiet $rr -o genisoimage.iso tree
genisoimage -quiet -no-pad -l -U -V CORPUS -o genisoimage-plain.iso tree 2> /dev/null
genisoimage -quiet -R -no-pad -V CORPUS -o genisoimage-relocated.iso deep 2> /dev/null
genisoimage -quiet -R -z -no-pad -V CORPUS -o genisoimage-zisofs.iso zipped
genisoimage -quiet -R -J -udf -no-pad -V CORPUS -o genisoimage-udf.iso tree
cp genisoimage-zisofs.iso genisoimage-sessions.iso
# A second session as one would burn it: it begins where the first one ends, at a multiple of 32 sectors.
sectors=$(($(stat -c %s genisoimage-sessions.iso) / 2048))
next=$(((sectors + 31) / 32 * 32))
truncate -s $((next * 2048)) genisoimage-sessions.iso
genisoimage -quiet -R -no-pad -V CORPUS -C "0,$next" -M genisoimage-zisofs.iso -o second.part more
cat second.part >> genisoimage-sessions.iso
rm second.part

bsdtar --format=iso9660 --options=volume-id=CORPUS,rockridge=strict -cf bsdtar.iso -C tree .
bsdtar --format=iso9660 --options=volume-id=CORPUS,zisofs=direct -cf bsdtar-zisofs.iso -C plain .
bsdtar --format=iso9660 --options=volume-id=CORPUS -cf bsdtar-deep.iso -C deep .
bsdtar --format=iso9660 '--options=volume-id=CORPUS,!rockridge,iso-level=4,limit-depth' -cf bsdtar-plain.iso -C tree . 2> /dev/null || rm -f bsdtar-plain.iso

# UDF as Linux (6.1) writes it, on volumes of mkudffs (udftools 2.3): with embedded content and extended entries, without both, and in packets with sparing tables.
# This mounts them: as root, or in a virtual machine.
truncate -s 840K linux-udf.iso linux-udf-plain.iso
truncate -s 1800K linux-udf-sparable.iso
udf='mkudffs --utf8 -b 2048 -l CORPUS --uuid=0123456789abcdef'
$udf -m hd -r 2.01 linux-udf.iso
$udf -m hd -r 1.02 --ad=short linux-udf-plain.iso
$udf -m cdrw -r 1.50 --sparspace=8 --packetlen=32 linux-udf-sparable.iso
for image in linux-udf linux-udf-plain linux-udf-sparable; do
    mkdir -p mounted
    mount -t udf -o loop,iocharset=utf8 "$image.iso" mounted
    cp -a tree/. mounted/
    # Files in several pieces, a hole, and an entry that was deleted.
    for i in 1 2 3 4 5 6; do
        head -c 3000 /dev/zero | tr '\0' a >> mounted/dir/one
        head -c 3000 /dev/zero | tr '\0' b >> mounted/dir/other
    done
    echo end | dd of=mounted/dir/sparse bs=1 seek=60000 2> /dev/null
    : > mounted/gone
    rm mounted/gone
    find mounted -depth -exec touch -h -d 2024-02-29T12:34:56Z {} +
    umount mounted
done
