namespace ProcGen.Pools;

// Whether those who make calls without waiting use to wait for each before they make the next.
//
// To tell a caller of its result over the reactor and the thread pool takes ten times as long as a small call itself. A caller that has
// nothing else to do before it knows the result is better off if it looks for a moment. One that makes many calls at a time is not: its calls
// would run one after the other. Nobody tells which it is, so it is learned from whether other calls are under way when one is made.
//
// A call that is over when it is made says nothing about its caller any more. So from time to time one is not looked for: if it is over by the
// time of the next, its caller waits still. These times are twice as far apart after each that said so, up to 1 in 1,024; a habit that turned
// out to be none has to show itself twice as long, up to 192 calls.
//
// Not safe for use by two threads at once: under the pool's lock.
internal sealed class CallerHabit
{
    private const int ShortestShow = 3;
    private const int LongestShow = 192;
    private const int ShortestTrust = 8;
    private const int LongestTrust = 1024;

    private int _shown;
    private int _toShow = ShortestShow;
    private int _trusted;
    private int _toTrust = ShortestTrust;
    private bool _isTesting;

    /// <summary>Notes that a call is made. Whether to look for a moment if it is over.</summary>
    /// <param name="othersAreUnderWay">Whether calls that were made before are not over yet.</param>
    public bool ShouldGlance(bool othersAreUnderWay)
    {
        if (othersAreUnderWay)
        {
            if (_isTesting)
            {
                _isTesting = false;
                _toShow = Math.Min(2 * _toShow, LongestShow);
                _toTrust = ShortestTrust;
            }

            _shown = 0;
            _trusted = 0;
            return false;
        }

        if (_isTesting)
        {
            _isTesting = false;
            _toShow = ShortestShow;
            _toTrust = Math.Min(2 * _toTrust, LongestTrust);
        }

        if (_shown < _toShow)
        {
            _shown++;
            return false;
        }

        if (_trusted == _toTrust)
        {
            _trusted = 0;
            _isTesting = true;
            return false;
        }

        _trusted++;
        return true;
    }
}
