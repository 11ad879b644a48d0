namespace IsoBuild.Content;

/// <summary>Compares a few files of one length, all of them at once, and reads no further than some are still alike.</summary>
/// <param name="buffer">Room for a piece of each.</param>
internal sealed class SideBySide(byte[] buffer) : IDisposable
{
    /// <summary>How many files may be open at a time: with as many threads as a machine has, far fewer than any system allows.</summary>
    public const int MostFiles = 16;

    /// <summary>Pieces of a few files stay in the processor's cache.</summary>
    private const int MostPiece = 1 << 17;

    private readonly List<Member> members = new(MostFiles);

    private long length;

    /// <summary>Opens one more file.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public void Add(ContentSource source)
    {
        length = source.Length;
        members.Add(new Member(source.Open()));
    }

    /// <summary>The first file that is equal to the one of that number: often itself.</summary>
    public int FirstOf(int number) => members[number].First;

    /// <summary>Why the file of that number could not be read to its end.</summary>
    public Exception? FailureOf(int number) => members[number].Failure;

    /// <summary>Finds out which files are equal.</summary>
    public void Compare(CancellationToken cancellationToken)
    {
        var most = Math.Min(MostPiece, buffer.Length / MostFiles);
        for (long position = 0; position < length && CountCompanions() > 0; position += most)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var size = (int)Math.Min(most, length - position);
            for (var i = 0; i < members.Count; i++)
            {
                if (members[i].HasCompanions)
                {
                    Read(members[i], position, buffer.AsSpan(i * most, size));
                }
            }

            Part(most, size);
        }
    }

    public void Dispose() => members.ForEach(member => member.Content.Dispose());

    private static void Read(Member member, long position, Span<byte> piece)
    {
        try
        {
            member.Content.ReadExactly(position, piece);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            member.Failure = failure;
        }
    }

    /// <summary>Notes who has companions left, and counts them.</summary>
    private int CountCompanions()
    {
        var count = 0;
        members.ForEach(member => member.HasCompanions = false);
        for (var i = 0; i < members.Count; i++)
        {
            if (members[i].First != i)
            {
                count++;
                members[i].HasCompanions = members[members[i].First].HasCompanions = true;
            }
        }

        return count;
    }

    /// <summary>Parts those that were alike and are no longer: each stays with the first of its former companions that has the same piece.</summary>
    private void Part(int most, int size)
    {
        Span<int> before = stackalloc int[members.Count];
        for (var i = 0; i < members.Count; i++)
        {
            before[i] = members[i].First;
        }

        for (var i = 0; i < members.Count; i++)
        {
            var first = before[i];
            while (first < i && !(before[first] == before[i] && members[first].First == first && AreEqual(first, i)))
            {
                first++;
            }

            members[i].First = first;
        }

        bool AreEqual(int one, int other) =>
            members[one].Failure is null && members[other].Failure is null
            && buffer.AsSpan(one * most, size).SequenceEqual(buffer.AsSpan(other * most, size));
    }

    private sealed class Member(OpenContent content)
    {
        public OpenContent Content => content;

        /// <summary>The number of the first file that is the same so far. At the beginning, all may be.</summary>
        public int First { get; set; }

        public bool HasCompanions { get; set; }

        public Exception? Failure { get; set; }
    }
}
