#!/usr/bin/env bash
# .NET SDK 10.0.401 (MSBuild 18.9): a list in an item's metadata stays one item when a transform includes it, and becomes several when a batch does: semicolons that come out of a
# transform are escaped, those of %(metadata) divide. The one item even prints as the list would, and equals it in a condition; only its count shows that it is one.
# Seen for metadata "a;b": "transform: 1 of a;b, is the list: true", "batch: 2 of a;b, is the list: true".
set -eu
[ "$(dotnet --version)" = 10.0.401 ] || { echo "needs .NET SDK 10.0.401"; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en
cat > lists.proj <<'XML'
<Project>
  <ItemGroup><Image Include="one" Kinds="a;b" /></ItemGroup>
  <Target Name="Show">
    <ItemGroup>
      <Transformed Include="@(Image->'%(Kinds)')" />
      <Batched Include="%(Image.Kinds)" />
    </ItemGroup>
    <PropertyGroup>
      <TransformedIs>false</TransformedIs>
      <TransformedIs Condition="'@(Transformed)' == 'a;b'">true</TransformedIs>
      <BatchedIs>false</BatchedIs>
      <BatchedIs Condition="'@(Batched)' == 'a;b'">true</BatchedIs>
    </PropertyGroup>
    <Message Importance="High" Text="transform: @(Transformed->Count()) of @(Transformed), is the list: $(TransformedIs)" />
    <Message Importance="High" Text="batch: @(Batched->Count()) of @(Batched), is the list: $(BatchedIs)" />
  </Target>
</Project>
XML
dotnet msbuild lists.proj -t:Show -nologo -v:m -tl:off | sed 's/^ *//' | tee seen
diff seen - <<'SEEN'
transform: 1 of a;b, is the list: true
batch: 2 of a;b, is the list: true
SEEN
