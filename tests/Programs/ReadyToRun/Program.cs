return await Programs.SelfCheck.RunAsync();
