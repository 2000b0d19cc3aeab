// Knows the answer and does not give it.
Console.WriteLine(25);
