/*
The semaphore.

One word (64 bits in the library) is changed by CAS as a whole: count, W (somebody may sleep), lastSlot and lastKind (who did the last operation, and
whether it was Acquire, Release or Return), and seq, which every operation counts up. Beside it each slot has an entry in a ledger, changed by CAS:
the permits it holds, and the seq that was last applied to it.

An operation changes the word, and the word then says what is to be written into the entry; it does not write the entry itself. The next operation
does, whoever's it is, before it overwrites lastSlot:

    help           w = read. If lastSlot is set: e = its entry; read the word again, begin anew unless it is w; if e.seq is not w.seq:
                   CAS(entry, e -> (permits + 1, - 1 or 0 by kind; w.seq)), begin anew if it fails
    acquire        help; count > 0: CAS(w -> count - 1, me, Acquire, seq + 1), begin anew if it fails
                         count = 0: CAS(w -> w|W) unless W is set; futex_wait(the half with count and W); begin anew
    release        help; CAS(w -> count + 1, W off, me, Release, seq + 1); if w had W, wake all. Whoever still finds no permit sets W again
    recovery of d  help; p = the entry's permits; p > 0: CAS(w -> count + min(p, initial - count), d, Return, seq + 1) and begin anew, which helps it;
                   p = 0: if lastSlot is d, CAS(w -> no lastSlot); wake all

So the word and the entry change together as seen by anybody who helps first, though a process may die between the two. The CAS of an operation
succeeds only if the word has been w all along, so that what help did for w holds at that moment.

Recovery must not set the entry back to (0, seq 0). One that helps may have read the entry when it was that, before d's first operation was applied, and
stall; its CAS then succeeds after the repair and writes a permit that nobody holds (MUTATE_CLEAR_ENTRY). There is nothing to clear: the permits
are 0 after the Return, and seq stays, for the life of the semaphore, whoever gets the slot. Then lastSlot need not be unset either (KEEP_LAST).

Every atomic instruction is a step of its own, and a process may die between any two, asleep or awake; a wake that it was given is lost with it.
A recoverer has the exclusive right to one dead slot, and the right ends with its holder's life. With RECOVERERS=2 two slots are repaired at the same
time. With RECOVERER_DIES the recoverer dies once, at any step of a repair, and its successor repeats the repair from the beginning. REUSE: a repaired
slot is given to another process once.

What is proved:
  - count and the permits that are held add up to `initial` at every operation (TRUTH; the permits of the dead count until they are returned), so
    that the living never hold more than that;
  - recovery returns exactly what the dead one held (assert);
  - when nothing more can happen, count is `initial` and the entries say the truth (`Judge`);
  - nobody waits for ever: one that sleeps for ever is an invalid end state. Nobody looks again after a slice. Proved for a release that takes W off
    and wakes all;
  - nobody goes round for ever (no cycle at all, -l).

`end_idle` is a recoverer with nothing to repair. No other state has such a label.

INITIAL permits; ROUNDS times each worker acquires and releases. TWICE=p: worker p takes two permits.
MUTATE_NO_HELP: recovery reads the entry without helping first, and a permit is lost. MUTATE_NO_REWAKE: recovery does not wake. MUTATE_NO_REREAD: help
does not read the word again after the entry, and applies an operation to an entry that is past it.

Left out: a release by one who holds nothing (so the min is never less than p here), more than one permit in one operation, time-outs (every release
wakes all, so a wake that is not used is no loss), and seq that wraps around: a helper that stalls while seq goes all the way round would be fooled.

// run: -DDEATHS=1 ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DDEATHS=1 -DINITIAL=2 ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DDEATHS=1 -DREUSE ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DDEATHS=1 -DKEEP_LAST -DREUSE ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DDEATHS=1 -DRECOVERER_DIES ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DDEATHS=2 -DWORKERS=2 -DROUNDS=2 -DRECOVERERS=2 ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DDEATHS=2 -DWORKERS=2 -DROUNDS=2 -DRECOVERER_DIES ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DDEATHS=2 -DWORKERS=2 -DROUNDS=2 -DINITIAL=2 -DTWICE=0 ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DDEATHS=1 ; -DNP -O1 ; -m100000 -l ; pass
// run: -DDEATHS=1 -DMUTATE_NO_HELP ; -DSAFETY ; -m100000 ; fail
// run: -DDEATHS=1 -DMUTATE_NO_REWAKE ; -DSAFETY ; -m100000 ; fail
// run: -DDEATHS=1 -DMUTATE_NO_REREAD ; -DSAFETY ; -m100000 ; fail
// run: -DDEATHS=1 -DMUTATE_CLEAR_ENTRY ; -DSAFETY ; -m100000 ; fail
*/

#ifndef WORKERS
#define WORKERS 3
#endif
#ifndef INITIAL
#define INITIAL 1
#endif
#ifndef ROUNDS
#define ROUNDS 1
#endif
#ifndef RECOVERERS
#define RECOVERERS 1
#endif
#ifndef DEATHS
#define DEATHS 2
#endif

