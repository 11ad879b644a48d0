using System.Globalization;

namespace IsoBuild.Layout;

/// <summary>The names that are taken in one directory.</summary>
internal sealed class UniqueNames(int capacity)
{
    private readonly HashSet<string> taken = new(capacity, StringComparer.Ordinal);

    /// <summary>The next number to try for a name, so that many alike take no longer than few.</summary>
    private Dictionary<string, int>? next;

    public bool TryTake(string name) => taken.Add(name);

    /// <summary>Takes <paramref name="name"/>, or the first of its numbered forms that is free.</summary>
    /// <param name="name">The name wanted.</param>
    /// <param name="addSuffix">Puts a suffix (<c>_2</c>) into a name, cutting it where it grows too long.</param>
    /// <param name="fold">The form in which names are compared; as they are, when left out.</param>
    public string Take(string name, Func<string, string, string> addSuffix, Func<string, string>? fold = null)
    {
        var key = fold?.Invoke(name) ?? name;
        if (taken.Add(key))
        {
            return name;
        }

        next ??= new Dictionary<string, int>(StringComparer.Ordinal);
        var number = next.GetValueOrDefault(key, 2);
        while (true)
        {
            var candidate = addSuffix(name, string.Create(CultureInfo.InvariantCulture, $"_{number}"));
            number++;
            if (taken.Add(fold?.Invoke(candidate) ?? candidate))
            {
                next[key] = number;
                return candidate;
            }
        }
    }
}
