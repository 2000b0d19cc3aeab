/*
The lock.

A word says who holds it and whether a holder died and what the lock guards may be torn (A): the owner's token, 0 when free. A flag beside it says that
somebody may sleep, and is what sleepers sleep on.

    fast acquire   CAS(word: 0 -> me)
    slow acquire   w = read
                   no owner             CAS(w -> me|(w & A)); whoever has set the flag before sets it again; done
                   its owner is dead    CAS(w -> me|A), and the same
                   otherwise            exchange(flag, 1); barrier; w = read; no owner: as above; else futex_wait(flag, 1) and look again
    release        word = 0, by a plain store; if flag is set and exchange(flag, 0) had 1, futex_wake(flag, 1)
    give up        who has set the flag: exchange(flag, 1); barrier; if the word has no owner, as the release does behind its store
    recovery of d  if the owner is d: CAS(w -> A); then exchange(flag, 0) and futex_wake(flag, all), whatever the word was

A plain store stays in the processor's buffer for a while (`pending`): until then all others see the word held, while its own processor goes on, and may
have read the flag already. The barrier (membarrier) empties the buffers of all processors that run a thread of ours: so either its caller sees the word
free, or whoever frees it reads the flag after that. An atomic instruction empties the buffer of its own processor first, and the death of a process loses nothing that
is in it.

Every atomic instruction is a step of its own, and a process may die between any two steps, asleep or awake. A dead process takes no further step; a
wake that it was given is lost with it. There is no state between dying and dead: a process that is killed while it sleeps, and is woken before the
kernel takes it out of the queue, is the same as one that is woken and then killed. A recoverer has the exclusive right to one
dead slot, and the right ends with its holder's life. With RECOVERERS=2 two slots are repaired at the same time. With RECOVERER_DIES the recoverer dies
once, at any step of a repair, and its successor repeats the repair from the beginning.

What is proved:
  - at most one process that is not dead holds the lock (assert in `entered`);
  - who acquires sees A exactly if the holder before died while it held, and A stays for as long as it holds (asserts in `entered` and at release);
  - nobody waits for ever: a state in which a live process sleeps and nothing else can happen is an invalid end state, and there is none. Nobody here
    looks again after a slice, so the wakes alone carry it;
  - nobody goes round for ever either: the runs with -l find no cycle at all.

`end_idle` says that a recoverer with nothing to repair, and buffers with nothing in them, may be where the program ends. No other state has such a label.

TIMED: worker 0 may give up whenever it has looked in vain, and when it sleeps. MUTATE_GIVE_UP_WHEN_WOKEN leaves at once: it may have taken the only
wake, or set the flag after the last release, and another sleeps for ever.
REUSE: after its repair a slot is given to another process once. Its token has to be another one: a waiter may have seen the dead owner's token just
before, and its CAS must not succeed against the newcomer that has become the owner since. MUTATE_SAME_TOKEN gives the same token again.
MUTATE_NO_BARRIER: who frees the lock has read the flag before it was set, and who set it does not see the lock free.
MUTATE_NO_FLAG_AGAIN: who was woken and takes the lock leaves the flag as it is, and those who sleep on are not known to it when it frees the lock.
MUTATE_NO_REWAKE: recovery wakes only if it freed the word. The releaser that died before its wake, and the waiter that died of it, leave the rest asleep.
MUTATE_KEEP_FLAG: recovery leaves the flag as it is: who has looked at the word before that, and sleeps after it, finds the flag as it expects it.
MUTATE_NO_ABANDONED: recovery frees the word without A.

Left out: reentrance, and tokens or slots that wrap around. All three workers are alike but for TIMED.

// run: -DROUNDS=2 -DDEATHS=1 ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DROUNDS=1 -DDEATHS=2 ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DROUNDS=1 -DDEATHS=1 -DRECOVERER_DIES ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DROUNDS=1 -DDEATHS=2 -DRECOVERERS=2 ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DROUNDS=2 -DDEATHS=1 -DTIMED ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DROUNDS=1 -DDEATHS=1 -DREUSE ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DROUNDS=1 -DDEATHS=1 -DTIMED ; -DNP ; -m100000 -l ; pass
// run: -DDEATHS=0 -DMUTATE_NO_BARRIER ; -DSAFETY ; -m100000 ; fail
// run: -DDEATHS=0 -DMUTATE_NO_FLAG_AGAIN ; -DSAFETY ; -m100000 ; fail
// run: -DMUTATE_NO_REWAKE ; -DSAFETY ; -m100000 ; fail
// run: -DROUNDS=1 -DMUTATE_KEEP_FLAG ; -DSAFETY ; -m100000 ; fail
// run: -DMUTATE_NO_ABANDONED ; -DSAFETY ; -m100000 ; fail
// run: -DDEATHS=0 -DTIMED -DMUTATE_GIVE_UP_WHEN_WOKEN ; -DSAFETY ; -m100000 ; fail
// run: -DROUNDS=1 -DDEATHS=1 -DREUSE -DMUTATE_SAME_TOKEN ; -DSAFETY ; -m100000 ; fail
*/

