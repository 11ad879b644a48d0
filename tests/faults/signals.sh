#!/usr/bin/env bash
# Signals at random moments of a command that makes an image over another.
# Usage: signals.sh INT|TERM|HUP|KILL ROUNDS COMMAND...     (COMMAND is isobuild)
# Wanted is the new image with exit 0, or the former one with 128 and the signal's number, its checksum and map right either way, and nothing else left.
# After KILL, map and checksum may be behind and temporary files may be there, and the next run must bring all in order.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
[ $# -ge 3 ] || usage
signal=$1 count=$2
shift 2
of_command "$@"
case $signal in INT) status=130 ;; TERM) status=143 ;; HUP) status=129 ;; KILL) status=137 ;; *) usage ;; esac
need sha256sum
# What a shell starts in the background ignores Ctrl+C, and so would the command.
[ -n "${FAULTS_SIGNALS:-}" ] || FAULTS_SIGNALS=default exec env --default-signal=INT,TERM,HUP bash "$0" "$signal" "$count" "${command[@]}"
begin
set -m

names=(t.iso t.iso.sha256 t.map)
make() { "${command[@]}" create "$1" -o "$2/t.iso" --layout "$2/t.map" --checksum -q; }
# all-equal A B: image, checksum and map are those of the other directory.
all_equal() { local name; for name in "${names[@]}"; do cmp -s "$1/$name" "$2/$name" || return 1; done; }

mkdir c former new out
head -c 6000000 /dev/urandom > c/large
for i in $(seq 200); do echo "$i $RANDOM" > "c/$i"; done
make c former || exit 3
echo another > c/more
make c new || exit 3
began=$(date +%s%N)
cp former/* out/ && make c out
took=$((($(date +%s%N) - began) / 1000000))
declare -A tally
while [ "$rounds" -lt "$count" ]; do
    rounds=$((rounds + 1))
    rm -rf out && cp -r former out
    # Not the function, which would be a shell that gets the signal too.
    "${command[@]}" create c -o out/t.iso --layout out/t.map --checksum -q 2> message & running=$!
    moment=$((RANDOM % (took + 1)))
    sleep "$((moment / 1000)).$(printf %03d $((moment % 1000)))"
    kill -"$signal" "$running" 2> /dev/null
    wait "$running" 2> /dev/null
    code=$?
    [ "$code" -eq 0 ] || [ "$code" -eq "$status" ] || lost "after $moment ms: exit $code: $(head -c 300 message)"
    [ ! -s message ] || lost "after $moment ms: it says $(head -c 300 message)"
    image=neither
    if cmp -s out/t.iso new/t.iso; then image=new; elif cmp -s out/t.iso former/t.iso; then image=former; fi
    tally[$image]=$((${tally[$image]:-0} + 1))
    [ "$image" != neither ] || lost "after $moment ms: neither the former image nor the new one"
    if [ "$signal" != KILL ]; then
        [ "$code" -ne 0 ] || [ "$image" = new ] || lost "after $moment ms: exit 0 without the new image"
        [ "$image" = neither ] || all_equal out "$image" || lost "after $moment ms: exit $code, the $image image, and map or checksum are not its own"
        extra=$(holds_only out "${names[@]}") || lost "after $moment ms: exit $code leaves $extra"
    else
        make c out || lost "after $moment ms: the next build does not pass"
        all_equal out new || lost "after $moment ms: the next build does not bring image, checksum and map together"
        extra=$(holds_only out "${names[@]}") || lost "after $moment ms: the next build leaves $extra"
    fi
done
for image in "${!tally[@]}"; do echo "$signal, $image image: ${tally[$image]}"; done | sort
finish
