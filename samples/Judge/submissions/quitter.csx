// Ends the process as if all were well.
Environment.Exit(0);