#ifndef ROUNDS
#define ROUNDS 2
#endif
#ifndef RECOVERERS
#define RECOVERERS 1
#endif
#ifndef DEATHS
#define DEATHS 2
#endif

#define WORKERS 3
#define NONE 255

#define A 64
#define OWNER(w) ((w) & 63)
#define SLOT(t) (((t) - 1) % WORKERS)

byte word;                      /* the lock */
bit flag;                       /* whether somebody may sleep on it */
bool pending[WORKERS];          /* the store that frees the word is in the processor's buffer */
byte token[WORKERS];            /* the process table: who lives in a slot */

bool gone[WORKERS];             /* dead, and known to be dead */
bool asleep[WORKERS];           /* in the kernel's queue for the flag */
bool done[WORKERS];             /* ended in good order */
bool repaired[WORKERS];
bool repairing[WORKERS];
byte repairs[RECOVERERS] = NONE; /* the slot that a recoverer repairs */
bool recovererGone, recovererDied;
byte deaths;
byte life[WORKERS];             /* how many times a slot was given to another process */

byte holder = NONE;             /* ghosts: who holds the lock, and whether its next holder is owed A */
bool owed;

#define KNOWN_DEAD(t) (token[SLOT(t)] != (t) || gone[SLOT(t)])

inline entered(a) {
    assert(holder == NONE);
    assert(owed == ((a) != 0));
    holder = me;
    owed = false
}

inline wakeAll() {
    d_step { asleep[0] = false; asleep[1] = false; asleep[2] = false }
}

inline wakeOne() {
    atomic {
        if
        :: asleep[0] -> asleep[0] = false
        :: asleep[1] -> asleep[1] = false
        :: asleep[2] -> asleep[2] = false
        :: !asleep[0] && !asleep[1] && !asleep[2]
        fi
    }
}

inline flush(p) {
    if
    :: pending[p] -> pending[p] = false; word = 0
    :: else
    fi
}

#ifdef MUTATE_NO_BARRIER
#define BARRIER skip
#else
#define BARRIER d_step { flush(0); flush(1); flush(2) }
#endif

proctype Buffers() {
end_idle:
    do
    :: d_step { pending[0] -> flush(0) }
    :: d_step { pending[1] -> flush(1) }
    :: d_step { pending[2] -> flush(2) }
    od
}

