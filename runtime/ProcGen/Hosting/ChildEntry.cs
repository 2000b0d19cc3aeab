namespace ProcGen.Hosting;

/// <summary>How a child comes to run a target instead of the program's <c>Main</c>. The values are letters of the marker.</summary>
internal enum ChildEntry
{
    /// <summary>Its program is this library, run with the files of the real one.</summary>
    Program = 'p',

    /// <summary>A startup hook takes over before the program is touched.</summary>
    Hook = 'h',

    /// <summary>The first line of the program's <c>Main</c>.</summary>
    Guard = 'g',
}
