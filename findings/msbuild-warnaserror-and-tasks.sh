#!/usr/bin/env bash
# MSBuild 18.9.11 (.NET SDK 10.0.401): with a bare -warnaserror, a task that asks IBuildEngine8.ShouldTreatWarningAsError is told no, and Log.HasLoggedErrors stays false
# after LogWarning, as soon as the project has any MSBuildWarningsAsErrors; each project of the SDK has (NU1605). The warning is logged as an error all the same,
# and the build fails, after the task has gone on and replaced what it should have left. Without that property, or with the code named, both are yes.
# Seen: "bare, no list: True True", "bare, with a list: False False", "code named, with a list: True True"; all three builds fail.
set -eu
[ "$(dotnet --version)" = 10.0.401 ] || { echo "needs .NET SDK 10.0.401"; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en MSBUILDDISABLENODEREUSE=1
cat > probe.proj <<'XML'
<Project>
  <UsingTask TaskName="Probe" TaskFactory="RoslynCodeTaskFactory" AssemblyFile="$(MSBuildToolsPath)/Microsoft.Build.Tasks.Core.dll">
    <Task><Code Type="Class" Language="cs"><![CDATA[
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
public class Probe : Task
{
    public override bool Execute()
    {
        bool told = ((IBuildEngine8)BuildEngine).ShouldTreatWarningAsError("PROBE1");
        Log.LogWarning(null, "PROBE1", null, null, 0, 0, 0, 0, "a warning");
        Log.LogMessage(MessageImportance.High, "told " + told + " " + Log.HasLoggedErrors);
        return true;
    }
}
]]></Code></Task>
  </UsingTask>
  <Target Name="Build"><Probe /></Target>
</Project>
XML
probe() {
    local said
    ! said=$(dotnet msbuild probe.proj -nologo -tl:off -v:m "${@:2}") || { echo "$1: the build passed"; exit 1; }
    grep -q 'error PROBE1' <<<"$said"
    echo "$1: $(sed -n 's/^ *told //p' <<<"$said")"
}
{
    probe "bare, no list" -warnaserror
    probe "bare, with a list" -warnaserror -p:MSBuildWarningsAsErrors=NU1605
    probe "code named, with a list" -warnaserror:PROBE1 -p:MSBuildWarningsAsErrors=NU1605
} | tee seen
[ "$(cat seen)" = "bare, no list: True True
bare, with a list: False False
code named, with a list: True True" ]
