namespace ProcGen.Tests.Architecture;

/// <summary>The rooms of the runtime, from the ground up. A room may refer to rooms of lower layers only.</summary>
internal static class Layers
{
    private static readonly string[][] FromTheGround =
    [
        ["Errors", "Platform"],
        ["Serialization", "Waiting"],
        ["Memory"],
        ["Targets", "Synchronization", "Messaging"],
        ["Hosting"],
        ["Processes", "Pools"],
    ];

    public static int Of(string room) => Array.FindIndex(FromTheGround, layer => layer.Contains(room));

    /// <summary>What breaks the layers: references that do not go down, and rooms that are in no layer.</summary>
    public static IEnumerable<string> FindViolations(SourceMap map)
    {
        foreach (string room in map.Files.Select(map.RoomOf).Distinct().Where(static room => Of(room) < 0))
        {
            yield return $"{room} is in no layer.";
        }

        foreach (Reference reference in map.References.Where(static reference => reference.From != reference.To && Of(reference.To) >= Of(reference.From)))
        {
            yield return reference.ToString();
        }
    }

    /// <summary>The rooms and arrows as a picture.</summary>
    public static string Draw(SourceMap map)
    {
        HashSet<string> rooms = [.. map.Files.Select(map.RoomOf)];
        List<string> lines = ["```mermaid", "flowchart TD"];
        foreach (string[] layer in FromTheGround.Reverse())
        {
            string[] present = [.. layer.Where(rooms.Contains)];
            lines.Add($"    subgraph layer{Of(present[0])} [\" \"]");
            lines.AddRange(present.Select(static room => $"        {room}"));
            lines.Add("    end");
        }

        lines.AddRange(map.References
            .Where(static reference => reference.From != reference.To)
            .Select(static reference => $"    {reference.From} --> {reference.To}")
            .Distinct()
            .Order(StringComparer.Ordinal));
        lines.Add("```");
        return string.Join('\n', lines);
    }
}
