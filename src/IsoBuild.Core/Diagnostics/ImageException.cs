namespace IsoBuild.Diagnostics;

/// <summary>Thrown when an image cannot be made or opened; <see cref="Diagnostic"/> has the reason.</summary>
public sealed class ImageException : Exception
{
    /// <summary>Creates the exception for <paramref name="diagnostic"/>.</summary>
    public ImageException(Diagnostic diagnostic)
        : this(diagnostic, innerException: null)
    {
    }

    /// <summary>Creates the exception for <paramref name="diagnostic"/>, caused by <paramref name="innerException"/>.</summary>
    public ImageException(Diagnostic diagnostic, Exception? innerException)
        : base(diagnostic?.ToString(), innerException)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        Diagnostic = diagnostic;
    }

    /// <summary>What is wrong and what to do about it.</summary>
    public Diagnostic Diagnostic { get; }
}
