namespace ProcGen.Serialization;

/// <summary>Something that is in one process at a time, and leaves this one with a message.</summary>
/// <remarks>Between the writing and the sending it belongs to this process still: if that dies, or the message is not sent, nothing is lost on the way.</remarks>
internal interface ITraveller
{
    /// <summary>What the carrier of the message must know to end the journey, should nobody read the message.</summary>
    TravelTicket Ticket { get; }

    /// <summary>The message is where others read it.</summary>
    /// <param name="reader">The token of the only process that can read it, so that its death ends the journey; 0 where the carrier looks after that itself.</param>
    void HasLeft(uint reader);

    /// <summary>The message was not sent after all: it is here again as before.</summary>
    void StaysHere();
}

/// <summary>Which end of which pipe is on its way in a message. A socket has such a ticket too, with numbers of its own (<c>ParcelNote</c>).</summary>
/// <param name="Arena">The arena that the pipe lies in: the same numbers mean something else in another.</param>
/// <param name="Cell">The pipe's cell.</param>
/// <param name="Generation">The generation of the cell.</param>
/// <param name="End">Which end.</param>
/// <param name="Serial">The serial number under which it travels.</param>
internal readonly record struct TravelTicket(ulong Arena, int Cell, uint Generation, int End, uint Serial);
