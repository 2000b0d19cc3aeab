using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ProcGen.Memory;
using ProcGen.Serialization;

namespace ProcGen.Messaging;

// What leaves with a message, whatever carries it: the record of a pipe, the block of a queue, the frame of a reply.
//
// - The message ends with a ticket for each end of a pipe or socket that is in it, and how many they are (8 bytes). Its carrier has a flag that says so.
// - Whoever sends says afterwards that they have left (Begin), or that they stay (GiveUp): one of the two, always.
// - Whoever drops a message, read or not, ends the journeys of its tickets (End) before the carrier is used for something else. An end that
//   was taken travels under that number no more, so that this finds it gone: there is no need to know what was read.
internal static class Travel
{
    /// <summary>How many can leave with one message.</summary>
    public const int MaxTravellers = 500;

    /// <exception cref="UnserializableValueException">No more can leave with the message.</exception>
    public static void ThrowIfFull(List<ITraveller>? travellers, int more = 1)
    {
        if (travellers?.Count > MaxTravellers - more)
        {
            throw new UnserializableValueException($"A message can carry {MaxTravellers:N0} ends of pipes and sockets at most. Send them in several messages.");
        }
    }

    public static int SizeOfTickets(int count) => count == 0 ? 0 : (count * Unsafe.SizeOf<TravelTicket>()) + sizeof(long);

    public static void WriteTickets(Span<byte> place, List<ITraveller> travellers)
    {
        foreach (ITraveller traveller in travellers)
        {
            MemoryMarshal.Write(place, traveller.Ticket);
            place = place[Unsafe.SizeOf<TravelTicket>()..];
        }

        MemoryMarshal.Write(place, (long)travellers.Count);
    }

    /// <summary>The tickets at the end of a message that carries some. Their count is the sender's word: it is held against what there is.</summary>
    public static ReadOnlySpan<TravelTicket> TicketsOf(ReadOnlySpan<byte> message)
    {
        int count = CountIn(message);
        return count == 0 ? [] : MemoryMarshal.Cast<byte, TravelTicket>(message[^SizeOfTickets(count)..^sizeof(long)]);
    }

    /// <summary>What comes before the tickets of a message that carries some.</summary>
    public static ReadOnlySpan<byte> ContentOf(ReadOnlySpan<byte> message) => message[..^SizeOfTickets(CountIn(message))];

    /// <summary>The message is where others read it.</summary>
    /// <inheritdoc cref="ITraveller.HasLeft" path="/param"/>
    public static void Begin(List<ITraveller> travellers, uint reader = 0)
    {
        foreach (ITraveller traveller in travellers)
        {
            traveller.HasLeft(reader);
        }
    }

    /// <summary>The message was not sent.</summary>
    public static void GiveUp(List<ITraveller> travellers)
    {
        foreach (ITraveller traveller in travellers)
        {
            traveller.StaysHere();
        }
    }

    /// <summary>Closes what is on its way in a message that nobody will read.</summary>
    public static void End(ReadOnlySpan<TravelTicket> tickets)
    {
        if (!tickets.IsEmpty)
        {
            End(TreeArena.Current, tickets);
        }
    }

    /// <inheritdoc cref="End(ReadOnlySpan{TravelTicket})"/>
    public static void End(Arena arena, ReadOnlySpan<TravelTicket> tickets)
    {
        foreach (TravelTicket ticket in tickets)
        {
            if (ParcelNote.TryRead(ticket, out uint broker, out UInt128 token))
            {
                SocketBroker.Drop(broker, token);
            }
            else if (ticket.Arena == arena.Id && ticket.End is 0 or 1)
            {
                End(arena, ticket);
            }
        }
    }

    private static unsafe void End(Arena arena, in TravelTicket ticket)
    {
        try
        {
            if (arena.TryOpen(ticket.Cell, ticket.Generation))
            {
                if (arena.At(ticket.Cell)->Kind == CellKind.Pipe)
                {
                    new PipeEnd(arena, ticket.Cell, ticket.End).CloseIfOnItsWay(ticket.Serial);
                }

                arena.Close(ticket.Cell, PipeRepair.Instance);
            }
        }
        catch (InsufficientMemoryException)
        {
            // There is no room to note that the cell is open here. It stays, as long as the tree of processes lives.
        }
    }

    private static int CountIn(ReadOnlySpan<byte> message) => message.Length < sizeof(long)
        ? 0
        : (int)Math.Clamp(MemoryMarshal.Read<long>(message[^sizeof(long)..]), 0, (message.Length - sizeof(long)) / Unsafe.SizeOf<TravelTicket>());
}
