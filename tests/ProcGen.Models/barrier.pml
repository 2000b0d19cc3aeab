/*
The barrier.

One word (64 bits in the library) is changed by CAS as a whole: phase, the outcomes of the last eight phases (0 passed, 1 reset), state (Filling,
Acting, Broken), and how many have arrived. Beside it each process has an entry in a ledger, written by itself and read by recovery: PARTY, and how
many of its threads are inside Wait.

    wait           ledger: PARTY, waiting + 1
                   Broken    leave with an error
                   Acting    sleep until the word changes
                   Filling   CAS(-> one more, and Acting if that makes all); the count before is one's index
                   the last one: run the action, CAS(-> next phase, outcome 0, nobody, Filling), wake all; if the CAS fails, judge as the others do
                   the others sleep while the phase is theirs and not Broken; then they judge:
                       the phase is another   the outcome of their own says passed or reset. This comes first: a phase that was passed stays passed,
                                              though the barrier be broken by now
                       Broken                 leave with an error
                   ledger: waiting - 1
    timed out      CAS(phase is mine -> Broken), wake all
    Abort          CAS(-> Broken), wake all
    Reset          CAS(-> next phase, outcome 1, nobody, Filling), wake all
    recovery of d  if the ledger says waiting > 0 or PARTY: CAS(-> Broken), whatever the phase. Then wake all, whatever the ledger says: one that is
                   no party may have died between its Abort or Reset and the wake. Then the entry is cleared
    closing        clears PARTY: who leaves in good order breaks nothing by dying later

Every atomic instruction is a step of its own, and a process may die between any two, asleep or awake; a wake that it was given is lost with it. The
action is a step too, and dying in it is dying before or after it. A process may die only after the first instruction of its first wait: before that
it is one that never came, which nobody can tell from one that is late. A recoverer has the exclusive right to one dead slot, and the right
ends with its holder's life. With RECOVERERS=2 two slots are repaired at the same time. With RECOVERER_DIES the recoverer dies once, at any step of a
repair, and its successor repeats the repair from the beginning.

What is proved:
  - nobody passes a phase at which not all arrived, or whose action did not run exactly once (asserts);
  - the indexes of a phase differ (assert);
  - a phase is passed for all or failed for all of those who learn how it ended (assert);
  - all live waiters return, after a death with an error: one that sleeps for ever is an invalid end state. Nobody looks again after a slice;
  - nobody goes round for ever (no cycle at all, -l).

A futex is 32 bits: a sleeper compares the half of the word with phase and state. An arrival that does not complete the phase wakes nobody and need
not be seen, and whatever has to be seen changes this half.

`end_idle` is a recoverer with nothing to repair. `end_asleep` exists with JUDGE only: there, one party dies and another process resets, perhaps after
the repair. The reset mends a barrier whose parties can no more be complete, so that the rest may wait for ever and rightly; `Judge` checks that they
sleep in the present phase, that it is Filling and not full, and that somebody has died.

WORKERS processes, of which PARTIES make a phase; each wants to pass ROUNDS times. After an error they leave, but after a reset they wait again.
TIMED=p: worker p times out once. MEND: who finds it Broken calls Reset and waits again, so all have to pass in the end. RESETS and ABORTS: calls of
one more process, which is no party. PARTIES_LIVE: only that one dies.
MUTATE_ARRIVE_FIRST: arrives before it writes the ledger. Who dies in between is not known to be missed, and the rest hang.
MUTATE_WAKE_FOR_PARTIES_ONLY: recovery wakes nobody if the ledger says nothing. MUTATE_NO_HISTORY: a waiter whose phase moved on takes it for passed.

Left out: a waiter that sleeps through more than eight phases. N parties of N processes cannot pass one without it, but resets and more processes
than parties can; the library has to call that an error, and then the one may fail at a phase that others passed. Phases that wrap around; more than
one thread of a process; time-outs before arriving.

// run: -DDEATHS=1 ; -DSAFETY ; -m100000 ; pass
// run: -DDEATHS=2 ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DDEATHS=2 -DROUNDS=1 -DRECOVERERS=2 ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DDEATHS=1 -DRECOVERER_DIES ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DDEATHS=1 -DTIMED=1 ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DDEATHS=1 -DROUNDS=1 -DABORTS=1 ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DDEATHS=1 -DRESETS=1 -DPARTIES_LIVE ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DDEATHS=0 -DRESETS=2 -DWORKERS=2 -DPARTIES=2 ; -DSAFETY ; -m100000 ; pass
// run: -DDEATHS=0 -DMEND -DTIMED=0 ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DDEATHS=1 -DROUNDS=1 -DWORKERS=4 -DPARTIES=2 ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DDEATHS=1 -DRESETS=1 -DJUDGE -DWORKERS=2 -DPARTIES=2 ; -DSAFETY ; -m100000 ; pass
// run: -DDEATHS=1 -DTIMED=0 ; -DNP -O1 ; -m100000 -l ; pass
// run: -DDEATHS=1 -DMUTATE_ARRIVE_FIRST ; -DSAFETY ; -m100000 ; fail
// run: -DDEATHS=1 -DABORTS=1 -DMUTATE_WAKE_FOR_PARTIES_ONLY ; -DSAFETY ; -m100000 ; fail
// run: -DDEATHS=0 -DRESETS=2 -DMUTATE_NO_HISTORY ; -DSAFETY ; -m100000 ; fail
*/

