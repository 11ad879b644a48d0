#!/usr/bin/env bash
# .NET SDK 10.0.401: `dotnet new` evaluates conditions of MSBuild in a template's project file when it makes the project, although no symbol of the template is in them.
# One that compares an item list is taken for a comparison of texts, found true, and dropped from the new project; one that compares a property stays.
# Seen of <Message Condition="'@(Thing)' != ''" /> and <Message Condition="'$(Thing)' != ''" />: "item: dropped", "property: kept".
set -eu
[ "$(dotnet --version)" = 10.0.401 ] || { echo "needs .NET SDK 10.0.401"; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en DOTNET_CLI_HOME=$work/home
mkdir -p template/.template.config
cat > template/.template.config/template.json <<'JSON'
{ "identity": "Conditions", "name": "Conditions", "shortName": "conditions", "author": "nobody", "classifications": [ "Test" ], "tags": { "type": "project" } }
JSON
cat > template/new.csproj <<'XML'
<Project>
  <Target Name="Build">
    <Message Text="item" Condition="'@(Thing)' != ''" />
    <Message Text="property" Condition="'$(Thing)' != ''" />
  </Target>
</Project>
XML
dotnet new install template > log 2>&1 || { cat log; exit 1; }
dotnet new conditions -o made > log 2>&1 || { cat log; exit 1; }
for kind in item property; do
    grep -q "Text=\"$kind\"" made/*.csproj || { echo "$kind: gone"; continue; }
    grep -q "Text=\"$kind\".*Condition=" made/*.csproj && echo "$kind: kept" || echo "$kind: dropped"
done | tee seen
diff seen - <<'SEEN'
item: dropped
property: kept
SEEN
