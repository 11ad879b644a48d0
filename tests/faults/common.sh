# What the harnesses of this folder have in common; each of them sources it.
# A harness prints what was lost, a line each that begins with LOST, and ends with the number of its rounds and faults.

rounds=0 faults=0

# Begins: a working directory that goes away at the end, and a list of what is to be undone before it.
begin() {
    work=$(mktemp -d)
    # Names of the temporary files of others are no concern of a harness, nor is its caller's umask.
    umask 022
    trap 'undo; rm -rf "$work"' EXIT
    trap 'exit 130' INT TERM
    cd "$work" || exit 3
}

# Takes the command, whose files are said from where the caller is.
of_command() {
    local word
    command=()
    for word in "$@"; do
        case $word in */*) [ ! -e "$word" ] || word=$(realpath "$word") ;; esac
        command+=("$word")
    done
}

undo() { cd /; while read -r line; do eval "$line"; done < <(tac "$work/undo" 2>/dev/null); }

# Says how the present mount is undone. Later ones are undone first.
undo_later() { echo "$1" >> "$work/undo"; }

lost() { faults=$((faults + 1)); echo "LOST $*"; }

finish() {
    echo "$rounds rounds, $faults faults"
    [ "$faults" -eq 0 ]
    exit
}

usage() { sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "$0" >&2; exit 2; }

need() {
    local tool
    for tool in "$@"; do
        PATH=$PATH:/usr/sbin command -v "$tool" >/dev/null || { echo "$0: $tool is missing" >&2; exit 3; }
    done
    PATH=$PATH:/usr/sbin
}

need_root() { [ "$(id -u)" -eq 0 ] || { echo "$0: only root may mount" >&2; exit 3; }; }

sum_of() { sha256sum < "$1" | cut -d' ' -f1; }

# Whether a directory holds nothing but what is named after it.
holds_only() {
    local directory=$1 name known
    shift
    while IFS= read -r -d '' name; do
        for known in "$@"; do [ "$name" = "$known" ] && continue 2; done
        echo "$name"
        return 1
    done < <(find "$directory" -mindepth 1 -maxdepth 1 -printf '%f\0')
}
