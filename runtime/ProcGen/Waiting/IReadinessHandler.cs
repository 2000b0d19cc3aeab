namespace ProcGen.Waiting;

/// <summary>Is told by the <see cref="Reactor"/>, on its thread: must neither block nor run code of users.</summary>
internal interface IReadinessHandler
{
    void OnReady();
}
