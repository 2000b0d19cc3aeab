using Programs;

Console.WriteLine($"runs {typeof(ProcGen.ProcessPool).Assembly.Location}");
return await SelfCheck.RunAsync();
