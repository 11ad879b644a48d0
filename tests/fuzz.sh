#!/usr/bin/env bash
# Coverage-guided fuzzing: tests/fuzz.sh TARGET MINUTES [JOBS]
#   TARGET   baseline, cli, fat, lists, reader, remaster, udf or zisofs (tests/IsoBuild.Fuzz/Targets)
#   MINUTES  for how long; at the end the corpus is made minimal, and replaces tests/IsoBuild.Fuzz/Corpus/TARGET.tar.gz
#   JOBS     how many run side by side: 1, unless told otherwise
# Needs afl-fuzz (Debian: afl++). What fails is kept in the folder that is told, and is tried again by
#   dotnet run --project tests/IsoBuild.Fuzz -- TARGET FILE...
# Ctrl+C ends fuzzing early; the corpus is made minimal then, too. A new input to start from, of an image: dotnet run --project tests/IsoBuild.Fuzz -- pack IMAGE FILE
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

target=${1:?name a target} minutes=${2:?say how many minutes} jobs=${3:-1}
sharpfuzz_version=$(sed -n 's/.*Include="SharpFuzz" Version="\([^"]*\)".*/\1/p' Directory.Packages.props)
corpus=$PWD/tests/IsoBuild.Fuzz/Corpus/$target.tar.gz
work=$(mktemp -d -t "isobuild-fuzz-$target-XXXXXX")
# A larger corpus is replayed slowly, and nobody would commit it.
most_bytes=150000

command -v afl-fuzz >/dev/null || { echo "afl-fuzz is missing: install afl++" >&2; exit 2; }
dotnet=$(command -v dotnet)
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_TieredPGO=0
# afl-cmin fears those who share /tmp; the folder is nobody else's.
export AFL_ALLOW_TMP=1
# The program is no binary of afl's; crash handlers and the governor of the processor are the user's.
export AFL_SKIP_BIN_CHECK=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_NO_UI=1 AFL_FORKSRV_INIT_TMOUT=60000

echo "== building into $work"
dotnet build tests/IsoBuild.Fuzz -c Release -o "$work/bin" -v q -tl:off -p:RunAnalyzers=false
dotnet tool install SharpFuzz.CommandLine --version "$sharpfuzz_version" --tool-path "$work/tools" >/dev/null
"$work/tools/sharpfuzz" "$work/bin/IsoBuild.Core.dll"
"$work/tools/sharpfuzz" "$work/bin/isobuild.dll"
run=("$dotnet" "$work/bin/IsoBuild.Fuzz.dll" "$target")

mkdir "$work/seeds"
tar -xzf "$corpus" -C "$work/seeds"
dictionary=()
[ ! -e "tests/IsoBuild.Fuzz/Corpus/$target.dict" ] || dictionary=(-x "tests/IsoBuild.Fuzz/Corpus/$target.dict")

echo "== fuzzing $target for $minutes minutes, $jobs side by side"
pids=()
for ((job = 1; job <= jobs; job++)); do
    role=(-S "job$job")
    [ "$job" -gt 1 ] || role=(-M job1)
    afl-fuzz -i "$work/seeds" -o "$work/out" "${role[@]}" -V $((minutes * 60)) -t 10000 -m none "${dictionary[@]}" -- "${run[@]}" >"$work/job$job.log" 2>&1 &
    pids+=($!)
done
trap 'kill -TERM "${pids[@]}" 2>/dev/null || true' INT
wait "${pids[@]}" || true
trap - INT

echo "== making the corpus minimal"
mkdir "$work/all" "$work/found"
for queue in "$work/seeds" "$work"/out/*/queue; do
    for input in "$queue"/*; do
        [ ! -f "$input" ] || cp "$input" "$work/all/$(sha1sum <"$input" | cut -c1-12)"
    done
done
afl-cmin -i "$work/all" -o "$work/minimal" -t 10000 -m none -- "${run[@]}" >"$work/cmin.log" 2>&1
for input in "$work"/out/*/crashes/id:* "$work"/out/*/hangs/id:*; do
    [ ! -f "$input" ] || cp "$input" "$work/found/"
done

# The smallest inputs first, as many as have room.
(cd "$work/minimal" && find . -type f -printf '%s %f\n' | sort -n | cut -d' ' -f2) >"$work/names"
count=$(wc -l <"$work/names")
while :; do
    head -n "$count" "$work/names" | sort | tar -C "$work/minimal" --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=644 -cf - -T - | gzip -9n >"$work/$target.tar.gz"
    [ "$(stat -c %s "$work/$target.tar.gz")" -gt "$most_bytes" ] || break
    count=$((count * 9 / 10))
done
cp "$work/$target.tar.gz" "$corpus"

sum() { cat "$work"/out/*/fuzzer_stats | awk -v key="$1" '$1 == key { total += $3 } END { print total + 0 }'; }
edges=$(cat "$work"/out/*/fuzzer_stats | awk '$1 == "edges_found" && $3 > most { most = $3 } END { print most + 0 }')
echo "$target: $(sum execs_done) executions, $edges edges, $(sum corpus_count) inputs in queues, $count of $(wc -l <"$work/names") in the corpus ($(stat -c %s "$corpus") bytes), $(find "$work/found" -type f | wc -l) finds"
[ -z "$(ls -A "$work/found")" ] || { echo "finds are kept in $work/found"; exit 1; }
rm -rf "$work"
