namespace IsoBuild.Fuzz;

/// <summary>The library did what it must not do, though it threw nothing.</summary>
public sealed class FuzzFault(string message) : Exception(message)
{
    public static void If(bool isSo, string message)
    {
        if (isSo)
        {
            throw new FuzzFault(message);
        }
    }
}
