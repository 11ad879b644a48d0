#!/usr/bin/env bash
# Every system call of a command made to fail once.
# Usage: inject.sh create|base|extract|cat EVERY COMMAND...     (COMMAND is isobuild; EVERY 1: each call, 5: every fifth)
# The command runs once under strace, which tells what it calls. Then it runs once for each call that names or holds a file of the harness,
# and that call fails: reading with EIO, writing with EIO and ENOSPC. What .NET calls for itself is left out: calls that touch no file of the harness.
# Wanted is either exit 0 and the whole result, or exit 1 and a coded message, the former image, and nothing else left. After a failing unlink
# the temporary file may be there, and the next run must remove it.
set -u
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
[ $# -ge 3 ] || usage
mode=$1 every=$2
shift 2
of_command "$@"
need strace sha256sum
begin

calls=open,openat,openat2,creat,read,pread64,readv,preadv,preadv2,write,pwrite64,writev,pwritev,pwritev2,fallocate,ftruncate,truncate
calls+=,fsync,fdatasync,syncfs,sync_file_range,rename,renameat,renameat2,link,linkat,unlink,unlinkat,rmdir,mkdir,mkdirat,symlink,symlinkat
calls+=,lseek,stat,lstat,fstat,newfstatat,statx,statfs,fstatfs,access,faccessat,faccessat2,readlink,readlinkat,getdents64
calls+=,chmod,fchmod,fchmodat,fchmodat2,chown,lchown,fchown,fchownat,utimensat,flock,fadvise64,copy_file_range,close,dup,ioctl,mmap
# Not every machine has every call.
known=
for call in ${calls//,/ }; do strace -e trace="$call" true 2>/dev/null && known+=${known:+,}$call; done

mkdir -p src/deep/er out x
echo one > src/one
head -c 20000 /dev/urandom > src/deep/two
cp src/deep/two src/deep/er/equal
head -c 300000 /dev/urandom > src/middle
# Large enough to be asked for its holes.
truncate -s 17M src/holes && echo end >> src/holes
ln -s deep/two src/link
mkdir old && echo former > old/former
"${command[@]}" create old -o former.iso --checksum --layout former.map -q || exit 3
"${command[@]}" create src -o base.iso -q || exit 3
mkdir more && echo more > more/more

case $mode in
    create) run=("${command[@]}" create "$work/src" -o "$work/out/t.iso" --checksum --layout "$work/out/t.map" --threads 1 -q) ;;
    base) run=("${command[@]}" create "$work/more" -o "$work/out/t.iso" --base "$work/base.iso" --checksum --layout "$work/out/t.map" --threads 1 -q) ;;
    extract) run=("${command[@]}" extract "$work/base.iso" -o "$work/x" --threads 1 -q) ;;
    cat) run=("${command[@]}" cat "$work/base.iso" deep/two) ;;
    *) usage ;;
esac

# As it was before each run.
restore() {
    rm -rf out x
    mkdir out
    cp former.iso out/t.iso && cp former.iso.sha256 out/t.iso.sha256 && cp former.map out/t.map
}

# Relative names and the current directory are nobody's business: the command runs in the root directory.
traced() { (cd / && strace -f -qq -y -s 16 -o "$work/$1" "${@:2}" "${run[@]}" > "$work/stdout" 2> "$work/stderr" < /dev/null); }

sum_all() { (cd "$1" && find . -mindepth 1 ! -type d -printf '%p %y %l\n' | sort && find . -type f -print0 | sort -z | xargs -0r sha256sum); }

restore
traced all -e trace="$known" || { cat stderr; exit 3; }
new=$([ -e out/t.iso ] && sum_of out/t.iso) former=$(sum_of former.iso)
cp -r out wanted
[ "$mode" != extract ] || { sum_all x > wanted.x; sum_all src > wanted.src; cmp wanted.x wanted.src || exit 3; }
cp stdout wanted.stdout

# What the injected call was, for messages: without numbers that differ from run to run. Of several, in as many threads, that of the harness.
told() { grep 'INJECTED' log | grep -m1 -F "$work" | cut -d' ' -f2- | sed "s|$work||g; s/^ *//" | cut -c1-150; }

