using System.Globalization;

namespace IsoBuild.Content;

/// <summary>The names that are taken in one directory.</summary>
/// <param name="capacity">How many there will be.</param>
/// <param name="comparer">Which names are one; those that are the same, when left out.</param>
internal sealed class UniqueNames(int capacity, IEqualityComparer<string>? comparer = null)
{
    /// <summary>Stands for a digit; no name has it.</summary>
    private const char AnyDigit = '\0';

    private readonly HashSet<string> taken = new(capacity, comparer ?? StringComparer.Ordinal);

    /// <summary>The next number to try, for names that are one as soon as they are cut to have room for that many digits: many alike take no longer than few.</summary>
    private Dictionary<string, int>? next;

    public bool TryTake(string name) => taken.Add(name);

    /// <summary>Takes <paramref name="name"/>, or the first of its numbered forms that is free.</summary>
    /// <param name="name">The name wanted.</param>
    /// <param name="addSuffix">Puts a suffix (<c>_2</c>) into a name, cutting it where it grows too long.</param>
    /// <param name="fold">The form in which names are compared; as they are, when left out.</param>
    public string Take(string name, Func<string, string, string> addSuffix, Func<string, string>? fold = null) =>
        taken.Add(fold?.Invoke(name) ?? name) ? name : TakeNumbered(name, '_', first: 2, addSuffix, fold);

    /// <summary>Takes the first numbered form of <paramref name="name"/> that is free.</summary>
    /// <param name="name">The name wanted.</param>
    /// <param name="mark">What comes before the number.</param>
    /// <param name="first">The first number.</param>
    /// <param name="addSuffix">Puts a suffix into a name, cutting it by its length alone.</param>
    /// <param name="fold">The form in which names are compared; as they are, when left out.</param>
    public string TakeNumbered(string name, char mark, int first, Func<string, string, string> addSuffix, Func<string, string>? fold = null)
    {
        next ??= new Dictionary<string, int>(comparer ?? StringComparer.Ordinal);
        var number = first;
        for (var suffix = new string([mark, AnyDigit]); ; suffix += AnyDigit)
        {
            var alike = Fold(addSuffix(name, suffix));
            var end = (int)Math.Pow(10, suffix.Length - 1);
            for (number = Math.Max(number, next.GetValueOrDefault(alike)); number < end; number++)
            {
                var candidate = addSuffix(name, string.Create(CultureInfo.InvariantCulture, $"{mark}{number}"));
                if (taken.Add(Fold(candidate)))
                {
                    next[alike] = number + 1;
                    return candidate;
                }
            }

            next[alike] = end;
        }

        string Fold(string text) => fold?.Invoke(text) ?? text;
    }
}