proctype Worker(byte me; byte born) {
    byte w, round;
    bit marked;

acquire:
    {
        atomic {                                                /* CAS(0 -> me) */
            !pending[me];
            if
            :: word == 0 -> word = token[me]; w = 0; entered(0); goto release
            :: else
            fi
        }
look:                                                           /* w = read */
        atomic {
            w = word;
            if
            :: OWNER(w) == 0 -> goto take
            :: else
            fi
        }
        atomic {                                                /* is its owner dead? */
            if
            :: KNOWN_DEAD(OWNER(w)) -> goto takeOver
            :: else -> w = 0
            fi
        }
#ifdef TIMED
        if
        :: me == 0 -> goto giveUp
        :: true
        fi;
#endif
        atomic { flag = 1; marked = 1 }                         /* exchange(flag, 1) */
        BARRIER;
        atomic {                                                /* w = read */
            w = word;
            if
            :: OWNER(w) == 0 -> goto take
            :: else -> w = 0
            fi
        }
sleep:                                                          /* futex_wait(flag, 1) */
        atomic {
            if
            :: flag -> asleep[me] = true
            :: else -> goto look
            fi
        }
        if
        :: !asleep[me] -> goto look
#ifdef TIMED
        :: atomic { asleep[me] && me == 0 -> asleep[me] = false; goto giveUp }
#endif
        fi;
take:                                                           /* CAS(w -> me|(w & A)) */
        atomic {
            if
            :: word == w -> word = token[me] | (w & A); entered(w & A); w = w & A; goto taken
            :: else -> w = 0; goto look
            fi
        }
takeOver:                                                       /* CAS(w -> me|A) */
        atomic {
            if
            :: word == w -> word = token[me] | A; entered(A); w = A; goto taken
            :: else -> w = 0; goto look
            fi
        }
taken:                                                          /* exchange(flag, 1) */
        atomic {
#ifndef MUTATE_NO_FLAG_AGAIN
            if
            :: marked -> flag = 1
            :: else
            fi;
#endif
            marked = 0
        }
release:                                                        /* word = 0 */
        atomic {
            assert(holder == me && OWNER(word) == token[me] && (word & A) == w);
            if
            :: w == 0 -> pending[me] = true
            :: else -> word = 0
            fi;
            w = 0;
            holder = NONE
        }
freed:
        if
        :: flag
        :: !flag -> goto released
        fi;
        atomic {                                                /* exchange(flag, 0) */
            !pending[me];
            if
            :: flag -> flag = 0
            :: else -> goto released
            fi
        }
        wakeOne();
        goto released;
#ifdef TIMED
giveUp:
#ifndef MUTATE_GIVE_UP_WHEN_WOKEN
        atomic {
            if
            :: !marked -> goto released
            :: else -> flag = 1; marked = 0
            fi
        }
        BARRIER;
        if
        :: OWNER(word) == 0 -> goto freed
        :: OWNER(word) != 0
        fi;
#else
        marked = 0;
#endif
#endif
released:
        atomic {
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
    byte w;
    bool freed;
end_idle:
    {
        atomic {
            if
            :: CLAIM(0)
            :: CLAIM(1)
            :: CLAIM(2)
            fi
        }
look:
        atomic {
            w = word;
            if
            :: OWNER(w) != token[repairs[me]] -> w = 0; goto wake
            :: else
            fi
        }
        atomic {
            if
#ifdef MUTATE_NO_ABANDONED
            :: word == w -> word = 0; freed = true; w = 0
#else
            :: word == w -> word = A; freed = true; w = 0
#endif
            :: else -> w = 0; goto look
            fi
        }
wake:
#ifdef MUTATE_NO_REWAKE
        if
        :: freed -> flag = 0; wakeAll()
        :: else
        fi;
#else
#ifndef MUTATE_KEEP_FLAG
        flag = 0;                                               /* exchange(flag, 0) */
#endif
        wakeAll();
#endif
        d_step { repaired[repairs[me]] = true; repairing[repairs[me]] = false; repairs[me] = NONE; freed = false };
        goto end_idle
    }
#ifdef RECOVERER_DIES
    unless { atomic { recovererGone && me == 0 -> recovererGone = false; LET_GO; w = 0; freed = false; goto end_idle } }
#endif
}

#ifdef RECOVERER_DIES          /* once, while it repairs, and not counted among DEATHS */
#define DIED if :: deaths == DEATHS && recovererDied -> break :: else fi
#else
#define DIED if :: deaths == DEATHS -> break :: else fi
#endif
#define KILL(p) atomic { deaths < DEATHS && !gone[p] && !done[p] -> gone[p] = true; asleep[p] = false; flush(p); if :: holder == p -> holder = NONE; owed = true :: else fi; deaths++; DIED }

proctype Killer() {
    do
    :: KILL(0)
    :: KILL(1)
    :: KILL(2)
#ifdef RECOVERER_DIES
    :: atomic { !recovererDied && repairs[0] != NONE -> recovererGone = true; recovererDied = true; DIED }
#endif
    :: break
    od
}

#ifdef REUSE
#ifdef MUTATE_SAME_TOKEN
#define NEXT_TOKEN(t) (t)
#else
#define NEXT_TOKEN(t) ((t) + WORKERS)
#endif
#define BEAR(p) atomic { repaired[p] -> repaired[p] = false; gone[p] = false; life[p]++; token[p] = NEXT_TOKEN(token[p]); run Worker(p, life[p]) }

proctype Mother() {
    if
    :: BEAR(0)
    :: BEAR(1)
    :: BEAR(2)
    :: true
    fi
}
#endif

init {
    atomic {
        token[0] = 1; token[1] = 2; token[2] = 3;
        run Worker(0, 0); run Worker(1, 0); run Worker(2, 0);
        run Buffers();
        run Recoverer(0);
#if RECOVERERS > 1
        run Recoverer(1);
#endif
        run Killer()
#ifdef REUSE
        ;
        run Mother()
#endif
    }
}
