using IsoBuild.Diagnostics;

namespace IsoBuild.Content;

/// <summary>Thrown when a file of an image cannot be read completely because its data is damaged; <see cref="Diagnostic"/> has the details.</summary>
public sealed class ContentException : IOException
{
    /// <summary>Creates the exception for <paramref name="diagnostic"/>.</summary>
    public ContentException(Diagnostic diagnostic)
        : this(diagnostic, innerException: null)
    {
    }

    /// <summary>Creates the exception for <paramref name="diagnostic"/>, caused by <paramref name="innerException"/>.</summary>
    public ContentException(Diagnostic diagnostic, Exception? innerException)
        : base(diagnostic?.ToString(), innerException)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        Diagnostic = diagnostic;
    }

    /// <summary>What is wrong.</summary>
    public Diagnostic Diagnostic { get; }
}