#ifndef WORKERS
#define WORKERS 3
#endif
#ifndef PARTIES
#define PARTIES 3
#endif
#ifndef ROUNDS
#define ROUNDS 2
#endif
#ifndef RECOVERERS
#define RECOVERERS 1
#endif
#ifndef DEATHS
#define DEATHS 0
#endif
#ifndef RESETS
#define RESETS 0
#endif
#ifndef ABORTS
#define ABORTS 0
#endif
#ifdef MEND                     /* who finds it broken resets it and waits again */
#define MENDS true
#else
#define MENDS false
#endif

#define NEVER 255
#define NONE 255
#define PHASES 8

#define FILLING 0
#define ACTING 1
#define BROKEN 2
#define HISTORY 255             /* the outcomes of eight phases */

#define ARRIVED(w) ((w) & 7)
#define STATE(w) (((w) >> 3) & 3)
#define OUTCOMES(w) (((w) >> 5) & HISTORY)
#define PHASE(w) ((w) >> 13)
#define WORD(p, o, s, n) (((p) << 13) | (((o) & HISTORY) << 5) | ((s) << 3) | (n))
#define HALF(w) ((w) & ~(7 | (HISTORY << 5)))   /* what a sleeper compares: phase and state */
#define NEXT(w, bit) WORD(PHASE(w) + 1, (OUTCOMES(w) << 1) | (bit), FILLING, 0)
#define BREAK(w) (((w) & ~24) | (BROKEN << 3))

#define MY_TURN (me == 0 || came[me - 1])

int word;                       /* the barrier */
bool party[WORKERS];            /* the ledger, one entry a process */
byte waiting[WORKERS];

bool gone[WORKERS + 1];         /* the last one calls Reset and Abort, and is no party */
bool done[WORKERS + 1];
bool repaired[WORKERS + 1];
bool repairing[WORKERS + 1];
byte repairs[RECOVERERS] = NONE; /* the slot that a recoverer repairs */
bool recovererGone, recovererDied;
bool asleep[WORKERS];
byte deaths;

/* ghosts */
bool came[WORKERS];             /* has done the first instruction of its first wait */
byte mine[WORKERS] = NEVER;     /* the phase at which it arrived */
byte arrived[PHASES];           /* for each phase: how many arrived, with which indexes, how often the action ran, how it ended for those who know */
byte indexes[PHASES];
byte actions[PHASES];
bool passed[PHASES];
bool failed[PHASES];

inline wakeAll() {
    d_step {
        asleep[0] = false; asleep[1] = false;
#if WORKERS > 2
        asleep[2] = false;
#endif
#if WORKERS > 3
        asleep[3] = false;
#endif
    }
}

inline ends(well) {
    if
    :: mine[me] == NEVER -> assert(!(well))
    :: mine[me] != NEVER && (well) -> passed[mine[me]] = true; assert(!failed[mine[me]] && arrived[mine[me]] == PARTIES && actions[mine[me]] == 1)
    :: mine[me] != NEVER && !(well) -> failed[mine[me]] = true; assert(!passed[mine[me]])
    fi;
    w = 0
}

#ifdef MUTATE_NO_HISTORY
#define WAS_RESET(w, phase) false
#else
#define WAS_RESET(w, phase) ((OUTCOMES(w) >> (PHASE(w) - (phase) - 1)) & 1)
#endif

#define GOOD 0                  /* what a wait came to */
#define WAS_BROKEN 1
#define RESET 2

