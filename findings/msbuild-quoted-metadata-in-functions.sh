#!/usr/bin/env bash
# .NET SDK 10.0.401 (MSBuild 18.9): metadata in the argument of a property function is put into the function's text before that is parsed, quotes or not. Where a value holds
# the quote that the argument is written in, the function is not called: its text stays as it is, with no error, no warning and exit code 0. No quote is safe, as each may be in
# a file's name; a property instead of metadata is, as it is an argument of its own: the apostrophe and the backtick both count.
# Seen for items named "plain", "it's" and "a`b", asked for their lengths:
# "apostrophes: 5, $([System.String]::Copy('it's').Length), 3", "backticks: 5, 4, $([System.String]::Copy(`a`b`).Length)", "properties: 5, 4, 3", exit 0.
set -eu
[ "$(dotnet --version)" = 10.0.401 ] || { echo "needs .NET SDK 10.0.401"; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en
cat > names.proj <<'XML'
<Project>
  <ItemGroup><Name Include="plain;it's;a`b" /></ItemGroup>
  <Target Name="Metadata">
    <ItemGroup>
      <Name>
        <Apostrophes>$([System.String]::Copy('%(Identity)').Length)</Apostrophes>
        <Backticks>$([System.String]::Copy(`%(Identity)`).Length)</Backticks>
      </Name>
    </ItemGroup>
    <Message Importance="High" Text="apostrophes: @(Name->'%(Apostrophes)', ', ')" />
    <Message Importance="High" Text="backticks: @(Name->'%(Backticks)', ', ')" />
  </Target>
  <Target Name="Properties" Outputs="%(Name.Identity)">
    <PropertyGroup><One>@(Name)</One></PropertyGroup>
    <ItemGroup><Length Include="$(One.Length)" /></ItemGroup>
  </Target>
  <Target Name="Show" DependsOnTargets="Metadata;Properties">
    <Message Importance="High" Text="properties: @(Length, ', ')" />
  </Target>
</Project>
XML
{
    dotnet msbuild names.proj -t:Show -nologo -v:m -tl:off
    echo "exit $?"
} | sed 's/^ *//' | tee seen
diff seen - <<'SEEN'
apostrophes: 5, $([System.String]::Copy('it's').Length), 3
backticks: 5, 4, $([System.String]::Copy(`a`b`).Length)
properties: 5, 4, 3
exit 0
SEEN
