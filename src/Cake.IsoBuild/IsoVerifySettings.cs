using IsoBuild.Verifying;


namespace Cake.IsoBuild;

/// <summary>What to verify, and which findings are failures.</summary>
public sealed class IsoVerifySettings
{
    /// <summary>Gets the consumers to report on: how each of them will see the image. An image that one of them cannot use is a failure.</summary>
    public ISet<ImageConsumer> Consumers { get; } = new HashSet<ImageConsumer>();

    /// <summary>Gets or sets a value indicating whether a warning is a failure.</summary>
    public bool TreatWarningsAsErrors { get; set; }

    /// <summary>Gets the codes of warnings that are neither logged as warnings nor treated as errors: <c>ISOB3101</c>.</summary>
    public ISet<string> NoWarn { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
}
