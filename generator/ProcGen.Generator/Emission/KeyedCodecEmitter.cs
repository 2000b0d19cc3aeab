using ProcGen.Generator.Model;

namespace ProcGen.Generator.Emission;

/// <summary>Prints the bodies of codecs whose members have keys. Unknown keys are passed over, and missing ones leave the default.</summary>
internal static class KeyedCodecEmitter
{
    public static void Write(SourceWriter writer, CodecModel codec)
    {
        if (codec.Layout == CodecLayout.TextKeys)
        {
            writer.Line($"writer.WriteMapHeader({codec.Members.Count});");
            foreach (CodecMemberModel member in codec.Members)
            {
                writer.Line($"writer.WriteString({member.TextKey});");
                CodecEmitter.WriteMember(writer, member);
            }

            return;
        }

        writer.Line($"writer.WriteArrayHeader({(codec.Members.Count == 0 ? 0 : codec.Members[codec.Members.Count - 1].IntegerKey + 1)});");
        int next = 0;
        foreach (CodecMemberModel member in codec.Members)
        {
            for (; next < member.IntegerKey; next++)
            {
                writer.Line("writer.WriteNil();");
            }

            CodecEmitter.WriteMember(writer, member);
            next++;
        }
    }

    public static void Read(SourceWriter writer, CodecModel codec)
    {
        foreach (CodecMemberModel member in codec.Members)
        {
            writer.Line($"{member.Codec.Type} {member.Local} = default;");
        }

        bool hasText = codec.Layout == CodecLayout.TextKeys;
        writer.Line($"int count = reader.{(hasText ? "ReadMapHeader" : "ReadArrayHeader")}();");
        using (writer.Braces("for (int index = 0; index < count; index++)"))
        using (writer.Braces(hasText ? "switch (reader.ReadString())" : "switch (index)"))
        {
            foreach (CodecMemberModel member in codec.Members)
            {
                writer.Line($"case {(hasText ? member.TextKey : member.IntegerKey)}:");
                writer.Line($"    {member.Local} = {member.Codec.Codec}.Read(ref reader);");
                writer.Line("    break;");
            }

            writer.Line("default:");
            writer.Line("    reader.Skip();");
            writer.Line("    break;");
        }

        writer.Separate();
    }
}
