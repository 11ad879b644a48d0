using IsoBuild.Diagnostics;

namespace IsoBuild.Fat;

/// <summary>What is wrong with the clusters of an entry, told when somebody reads on: each of a million may have a path of many thousand characters.</summary>
internal sealed record FatDamage(FatReport Report, DiagnosticId Id, FatNode Node, string Message)
{
    public Diagnostic ToDiagnostic() => Report.Make(Id, Node, Node.EntryOffset, Message);
}
