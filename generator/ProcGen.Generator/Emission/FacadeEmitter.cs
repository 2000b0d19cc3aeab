using ProcGen.Generator.Model;
using ProcGen.Validation;

namespace ProcGen.Generator.Emission;

/// <summary>Prints the calls of a type's targets on an executor, and the property that leads there.</summary>
internal static class FacadeEmitter
{
    public static void Emit(SourceWriter writer, TargetTypeModel type, FacadeModel facade)
    {
        string see = TargetDocumentation.See(type.DocumentationId);
        string name = facade.Name + "Executor";
        CommonSource.Document(writer, "summary", $"The targets of {see} on an executor.");
        CommonSource.Plumbing(writer);
        using (writer.Braces($"{facade.Accessibility} readonly struct {name}"))
        {
            writer.Line($"private readonly {CommonSource.Runtime}ITargetExecutor _executor;");
            writer.Separate();
            CommonSource.Document(writer, "summary", "Leads calls to an executor.");
            writer.Line($"public {name}({CommonSource.Runtime}ITargetExecutor executor) => _executor = executor;");
            foreach (TargetModel target in type.Targets)
            {
                if (target.FacadeAccessibility is not null)
                {
                    Calls(writer, target, type.Type + "." + TargetNames.CallClass(target.Name));
                }
            }
        }

        writer.Separate();
        Extension(writer, facade, name, see);
    }

    private static void Extension(SourceWriter writer, FacadeModel facade, string name, string see)
    {
        CommonSource.Document(writer, "summary", $"Adds the targets of {see} to every executor.");
        CommonSource.Plumbing(writer);
        using (writer.Braces($"{facade.Accessibility} static class {name}Extensions"))
        {
            string summary = $"Calls of the targets of {see} through this executor.";
            if (!facade.IsProperty)
            {
                CommonSource.Document(writer, "summary", summary);
                writer.Line($"public static {name} {facade.EscapedName}(this {CommonSource.Runtime}ITargetExecutor executor) => new(executor);");
                return;
            }

            using (writer.Braces($"extension({CommonSource.Runtime}ITargetExecutor executor)"))
            {
                CommonSource.Document(writer, "summary", summary);
                writer.Line($"public {name} {facade.EscapedName} => new(executor);");
            }
        }
    }

    private static void Calls(SourceWriter writer, TargetModel target, string call)
    {
        string see = TargetDocumentation.See(target.DocumentationId);
        string make = $"new {call}({Signatures.CallArguments(target)})";
        if (target.Returns == ReturnKind.Stream)
        {
            foreach ((string parameters, string token) in Signatures.Asynchronous(target))
            {
                Start(writer, target, $"Runs {see} on the executor while the stream is read.", token);
                Expression(
                    writer,
                    target,
                    $"{CommonSource.AsyncEnumerable}<{target.ResultType}> {target.Name}Async({parameters})",
                    $"this._executor.StreamAsync({make}, {token})");
            }

            return;
        }

        Start(writer, target, $"Runs {see} on the executor and waits for it.", "default");
        Expression(
            writer,
            target,
            $"{target.ResultType ?? "void"} {target.EscapedName}({Signatures.Own(target)})",
            $"this._executor.Invoke({make}, {(Signatures.HasToken(target) ? target.TokenName : "default")})");
        foreach ((string parameters, string token) in Signatures.Asynchronous(target))
        {
            Start(writer, target, $"Runs {see} on the executor.", token);
            Expression(
                writer,
                target,
                $"{(target.ResultType is null ? CommonSource.Task : $"{CommonSource.Task}<{target.ResultType}>")} {target.Name}Async({parameters})",
                $"this._executor.InvokeAsync({make}, {token})");
        }

        if (Signatures.Data(target).Any())
        {
            MapEmitter.Emit(writer, target, call, see);
        }
    }

    private static void Start(SourceWriter writer, TargetModel target, string summary, string token)
    {
        writer.Separate();
        TargetDocumentation.Write(writer, target, summary);
        TargetDocumentation.Parameters(writer, target, addsToken: !Signatures.HasToken(target) && token != "default");
    }

    private static void Expression(SourceWriter writer, TargetModel target, string head, string body)
    {
        writer.Line($"{target.FacadeAccessibility} {head} =>");
        writer.Line($"    {body};");
    }
}
