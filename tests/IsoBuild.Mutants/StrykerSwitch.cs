using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace IsoBuild.Mutants;

/// <summary>What asks, at each of the places that Stryker changed, whether its mutant is the active one.</summary>
/// <remarks>Stryker's own asks a file, a variable of the environment and a list, millions of times a second. Here it is a comparison.</remarks>
internal static class StrykerSwitch
{
    /// <summary>The field that says which mutant is active.</summary>
    public const string Active = "ActiveMutant";

    /// <summary>The field with a byte for each mutant, which is set where it is reached; none, where that is not asked.</summary>
    public const string Reached = "Reached";

    /// <summary>Writes a library of Stryker's with the simple switch.</summary>
    public static void Simplify(string mutated, string simplified)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(mutated);
        ModuleDefinition module = assembly.MainModule;
        TypeDefinition control = module.Types.Single(type => type.Name == "MutantControl");
        MethodDefinition isActive = control.Methods.Single(method => method.Name == "IsActive");
        FieldDefinition active = control.Fields.Single(field => field.Name == Active);
        FieldDefinition reached = new(Reached, FieldAttributes.Public | FieldAttributes.Static, new ArrayType(module.TypeSystem.Byte));
        control.Fields.Add(reached);

        MethodBody body = new(isActive);
        ILProcessor il = body.GetILProcessor();
        Instruction compare = il.Create(OpCodes.Ldsfld, active);
        il.Emit(OpCodes.Ldsfld, reached);
        il.Emit(OpCodes.Brfalse, compare);
        il.Emit(OpCodes.Ldsfld, reached);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Stelem_I1);
        il.Append(compare);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ceq);
        il.Emit(OpCodes.Ret);
        isActive.Body = body;
        body.OptimizeMacros();
        // Its class constructor would be asked for at each comparison, and starts a thread.
        control.Methods.Remove(control.Methods.Single(method => method.IsConstructor && method.IsStatic));
        assembly.Write(simplified);
    }
}
