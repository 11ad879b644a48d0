using IsoBuild.Summarizing;


namespace IsoBuild.Core.Tests.Verifying;

/// <summary>Labels by the rules of those whom no test can run: Windows' CDFS (VOLUME_ID_LENGTH, and the first Joliet descriptor), darwin's iso_mountfs,
/// FreeBSD's g_label_iso9660_taste and g_label_mangle_name. What libblkid and GRUB do, their own programs tell among the tests of other readers.</summary>
public class VolumeLabelTests
{
    [Theory]
    // The primary identifier, Joliet's, UDF's, Rock Ridge; Windows, macOS, FreeBSD.
    [InlineData("Fedora-WS-Live-40-1-14", "Fedora-WS-Live-4", null, true, "Fedora-WS-Live-4", "Fedora-WS-Live-40-1-14", "Fedora-WS-Live-40-1-14")]
    [InlineData("Fedora-WS-Live-40-1-14", "Fedora-WS-Live-4", null, false, "Fedora-WS-Live-4", "Fedora-WS-Live-4", "Fedora-WS-Live-40-1-14")]
    [InlineData("Fedora-WS-Live-40-1-14", null, null, true, "Fedora-WS-Live-40-1-14", "Fedora-WS-Live-40-1-14", "Fedora-WS-Live-40-1-14")]
    [InlineData("Gr__e", "Größe", "Größe!", true, "Größe!", "Größe!", "Gr__e")]
    [InlineData("NAME", "", null, false, "", "NAME", "NAME")]
    [InlineData(null, null, "A label of UDF's, which has room for 126 characters", false, "A label of UDF's, which has room", "A label of UDF's, which has room for 126 characters", "")]
    [InlineData("A name of no less than 32 letter", null, null, false, "A name of no less than 32 letter", "A name of no less than 32 letter", "A%20name%20of%20no%20less%20than%2032%20lette")]
    [InlineData("50%\"é", null, null, false, "50%\"é", "50%\"é", "50%25%22%C3%A9")]
    public void Of_systems_that_are_not_here(string? primary, string? joliet, string? udf, bool hasRockRidge, string windows, string macOS, string freeBsd)
    {
        VolumeLabels labels = VolumeLabels.Of(primary, joliet, udf, hasRockRidge);

        Assert.Equal((windows, macOS, freeBsd), (labels.Windows, labels.MacOS, labels.FreeBsd));
    }

    [Theory]
    [InlineData("APP", null, null, "\"APP\" to Linux, GRUB, Windows, macOS and FreeBSD")]
    [InlineData("A LABEL", "A LABEL", "B", "\"B\" to Linux, Windows and macOS; \"A LABEL\" to GRUB; \"A%20LABEL\" to FreeBSD")]
    [InlineData(null, null, "APP", "\"APP\" to Linux, GRUB, Windows and macOS; none to FreeBSD")]
    public void In_words(string? primary, string? joliet, string? udf, string expected) =>
        Assert.Equal(expected, VolumeLabels.Of(primary, joliet, udf, hasRockRidge: true).ToString());
}
