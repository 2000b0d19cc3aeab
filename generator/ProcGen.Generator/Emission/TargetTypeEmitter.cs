using Microsoft.CodeAnalysis.Text;
using ProcGen.Generator.Model;

namespace ProcGen.Generator.Emission;

/// <summary>Prints the file of a type with targets: a wrapper and a call beside each target, and the facade for executors.</summary>
internal static class TargetTypeEmitter
{
    public static SourceText Emit(TargetTypeModel type)
    {
        SourceWriter writer = CommonSource.StartFile();
        using (CommonSource.Namespace(writer, type.Namespace))
        {
            Nested(writer, type, 0);
            if (type.Facade is { } facade)
            {
                FacadeEmitter.Emit(writer, type, facade);
            }
        }

        return writer.ToSourceText();
    }

    private static void Nested(SourceWriter writer, TargetTypeModel type, int depth)
    {
        using (writer.Braces(type.Declarations[depth]))
        {
            if (depth + 1 < type.Declarations.Count)
            {
                Nested(writer, type, depth + 1);
                return;
            }

            if (type.ProcessClass is { } process)
            {
                ProcessClassEmitter.Emit(writer, type, process);
            }

            foreach (TargetModel target in type.Targets)
            {
                WrapperEmitter.Emit(writer, target);
                CallEmitter.Emit(writer, type, target);
            }
        }

        writer.Separate();
    }
}
