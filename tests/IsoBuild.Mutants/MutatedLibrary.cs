using System.Reflection;
using System.Runtime.CompilerServices;

namespace IsoBuild.Mutants;

/// <summary>The library as Stryker compiled it: all mutants are in it, and a number says which is active.</summary>
internal static class MutatedLibrary
{
    private static readonly Assembly Library = typeof(ImageBuilder).Assembly;
    private static readonly Type Control = Library.GetTypes().Single(type => type.Name == "MutantControl");

    /// <summary>Makes a mutant the active one; <c>-1</c>: none is.</summary>
    public static void Activate(int mutant) => Control.GetField(StrykerSwitch.Active)!.SetValue(null, mutant);

    /// <summary>Makes the types ready, which happens once in a process.</summary>
    public static void InitializeTypes()
    {
        foreach (Type type in Library.GetTypes().Where(type => !type.ContainsGenericParameters))
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }
    }

    /// <summary>Which of <paramref name="mutants"/> are reached by <paramref name="work"/>.</summary>
    public static int[] ReachedBy(Action work, int[] mutants)
    {
        var reached = new byte[mutants.Max() + 100_000];
        FieldInfo field = Control.GetField(StrykerSwitch.Reached)!;
        field.SetValue(null, reached);
        work();
        field.SetValue(null, null);
        return [.. mutants.Where(mutant => reached[mutant] != 0)];
    }
}
