namespace IsoBuild.Fat;

/// <summary>Reads an allocation table entry by entry, keeping parts of it: chains of a damaged table jump about.</summary>
internal sealed class TableReader(FatBytes bytes, FatKind kind, long start, long length)
{
    /// <summary>Whole entries of every kind.</summary>
    private const int PartSize = 3 << 9;

    private const int KeptParts = 1024;

    private readonly byte[]?[] parts = new byte[KeptParts][];
    private readonly long[] numbers = new long[KeptParts];

    /// <summary>The entry of a cluster; <see cref="AllocationTable.Bad"/> when it cannot be read.</summary>
    public uint this[uint cluster]
    {
        get
        {
            var offset = AllocationTable.Offset(kind, cluster);
            var (number, within) = Math.DivRem(offset, PartSize);
            var slot = (int)(number % KeptParts);
            if (parts[slot] is not { } part || numbers[slot] != number)
            {
                part = parts[slot] is { Length: > 0 } former ? former : new byte[PartSize];
                var count = (int)Math.Clamp(length - (number * PartSize), 0, PartSize);
                if (count < PartSize)
                {
                    part.AsSpan(count).Clear();
                }

                if (!bytes.TryFill(start + (number * PartSize), part.AsSpan(0, count)))
                {
                    part = [];
                }

                (parts[slot], numbers[slot]) = (part, number);
            }

            return part.Length == 0 ? AllocationTable.Bad : AllocationTable.Read(kind, part.AsSpan((int)within), cluster);
        }
    }
}
