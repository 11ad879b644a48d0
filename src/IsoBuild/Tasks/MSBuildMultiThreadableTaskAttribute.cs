#pragma warning disable IDE0130 // MSBuild looks for this namespace and name, in any assembly.
namespace Microsoft.Build.Framework;
#pragma warning restore IDE0130

/// <summary>Says that tasks of a class depend on nothing that projects built side by side in one process share: current directory, environment, culture. MSBuild (18.6 and later) runs them in
/// that process then, with <c>-mt</c>; others, and all that derive from them, in one of their own.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class MSBuildMultiThreadableTaskAttribute : Attribute;
