using ProcGen.Generator.Model;

namespace ProcGen.Generator.Emission;

/// <summary>Prints what makes a process class one: how its state is written and read, and the call that runs its override.</summary>
internal static class ProcessClassEmitter
{
    public static void Emit(SourceWriter writer, TargetTypeModel type, ProcessClassModel process)
    {
        string see = TargetDocumentation.See(type.DocumentationId);
        Constructors(writer, process);
        writer.Separate();
        writer.Line("/// <inheritdoc/>");
        CommonSource.Plumbing(writer);
        using (writer.Braces($"protected override {CommonSource.Services}TargetCall CreateCall()"))
        {
            if (!process.IsSealed)
            {
                // A class that derives from this one without a target of its own would come out as this one.
                using (writer.Braces($"if (GetType() != typeof({type.Type}))"))
                {
                    writer.Line($"throw {CommonSource.Serialization}CodecError.NotDeclared(GetType(), typeof({type.Type}));");
                }

                writer.Separate();
            }

            writer.Line($"return new {process.CallName}(this);");
        }

        writer.Separate();
        CommonSource.Plumbing(writer);
        using (writer.Braces($"private void WriteProcessState(ref {CommonSource.Serialization}WireWriter writer)"))
        {
            writer.Line($"writer.WriteArrayHeader({process.State.Count});");
            foreach (StateModel member in process.State)
            {
                writer.Line($"{member.Codec.Codec}.Write(ref writer, {Own(member)});");
            }
        }

        writer.Separate();
        Call(writer, type, process, see);
    }

    private static void Constructors(SourceWriter writer, ProcessClassModel process)
    {
        if (process.NeedsDefaultConstructor)
        {
            CommonSource.Document(writer, "summary", "Prepares the process; nothing is started.");
            writer.Line(CommonSource.GeneratedCode);
            writer.Line(CommonSource.NotStepped);
            using (writer.Braces($"public {process.Name}()"))
            {
            }

            writer.Separate();
        }

        CommonSource.Plumbing(writer);
        writer.Line("[global::System.Diagnostics.CodeAnalysis.SetsRequiredMembers]");
        writer.Line($"private {process.Name}(ref {CommonSource.Serialization}WireReader reader)");
        if (process.HasPrimaryConstructor)
        {
            writer.Line($"    : this({string.Join(", ", process.ConstructorArguments)})");
        }

        using (writer.Braces())
        {
            foreach (StateModel member in process.State)
            {
                if (!member.IsConstructorArgument)
                {
                    writer.Line($"{Own(member)} = {member.Codec.Codec}.Read(ref reader);");
                }
            }
        }
    }

    private static void Call(SourceWriter writer, TargetTypeModel type, ProcessClassModel process, string see)
    {
        CommonSource.Document(writer, "summary", $"A call of {see} as data.");
        CommonSource.Plumbing(writer);
        using (writer.Braces($"internal sealed class {process.CallName} : {ResultEmitter.CallBase(process.Returns, process.ResultType)}, {CommonSource.Services}IChildProcessCall"))
        {
            CallEmitter.Descriptor(writer, process.Id, process.FullName, type.Table);
            writer.Line($"private readonly {type.Type} _process;");
            writer.Separate();
            writer.Line($"internal {process.CallName}({type.Type} process) => _process = process;");
            writer.Separate();
            writer.Line($"public override {CommonSource.Services}TargetDescriptor Target => Descriptor;");
            writer.Separate();
            writer.Line($"public {CommonSource.Runtime}ChildProcess Process => _process;");
            writer.Separate();
            bool isAsynchronous = process.Returns is ReturnKind.Task or ReturnKind.TaskOfValue;
            ResultEmitter.Invoke(
                writer,
                process.Returns,
                process.ResultType,
                isAsynchronous ? "_process.RunAsync(context.CancellationToken)" : "_process.Run()");
            writer.Separate();
            writer.Line($"public override void WriteArguments(ref {CommonSource.Serialization}WireWriter writer) =>");
            writer.Line("    _process.WriteProcessState(ref writer);");
            ResultEmitter.Emit(writer, process.Returns, process.ResultType, process.ResultCodec);
            writer.Separate();
            using (writer.Braces($"private static {CommonSource.Services}TargetCall Read(ref {CommonSource.Serialization}WireReader reader)"))
            {
                writer.Line($"reader.ReadArrayHeader({process.State.Count});");
                writer.Line($"return new {process.CallName}(new {type.Type}(ref reader));");
            }
        }

        writer.Separate();
    }

    // A captured parameter is no member, and has no other name; it is never assigned.
    private static string Own(StateModel member) => member.IsParameter ? member.Name : "this." + member.Name;
}