proctype Worker(byte me) {
    byte round, outcome;
    bool timedOut;
    int w;
again:
    {
#ifndef MUTATE_ARRIVE_FIRST
        atomic { MY_TURN -> party[me] = true; waiting[me]++; came[me] = true };   /* one store into one's own entry */
#else
        skip;
#endif
look:
        atomic {
            w = word;
            if
            :: STATE(w) == BROKEN -> outcome = WAS_BROKEN; ends(false); goto leave
            :: STATE(w) == ACTING -> goto sleep
            :: STATE(w) == FILLING
            fi
        }
        atomic {                                                /* CAS(w -> one more, and Acting if that makes all) */
            if
            :: word == w ->
                if
                :: ARRIVED(w) + 1 == PARTIES -> w = WORD(PHASE(w), OUTCOMES(w), ACTING, PARTIES)
                :: else -> w++
                fi;
                word = w;
                mine[me] = PHASE(w);
                came[me] = true;
                assert(!(indexes[PHASE(w)] & (1 << ARRIVED(w))));
                indexes[PHASE(w)] = indexes[PHASE(w)] | (1 << ARRIVED(w));
                arrived[PHASE(w)]++
            :: else -> w = 0; goto look
            fi
        }
#ifdef MUTATE_ARRIVE_FIRST
        atomic { party[me] = true; waiting[me]++ };
#endif
        if
        :: STATE(w) == FILLING -> goto sleep
        :: STATE(w) == ACTING
        fi;
        atomic {                                                /* the action */
            assert(arrived[PHASE(w)] == PARTIES && actions[PHASE(w)] == 0);
            actions[PHASE(w)]++
        }
        atomic {                                                /* CAS(w -> the next phase) */
            if
            :: word == w -> word = NEXT(w, 0); outcome = GOOD; ends(true)
            :: else -> w = 0; goto judge
            fi
        }
        wakeAll();
        goto leave;
sleep:
        atomic {                                                /* futex_wait(the half with phase and state, w) */
            if
            :: HALF(word) == HALF(w) -> asleep[me] = true; w = 0
            :: else -> w = 0; goto wake
            fi
        }
#ifdef JUDGE
end_asleep:
#endif
        if
        :: !asleep[me]
#ifdef TIMED
        :: atomic { asleep[me] && me == TIMED && !timedOut -> timedOut = true; asleep[me] = false; goto timeOut }
#endif
        fi;
wake:
        if
        :: mine[me] == NEVER -> goto look
        :: else
        fi;
judge:
        atomic {
            w = word;
            if
            :: PHASE(w) != mine[me] && !WAS_RESET(w, mine[me]) -> outcome = GOOD; ends(true); goto leave
            :: PHASE(w) != mine[me] && WAS_RESET(w, mine[me]) -> outcome = RESET; ends(false); goto leave
            :: PHASE(w) == mine[me] && STATE(w) == BROKEN -> outcome = WAS_BROKEN; ends(false); goto leave
            :: else -> goto sleep
            fi
        }
#ifdef TIMED
timeOut:
        atomic {
            assert(mine[me] != NEVER);
            w = word;
            if
            :: PHASE(w) != mine[me] || STATE(w) == BROKEN -> w = 0; goto judge
            :: else
            fi
        }
        atomic {                                                /* CAS(phase is mine -> Broken) */
            if
            :: word == w -> word = BREAK(w); outcome = WAS_BROKEN; ends(false)
            :: else -> w = 0; goto timeOut
            fi
        }
        wakeAll();
#endif
leave:
        atomic {
            waiting[me]--;
            mine[me] = NEVER;
            if
            :: outcome == GOOD -> round++
            :: else
            fi;
            if
            :: round == ROUNDS || (outcome == WAS_BROKEN && !MENDS) -> outcome = 0; goto finish
            :: outcome == WAS_BROKEN && MENDS
            :: else -> outcome = 0; goto again
            fi
        }
#ifdef MEND
mend:                                                           /* Reset */
        w = word;
        atomic {
            if
            :: word == w -> word = NEXT(w, 1); w = 0; outcome = 0
            :: else -> w = 0; goto mend
            fi
        }
        wakeAll();
        goto again;
#endif
finish:
        atomic { party[me] = false; done[me] = true }           /* closes the barrier in good order */
    } unless { gone[me] }
}

