using IsoBuild.Reading;

namespace IsoBuild.Inspection;

/// <summary>Checks an image against the standards, and against those who read it.</summary>
internal static class Verifier
{
    public static VerifyReport Verify(ImageReader reader, VerifyOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();
}
