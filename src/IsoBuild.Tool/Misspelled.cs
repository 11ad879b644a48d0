using System.CommandLine;

namespace IsoBuild.Tool;

/// <summary>The library takes an option that it does not know for one more argument; users meant an option.</summary>
internal static class Misspelled
{
    /// <summary>Refuses values that look like options.</summary>
    /// <param name="argument">An argument of paths.</param>
    /// <param name="prefix">What makes a path of a name that begins with a dash.</param>
    public static void Refuse(Argument<string[]> argument, string prefix) => argument.Validators.Add(result =>
    {
        foreach (var token in result.Tokens)
        {
            if (token.Value is ['-', _, ..])
            {
                result.AddError($"There is no option '{token.Value}'. For a name that begins with a dash, write {prefix}{token.Value}.");
            }
        }
    });
}
