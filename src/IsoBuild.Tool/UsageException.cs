namespace IsoBuild.Tool;

/// <summary>A command line that was understood but makes no sense.</summary>
/// <param name="item">The option or argument.</param>
/// <param name="message">What is wrong and what to write instead.</param>
internal sealed class UsageException(string item, string message) : Exception(message)
{
    public string Item { get; } = item;
}