check() {
    local code=$1 extra what
    what="$(told) -> exit $code$(grep -o -m1 'ISOB[0-9]*' stderr | sed 's/^/ /')"
    [ -z "${VERBOSE:-}" ] || echo "$what"
    # The message's own call may be the same one of another thread.
    local heard=yes
    if grep 'INJECTED' log | grep -qF '/stderr>'; then heard=; fi
    if [ "$code" -ne 0 ] && { [ "$code" -ne 1 ] || { [ "$heard" ] && ! grep -q '^error ISOB[0-9]\{4\}: ' stderr; }; }; then
        lost "$what: $(head -c 300 stderr | tr '\n' ' ')"
    fi
    # Who is to blame: what was read, or what was written.
    if [ "$code" -eq 1 ] && [ "$heard" ]; then
        if told | grep -qE '/(out|x)[/">]|</stdout>'; then
            grep -q 'ISOB\(1019\|303[123]\|4104\)\|cannot be read' stderr || lost "$what: $(head -c 300 stderr)"
        else
            ! grep -q 'ISOB\(1019\|4104\)' stderr || lost "$what: $(head -c 300 stderr)"
        fi
    fi
    case $mode in
        create|base)
            local image
            image=$(sum_of out/t.iso 2>/dev/null)
            [ "$image" = "$new" ] || { [ "$code" -ne 0 ] && [ "$image" = "$former" ]; } || lost "$what: the image is neither the former one nor the right one"
            if [ "$code" -eq 0 ]; then diff -rx '.isobuild-*' out wanted > /dev/null || lost "$what: exit 0 and $(diff -rq out wanted | head -1)"; fi
            if ! extra=$(holds_only out t.iso t.iso.sha256 t.map); then
                if told | grep -q '^unlink'; then
                    (cd / && "${run[@]}") > /dev/null 2>&1
                    extra=$(holds_only out t.iso t.iso.sha256 t.map) || lost "$what: the next run does not remove $extra"
                else
                    lost "$what: $extra is left"
                fi
            fi ;;
        extract)
            mkdir -p x
            # A temporary file that may not be removed stays.
            if told | grep -q '^unlink'; then find x -name '.isobuild-*' -delete; fi
            sum_all x > found
            # Each is whole or not there.
            extra=$(comm -13 <(sort wanted.x) <(sort found)) && [ -z "$extra" ] || lost "$what: $extra"
            [ "$code" -ne 0 ] || cmp -s found wanted.x || lost "$what: exit 0 and $(diff found wanted.x | head -2 | tail -1)" ;;
        cat)
            [ "$code" -ne 0 ] || cmp -s stdout wanted.stdout || lost "$what: exit 0 and other bytes" ;;
    esac
}

# For each call, which ones of it touch files of the harness, counted in each thread as strace counts them.
awk -v work="$work" '
    { tid = $1; line = substr($0, length(tid) + 2); sub(/^ +/, "", line); name = line; sub(/\(.*/, "", name)
      if (name !~ /^[a-z0-9_]+$/) next
      n = ++count[tid " " name]
      if (index(line, work) && !((name, n) in seen)) { seen[name, n] = 1; print name, n } }' all > places
number=0 foreign=0
while read -r call n <&3; do
    number=$((number + 1))
    [ $((number % every)) -eq 0 ] || continue
    case $call in
        write|pwrite*|writev|fallocate|ftruncate|fsync|fdatasync|open*|mkdir*|rename*|link*|symlink*|copy_file_range|close|sync*) errors='EIO ENOSPC' ;;
        *) errors=EIO ;;
    esac
    for error in $errors; do
        restore
        rounds=$((rounds + 1))
        traced log -e trace="$call" -e inject="$call:error=$error:when=$n"
        code=$?
        if grep 'INJECTED' log | grep -qF "$work"; then check "$code"; else foreign=$((foreign + 1)); fi
    done
done 3< places
echo "$mode: $number calls touch its files; $foreign failures met none of them, since threads take turns differently"
finish