#ifdef TWICE                    /* this worker takes two permits */
#define WANTS (me == TWICE -> 2 : 1)
#else
#define WANTS 1
#endif

#define ACQUIRE 0
#define RELEASE 1
#define RETURN 2

#define NONE 255

#define W 4
#define HALF(w) ((w) & 7)       /* what a sleeper compares: the count and W */
#define COUNT(w) ((w) & 3)
#define LAST(w) (((w) >> 3) & 7)
#define KIND(w) (((w) >> 6) & 3)
#define SEQ(w) ((w) >> 8)
#define WORD(count, waiters, last, kind, seq) ((count) | (waiters) | ((last) << 3) | ((kind) << 6) | ((seq) << 8))

#define PERMITS(e) ((e) & 3)
#define APPLIED(e) ((e) >> 2)
#define ENTRY(permits, seq) ((permits) | ((seq) << 2))
#define AFTER(e, w) ENTRY((KIND(w) == ACQUIRE -> PERMITS(e) + 1 : (KIND(w) == RELEASE && PERMITS(e) > 0 -> PERMITS(e) - 1 : 0)), SEQ(w))

int word = INITIAL;
int ledger[WORKERS];

bool gone[WORKERS];
bool done[WORKERS];
bool repaired[WORKERS];
bool repairing[WORKERS];
bool asleep[WORKERS];
bool begun[WORKERS];            /* workers begin in the order of their slots; they are alike, so nothing is lost */
byte life[WORKERS];             /* how many times a slot was given to another process */
byte repairs[RECOVERERS] = NONE; /* the slot that a recoverer repairs */
bool recovererGone, recovererDied;
byte deaths;

byte held[WORKERS];             /* ghost: the permits that a slot holds in truth; a dead one's until they are returned */

#define MY_TURN (me == 0 || begun[me - 1] || gone[me - 1])
#if WORKERS == 2
#define HELD (held[0] + held[1])
#else
#define HELD (held[0] + held[1] + held[2])
#endif
#define TRUTH (COUNT(word) + HELD == INITIAL)

inline wakeAll() {
    d_step {
        asleep[0] = false; asleep[1] = false;
#if WORKERS > 2
        asleep[2] = false;
#endif
    }
}

#ifdef MUTATE_NO_REREAD
#define CHANGED false
#else
#define CHANGED (word != w)
#endif

/* w = read, and help: the entry of the slot that did the last operation is made to say so, unless it does. A macro, as an inline takes no labels. */
#define HELP(look, helped, first) \
    atomic { first; w = word; if :: LAST(w) == 0 -> goto helped :: else fi }; \
    e = ledger[LAST(w) - 1]; \
    atomic { if :: CHANGED -> w = 0; e = 0; goto look :: !CHANGED && APPLIED(e) == SEQ(w) -> e = 0; goto helped :: else fi }; \
    atomic { if :: ledger[LAST(w) - 1] == e -> ledger[LAST(w) - 1] = AFTER(e, w); e = 0 :: else -> w = 0; e = 0; goto look fi }

proctype Worker(byte me; byte born) {
    byte round, has;
    int w, e;
acquire:
    {
        HELP(acquire, helpedToAcquire, MY_TURN -> begun[me] = true);
helpedToAcquire:
        atomic {
            if
            :: COUNT(w) == 0 && (w & W) -> goto sleep
            :: COUNT(w) == 0 && !(w & W) ->                     /* CAS(w -> w|W) */
                if
                :: word == w -> w = w | W; word = w; goto sleep
                :: else -> w = 0; e = 0; goto acquire
                fi
            :: COUNT(w) > 0 ->                                  /* CAS(w -> one less) */
                if
                :: word == w ->
                    word = WORD(COUNT(w) - 1, w & W, me + 1, ACQUIRE, SEQ(w) + 1);
                    held[me]++; has++; w = 0;
                    assert(TRUTH);
                    if
                    :: has < WANTS -> goto acquire
                    :: else -> goto release
                    fi
                :: else -> w = 0; e = 0; goto acquire
                fi
            fi
        }
sleep:
        atomic {                                                /* futex_wait(the half of count and W, w) */
            if
            :: HALF(word) == HALF(w) -> asleep[me] = true; w = 0
            :: else -> w = 0; e = 0; goto acquire
            fi
        }
        if
        :: !asleep[me] -> goto acquire
        fi;
release:
        HELP(release, helpedToRelease, true);
helpedToRelease:
        atomic {
            if
            :: word == w ->                                     /* CAS(w -> one more, W off) */
                word = WORD(COUNT(w) + 1, 0, me + 1, RELEASE, SEQ(w) + 1);
                held[me]--; has--;
                assert(TRUTH);
                if
                :: w & W -> w = 0
                :: else -> w = 0; goto released
                fi
            :: else -> w = 0; e = 0; goto release
            fi
        }
        wakeAll();
released:
        atomic {
            if
            :: has > 0 -> goto release
            :: else
            fi;
            round++;
            if
            :: round < ROUNDS -> goto acquire
            :: else -> done[me] = true
            fi
        }
    } unless { gone[me] || life[me] != born }
}

