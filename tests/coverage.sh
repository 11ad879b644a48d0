#!/usr/bin/env bash
# Branch coverage of the library, room by room (a folder of src/IsoBuild.Core), of the reports that coverlet wrote below a folder.
#   ISOBUILD_COVERAGE=1 ISOBUILD_TEST_RESULTS=DIR dotnet test; tests/coverage.sh DIR [LEAST]
# Counted by the projects of tests that call the library in their own process. Fails when less than LEAST percent (85) of the branches of a room are taken.
set -euo pipefail

folder=$1 least=${2:-85}
mapfile -t reports < <(find "$folder" -name 'coverage.cobertura.xml' | sort)
[ ${#reports[@]} -gt 0 ] || { echo "no coverage.cobertura.xml below $folder"; exit 1; }

awk -v least="$least" '
    /<class / {
        match($0, /filename="[^"]*"/)
        file = substr($0, RSTART + 10, RLENGTH - 11)
        gsub(/\\/, "/", file)
        sub(/.*IsoBuild\.Core\//, "", file)
    }
    # The same line stands with its method and with its class. Of several reports, the one that saw most of it counts.
    /<line .*condition-coverage="/ {
        line = file
        match($0, /number="[0-9]+"/)
        line = line SUBSEP substr($0, RSTART, RLENGTH)
        match($0, /\([0-9]+\/[0-9]+\)/)
        split(substr($0, RSTART + 1, RLENGTH - 2), part, "/")
        if (part[1] > taken[line] + 0) taken[line] = part[1]
        all[line] = part[2]
        room[line] = file
        if (!sub(/\/.*/, "", room[line])) room[line] = "(facade)"
    }
    END {
        for (line in all) {
            of[room[line]] += all[line]; of["all"] += all[line]
            got[room[line]] += taken[line]; got["all"] += taken[line]
        }
        if (!of["all"]) { print "no branches in the reports"; exit 1 }
        for (name in of) {
            percent = 100 * got[name] / of[name]
            if (percent < least) bad = 1
            printf "%5.1f %% of %5d branches  %s%s\n", percent, of[name], name, percent < least ? "  (below " least " %)" : "" | "sort -k 6"
        }
        close("sort -k 6")
        exit bad
    }' "${reports[@]}"
