using Microsoft.CodeAnalysis.Text;
using ProcGen.Generator.Model;

namespace ProcGen.Generator.Emission;

/// <summary>Prints the assembly's table.</summary>
internal static class TableEmitter
{
    public static SourceText Emit(TableModel table)
    {
        SourceWriter writer = CommonSource.StartFile();
        using (CommonSource.Namespace(writer, "ProcGen.Generated"))
        {
            CommonSource.Document(writer, "summary", "The targets of this assembly by their ids.");
            CommonSource.Plumbing(writer);
            using (writer.Braces($"internal static class {table.Name}"))
            {
                string type = CommonSource.Services + "TargetTable";
                writer.Line($"internal static readonly {type} Table =");
                writer.Line($"    new(typeof({table.Name}).Assembly, {CommonSource.Hexadecimal(table.LayoutHash)}, Find);");
                writer.Separate();
                writer.Line("#pragma warning disable CA2255 // Targets are called by ids from outside, so the table has to be there before any code of the assembly runs; this does nothing else.");
                writer.Line("[global::System.Runtime.CompilerServices.ModuleInitializer]");
                writer.Line("#pragma warning restore CA2255");
                using (writer.Braces("internal static void Register()"))
                {
                    writer.Line($"{type}.Register(Table);");
                    foreach (TableExceptionModel exception in table.Exceptions)
                    {
                        writer.Line($"{CommonSource.Serialization}RemoteExceptions.Register<{exception.Type}, global::ProcGen.Generated.{exception.Codec}>(\"{exception.FullName}\");");
                    }

                    if (table.Items.Count > 0)
                    {
                        writer.Line($"{CommonSource.Serialization}ItemCodecs.AddLater(AddItems);");
                    }
                }

                if (table.Items.Count > 0)
                {
                    writer.Separate();
                    EmitItems(writer, table.Items);
                }

                writer.Separate();
                using (writer.Braces($"private static {CommonSource.Services}TargetDescriptor? Find(ulong id) => id switch", "};"))
                {
                    foreach (TableEntryModel target in table.Targets)
                    {
                        writer.Line($"{CommonSource.Hexadecimal(target.Id)} => {target.Call}.Descriptor,");
                    }

                    writer.Line("_ => null,");
                }
            }
        }

        return writer.ToSourceText();
    }

    private static void EmitItems(SourceWriter writer, EquatableArray<CodecReference> items)
    {
        CommonSource.Document(writer, "summary", "Makes known how what queues and pipes carry is written.");
        using (writer.Braces("private static void AddItems()"))
        {
            foreach (CodecReference item in items)
            {
                writer.Line($"{CommonSource.Serialization}ItemCodecs.Add<{item.Type}, {item.Codec}>();");
            }
        }
    }
}
