using ProcGen.Generator.Model;
using ProcGen.Validation;

namespace ProcGen.Generator.Emission;

/// <summary>Prints the call of a static target as data: written by the caller, read back and run by the other process.</summary>
internal static class CallEmitter
{
    public static void Emit(SourceWriter writer, TargetTypeModel type, TargetModel target)
    {
        string name = TargetNames.CallClass(target.Name);
        ParameterModel[] passed = [.. Signatures.Passed(target)];
        CommonSource.Document(writer, "summary", $"A call of {TargetDocumentation.See(target.DocumentationId)} as data.");
        CommonSource.Plumbing(writer);
        using (writer.Braces($"internal sealed class {name} : {ResultEmitter.CallBase(target.Returns, target.ResultType)}"))
        {
            Descriptor(writer, target.Id, target.FullName, type.Table);
            Fields(writer, name, passed);
            writer.Separate();
            writer.Line($"public override {CommonSource.Services}TargetDescriptor Target => Descriptor;");
            writer.Separate();
            Invoke(writer, target);
            Write(writer, target);
            ResultEmitter.Emit(writer, target.Returns, target.ResultType, target.ResultCodec);
            ReportProgress(writer, target);
            Read(writer, name, type.Type, target);
        }

        writer.Separate();
    }

    public static void Descriptor(SourceWriter writer, ulong id, string fullName, string table)
    {
        writer.Line($"internal static readonly {CommonSource.Services}TargetDescriptor Descriptor =");
        writer.Line($"    new({CommonSource.Hexadecimal(id)}, \"{fullName}\", global::ProcGen.Generated.{table}.Table, Read);");
        writer.Separate();
    }

    private static void Fields(SourceWriter writer, string name, ParameterModel[] passed)
    {
        foreach (ParameterModel parameter in passed)
        {
            writer.Line($"private readonly {parameter.Type} {parameter.Field};");
            if (parameter.Kind == ParameterKind.Progress)
            {
                writer.Line($"private bool {parameter.WantedField};");
            }
        }

        writer.Separate();
        using (writer.Braces($"internal {name}({string.Join(", ", passed.Select(static parameter => parameter.Type + " " + parameter.Name))})"))
        {
            foreach (ParameterModel parameter in passed)
            {
                writer.Line($"{parameter.Field} = {parameter.Name};");
                if (parameter.Kind == ParameterKind.Progress)
                {
                    writer.Line($"{parameter.WantedField} = {parameter.Name} is not null;");
                }
            }
        }
    }

    private static void Invoke(SourceWriter writer, TargetModel target)
    {
        int progress = 0;
        List<string> arguments = [];
        foreach (ParameterModel parameter in target.Parameters)
        {
            arguments.Add(parameter.Kind switch
            {
                ParameterKind.Token => "context.CancellationToken",
                ParameterKind.Progress => $"context.Progress<{parameter.Codec!.Type}, {parameter.Codec.Codec}>({parameter.Field}, {parameter.WantedField}, {progress++})",
                _ => parameter.Field,
            });
        }

        ResultEmitter.Invoke(writer, target.Returns, target.ResultType, $"{target.Method}({string.Join(", ", arguments)})");
    }

    private static void Write(SourceWriter writer, TargetModel target)
    {
        writer.Separate();
        using (writer.Braces($"public override void WriteArguments(ref {CommonSource.Serialization}WireWriter writer)"))
        {
            writer.Line($"writer.WriteArrayHeader({Signatures.Passed(target).Count()});");
            foreach (ParameterModel parameter in Signatures.Data(target))
            {
                writer.Line($"{parameter.Codec!.Codec}.Write(ref writer, {parameter.Field});");
            }

            foreach (ParameterModel parameter in Signatures.Progress(target))
            {
                writer.Line($"writer.WriteBoolean({parameter.WantedField});");
            }
        }
    }

    private static void Read(SourceWriter writer, string name, string type, TargetModel target)
    {
        ParameterModel[] progress = [.. Signatures.Progress(target)];
        writer.Separate();
        writer.Line("private static bool s_isInitialized;");
        writer.Separate();
        using (writer.Braces($"private static {CommonSource.Services}TargetCall Read(ref {CommonSource.Serialization}WireReader reader)"))
        {
            // A static initializer that starts processes would do so in each of them. Run before the first call begins, it is refused.
            using (writer.Braces("if (!s_isInitialized)"))
            {
                writer.Line($"global::System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(typeof({type}).TypeHandle);");
                writer.Line("s_isInitialized = true;");
            }

            writer.Separate();
            writer.Line($"reader.ReadArrayHeader({Signatures.Passed(target).Count()});");
            foreach (ParameterModel parameter in Signatures.Data(target))
            {
                writer.Line($"{parameter.Codec!.Type} {parameter.Local} = {parameter.Codec.Codec}.Read(ref reader);");
            }

            foreach (ParameterModel parameter in progress)
            {
                writer.Line($"bool {parameter.Local} = reader.ReadBoolean();");
            }

            string arguments = string.Join(", ", Signatures.Passed(target).Select(static parameter => parameter.Kind == ParameterKind.Progress ? "null" : parameter.Local));
            string wanted = progress.Length == 0
                ? ""
                : $" {{ {string.Join(", ", progress.Select(static parameter => $"{parameter.WantedField} = {parameter.Local}"))} }}";
            writer.Line($"return new {name}({arguments}){wanted};");
        }
    }

    private static void ReportProgress(SourceWriter writer, TargetModel target)
    {
        ParameterModel[] progress = [.. Signatures.Progress(target)];
        if (progress.Length == 0)
        {
            return;
        }

        writer.Separate();
        using (writer.Braces($"public override void ReportProgress(int index, ref {CommonSource.Serialization}WireReader reader)"))
        using (writer.Braces("switch (index)"))
        {
            for (int i = 0; i < progress.Length; i++)
            {
                writer.Line($"case {i}:");
                writer.Line($"    {progress[i].Codec!.Type} value{i} = {progress[i].Codec!.Codec}.Read(ref reader);");
                writer.Line($"    {progress[i].Field}?.Report(value{i});");
                writer.Line("    break;");
            }

            writer.Line("default:");
            writer.Line("    base.ReportProgress(index, ref reader);");
            writer.Line("    break;");
        }
    }
}
