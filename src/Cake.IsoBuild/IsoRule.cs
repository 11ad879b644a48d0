using IsoBuild.Content;

namespace Cake.IsoBuild;

/// <summary>What the entries are given that a pattern of paths matches.</summary>
/// <remarks>
/// <para><c>*.pdb</c> is a name, at any depth; <c>docs/*.txt</c> is a path in the image; <c>**</c> stands for any directories, <c>?</c> for one character.
/// A pattern that matches a directory is a rule for all that is in it too, except of modes and dates.</para>
/// <para>What an entry is given when it is added comes before rules, the first rule before later ones. Trees that hide an entry are added up.</para>
/// </remarks>
/// <param name="Pattern">Which entries. Upper and lower case differ on every system.</param>
/// <param name="Options">What they are given: mode, owner, weight, the trees that hide them, compression.</param>
public sealed record IsoRule(string Pattern, EntryOptions Options);
