namespace IsoBuild.Fuzz;

/// <summary>Reads a whole image.</summary>
public static class ReaderTarget
{
    /// <summary>Of objects in all, not at once: the largest image that an input stands for has two megabytes.</summary>
    private const long MostAllocated = 128 << 20;

    public static void Try(ReadOnlySpan<byte> input)
    {
        byte[] image = SparseImage.Unpack(input);
        long before = GC.GetAllocatedBytesForCurrentThread();
        string first = ImageLook.Describe(image);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        FuzzFault.If(allocated > MostAllocated, $"Looking took {allocated >> 20} MiB.");

        // Both double the work: one input has the one done to it, the next one the other.
        switch (input.Length % 4)
        {
            case 0:
                FuzzFault.If(!string.Equals(first, ImageLook.Describe(image), StringComparison.Ordinal), "The same image is not always the same.");
                break;
            case 1:
                ImageLook.CompareWithItself(image);
                break;
        }
    }
}
