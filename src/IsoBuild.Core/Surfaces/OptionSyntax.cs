namespace IsoBuild.Surfaces;

/// <summary>The syntax of an option's text.</summary>
public enum OptionSyntax
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>A path in the image. A separator at its beginning means the root, and may be left out.</summary>
    PathInImage,

    /// <summary>A path on disk.</summary>
    PathOnDisk,

    /// <summary>A date and time: RFC 3339 with a time zone, or Unix seconds.</summary>
    Time,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Switch,

    /// <summary>Octal permission bits: <c>0644</c>.</summary>
    Mode,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>One of <see cref="ImageOption.Choices"/>.</summary>
    Choice,

    /// <summary>One or several of <see cref="ImageOption.Choices"/>, with semicolons between.</summary>
    Choices,

    /// <summary>Rules for entries of the image, each a <see cref="Content.PathPattern"/>, <c>=</c> and what it sets, with semicolons between. On the command line, the option may be repeated.</summary>
    Rules,
}