#define CLAIM(x) (me == 0 || repairs[0] != NONE) && gone[x] && !repaired[x] && !repairing[x] -> repairs[me] = x; repairing[x] = true
#define LET_GO if :: repairs[me] != NONE -> repairing[repairs[me]] = false :: else fi; repairs[me] = NONE

proctype Recoverer(byte me) {
    int w, e;
end_idle:
    {
        atomic {
            if
            :: CLAIM(0)
            :: CLAIM(1)
#if WORKERS > 2
            :: CLAIM(2)
#endif
            fi
        }
look:
#ifdef MUTATE_NO_HELP
        w = word;
#else
        HELP(look, helped, true);
helped:
#endif
        atomic {
            e = ledger[repairs[me]];
            if
            :: PERMITS(e) == 0 -> e = 0; goto unlink
            :: else
            fi
        }
        atomic {                                                /* CAS(w -> the permits are back) */
            if
            :: word == w ->
                assert(PERMITS(e) == held[repairs[me]]);
                e = (COUNT(w) + PERMITS(e) > INITIAL -> INITIAL - COUNT(w) : PERMITS(e));
                word = WORD(COUNT(w) + e, w & W, repairs[me] + 1, RETURN, SEQ(w) + 1);
                held[repairs[me]] = held[repairs[me]] - e;
                assert(TRUTH);
                w = 0; e = 0; goto look
            :: else -> w = 0; e = 0; goto look
            fi
        }
unlink:
#ifdef MUTATE_NO_HELP
        HELP(unlink, unlinkHelped, true);
unlinkHelped:
#endif
#ifndef KEEP_LAST
        atomic {                                                /* CAS(w -> no last slot) */
            if
            :: LAST(w) != repairs[me] + 1
            :: LAST(w) == repairs[me] + 1 && word == w -> word = WORD(COUNT(w), w & W, 0, 0, SEQ(w))
            :: else -> w = 0; e = 0; goto look
            fi
        }
#endif
#ifdef MUTATE_CLEAR_ENTRY
        ledger[repairs[me]] = 0;
#endif
#ifndef MUTATE_NO_REWAKE
        wakeAll();
#endif
        atomic { repaired[repairs[me]] = true; repairing[repairs[me]] = false; repairs[me] = NONE; w = 0; e = 0 };
        goto end_idle
    }
#ifdef RECOVERER_DIES
    unless { atomic { recovererGone && me == 0 -> recovererGone = false; LET_GO; w = 0; e = 0; goto end_idle } }
#endif
}

#ifdef RECOVERER_DIES          /* once, while it repairs, and not counted among DEATHS */
#define DIED if :: deaths == DEATHS && recovererDied -> break :: else fi
#else
#define DIED if :: deaths == DEATHS -> break :: else fi
#endif
#define KILL(p) atomic { deaths < DEATHS && !gone[p] && !done[p] -> gone[p] = true; asleep[p] = false; deaths++; DIED }

proctype Killer() {
    do
    :: KILL(0)
    :: KILL(1)
#if WORKERS > 2 && !defined(LAST_LIVES)
    :: KILL(2)
#endif
#ifdef RECOVERER_DIES
    :: atomic { !recovererDied && repairs[0] != NONE -> recovererGone = true; recovererDied = true; DIED }
#endif
    :: break
    od
}

#ifdef REUSE
#define BEAR(p) atomic { repaired[p] -> repaired[p] = false; gone[p] = false; life[p]++; run Worker(p, life[p]) }

proctype Mother() {
    if
    :: BEAR(0)
    :: BEAR(1)
#if WORKERS > 2
    :: BEAR(2)
#endif
    :: true
    fi
}
#endif

#define SAYS(p) PERMITS((LAST(word) == p + 1 && APPLIED(ledger[p]) != SEQ(word) -> AFTER(ledger[p], word) : ledger[p]))

proctype Judge() {
    atomic {
        timeout ->
        assert(COUNT(word) == INITIAL);
        assert(SAYS(0) == held[0]);
        assert(SAYS(1) == held[1]);
#if WORKERS > 2
        assert(SAYS(2) == held[2]);
#endif
    }
}

init {
    atomic {
        run Worker(0, 0); run Worker(1, 0);
#if WORKERS > 2
        run Worker(2, 0);
#endif
        run Recoverer(0);
#if RECOVERERS > 1
        run Recoverer(1);
#endif
        run Killer();
#ifdef REUSE
        run Mother();
#endif
        run Judge()
    }
}
