using ProcGen.Generator.Model;

namespace ProcGen.Generator.Emission;

/// <summary>Prints the forms of a target that run it over many inputs.</summary>
internal static class MapEmitter
{
    private const string Rest = $"{CommonSource.Runtime}MapOptions? options = null, {CommonSource.Token} cancellationToken = default";

    public static void Emit(SourceWriter writer, TargetModel target, string call, string see)
    {
        (string type, string arguments) = Signatures.MapItem(target);
        string items = $"{CommonSource.Enumerable}<{type}> items, {Rest}";
        string stream = $"{CommonSource.AsyncEnumerable}<{type}> items, {Rest}";
        string passed = $"this._executor, items, static item => new {call}({arguments}), options, cancellationToken";
        string map = CommonSource.Services + "TargetMap.";
        if (target.ResultCodec is null)
        {
            One(
                writer,
                target,
                $"Runs {see} for each item and waits for all.",
                $"void Map{target.Name}({items})",
                $"{map}ForEachAsync({passed}).GetAwaiter().GetResult()");
            One(
                writer,
                target,
                $"Runs {see} for each item.",
                $"{CommonSource.Task} Map{target.Name}Async({items})",
                $"{map}ForEachAsync({passed})");
            One(
                writer,
                target,
                $"Runs {see} for each item.",
                $"{CommonSource.Task} Map{target.Name}Async({stream})",
                $"{map}ForEachAsync({passed})");
            return;
        }

        string results = $"{CommonSource.AsyncEnumerable}<{target.ResultType}>";
        One(
            writer,
            target,
            $"Runs {see} for each item and waits for all results, in the order of the items.",
            $"{target.ResultArrayType} Map{target.Name}({items})",
            $"{map}Map({passed})");
        One(
            writer,
            target,
            $"Runs {see} for each item; results come as they are read.",
            $"{results} Map{target.Name}Async({items})",
            $"{map}MapAsync({passed})");
        One(
            writer,
            target,
            $"Runs {see} for each item; results come as they are read.",
            $"{results} Map{target.Name}Async({stream})",
            $"{map}MapAsync({passed})");
        string each = $"{CommonSource.AsyncEnumerable}<{CommonSource.Runtime}MapResult<{target.ResultType}>>";
        foreach (string source in new[] { items, stream })
        {
            One(
                writer,
                target,
                $"Runs {see} for each item; gives what becomes of each, with its number and its result or its error.",
                $"{each} Map{target.Name}ResultsAsync({source})",
                $"{map}ResultsAsync({passed})");
        }
    }

    private static void One(SourceWriter writer, TargetModel target, string summary, string head, string body)
    {
        writer.Separate();
        CommonSource.Document(writer, "summary", summary);
        writer.Line($"{target.FacadeAccessibility} {head} =>");
        writer.Line($"    {body};");
    }
}
