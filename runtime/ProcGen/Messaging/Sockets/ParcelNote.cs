using System.Runtime.InteropServices;
using ProcGen.Memory;
using ProcGen.Serialization;

namespace ProcGen.Messaging;

/// <summary>What a message says of a socket that travels with it: where it is, and the number that gives the right to it, once.</summary>
/// <param name="Broker">The number of the <see cref="SocketBroker"/> that has it.</param>
/// <param name="Token">128 random bits, for this one journey.</param>
/// <param name="ProcessId">The process that sent it, for messages.</param>
/// <param name="ProcessName">What that is called.</param>
/// <param name="TypeHash">Which items it is for.</param>
internal readonly record struct ParcelNote(uint Broker, UInt128 Token, int ProcessId, string ProcessName, ulong TypeHash)
{
    // An end of a pipe has 3 fields: by that the two are told apart.
    private const int FieldCount = 5;
    private const int TokenSize = 16;
    private const int TicketEnd = 2;

    /// <summary>Who sent it, as messages name it.</summary>
    public string Sender => $"process {ProcessId} ('{ProcessName}')";

    /// <summary>Whether such a note is next. Reads nothing.</summary>
    public static bool IsNext(WireReader reader) => reader.ReadArrayHeader() == FieldCount;

    public void Write(ref WireWriter writer)
    {
        Span<byte> token = stackalloc byte[TokenSize];
        MemoryMarshal.Write(token, Token);
        writer.WriteArrayHeader(FieldCount);
        writer.WriteUInt64(Broker);
        writer.WriteBinary(token);
        writer.WriteInt64(ProcessId);
        writer.WriteString(ProcessName);
        writer.WriteUInt64(TypeHash);
    }

    /// <summary>Reads a note, and holds against it what is expected.</summary>
    /// <exception cref="SharedObjectException">It is of one for other items.</exception>
    public static ParcelNote Read(ref WireReader reader, ulong typeHash, string what)
    {
        reader.ReadArrayHeader(FieldCount);
        uint broker = (uint)reader.ReadUInt64(uint.MaxValue);
        ReadOnlySpan<byte> token = reader.ReadBinary();
        if (token.Length != TokenSize)
        {
            throw reader.Error($"a token has {TokenSize} bytes, and this one has {token.Length}");
        }

        ParcelNote note = new(broker, MemoryMarshal.Read<UInt128>(token), reader.ReadInt32(), reader.ReadString() ?? "", reader.ReadUInt64());
        return note.TypeHash == typeHash
            ? note
            : throw new SharedObjectException(SharedObjectFailure.OtherType, $"A reference to a {what} was read, and what {note.Sender} sent is for other items.", processId: note.ProcessId);
    }

    /// <summary>The same as what ends the journey of a message that nobody reads.</summary>
    public static TravelTicket TicketOf(uint broker, UInt128 token) => new((ulong)token, (int)(uint)(token >> 64), (uint)(token >> 96), TicketEnd, broker);

    /// <summary>Whether a ticket is a socket's.</summary>
    public static bool TryRead(in TravelTicket ticket, out uint broker, out UInt128 token)
    {
        broker = ticket.Serial;
        token = new UInt128(((ulong)ticket.Generation << 32) | (uint)ticket.Cell, ticket.Arena);
        return ticket.End == TicketEnd;
    }
}
