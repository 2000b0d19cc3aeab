namespace ProcGen.Serialization;

/// <summary>Keeps shared objects open that a message refers to, until nobody can read the message any more.</summary>
internal interface IReferenceKeeper
{
    void Keep(IDisposable reference);
}
