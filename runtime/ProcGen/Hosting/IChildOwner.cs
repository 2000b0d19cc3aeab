namespace ProcGen.Hosting;

/// <summary>Whoever started a child is told of its life. Called on the reactor's thread or on that of a caller: must not block or run code of users.</summary>
internal interface IChildOwner
{
    /// <summary>The child has said hello and can take a call.</summary>
    void OnReady(ChildLink link);

    /// <summary>A call has ended with an outcome that the child sent; the child can take another.</summary>
    void OnCallEnded(ChildLink link, PendingCall pending);

    /// <summary>The child has ended, and all that it sent has been read.</summary>
    /// <param name="link">The child.</param>
    /// <param name="pending">The call that it had not ended, if any.</param>
    void OnEnded(ChildLink link, PendingCall? pending);
}
