using System.Text;
using System.Text.RegularExpressions;
using IsoBuild.Surfaces;

namespace IsoBuild.Core.Tests.Surfaces;

/// <summary>Cake's settings, as C#.</summary>
internal static class CakeOptions
{
    private const string Note = "// Made of the table of options (src/IsoBuild.Core/Surfaces): see CONTRIBUTING.md.\n";

    /// <summary>What the settings have by hand, or in other forms.</summary>
    private static readonly string[] InHybrid = ["HybridBootCode", "HybridGpt", "HybridGpt4K", "HybridPartitionOffset", "HybridPartitionType", "Hybrid"];

    /// <summary>These have a default that depends on something else.</summary>
    private static readonly string[] Nullable = ["VolumeId", "Timestamp", "EfiImage"];

    private static IEnumerable<ImageOption> Options => ImageOption.All.Where(option => !InHybrid.Contains(option.Name));

    public static string Settings()
    {
        StringBuilder text = new();
        text.Append(Note).Append("""
            using IsoBuild.Content;
            using IsoBuild.ElTorito;

            namespace Cake.IsoBuild;

            /// <content>The options of the image.</content>
            public sealed partial class IsoBuildSettings
            {

            """);
        foreach (ImageOption option in Options)
        {
            string beginning = TypeOf(option) == "bool" ? "a value indicating w" : char.ToLowerInvariant(option.Description[0]).ToString();
            text.Append($"    /// <summary>Gets or sets {beginning}{Xml(option.Description[1..])}.{(option.Remarks.Length > 0 ? " " + Xml(option.Remarks) : "")}</summary>\n");
            text.Append($"    public {TypeOf(option)} {option.Name} {{ get; set; }}{DefaultOf(option)}\n\n");
        }

        return Ended(text, "}\n");
    }

    public static string Methods()
    {
        StringBuilder text = new();
        text.Append(Note).Append("""
            using IsoBuild.Content;

            namespace Cake.IsoBuild;

            /// <content>The options of the image that need nothing but their value.</content>
            public static partial class IsoSettingsExtensions
            {

            """);
        foreach (ImageOption option in Options.Where(option => option.CakeMethod.Length > 0))
        {
            bool isSwitch = option.Syntax == OptionSyntax.Switch;
            string parameter = option.CakeParameter;
            text.Append($"    /// <summary>{(isSwitch ? ThirdPerson(option.Commands[0].Description) : $"Sets {char.ToLowerInvariant(option.Description[0])}{option.Description[1..]}.")}</summary>\n".Replace("`", "", StringComparison.Ordinal));
            text.Append("    /// <param name=\"settings\">The settings.</param>\n");
            text.Append(isSwitch ? "" : $"    /// <param name=\"{parameter}\">The value.</param>\n");
            text.Append("    /// <returns>The same settings.</returns>\n");
            text.Append($"    public static IsoBuildSettings With{option.CakeMethod}(this IsoBuildSettings settings{(isSwitch ? "" : $", {TypeOf(option).TrimEnd('?')} {parameter}")}) => With(settings, s => s.{option.Name} = {(isSwitch ? option.Commands[0].Value : parameter)});\n\n");
        }

        return Ended(text, "}\n");
    }

    public static string Reading()
    {
        StringBuilder text = new();
        text.Append(Note).Append("""
            using Cake.Core;
            using Cake.Core.IO;
            using IsoBuild;

            namespace Cake.IsoBuild;

            /// <content>From settings to the options of the library.</content>
            internal static partial class ImageMaker
            {
                /// <summary>Settings that nobody changed are as in <paramref name="kept"/>.</summary>
                private static ImageOptions OptionsOf(ICakeContext context, IsoBuildSettings settings, ImageOptions kept, DiagnosticLog log)
                {
                    var untouched = new IsoBuildSettings();
                    return kept with
                    {

            """);
        foreach (ImageOption option in Options)
        {
            string value = option.Name switch
            {
                "Timestamp" => "settings.Timestamp ?? EpochTimestamp(context, log) ?? kept.Timestamp",
                "SystemArea" => "settings.SystemArea.Length > 0 ? new FilePath(settings.SystemArea).MakeAbsolute(context.Environment).FullPath : kept.SystemArea",
                "FollowLinks" => "Of(all => all.FollowLinks || all.FollowLinksOutside, kept.FollowLinks)",
                _ when TypeOf(option).EndsWith('?') => $"settings.{option.Name} ?? kept.{option.Name}",
                _ => $"Of(all => all.{option.Name}, kept.{option.Name})",
            };
            text.Append($"            {option.Name} = {value},\n");
        }

        text.Append("""
                        Hybrid = HybridOf(context, settings.Hybrid, kept.Hybrid),
                    };

                    T Of<T>(Func<IsoBuildSettings, T> setting, T keptValue) =>
                        EqualityComparer<T>.Default.Equals(setting(settings), setting(untouched)) ? keptValue : setting(settings);
                }
            }

            """);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static string TypeOf(ImageOption option)
    {
        Type type = typeof(ImageOptions).GetProperty(option.Name)!.PropertyType;
        string name = type == typeof(string) ? "string"
            : type == typeof(int) ? "int"
            : type == typeof(bool) ? "bool"
            : System.Nullable.GetUnderlyingType(type) is { } underlying ? (underlying == typeof(bool) ? "bool?" : underlying.Name + "?")
            : type.Name;
        return Nullable.Contains(option.Name) ? name.TrimEnd('?') + "?" : name;
    }

    private static string DefaultOf(ImageOption option)
    {
        object? value = option.ValueOf(new ImageOptions());
        return TypeOf(option) switch
        {
            "string" => " = \"\";",
            "int" when value is not 0 => $" = {value};",
            "bool" when value is true => " = true;",
            "ImageFormats" => " = ImageFormats.Default;",
            _ => "",
        };
    }

    private static string ThirdPerson(string imperative) => Regex.Replace(imperative, "^[A-Z][a-z]+", verb => verb.Value + "s");

    private static string Xml(string text) => Regex.Replace(text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal), "`([^`]*)`", "<c>$1</c>");

    private static string Ended(StringBuilder text, string end) => text.ToString().ReplaceLineEndings("\n").TrimEnd('\n') + "\n" + end;
}
