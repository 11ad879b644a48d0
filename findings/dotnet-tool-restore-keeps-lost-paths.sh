#!/usr/bin/env bash
# .NET SDK 10.0.401: `dotnet tool restore` says that a local tool "was restored", with exit code 0, while the tool cannot be run: where each tool lies is kept in
# ~/.dotnet/toolResolverCache by name and version, and restoring corrects neither an entry that leads to a removed NUGET_PACKAGES folder nor one of another such folder.
# So one build with a temporary NUGET_PACKAGES breaks the tool for all later ones of that account, until the entry is deleted.
# Seen with Cake.Tool 7.0.0: "first: restored, runs", "second: restored, does not run", "without NUGET_PACKAGES: restored, does not run", "entry deleted: restored, runs".
set -eu
[ "$(dotnet --version)" = 10.0.401 ] || { echo "needs .NET SDK 10.0.401"; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
unset NUGET_PACKAGES DOTNET_CLI_HOME
# The feeds are the user's own; the tool's entry is not.
mkdir -p home/.nuget .config
[ ! -e "$HOME/.nuget/NuGet" ] || cp -r "$HOME/.nuget/NuGet" home/.nuget/
export HOME=$work/home
cat > .config/dotnet-tools.json <<'JSON'
{ "version": 1, "isRoot": true, "tools": { "cake.tool": { "version": "7.0.0", "commands": ["dotnet-cake"] } } }
JSON
try() {
    local restored runs
    restored=$(dotnet tool restore | grep -o -m1 restored)
    if [ "$(dotnet cake --version 2>/dev/null)" = 7.0.0 ]; then runs=runs; else runs="does not run"; fi
    echo "$1: $restored, $runs"
}
{
    NUGET_PACKAGES=$work/first try first
    rm -rf first
    NUGET_PACKAGES=$work/second try second
    try "without NUGET_PACKAGES"
    rm "$HOME/.dotnet/toolResolverCache/1/cake.tool"
    try "entry deleted"
} | tee seen
diff seen - <<'SEEN'
first: restored, runs
second: restored, does not run
without NUGET_PACKAGES: restored, does not run
entry deleted: restored, runs
SEEN
