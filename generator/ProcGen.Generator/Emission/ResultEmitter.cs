using ProcGen.Generator.Model;

namespace ProcGen.Generator.Emission;

/// <summary>Prints the half of a call that is about what comes back.</summary>
internal static class ResultEmitter
{
    public static string CallBase(ReturnKind returns, string? result) =>
        $"{CommonSource.Services}{(returns == ReturnKind.Stream ? "TargetStreamCall" : "TargetCall")}<{result ?? CommonSource.NoResult}>";

    /// <summary>Prints the method that runs the target.</summary>
    public static void Invoke(SourceWriter writer, ReturnKind returns, string? result, string call)
    {
        string context = CommonSource.Services + "CallContext context";
        if (returns == ReturnKind.Stream)
        {
            writer.Line($"public override {CommonSource.AsyncEnumerable}<{result}> Enumerate({context}) =>");
            writer.Line($"    {call};");
            return;
        }

        string head = $"{CommonSource.ValueTask}<{result ?? CommonSource.NoResult}> InvokeAsync({context})";
        switch (returns)
        {
            case ReturnKind.Void:
                using (writer.Braces("public override " + head))
                {
                    writer.Line($"{call};");
                    writer.Line("return default;");
                }

                break;
            case ReturnKind.Task or ReturnKind.ValueTask:
                using (writer.Braces("public override async " + head))
                {
                    writer.Line($"await {call}.ConfigureAwait(false);");
                    writer.Line("return default;");
                }

                break;
            case ReturnKind.ValueTaskOfValue:
                writer.Line($"public override {head} =>");
                writer.Line($"    {call};");
                break;
            default:
                writer.Line($"public override {head} =>");
                writer.Line($"    new({call});");
                break;
        }
    }

    /// <summary>Prints how the result or an item is written and read.</summary>
    public static void Emit(SourceWriter writer, ReturnKind returns, string? result, CodecReference? codec)
    {
        string what = returns == ReturnKind.Stream ? "Item" : "Result";
        string value = returns == ReturnKind.Stream ? "item" : "result";
        string type = result ?? CommonSource.NoResult;
        writer.Separate();
        writer.Line($"public override void Write{what}(ref {CommonSource.Serialization}WireWriter writer, {type} {value}) =>");
        writer.Line(codec is null ? "    writer.WriteNil();" : $"    {codec.Codec}.Write(ref writer, {value});");
        writer.Separate();
        writer.Line($"public override {type} Read{what}(ref {CommonSource.Serialization}WireReader reader) =>");
        writer.Line(codec is null
            ? "    reader.TryReadNil() ? default : throw reader.Error(\"expected nil for a target without a result\");"
            : $"    {codec.Codec}.Read(ref reader);");
    }
}
