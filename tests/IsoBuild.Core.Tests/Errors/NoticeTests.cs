using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Errors;

/// <summary>What everybody is told although nothing is wrong with the image.</summary>
public class NoticeTests
{
    /// <summary>What is decided for the user, and what is stored or restored otherwise than he may expect.</summary>
    [Theory]
    [InlineData(DiagnosticId.DatesPreserved)]
    [InlineData(DiagnosticId.ModesFromDisk)]
    [InlineData(DiagnosticId.BootLoaderFound)]
    [InlineData(DiagnosticId.BootLoaderPassedOver)]
    [InlineData(DiagnosticId.DvdVideoFound)]
    [InlineData(DiagnosticId.BootCatalogReplaces)]
    [InlineData(DiagnosticId.VolumeFieldRelaxed)]
    [InlineData(DiagnosticId.VolumeFieldAltered)]
    [InlineData(DiagnosticId.NameNotUtf8)]
    [InlineData(DiagnosticId.EfiPartitionMerged)]
    [InlineData(DiagnosticId.EfiCopyDiffers)]
    [InlineData(DiagnosticId.ExtractListsNotRestored)]
    public void Decisions_are_notices(DiagnosticId id) => Assert.True(Of(id, DiagnosticSeverity.Info).IsNotice);

    /// <summary>What of a base does not come along, or not as it was.</summary>
    [Theory]
    [InlineData(DiagnosticId.BaseEntryUnusable)]
    [InlineData(DiagnosticId.BaseNameOfOtherCase)]
    [InlineData(DiagnosticId.BaseChecksumsCleared)]
    [InlineData(DiagnosticId.BaseFormRewritten)]
    [InlineData(DiagnosticId.BaseBootReplaced)]
    [InlineData(DiagnosticId.ChecksumsStale)]
    [InlineData(DiagnosticId.ChecksumsUpdated)]
    [InlineData(DiagnosticId.PartitionMoved)]
    [InlineData(DiagnosticId.BootOfEarlierSession)]
    public void Losses_of_a_base_are_notices(DiagnosticId id) => Assert.True(Of(id, DiagnosticSeverity.Info).IsNotice);

    /// <summary>What is wrong is told as an error or as a warning, and never as a notice beside that.</summary>
    [Fact]
    public void Errors_and_warnings_are_none() => Assert.All(
        Enum.GetValues<DiagnosticId>().Distinct(),
        id => Assert.False(Of(id, DiagnosticSeverity.Warning).IsNotice || Of(id, DiagnosticSeverity.Error).IsNotice));

    /// <summary>Details are for whoever asks.</summary>
    [Theory]
    [InlineData(DiagnosticId.ExtractLinkLeftOut)]
    [InlineData(DiagnosticId.LinkTargetInvalid)]
    public void Details_are_none(DiagnosticId id) => Assert.False(Of(id, DiagnosticSeverity.Info).IsNotice);

    private static Diagnostic Of(DiagnosticId id, DiagnosticSeverity severity) => new(id, severity, Item: null, "message");
}