proctype Outsider(byte me) {
    int w;
    byte resets, aborts;
    {
        do
        :: resets < RESETS -> resets++;
reset:
            w = word;
            atomic {
                if
                :: word == w -> word = NEXT(w, 1); w = 0
                :: else -> w = 0; goto reset
                fi
            }
            wakeAll()
        :: aborts < ABORTS -> aborts++;
abort:
            atomic {
                w = word;
                if
                :: STATE(w) == BROKEN -> w = 0; goto aborted
                :: else
                fi
            }
            atomic {
                if
                :: word == w -> word = BREAK(w); w = 0
                :: else -> w = 0; goto abort
                fi
            }
            wakeAll();
aborted:
            skip
        :: atomic { true -> done[me] = true; goto finished }
        od;
finished:
        skip
    } unless { gone[me] }
}

#define CLAIM(x) (me == 0 || repairs[0] != NONE) && gone[x] && !repaired[x] && !repairing[x] -> repairs[me] = x; repairing[x] = true
#define LET_GO if :: repairs[me] != NONE -> repairing[repairs[me]] = false :: else fi; repairs[me] = NONE

proctype Recoverer(byte me) {
    int w;
end_idle:
    {
        atomic {
            if
            :: CLAIM(0)
            :: CLAIM(1)
#if WORKERS > 2
            :: CLAIM(2)
#endif
#if WORKERS > 3
            :: CLAIM(3)
#endif
            :: CLAIM(WORKERS)
            fi
        }
        atomic {                                                /* the ledger's entry */
            if
            :: repairs[me] < WORKERS && (waiting[repairs[me]] > 0 || party[repairs[me]])
#ifdef MUTATE_WAKE_FOR_PARTIES_ONLY
            :: else -> goto mark
#else
            :: else -> goto wake
#endif
            fi
        }
breakIt:
        atomic {
            w = word;
            if
            :: STATE(w) == BROKEN -> w = 0; goto wake
            :: else
            fi
        }
        atomic {                                                /* CAS(w -> Broken) */
            if
            :: word == w -> word = BREAK(w); w = 0
            :: else -> w = 0; goto breakIt
            fi
        }
wake:
        wakeAll();
        atomic {                                                /* the entry is Free */
            if
            :: repairs[me] < WORKERS -> party[repairs[me]] = false; waiting[repairs[me]] = 0
            :: else
            fi
        }
mark:
        atomic { repaired[repairs[me]] = true; repairing[repairs[me]] = false; repairs[me] = NONE };
        goto end_idle
    }
#ifdef RECOVERER_DIES
    unless { atomic { recovererGone && me == 0 -> recovererGone = false; LET_GO; w = 0; goto end_idle } }
#endif
}

#ifdef RECOVERER_DIES          /* once, while it repairs, and not counted among DEATHS */
#define DIED if :: deaths == DEATHS && recovererDied -> break :: else fi
#else
#define DIED if :: deaths == DEATHS -> break :: else fi
#endif
#define KILL(p) atomic { deaths < DEATHS && came[p] && !gone[p] && !done[p] -> gone[p] = true; asleep[p] = false; deaths++; DIED }

proctype Killer() {
    do
#ifndef PARTIES_LIVE
    :: KILL(0)
    :: KILL(1)
#if WORKERS > 2
    :: KILL(2)
#endif
#if WORKERS > 3
    :: KILL(3)
#endif
#endif
    :: atomic { deaths < DEATHS && !gone[WORKERS] && !done[WORKERS] -> gone[WORKERS] = true; deaths++; DIED }
#ifdef RECOVERER_DIES
    :: atomic { !recovererDied && repairs[0] != NONE -> recovererGone = true; recovererDied = true; DIED }
#endif
    :: break
    od
}

#ifdef JUDGE
#define RIGHTLY(p) (!asleep[p] || (mine[p] == PHASE(word) && STATE(word) == FILLING && ARRIVED(word) < PARTIES && deaths > 0))

proctype Judge() {
    atomic {
        timeout ->
        assert(RIGHTLY(0));
        assert(RIGHTLY(1));
#if WORKERS > 2
        assert(RIGHTLY(2));
#endif
    }
}
#endif

init {
    atomic {
        run Worker(0);
        run Worker(1);
#if WORKERS > 2
        run Worker(2);
#endif
#if WORKERS > 3
        run Worker(3);
#endif
#if RESETS + ABORTS > 0
        run Outsider(WORKERS);
#else
        done[WORKERS] = true;
#endif
        run Recoverer(0);
#if RECOVERERS > 1
        run Recoverer(1);
#endif
        run Killer();
#ifdef JUDGE
        run Judge()
#endif
    }
}
