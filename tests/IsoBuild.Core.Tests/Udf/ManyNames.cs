using System.Globalization;

namespace IsoBuild.Core.Tests.Udf;

/// <summary>Files of many names.</summary>
internal static class ManyNames
{
    /// <summary>Gives <c>file</c> so many more names.</summary>
    public static ImageBuilder AddHardLinks(this ImageBuilder builder, int count)
    {
        for (int i = 0; i < count; i++)
        {
            builder.AddHardLink(string.Create(CultureInfo.InvariantCulture, $"name{i:D5}"), "file");
        }

        return builder;
    }
}
