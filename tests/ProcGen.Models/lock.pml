/*
The lock.

One word holds everything: W (somebody may sleep), A (a holder died and what the lock guards may be torn), and the owner's token, 0 when free.

    fast acquire   CAS(0 -> me)
    slow acquire   w = read
                   no owner             CAS(w -> me|W|(w & A)), done
                   its owner is dead    CAS(w -> me|W|A), done
                   otherwise            CAS(w -> w|W) unless W is set; futex_wait(word, w|W); look again
    release        old = exchange(word, 0); if old had W, futex_wake(1)
    recovery of d  if the owner is d: CAS(w -> A|(w & W)); then futex_wake(all), whatever the word was

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

`end_idle` says that a recoverer with nothing to repair may be where the program ends. No other state has such a label.

TIMED: worker 0 gives up whenever it sleeps. It may do so there only, after it has made sure of W: one that was woken has taken the only wake, and
has to look at the word once more and set W again before it leaves. MUTATE_GIVE_UP_WHEN_WOKEN leaves at once, and another sleeps for ever.
REUSE: after its repair a slot is given to another process once. Its token has to be another one: a waiter may have seen the dead owner's token just
before, and its CAS must not succeed against the newcomer that has become the owner since. MUTATE_SAME_TOKEN gives the same token again.
MUTATE_NO_REWAKE: recovery wakes only if it freed the word. The releaser that died before its wake, and the waiter that died of it, leave the rest asleep.
MUTATE_NO_ABANDONED: recovery frees the word without A.

Left out: reentrance, and tokens or slots that wrap around. All three workers are alike but for TIMED.

// run: -DROUNDS=2 -DDEATHS=2 ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DROUNDS=2 -DDEATHS=1 -DRECOVERER_DIES ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DROUNDS=1 -DDEATHS=2 -DRECOVERERS=2 ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DROUNDS=1 -DDEATHS=3 -DRECOVERER_DIES ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DROUNDS=2 -DDEATHS=2 -DTIMED ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DROUNDS=1 -DDEATHS=2 -DREUSE ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DROUNDS=1 -DDEATHS=2 -DTIMED ; -DNP -O1 ; -m100000 -l ; pass
// run: -DMUTATE_NO_REWAKE ; -DSAFETY ; -m100000 ; fail
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

#define W 128
#define A 64
#define OWNER(w) ((w) & 63)
#define SLOT(t) (((t) - 1) % WORKERS)

byte word;                      /* the lock */
byte token[WORKERS];            /* the process table: who lives in a slot */

bool gone[WORKERS];             /* dead, and known to be dead */
bool asleep[WORKERS];           /* in the kernel's queue for the word */
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

proctype Worker(byte me; byte born) {
    byte w, round;

acquire:
    {
        atomic {                                                /* CAS(0 -> me) */
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
            :: !KNOWN_DEAD(OWNER(w)) && (w & W) -> goto sleep
            :: else
            fi
        }
        atomic {                                                /* CAS(w -> w|W) */
            if
            :: word == w -> w = w | W; word = w; goto sleep
            :: else -> w = 0; goto look
            fi
        }
take:                                                           /* CAS(w -> me|W|(w & A)) */
        atomic {
            if
            :: word == w -> word = token[me] | W | (w & A); entered(w & A); w = w & A; goto release
            :: else -> w = 0; goto look
            fi
        }
takeOver:                                                       /* CAS(w -> me|W|A) */
        atomic {
            if
            :: word == w -> word = token[me] | W | A; entered(A); w = A; goto release
            :: else -> w = 0; goto look
            fi
        }
sleep:                                                          /* futex_wait(word, w) */
        atomic {
            if
            :: word == w -> asleep[me] = true; w = 0
            :: else -> w = 0; goto look
            fi
        }
        if
        :: !asleep[me] -> goto look
#ifdef MUTATE_GIVE_UP_WHEN_WOKEN
        :: !asleep[me] && me == 0 -> goto released
#endif
#ifdef TIMED
        :: atomic { asleep[me] && me == 0 -> asleep[me] = false; goto released }
#endif
        fi;
release:                                                        /* old = exchange(word, 0) */
        atomic {
            assert(holder == me && OWNER(word) == token[me] && (word & A) == w);
            w = word & W; word = 0;
            holder = NONE;
            if
            :: w -> w = 0
            :: else -> goto released
            fi
        }
        wakeOne();
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
            :: word == w -> word = w & W; freed = true; w = 0
#else
            :: word == w -> word = A | (w & W); freed = true; w = 0
#endif
            :: else -> w = 0; goto look
            fi
        }
wake:
#ifdef MUTATE_NO_REWAKE
        if
        :: freed -> wakeAll()
        :: else
        fi;
#else
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
#define KILL(p) atomic { deaths < DEATHS && !gone[p] && !done[p] -> gone[p] = true; asleep[p] = false; if :: holder == p -> holder = NONE; owed = true :: else fi; deaths++; DIED }

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
