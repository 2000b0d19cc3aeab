namespace ProcGen.Validation;

/// <summary>Why a target, a process class, an exception class or a type that should cross is not valid.</summary>
internal enum InvalidReason
{
    /// <summary>The method has type parameters, so there is no one method to call by an id.</summary>
    GenericMethod,

    /// <summary>The type, or one around it, has type parameters.</summary>
    GenericContainingType,

    /// <summary>The type, or one around it, is not partial, so nothing can be put beside the method.</summary>
    NotPartial,

    /// <summary>The type that holds the target is file-local or private to another type: the table cannot name it.</summary>
    ContainingTypeNotAccessible,

    /// <summary>The method is neither static nor the override of Run or RunAsync of a process class.</summary>
    InstanceMethod,

    /// <summary>The method has no body of its own: abstract, or without an implementation.</summary>
    AbstractMethod,

    /// <summary>Nobody could wait for the method's end.</summary>
    AsyncVoid,

    /// <summary>A parameter or the result is passed by reference, which cannot reach into another process.</summary>
    ByReference,

    /// <summary>More than one token; a call has one cancellation.</summary>
    SeveralCancellationTokens,

    /// <summary>Two targets of the type have this name.</summary>
    DuplicateName,

    /// <summary>The name that the attribute gives is not an identifier.</summary>
    InvalidName,

    /// <summary>The type has a member with the name of the class that would be generated.</summary>
    GeneratedNameTaken,

    /// <summary>The process class is abstract, so that no child could make one.</summary>
    AbstractProcessClass,

    /// <summary>A process class has one target, and this one has two.</summary>
    SeveralProcessTargets,

    /// <summary>The base of the process class has no constructor without parameters.</summary>
    NoBaseConstructor,

    /// <summary>A parameter of the process class's primary constructor is used up in initializers and kept nowhere under its name.</summary>
    ParameterUsedUp,

    /// <summary>The compiler does not know the type; it says so itself.</summary>
    UnknownType,

    /// <summary>The type is a type parameter.</summary>
    TypeParameter,

    /// <summary>An address means nothing in another process.</summary>
    Pointer,

    /// <summary>A ref struct refers to memory of this process.</summary>
    RefStruct,

    /// <summary>object or dynamic: the other process would have to be trusted to name a type.</summary>
    Object,

    /// <summary>Code does not cross, only data.</summary>
    Delegate,

    /// <summary>A stream belongs to the process that opened it.</summary>
    Stream,

    /// <summary>Work under way belongs to the process that does it.</summary>
    Task,

    /// <summary>A source of cancellation, or a token inside of a value.</summary>
    Cancellation,

    /// <summary>A progress object that is not a parameter of its own.</summary>
    NestedProgress,

    /// <summary>An interface does not say which types may stand behind it.</summary>
    InterfaceWithoutUnion,

    /// <summary>An abstract class does not say which types may stand behind it.</summary>
    AbstractWithoutUnion,

    /// <summary>An array of more than three dimensions.</summary>
    ArrayRank,

    /// <summary>A type of the platform that is not data, or not one of those that cross.</summary>
    PlatformType,

    /// <summary>The type derives from a class of the platform, whose state is out of reach.</summary>
    PlatformBase,

    /// <summary>A collection class of one's own: its items are out of reach.</summary>
    CustomCollection,

    /// <summary>The type or the member is not accessible to generated code.</summary>
    NotAccessible,

    /// <summary>No accessible constructor has only parameters that match members.</summary>
    NoUsableConstructor,

    /// <summary>The member's value could be read but not set again.</summary>
    MemberCannotBeSet,

    /// <summary>The type has nothing that generated code could read and set.</summary>
    NothingToCarry,

    /// <summary>A member of a keyed type has neither a key nor a mark to leave it out.</summary>
    MissingKey,

    /// <summary>Two members have one key, or keys are of two kinds, or a key is negative.</summary>
    InvalidKeys,

    /// <summary>A type that a union declares is not one of its kind, or is declared twice.</summary>
    InvalidUnion,

    /// <summary>The class that is marked is not an exception that could be made: abstract or generic.</summary>
    NotAnException,
}
