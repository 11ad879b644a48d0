#!/usr/bin/env bash
# Disks that are full, files that may not grow, and a disk that fails when what was written is to reach it.
# Usage: full-disk.sh tmpfs|ext4|limit|write-back STEPS COMMAND...     (COMMAND is isobuild; all but "limit" are for root alone)
# tmpfs, ext4: the room that is left grows in STEPS from nothing to more than enough. limit: the same with ulimit -f, whose signal is ignored every other time.
# write-back: ext4 on a file whose own disk is full, so that only the flush can tell.
# Wanted is exit 0 and the new image with its checksum and map, or exit 1, ISOB1019 (ISOB4104 for checksum and map), the former image with its own, and nothing else left.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
[ $# -ge 3 ] || usage
mode=$1 steps=$2
shift 2
of_command "$@"
need sha256sum
begin

names=(t.iso t.iso.sha256 t.map lost+found)
make() { "${command[@]}" create "$1" -o "$2/t.iso" --layout "$2/t.map" --checksum -q; }
all_equal() { local name; for name in t.iso t.iso.sha256 t.map; do cmp -s "$1/$name" "$2/$name" || return 1; done; }

mkdir small c former new live
echo former > small/former
head -c 8000000 /dev/urandom > c/large
for i in $(seq 50); do echo "$i" > "c/$i"; done
make small former && make c new || exit 3
length=$(stat -c %s new/t.iso)

# look WHAT CODE: whether what is there is as it should be.
look() {
    local what=$1 code=$2 extra state=neither
    if all_equal live new; then state=new; elif all_equal live former; then state=former; fi
    echo "$what: exit $code$(grep -o -m1 'ISOB[0-9]*' message | sed 's/^/ /'), $state image"
    case $code in
        0) [ "$state" = new ] || lost "$what: exit 0, and image, checksum and map are not the new ones" ;;
        1) [ "$state" = former ] || lost "$what: exit 1, and image, checksum and map are not the former ones"
           grep -q '^error ISOB\(1019\|4104\)' message || lost "$what: $(head -c 300 message)" ;;
        *) lost "$what: exit $code: $(head -c 300 message)" ;;
    esac
    extra=$(holds_only live "${names[@]}") || lost "$what: exit $code leaves $extra"
}

case $mode in
    tmpfs | ext4)
        need_root
        while [ "$rounds" -lt "$steps" ]; do
            room=$((length * 5 / 4 * rounds / (steps > 1 ? steps - 1 : 1)))
            rounds=$((rounds + 1))
            if [ "$mode" = tmpfs ]; then
                mount -t tmpfs -o size=64m tmpfs live || exit 3
            else
                rm -f disk && truncate -s 64M disk && mkfs.ext4 -q -m 0 disk && mount -o loop disk live || exit 3
            fi
            cp former/* live/
            # Filled to the brim, and then some room is made.
            dd if=/dev/zero of=live/t.map.fill bs=64k status=none 2> /dev/null
            sync -f live
            truncate -s "$(($(stat -c %s live/t.map.fill) - room))" live/t.map.fill
            sync -f live
            names=(t.iso t.iso.sha256 t.map lost+found t.map.fill)
            make c live 2> message
            code=$?
            [ "$code" -le 128 ] || lost "$mode, $room bytes of room: killed"
            look "$mode, $room bytes of room" "$code"
            umount live
        done ;;
    limit)
        # The runtime itself makes a file of two gigabytes, in memory, to protect the code that it compiles: without leave for that it does not start.
        export DOTNET_EnableWriteXorExecute=0
        while [ "$rounds" -lt "$steps" ]; do
            # In units of 1024 bytes; with none at all the runtime does not start.
            room=$((64 + (length * 5 / 4 * rounds / (steps > 1 ? steps - 1 : 1)) / 1024))
            rounds=$((rounds + 1))
            for ignored in '' "trap '' XFSZ;"; do
                rm -rf live && cp -r former live
                (eval "$ignored"; ulimit -f "$room"; make c live) 2> message.all
                code=$?
                # The shell that waits for a killed command says so.
                grep '^error' message.all > message
                look "ulimit -f $room${ignored:+, signal ignored}" "$code"
            done
        done ;;
    write-back)
        need_root
        mkdir store
        while [ "$rounds" -lt "$steps" ]; do
            rounds=$((rounds + 1))
            mount -t tmpfs -o size=24m tmpfs store || exit 3
            truncate -s 200M store/disk
            mkfs.ext4 -q -m 0 -E lazy_itable_init=0,nodiscard -O ^has_journal store/disk && mount -o loop,errors=continue store/disk live || exit 3
            cp former/* live/
            sync -f live
            # The disk under the disk takes this many bytes more, of an image that has more.
            dd if=/dev/zero of=store/fill bs=4k status=none 2> /dev/null
            truncate -s "$(($(stat -c %s store/fill) - length / 2 * rounds / steps))" store/fill
            make c live 2> message
            code=$?
            # What the disk did not take is forgotten, as it would be after a while.
            sync -f live 2> /dev/null
            echo 3 > /proc/sys/vm/drop_caches
            look "write-back, round $rounds" "$code"
            umount live
            umount store
        done ;;
    *) usage ;;
esac
finish
