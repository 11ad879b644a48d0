#!/usr/bin/env bash
# Mutation testing of one room of the library: what its tests do not notice when somebody changes it.
#   tests/mutation.sh ROOM [FILE.cs...]     (a folder of src/IsoBuild.Core, or some of its files)
# Prints each survivor and the score, and fails below 80 percent.
#
# A room is judged by the tests of records, trees, boot, partitions and file systems, without those that take long (properties, thousands of damaged
# images): that is stricter than all tests, and each mutant costs a run of the tests that reach it. Texts are not mutated (no test holds a message
# word for word), and a mutant that never ends is told by its time.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/IsoBuild.Core.Tests"
[ $# -gt 0 ] && [ -d "../../src/IsoBuild.Core/$1" ] || { sed -n '2,4s/^# *//p' "../${BASH_SOURCE[0]##*/}"; exit 64; }
room=$1
shift

results=$(cd ../.. && pwd)/artifacts/mutation/$room
mkdir -p "$results"
filter=
for folder in Boot Fat Links Partitions Reading Records Remastering Trees Udf Verifying Walking; do filter+="${filter:+|}FullyQualifiedName~IsoBuild.Core.Tests.$folder."; done
filter="($filter)"
for slow in HostileBootTests VerifierTests; do filter+="&FullyQualifiedName!~$slow"; done
mutate=
[ $# -gt 0 ] || set -- '*.cs'
for file; do mutate+="${mutate:+, }\"$room/**/$file\""; done
cat > "$results/config.json" <<JSON
{
  "stryker-config": {
    "project": "IsoBuild.Core.csproj",
    "mutate": [$mutate],
    "test-case-filter": "$filter",
    "coverage-analysis": "perTest",
    "concurrency": 2,
    "ignore-mutations": ["string"],
    "reporters": ["dots", "json"]
  }
}
JSON

dotnet tool restore >/dev/null
# Analyzers have nothing to say of code that a machine has changed.
# On a busy machine the test host takes longer to answer than VSTest waits (90 seconds), and Stryker then waits for ever.
RunAnalyzers=false VSTEST_CONNECTION_TIMEOUT=1800 nice -n 10 dotnet stryker --config-file "$results/config.json" --output "$results"

python3 - "$results/reports/mutation-report.json" <<'PY'
import collections, json, os, sys

with open(sys.argv[1]) as file:
    report = json.load(file)
count = collections.Counter()
for name, file in sorted(report["files"].items()):
    lines = file["source"].splitlines()
    for mutant in sorted(file["mutants"], key=lambda mutant: (mutant["location"]["start"]["line"], mutant["location"]["start"]["column"])):
        count[mutant["status"]] += 1
        if mutant["status"] in ("Survived", "NoCoverage"):
            line = mutant["location"]["start"]["line"]
            print(f"{os.path.basename(name)}:{line}: {mutant['status']}: {mutant['mutatorName']}: {' '.join(mutant['replacement'].split()):.120}")
            print(f"    {lines[line - 1].strip()}")
noticed = count["Killed"] + count["Timeout"]
tried = noticed + count["Survived"] + count["NoCoverage"]
score = 100 * noticed / tried if tried else 0
print(f"{score:.1f} % of {tried} mutants noticed ({', '.join(f'{status} {number}' for status, number in sorted(count.items()))})")
sys.exit(score < 80)
PY
