using System.Buffers;
using System.Globalization;

namespace IsoBuild.Layout;

/// <summary>A region as a line of the sector map tells it.</summary>
internal abstract class LayoutLine
{
    /// <summary>What the region holds, in the words of the map.</summary>
    public abstract string Kind { get; }

    /// <summary>Which one of its kind it is.</summary>
    public abstract string Name { get; }

    /// <summary>Where it begins.</summary>
    public abstract long Sector { get; }

    /// <summary>The number of sectors it occupies.</summary>
    public abstract long SectorCount { get; }

    /// <summary>How many bytes it holds, where the line says so.</summary>
    public abstract long? Bytes { get; }

    /// <summary>The hash of its content, where the line says so; else nothing.</summary>
    public abstract string Sha256 { get; }

    /// <summary>Which other files have the content, in the words of the map.</summary>
    public abstract string SharedBy { get; }

    /// <summary>What the line of <paramref name="region"/> tells, without hashes.</summary>
    public static LayoutLine Of(Region region) => new OfRegion(region);

    /// <summary>Reads a line as <see cref="LayoutText"/> prints it, <c>33-36  4  file  /hello.dll  6656 bytes</c>; <see langword="null"/> when it is none.</summary>
    public static LayoutLine? Parse(ReadOnlySpan<char> line)
    {
        var rest = line.TrimStart(' ');
        if (!TryTakeNumber(ref rest, out var sector))
        {
            return null;
        }

        if (rest.StartsWith("-") && rest[1..].IndexOfAnyExcept(Digits) is > 0 and var end)
        {
            rest = rest[(1 + end)..];
        }

        // The kind is as wide as its column, behind two spaces and before two.
        var count = rest.TrimStart(' ');
        if (count.Length == rest.Length || !TryTakeNumber(ref count, out var sectors)
            || count.Length < 2 + LayoutText.KindWidth + 2 || !count.StartsWith("  ") || !count[(2 + LayoutText.KindWidth)..].StartsWith("  ")
            || count.Slice(2, LayoutText.KindWidth) is var kind && (!char.IsAsciiLetterLower(kind[0]) || kind.ContainsAnyExcept(KindCharacters)))
        {
            return null;
        }

        rest = count[(2 + LayoutText.KindWidth + 2)..];
        return new Read(kind.TrimEnd(' ').ToString(), sector, sectors, rest);
    }

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");
    private static readonly SearchValues<char> KindCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz ");

    /// <summary>Takes a number of at most 18 digits.</summary>
    private static bool TryTakeNumber(ref ReadOnlySpan<char> text, out long number)
    {
        const int mostDigits = 18;
        var length = text.IndexOfAnyExcept(Digits) is >= 0 and var end ? end : text.Length;
        number = 0;
        if (length is 0 or > mostDigits)
        {
            return false;
        }

        number = long.Parse(text[..length], CultureInfo.InvariantCulture);
        text = text[length..];
        return true;
    }

    /// <summary>Its texts are made when somebody asks: of a deep tree, the names of all regions are many times what holds it.</summary>
    private sealed class OfRegion(Region region) : LayoutLine
    {
        public override string Kind => LayoutText.KindName(region.Kind);

        public override string Name => LayoutText.Escape(region.Name);

        public override long Sector => region.Sector;

        public override long SectorCount => region.SectorCount;

        public override long? Bytes => region.Kind == RegionKind.File ? region.Length : null;

        public override string Sha256 => "";

        public override string SharedBy => LayoutText.SharedBy(region);
    }

    /// <summary>What a text says.</summary>
    private sealed class Read : LayoutLine
    {
        private const int HashLength = 64;

        /// <param name="kind">The kind.</param>
        /// <param name="sector">Where it begins.</param>
        /// <param name="count">How many sectors it has.</param>
        /// <param name="rest">The name, and what follows it.</param>
        public Read(string kind, long sector, long count, ReadOnlySpan<char> rest)
        {
            (Kind, Sector, SectorCount) = (kind, sector, count);

            // A name may hold anything; it ends where all that follows is what may follow it.
            const string unit = " bytes";
            for (var from = 0; rest[from..].IndexOf(unit) is >= 0 and var found; from += found + 1)
            {
                var end = from + found;
                var start = rest[..end].LastIndexOfAnyExcept(Digits) + 1;
                var number = rest[start..end];
                if (start >= 2 && rest[start - 1] == ' ' && rest[start - 2] == ' ' && TryTakeNumber(ref number, out var bytes) && TryTakeTail(rest[(end + unit.Length)..]))
                {
                    Name = rest[..(start - 2)].ToString();
                    Bytes = bytes;
                    return;
                }
            }

            Name = rest.ToString();
        }

        public override string Kind { get; }

        public override string Name { get; }

        public override long Sector { get; }

        public override long SectorCount { get; }

        public override long? Bytes { get; }

        public override string Sha256 => sha256;

        public override string SharedBy => sharedBy;

        private string sha256 = "";
        private string sharedBy = "";

        private bool TryTakeTail(ReadOnlySpan<char> tail)
        {
            const string hash = "  sha256 ";
            const string also = "  also ";
            var digest = ReadOnlySpan<char>.Empty;
            if (tail.StartsWith(hash) && tail.Length >= hash.Length + HashLength && !tail.Slice(hash.Length, HashLength).ContainsAnyExcept(HexDigits))
            {
                digest = tail.Slice(hash.Length, HashLength);
                tail = tail[(hash.Length + HashLength)..];
            }

            if (tail.Length > 0 && !(tail.StartsWith(also) && tail[also.Length..].StartsWith("/")))
            {
                return false;
            }

            (sha256, sharedBy) = (digest.ToString(), tail.Length > 0 ? tail[also.Length..].ToString() : "");
            return true;
        }
    }
}
