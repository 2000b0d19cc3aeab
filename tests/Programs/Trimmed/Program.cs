using ProcGen;
using Programs;

if (ProcessHost.IsChild)
{
    return ProcessHost.RunChild();
}

return await SelfCheck.RunAsync();
