namespace IsoBuild.Zisofs;

/// <summary>A prefix code for symbols of known frequency, with codes as deflate has them (RFC 1951 3.2.2).</summary>
internal sealed class HuffmanCode(int symbols, int maxLength)
{
    private readonly int[] frequencies = new int[symbols];
    private readonly byte[] lengths = new byte[symbols];
    private readonly ushort[] codes = new ushort[symbols];

    // For building: the used symbols by frequency, the inner nodes, and how many codes each length has.
    private readonly int[] order = new int[symbols];
    private readonly long[] weights = new long[2 * symbols];
    private readonly int[] parents = new int[2 * symbols];

    /// <summary>The code of given lengths.</summary>
    public static HuffmanCode OfLengths(int symbols, Func<int, int> lengthOf)
    {
        var code = new HuffmanCode(symbols, 15);
        for (var symbol = 0; symbol < symbols; symbol++)
        {
            code.lengths[symbol] = (byte)lengthOf(symbol);
        }

        code.AssignCodes();
        return code;
    }

    public void Clear() => frequencies.AsSpan().Clear();

    public void Count(int symbol) => frequencies[symbol]++;

    public int Frequency(int symbol) => frequencies[symbol];

    public int LengthOf(int symbol) => lengths[symbol];

    /// <summary>How many symbols there are up to the last that is used, but at least as many as asked for.</summary>
    public int UsedSymbols(int atLeast)
    {
        var count = symbols;
        while (count > atLeast && lengths[count - 1] == 0)
        {
            count--;
        }

        return count;
    }

    /// <summary>How many bits all symbols take together.</summary>
    public long CodedBits(Func<int, int> extraBits)
    {
        long bits = 0;
        for (var symbol = 0; symbol < symbols; symbol++)
        {
            bits += (long)frequencies[symbol] * (lengths[symbol] + extraBits(symbol));
        }

        return bits;
    }

    public void Write(ref BitWriter bits, int symbol) => bits.Write(codes[symbol], lengths[symbol]);

    /// <summary>Finds the lengths, and the codes of them.</summary>
    public void Build()
    {
        // Some readers do not take a code of fewer than two symbols; zlib never makes one.
        for (var symbol = 0; Used() < 2; symbol++)
        {
            frequencies[symbol] = Math.Max(1, frequencies[symbol]);
        }

        var used = Used();
        for (int symbol = 0, i = 0; symbol < symbols; symbol++)
        {
            if (frequencies[symbol] > 0)
            {
                order[i++] = symbol;
            }
        }

        // By frequency, and where that is equal by symbol: the order must not depend on how sorting works.
        order.AsSpan(0, used).Sort((a, b) => frequencies[a] != frequencies[b] ? frequencies[a].CompareTo(frequencies[b]) : a.CompareTo(b));
        Span<int> ofLength = stackalloc int[64];
        ofLength.Clear();
        CountLengths(used, ofLength);
        Limit(ofLength);

        lengths.AsSpan().Clear();
        var next = used - 1;
        for (var length = 1; length <= maxLength; length++)
        {
            for (var i = 0; i < ofLength[length]; i++)
            {
                lengths[order[next--]] = (byte)length;
            }
        }

        AssignCodes();
    }

    private int Used()
    {
        var used = 0;
        foreach (var frequency in frequencies)
        {
            used += frequency > 0 ? 1 : 0;
        }

        return used;
    }

    /// <summary>Joins the two lightest nodes until one is left. Leaves are sorted, and inner nodes come into being in the order of their weight.</summary>
    private void CountLengths(int used, Span<int> ofLength)
    {
        for (var i = 0; i < used; i++)
        {
            weights[i] = frequencies[order[i]];
        }

        var (leaf, inner, end) = (0, used, used);
        for (var joined = 1; joined < used; joined++)
        {
            weights[end] = Take(end) + Take(end);
            end++;
        }

        // From the root down, a node lies one deeper than its parent; the weights are not needed any more.
        weights[end - 1] = 0;
        for (var i = end - 2; i >= 0; i--)
        {
            weights[i] = weights[parents[i]] + 1;
            if (i < used)
            {
                ofLength[(int)Math.Min(weights[i], ofLength.Length - 1)]++;
            }
        }

        long Take(int parent)
        {
            var node = leaf < used && (inner >= end || weights[leaf] <= weights[inner]) ? leaf++ : inner++;
            parents[node] = parent;
            return weights[node];
        }
    }

    /// <summary>Shortens what is too long, and lengthens as little else as keeps the code a prefix code (Kraft's equation).</summary>
    private void Limit(Span<int> ofLength)
    {
        for (var length = maxLength + 1; length < ofLength.Length; length++)
        {
            ofLength[maxLength] += ofLength[length];
            ofLength[length] = 0;
        }

        long total = 0;
        for (var length = 1; length <= maxLength; length++)
        {
            total += (long)ofLength[length] << (maxLength - length);
        }

        for (; total > 1L << maxLength; total--)
        {
            ofLength[maxLength]--;
            for (var length = maxLength - 1; length > 0; length--)
            {
                if (ofLength[length] > 0)
                {
                    ofLength[length]--;
                    ofLength[length + 1] += 2;
                    break;
                }
            }
        }
    }

    /// <summary>RFC 1951 3.2.2: codes of one length are consecutive, in the order of symbols; the most significant bit is written first.</summary>
    private void AssignCodes()
    {
        Span<int> next = stackalloc int[17];
        next.Clear();
        foreach (var length in lengths)
        {
            if (length > 0)
            {
                next[length + 1]++;
            }
        }

        for (var length = 1; length < next.Length; length++)
        {
            next[length] = (next[length] + next[length - 1]) << 1;
        }

        // After the loop, each entry is twice the first code of its length's predecessor and all of that length: the first code of the length.
        for (var symbol = 0; symbol < symbols; symbol++)
        {
            if (lengths[symbol] is > 0 and var length)
            {
                codes[symbol] = Reverse(next[length]++, length);
            }
        }
    }

    private static ushort Reverse(int code, int length)
    {
        var reversed = 0;
        for (var i = 0; i < length; i++)
        {
            reversed = (reversed << 1) | ((code >> i) & 1);
        }

        return (ushort)reversed;
    }
}

/// <summary>Writes bits from the least significant on (RFC 1951 3.1.1).</summary>
internal ref struct BitWriter(Span<byte> destination)
{
    private readonly Span<byte> bytes = destination;
    private ulong pending;
    private int pendingBits;

    /// <summary>How many bytes are written.</summary>
    public int Position { get; private set; }

    public void Write(int value, int count)
    {
        pending |= (ulong)(uint)value << pendingBits;
        pendingBits += count;
        while (pendingBits >= 8)
        {
            bytes[Position++] = (byte)pending;
            pending >>= 8;
            pendingBits -= 8;
        }
    }

    /// <summary>Fills the last byte with zeros.</summary>
    public void Align()
    {
        if (pendingBits > 0)
        {
            bytes[Position++] = (byte)pending;
            (pending, pendingBits) = (0, 0);
        }
    }

    /// <summary>Writes whole bytes, after <see cref="Align"/>.</summary>
    public void Write(ReadOnlySpan<byte> whole)
    {
        whole.CopyTo(bytes[Position..]);
        Position += whole.Length;
    }
}
