using System.Text;

namespace IsoBuild.Core.Tests.Surfaces;

/// <summary>The targets that make the images of a build and of a publish. A target runs once in a build, and both stages can be asked for in one, so there are two of them, which differ in their stage.</summary>
internal static class MakeTargets
{
    /// <summary>What an empty image of a publish may come from.</summary>
    private const string ForPublish = """
                           TargetsOfBuild="$(BuildIsoDependsOn)"
                           TargetsOfPublish="$(PublishIsoDependsOn)"

        """;

    public static string Text()
    {
        StringBuilder text = new();
        text.Append("""
            <Project>

              <!-- Made by a test of the library (Surfaces/MakeTargets.cs): see CONTRIBUTING.md. One batch an image; the task looks whether anything has changed.
                   The two targets differ in their stage alone: a target runs once in a build, and both stages can be asked for in one. -->

            """);
        foreach (string stage in (string[])["Build", "Publish"])
        {
            text.Append('\n').Append(Target(stage, stage == "Publish" ? ForPublish : "")).Append('\n');
        }

        return text.Append("\n</Project>\n").ToString().ReplaceLineEndings("\n");
    }

    private static string Target(string stage, string more) => $$"""
          <Target Name="_IsoMake{{stage}}Images"
                  Condition="'@(_Iso{{stage}}Image)' != ''"
                  Outputs="%(_Iso{{stage}}Image.Identity)">
            <PropertyGroup>
              <_IsoImagePath>@(_Iso{{stage}}Image->'%(ImagePath)')</_IsoImagePath>
              <_IsoStampPath>@(_Iso{{stage}}Image->'%(StampPath)')</_IsoStampPath>
            </PropertyGroup>
            <ItemGroup>
              <_IsoOutput Remove="@(_IsoOutput)" />
              <_IsoOutput Include="@(_Iso{{stage}}Output)" Condition="'%(_Iso{{stage}}Image.IsoContentFrom)' != 'None'" />
            </ItemGroup>

            <BuildIsoImage ProjectFile="$(MSBuildProjectFullPath)"
                           TreatWarningsAsErrors="$(TreatWarningsAsErrors)"
                           WarningsNotAsErrors="$(WarningsNotAsErrors);$(NoWarn)"
                           ImageName="@(_Iso{{stage}}Image)"
                           Images="@(_IsoImage)"
                           ImagePath="$(_IsoImagePath)"
                           NeedsContent="$([MSBuild]::ValueOrDefault('$(UsingIsoBuildSdk)', 'false'))"
                           Content="@(_IsoOutput);@(_IsoItem)"
                           Excluded="@(_IsoExcluded)"
                           OwnFiles="@(_IsoOwnFile)"
                           ProjectFiles="$(MSBuildAllProjects)"
                           FolderFiles="$(DirectoryBuildPropsPath);$(DirectoryBuildTargetsPath)"
                           Version="$(Version)"
        {{more}}                   Options="@(_Iso{{stage}}Image)"
                           TimestampSource="@(_Iso{{stage}}Image->'%(IsoTimestampSource)')"
                           LayoutFile="@(_Iso{{stage}}Image->'%(LayoutPath)')"
                           LayoutHashes="$(IsoLayoutHashes)"
                           LayoutBaseline="@(_Iso{{stage}}Image->'%(BaselinePath)')"
                           AcceptLayout="$(IsoAcceptLayout)"
                           ReceivedLayoutFile="$([System.IO.Path]::ChangeExtension($(_IsoStampPath), `received.txt`))"
                           ChecksumFile="@(_Iso{{stage}}Image->'%(ChecksumPath)')"
                           SpdxFile="@(_Iso{{stage}}Image->'%(SpdxPath)')"
                           CycloneDxFile="@(_Iso{{stage}}Image->'%(CycloneDxPath)')"
                           ProvenanceFile="@(_Iso{{stage}}Image->'%(ProvenancePath)')"
                           StampFile="$(_IsoStampPath)">
              <Output TaskParameter="Size" PropertyName="_IsoSize" />
              <Output TaskParameter="Sha256" PropertyName="_IsoSha256" />
            </BuildIsoImage>

            <Message Importance="High" Text="@(_Iso{{stage}}Image) -&gt; $(_IsoImagePath)" />
            <ItemGroup>
              <GeneratedIso Include="$(_IsoImagePath)"
                            Image="@(_Iso{{stage}}Image)"
                            IsoStage="{{stage}}"
                            Size="$(_IsoSize)"
                            Sha256="$(_IsoSha256)"
                            LayoutFile="@(_Iso{{stage}}Image->'%(LayoutPath)')"
                            ChecksumFile="@(_Iso{{stage}}Image->'%(ChecksumPath)')"
                            SpdxFile="@(_Iso{{stage}}Image->'%(SpdxPath)')"
                            CycloneDxFile="@(_Iso{{stage}}Image->'%(CycloneDxPath)')"
                            ProvenanceFile="@(_Iso{{stage}}Image->'%(ProvenancePath)')" />
            </ItemGroup>
          </Target>
        """;
}
