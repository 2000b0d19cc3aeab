using ProcGen.Generator.Model;
using ProcGen.Validation;

namespace ProcGen.Generator.Emission;

/// <summary>Prints the wrapper of a static target: the class whose objects are processes that run it.</summary>
internal static class WrapperEmitter
{
    public static void Emit(SourceWriter writer, TargetModel target)
    {
        string name = TargetNames.ProcessClass(target.Name);
        string see = TargetDocumentation.See(target.DocumentationId);
        TargetDocumentation.Write(writer, target, $"Runs {see} in a process of its own.");
        writer.Line(CommonSource.GeneratedCode);
        writer.Line(CommonSource.NotCovered);
        writer.Line(CommonSource.NotStepped);
        using (writer.Braces($"{target.Accessibility} sealed class {name} : {Base(target)}"))
        {
            foreach (ParameterModel parameter in Signatures.Passed(target))
            {
                writer.Line($"private readonly {parameter.Type} {parameter.Field};");
            }

            writer.Separate();
            CommonSource.Document(writer, "summary", $"Prepares a call of {see}; starting the process makes it.");
            TargetDocumentation.Parameters(writer, target, addsToken: false);
            using (writer.Braces($"public {name}({Signatures.Own(target)})"))
            {
                foreach (ParameterModel parameter in Signatures.Passed(target))
                {
                    writer.Line($"{parameter.Field} = {parameter.Name};");
                }

                if (Signatures.HasToken(target))
                {
                    writer.Line($"CancelWith({target.TokenName});");
                }
            }

            foreach ((string parameters, string token) in Signatures.Asynchronous(target))
            {
                Run(writer, target, name, parameters, token);
            }

            writer.Separate();
            writer.Line("/// <inheritdoc/>");
            writer.Line(CommonSource.Hidden);
            writer.Line($"protected override {CommonSource.Services}TargetCall CreateCall() => new {TargetNames.CallClass(target.Name)}({string.Join(", ", Signatures.Passed(target).Select(static parameter => parameter.Field))});");
        }

        writer.Separate();
    }

    private static void Run(SourceWriter writer, TargetModel target, string name, string parameters, string token)
    {
        writer.Separate();
        CommonSource.Document(writer, "summary", target switch
        {
            { Returns: ReturnKind.Stream } => "Starts the process when the stream is read, and disposes of it behind the last item.",
            { ResultCodec: null } => "Starts the process, waits for its end and disposes of it.",
            _ => "Starts the process, waits for its result and disposes of it.",
        });
        bool addsToken = !Signatures.HasToken(target) && token != "default";
        TargetDocumentation.Parameters(writer, target, addsToken);

        // With a token as its only parameter it stands in front of the inherited method that starts a process object which exists already.
        bool hides = target.Parameters.Count == (addsToken ? 0 : 1) && (addsToken || Signatures.HasToken(target));
        (string type, string run) = target switch
        {
            { Returns: ReturnKind.Stream } => ($"{CommonSource.AsyncEnumerable}<{target.ResultType}>", "RunToStreamAsync"),
            { ResultCodec: null } => (CommonSource.Task, "RunToEndAsync"),
            _ => ($"{CommonSource.Task}<{target.ResultType}>", "RunToResultAsync"),
        };
        writer.Line($"public {(hides ? "new " : "")}static {type} RunAsync({parameters}) =>");
        writer.Line($"    {run}(new {name}({Signatures.WrapperArguments(target)}), {token});");
    }

    private static string Base(TargetModel target) => target switch
    {
        { Returns: ReturnKind.Stream } => $"{CommonSource.Runtime}StreamingChildProcess<{target.ResultType}>",
        { ResultCodec: null } => $"{CommonSource.Runtime}ChildProcess",
        _ => $"{CommonSource.Runtime}ChildProcess<{target.ResultType}>",
    };
}
