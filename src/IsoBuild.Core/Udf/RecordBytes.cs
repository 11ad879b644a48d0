namespace IsoBuild.Udf;

/// <summary>What every record of UDF reads itself from: bytes of an image, which may end too early or say anything.</summary>
internal static class RecordBytes
{
    private const int LongestRecord = 512;

    private static readonly byte[] Zeros = new byte[LongestRecord];

    /// <summary>The bytes, or as many zeros as a record has at least when there are fewer: reading fields never fails. No record's tag is zero.</summary>
    public static ReadOnlySpan<byte> OrZeros(ReadOnlySpan<byte> bytes, int size) => bytes.Length >= size ? bytes : Zeros.AsSpan(0, size);

    /// <summary>As much as there is of a stretch.</summary>
    public static ReadOnlySpan<byte> Within(ReadOnlySpan<byte> bytes, long start, long length)
    {
        var from = (int)Math.Clamp(start, 0, bytes.Length);
        return bytes.Slice(from, (int)Math.Clamp(length, 0, bytes.Length - from));
    }
}
