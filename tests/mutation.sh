#!/usr/bin/env bash
# Mutation testing: what the tests do not notice when somebody changes the library.
#   tests/mutation.sh ROOM[/FILE.cs]...            folders of src/IsoBuild.Core, or files in them
#   tests/mutation.sh --again ROOM[/FILE.cs]...    of these, what survived the last run: do new tests notice it?
#   tests/mutation.sh --sample N ROOM[/FILE.cs]... one change in N
# Prints each survivor and the score of each room, and fails where one is below 80 percent.
#
# Stryker makes the changes: a library that holds them all, and a number that says which is active. It would start a process for each of them; IsoBuild.Mutants
# runs, in one process, the tests that reach a change until one fails. The tests are those of tests/IsoBuild.Core.Tests that do the same each time and take less
# than 0.15 seconds, nineteen of twenty: that is stricter than all tests. Texts are not changed: no test holds a message word for word.
set -euo pipefail

[ $# -gt 0 ] || { sed -n '2,6s/^# *//p' "${BASH_SOURCE[0]}"; exit 64; }
cd "$(dirname "${BASH_SOURCE[0]}")/.."
work=$PWD/artifacts/mutation
library=src/IsoBuild.Core
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

mutate() {
    # A project whose one test copies the library that it is run with: Stryker leaves none behind.
    rm -rf "$work"
    mkdir -p "$work/Unmutated.Tests"
    cp -r tests/.config "$work/Unmutated.Tests/"
    cat >"$work/Unmutated.Tests/Unmutated.Tests.csproj" <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <ItemGroup>
    <PackageReference Include="Microsoft.NET.Test.Sdk" />
    <PackageReference Include="xunit" />
    <PackageReference Include="xunit.runner.visualstudio" />
    <ProjectReference Include="../../../src/IsoBuild.Core/IsoBuild.Core.csproj" />
  </ItemGroup>
</Project>
XML
    cat >"$work/Unmutated.Tests/Test.cs" <<CSHARP
public class Test
{
    [Xunit.Fact]
    public void Copies_the_library()
    {
        new IsoBuild.ImageBuilder().AddDirectory("some", "mutants that are reached, without which Stryker would try all");
        System.IO.File.Copy(typeof(IsoBuild.ImageBuilder).Assembly.Location, @"$work/mutated.dll", overwrite: true);
    }
}
CSHARP
    cat >"$work/config.json" <<'JSON'
{ "stryker-config": { "project": "IsoBuild.Core.csproj", "coverage-analysis": "perTest", "concurrency": 2, "ignore-mutations": ["string"], "reporters": ["json"] } }
JSON
    cd "$work/Unmutated.Tests"
    dotnet tool restore >/dev/null
    # Analyzers have nothing to say of code that a machine has changed.
    # On a busy machine the test host takes longer to answer than VSTest waits (90 seconds), and Stryker then waits for ever.
    RunAnalyzers=false VSTEST_CONNECTION_TIMEOUT=1800 dotnet stryker --config-file ../config.json --output .. >"$work/stryker.log" || { cat "$work/stryker.log"; exit 1; }
    cd - >/dev/null
}

sources=$(find "$library" -name '*.cs' -not -path '*/obj/*' -print0 | sort -z | xargs -0 sha256sum | sha256sum)
if [ "$sources" != "$(cat "$work/sources" 2>/dev/null)" ]; then
    echo "== mutating $library: some minutes"
    mutate
    echo "$sources" >"$work/sources"
fi
# What tests write is flushed, thousands of times: into memory, where there is such a place.
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm
dotnet build tests/IsoBuild.Mutants -v q -tl:off -p:RunAnalyzers=false
dotnet tests/IsoBuild.Mutants/bin/Debug/net10.0/IsoBuild.Mutants.dll "$work/mutated.dll" "$work/reports/mutation-report.json" "$work" "$@"
