#!/usr/bin/env bash
# .NET 10.0.12 with InvariantGlobalization, as most container images and command-line tools set it: string.Normalize leaves letters outside ASCII as they are, without
# an exception, and IsNormalized says that they are in every form. Whoever looks for file names that are one on macOS (APFS takes composed and decomposed letters as
# the same) finds none, in the published program alone: `dotnet test` of the same code, with ICU, finds them.
# Seen: with ICU "1 2 False", without "2 1 True".
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '<Project />' > Directory.Build.props
echo '<Project />' > Directory.Build.targets
cat > names.csproj <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <RuntimeFrameworkVersion>10.0.12</RuntimeFrameworkVersion>
    <InvariantGlobalization>true</InvariantGlobalization>
  </PropertyGroup>
</Project>
END
cat > names.cs <<'END'
using System.Text;
const string decomposed = "u\u0308", composed = "\u00FC";
System.Console.WriteLine($"{decomposed.Normalize(NormalizationForm.FormC).Length} {composed.Normalize(NormalizationForm.FormD).Length} {decomposed.IsNormalized(NormalizationForm.FormC)}");
END
dotnet publish -v q -o out -r linux-x64 --self-contained > log || { cat log; exit 1; }

without=$(out/names)
sed -i 's/"System.Globalization.Invariant": true/"System.Globalization.Invariant": false/' out/names.runtimeconfig.json
with=$(out/names)
echo "with ICU $with, without $without"
[ "$with" = '1 2 False' ] && [ "$without" = '2 1 True' ]
