using ProcGen;

namespace Tour.Programs;

/// <summary>
/// Two processes talk through a pipe: requests go one way, replies the other. Then one side closes, and the other sees the end instead of
/// waiting for ever; and so it is when one side is killed.
/// </summary>
internal static partial class PipeProgram
{
    private static readonly string[] Words = ["pipe", "request", "reply", "the end"];

    public static async Task RunAsync(Facts facts)
    {
        (Connection<string> here, Connection<string> there) = ProcessPipe.Create<string>();
        using ReverseProcess child = new(there);
        child.Start();
        Story.Tell($"the other end has moved to process {child.Id}; here it is {(there.IsClosed ? "closed" : "open")}");
        List<string> replies = [];
        foreach (string word in Words)
        {
            here.Send(word);
            replies.Add(here.Receive());
            Story.Tell($"  {word} -> {replies[^1]}");
        }

        here.Close();
        int served = await child.GetResultAsync();
        Story.Tell($"this side closed; the other saw the end after {served} requests");

        (Connection<string> alive, Connection<string> dying) = ProcessPipe.Create<string>();
        using ReverseProcess victim = new(dying);
        victim.Start();
        alive.Send("once");
        alive.Receive();
        victim.Kill();
        string end = "none";
        try
        {
            await alive.ReceiveAsync();
        }
        catch (EndOfStreamException exception)
        {
            end = exception.Message;
        }

        alive.Close();
        Story.Tell($"the other side was killed: {end}");
        facts["requests"] = Words;
        facts["replies"] = replies;
        facts["served"] = served;
        facts["sawEndOfKilled"] = end != "none";
        facts["isMoved"] = there.IsClosed;
    }

    /// <summary>Answers until the other side closes.</summary>
    /// <returns>How many requests came.</returns>
    [ProcessTarget]
    internal static int Reverse(Connection<string> connection)
    {
        for (int served = 0; ; served++)
        {
            try
            {
                connection.Send(new string([.. connection.Receive().Reverse()]));
            }
            catch (EndOfStreamException)
            {
                return served;
            }
        }
    }
}
