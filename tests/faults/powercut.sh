#!/usr/bin/env bash
# What a power cut leaves of an image that takes the place of another.
# Usage: powercut.sh ext4|xfs|btrfs ROUNDS COMMAND...     (COMMAND is isobuild; only root may do this)
# Each round makes an image over the last one, with its map and checksum, and cuts the power twice: at some moment while the command runs,
# and when it has ended and another file was made to reach the disk. A cut is a copy of the disk under the file system, taken by reflink and so in one moment.
# The copy is mounted. It must hold the old image or the new one, byte for byte, after exit 0 the new one; and when the command has run there
# once more, its map and checksum must be right and nothing else left.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
[ $# -ge 3 ] || usage
fs=$1 count=$2
shift 2
of_command "$@"
need_root
need losetup mkfs.xfs "mkfs.$fs" sha256sum
begin

# The disk is a file on XFS, which copies by reflink; all lies in memory.
mkdir memory store live after
mount -t tmpfs -o size=3g tmpfs memory && undo_later 'umount -l $work/memory' || exit 3
truncate -s 2600M memory/store && mkfs.xfs -q -m reflink=1 memory/store && mount -o loop memory/store store && undo_later 'umount -l $work/store' || exit 3
truncate -s 400M store/disk
case $fs in ext4) mkfs.ext4 -q store/disk ;; xfs) mkfs.xfs -q store/disk ;; btrfs) mkfs.btrfs -q store/disk 2>/dev/null ;; *) usage ;; esac || exit 3
options=loop
[ "$fs" != xfs ] || options=loop,nouuid
mount -o "$options" store/disk live && undo_later 'umount -l $work/live' || exit 3

names=(t.iso t.iso.sha256 t.map other)
make() { "${command[@]}" create "$1" -o "$2/t.iso" --layout "$2/t.map" --checksum -q; }

# content NUMBER: another image each time, small files and a large one.
content() {
    mkdir -p memory/c
    rm -rf memory/c/*
    echo "$1" > memory/c/number
    head -c 12000000 /dev/urandom > memory/c/large
    head -c 300000 /dev/urandom > memory/c/middle
}

# look WHAT CUT OLD NEW: mounts a cut and says what it holds.
look() {
    local what=$1 cut=$2 old=$3 new=$4 state=neither extra found
    mount -o "$options" "$cut" after || { lost "$what: the disk does not mount"; return; }
    if [ -e after/t.iso ]; then
        found=$(sum_of after/t.iso)
        [ "$found" != "$old" ] || state=old
        [ "$found" != "$new" ] || state=new
    fi
    [ "$state" != neither ] || lost "$what: neither the old image nor the new one, but $(stat -c '%s bytes' after/t.iso 2>&1), $(tr -d '\0' < after/t.iso 2>/dev/null | wc -c) of them not zero"
    [ "$what" != after ] || [ "$state" = new ] || lost "$what: exit 0, and not the new image"
    [ "$what" != after ] || (cd after && sha256sum --status -c 2>/dev/null t.iso.sha256) || lost "$what: exit 0, and the checksum is not that of the image"
    tally[$what-$state]=$((${tally[$what-$state]:-0} + 1))
    if ! make memory/c after; then
        lost "$what: the next build does not pass"
    elif ! extra=$(holds_only after "${names[@]}"); then
        case $extra in lost+found) ;; *) lost "$what: the next build leaves $extra" ;; esac
    fi
    [ "$(sum_of after/t.iso)" = "$new" ] && (cd after && sha256sum --status -c 2>/dev/null t.iso.sha256) && cmp -s after/t.map memory/new/t.map ||
        lost "$what: the next build does not bring image, checksum and map together"
    umount after
}

declare -A tally
content 0
make memory/c live || exit 3
sync -f live
old=$(sum_of live/t.iso)
[ -d live/lost+found ] && rmdir live/lost+found
# How long the command takes, in milliseconds.
began=$(date +%s%N)
"${command[@]}" create memory/c -o memory/try.iso -q
took=$((($(date +%s%N) - began) / 1000000))
while [ "$rounds" -lt "$count" ]; do
    rounds=$((rounds + 1))
    content "$rounds"
    # The volume is called as the file is: so what is wanted is made under the same name.
    make memory/c memory/new && new=$(sum_of memory/new/t.iso) || exit 3
    make memory/c live & running=$!
    sleep "$(printf '0.%03d' $((RANDOM % (took < 999 ? took + 1 : 999))))"
    cp --reflink=always store/disk store/during
    wait "$running" || lost "during: the command fails"
    dd if=/dev/zero of=live/other bs=4k count=1 conv=fsync status=none
    cp --reflink=always store/disk store/after
    look during store/during "$old" "$new"
    look after store/after "$old" "$new"
    rm -f store/during store/after
    # What was made counts as old once it has reached the disk.
    sync -f live
    old=$new
done

for state in "${!tally[@]}"; do echo "$fs, $state: ${tally[$state]}"; done | sort
finish
