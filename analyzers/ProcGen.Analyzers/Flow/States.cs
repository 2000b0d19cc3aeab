namespace ProcGen.Analyzers.Flow;

/// <summary>Sets of states, each of which is a number of flags: bit n stands for the state n.</summary>
internal static class States
{
    /// <summary>Whether there is a state, and all have, or lack, the flag.</summary>
    public static bool All(uint states, int flag, bool has)
    {
        for (int state = 0; state < 32; state++)
        {
            if ((states & (1u << state)) != 0 && ((state & flag) != 0) != has)
            {
                return false;
            }
        }

        return states != 0;
    }

    /// <summary>The states with a flag added to each.</summary>
    public static uint With(uint states, int flag)
    {
        uint result = 0;
        for (int state = 0; state < 32; state++)
        {
            if ((states & (1u << state)) != 0)
            {
                result |= 1u << (state | flag);
            }
        }

        return result;
    }

    /// <summary>The states with flags taken from each.</summary>
    public static uint Without(uint states, int flags)
    {
        uint result = 0;
        for (int state = 0; state < 32; state++)
        {
            if ((states & (1u << state)) != 0)
            {
                result |= 1u << (state & ~flags);
            }
        }

        return result;
    }
}
