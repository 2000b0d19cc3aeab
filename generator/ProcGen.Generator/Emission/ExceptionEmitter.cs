using Microsoft.CodeAnalysis.Text;
using ProcGen.Generator.Model;

namespace ProcGen.Generator.Emission;

/// <summary>Prints the file of an exception class's codec.</summary>
internal static class ExceptionEmitter
{
    public static SourceText Emit(ExceptionModel exception)
    {
        SourceWriter writer = CommonSource.StartFile();
        using (CommonSource.Namespace(writer, "ProcGen.Generated"))
        {
            CommonSource.Plumbing(writer);
            using (writer.Braces($"internal readonly struct {exception.Name} : {CommonSource.Serialization}IExceptionCodec<{exception.Type}>"))
            {
                using (writer.Braces($"public static void Write(ref {CommonSource.Serialization}WireWriter writer, {exception.Type} exception)"))
                {
                    writer.Line($"writer.WriteArrayHeader({exception.Members.Count});");
                    foreach (CodecMemberModel member in exception.Members)
                    {
                        writer.Line($"{member.Codec.Codec}.Write(ref writer, exception.{member.Name});");
                    }
                }

                writer.Separate();
                using (writer.Braces($"public static {exception.Type} Read(ref {CommonSource.Serialization}WireReader reader, global::System.Exception? innerException)"))
                {
                    writer.Line($"reader.ReadArrayHeader({exception.Members.Count});");
                    foreach (CodecMemberModel member in exception.Members)
                    {
                        writer.Line($"{member.Codec.Type} {member.Local} = {member.Codec.Codec}.Read(ref reader);");
                    }

                    writer.Line($"return {CodecEmitter.Construct(exception.Type, exception.ConstructorArguments, exception.Initializers)};");
                }
            }
        }

        return writer.ToSourceText();
    }
}
