namespace ProcGen.Memory;

/// <summary>For plain memory: what is in it is its users' matter, and nobody sleeps on it.</summary>
internal sealed class NothingToRepair : ICellRepair
{
    public static readonly NothingToRepair Instance = new();

    public void Repair(in Departure departure)
    {
    }
}
