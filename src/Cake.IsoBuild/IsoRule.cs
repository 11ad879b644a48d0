using IsoBuild.Content;

namespace Cake.IsoBuild;

/// <summary>A rule that sets attributes of the entries that match a path pattern.</summary>
/// <remarks>
/// <para><c>*.pdb</c> is a name, at any depth; <c>docs/*.txt</c> is a path in the image; <c>**</c> stands for any directories, <c>?</c> for one character.
/// A pattern that matches a directory also applies to everything in it, except for modes and dates.</para>
/// <para>Attributes that are set when an entry is added take precedence over rules, and earlier rules over later ones. Trees that hide an entry are combined.</para>
/// </remarks>
/// <param name="Pattern">The pattern of the entries. It is case-sensitive on every system.</param>
/// <param name="Options">The attributes: mode, owner, weight, the trees that entries are hidden from, compression.</param>
public sealed record IsoRule(string Pattern, EntryOptions Options);
