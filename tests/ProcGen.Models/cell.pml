/*
A cell: how it is taken, opened, closed and cleared.

One word says how far the cell is (Free, Claimed, Live, Clearing), who makes or clears it, and how often it was given out. Each process has a ledger
entry for it: REFERENCED while it has the cell open, CLOSING from then until it has looked whether it was the last, else nothing.

    claim          state is Free; ledger: REFERENCED; CAS(Free -> Claimed by me). If that fails: close
    publish        Claimed -> Live
    open           somebody named the cell and its number; ledger: REFERENCED; it is open if the state is Live and the number that one. If not: close
    close          ledger: CLOSING
      look         neither Live nor half-made or half-cleared by me: leave
                   Live, and some other ledger is REFERENCED: leave
                   CAS(what was seen -> Clearing by me). If that fails: look
                   Clearing by me: if some other ledger is REFERENCED by now, CAS(-> Live), look; if not, clear it: CAS(-> Free, next number), leave
      leave        ledger: nothing
    recovery of d  if d's ledger says anything: own ledger REFERENCED; if the state names d, CAS(-> the same by me); d's ledger: nothing; close

Every atomic instruction is a step of its own, each look into another's ledger as well, and a process may die between any two steps. A recoverer has
the exclusive right to one dead slot, and the right ends with its holder's life. The root repairs, and lives. With RECOVERERS=2 another recovers, may
die over it, and only then the root goes on, after it as well; with AT_ONCE, too, the two repair at the same time, and neither dies. FIRST_DIES: of the workers, only the first dies.

What is proved:
  - nobody clears what a live process has open, and its number does not change under it (asserts in `clear` and before closing);
  - when nothing more can happen the cell is Free, and nobody's ledger says anything: no order of deaths loses a cell (assert in `Judge`);
  - nobody goes round for ever (the run with -l).

MUTATE_REFERENCE_AGAIN: who clears is REFERENCED meanwhile. When it has cleared the cell and not yet left, another may make a new object there, close
it, see that ledger, and leave the cell to one who does not look again: it is lost. The library did so once, and lost a cell in a thousand deaths.
MUTATE_CLOSE_AS_REFERENCED: a process counts as one that has the cell open until it leaves. Two who close at once leave it to each other.
MUTATE_NO_SECOND_LOOK: clears without a look at the ledgers after the CAS, under one who has opened it meanwhile.
MUTATE_NO_CLOSING: the ledger is taken back before the look. Who dies over it leaves a cell that nobody knows of.
MUTATE_FORGET_FIRST: recovery takes the dead's ledger back before it has its own.

Left out: references in messages, which the cell counts; several threads of a process; slots that are given to another process.

// run: -DDEATHS=1 ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DDEATHS=2 -DROUNDS=1 ; -DSAFETY ; -m100000 ; pass
// run: -DDEATHS=0 -DROUNDS=1 -DWORKERS=3 ; -DSAFETY ; -m100000 ; pass
// run: -DDEATHS=1 -DROUNDS=1 ; -DNP ; -m100000 -l ; pass
// run: -DDEATHS=0 -DMUTATE_REFERENCE_AGAIN ; -DSAFETY ; -m100000 ; fail
// run: -DDEATHS=0 -DMUTATE_CLOSE_AS_REFERENCED ; -DSAFETY ; -m100000 ; fail
// run: -DDEATHS=0 -DMUTATE_NO_SECOND_LOOK ; -DSAFETY ; -m100000 ; fail
// run: -DDEATHS=1 -DMUTATE_NO_CLOSING ; -DSAFETY ; -m100000 ; fail
// run: -DDEATHS=2 -DROUNDS=1 -DRECOVERERS=2 -DMUTATE_FORGET_FIRST ; -DSAFETY ; -m100000 ; fail
*/

#ifndef WORKERS
#define WORKERS 2
#endif
#ifndef ROUNDS
#define ROUNDS 2
#endif
#ifndef RECOVERERS
#define RECOVERERS 1
#endif
#ifndef DEATHS
#define DEATHS 1
#endif

#define SLOTS (WORKERS + RECOVERERS)
#define ROOT WORKERS
#define NONE 255

#if WORKERS > 2
#define NOBODY_HAS_IT (!has[0] && !has[1] && !has[2])
#else
#define NOBODY_HAS_IT (!has[0] && !has[1])
#endif

#define FREE 0
#define CLAIMED 1
#define LIVE 2
#define CLEARING 3

#define NOTHING 0
#define REFERENCED 1
#define CLOSING 2

byte phase, owner = NONE, number;       /* the state word */
byte ledger[SLOTS];

bool gone[SLOTS];
bool done[SLOTS];                       /* ended in good order */
bool repaired[SLOTS];
bool repairing[SLOTS];
byte repairs[RECOVERERS] = NONE;        /* the slot that a recoverer repairs */
byte deaths;

bool has[SLOTS];                        /* ghost: a live process that has the cell open and uses it */

inline setState(p, o, n) {
    phase = p; owner = o; number = n
}

/* sets `used` if another process has the cell open; each ledger is read on its own */
inline scan() {
    other = 0;
    used = false;
    do
    :: atomic { other < SLOTS && !used -> used = (other != me && ledger[other] == REFERENCED); other++ }
    :: atomic { other == SLOTS || used -> other = 0; break }
    od
}

inline clear() {
    assert(NOBODY_HAS_IT);                                      /* the window goes */
    atomic {
        assert(phase == CLEARING && owner == me);
        setState(FREE, NONE, number + 1)
    }
}

#ifdef MUTATE_CLOSE_AS_REFERENCED
#define WHILE_CLOSING REFERENCED
#elif defined(MUTATE_NO_CLOSING)
#define WHILE_CLOSING NOTHING
#else
#define WHILE_CLOSING CLOSING
#endif

inline close() {
    atomic { has[me] = false; ledger[me] = WHILE_CLOSING };
    do
    :: atomic {
           seenPhase = phase; seenOwner = owner; seenNumber = number;
           if
           :: seenPhase != LIVE && seenOwner != me -> break
           :: else
           fi
       };
       if
       :: seenPhase == LIVE -> scan(); if :: used -> break :: else fi
       :: else
       fi;
#ifdef MUTATE_REFERENCE_AGAIN
       ledger[me] = REFERENCED;
#endif
       atomic {
           went = phase == seenPhase && owner == seenOwner && number == seenNumber;
           if
           :: went -> phase = CLEARING; owner = me
           :: else
           fi
       };
       if
       :: went ->
#ifndef MUTATE_NO_SECOND_LOOK
          if
          :: seenPhase != CLAIMED -> scan()
          :: else -> used = false
          fi;
#endif
          if
          :: used -> atomic { assert(phase == CLEARING && owner == me); phase = LIVE; owner = NONE }
          :: else -> clear(); break
          fi
       :: else
       fi;
#ifdef MUTATE_REFERENCE_AGAIN
       ledger[me] = CLOSING
#endif
    od;
    atomic { ledger[me] = NOTHING; used = false; went = false; seenPhase = FREE; seenOwner = NONE; seenNumber = 0 }
}

proctype Worker(byte me) {
    byte round, mine, other, seenPhase, seenNumber, seenOwner = NONE;
    bool used, went;

    {
        do
        :: round < ROUNDS ->
           if
           :: atomic { phase == FREE -> mine = number };                    /* claim */
              ledger[me] = REFERENCED;
              atomic {
                  if
                  :: phase == FREE && number == mine -> setState(CLAIMED, me, mine); has[me] = true
                  :: else
                  fi
              };
              if
              :: has[me] -> atomic { assert(phase == CLAIMED && owner == me); phase = LIVE; owner = NONE }
              :: else
              fi
           :: atomic { phase == LIVE -> mine = number };                    /* open: somebody named it */
              ledger[me] = REFERENCED;
              atomic { has[me] = phase == LIVE && number == mine }
           fi;
           atomic { assert(!has[me] || (number == mine && (phase == LIVE || phase == CLEARING))); mine = 0; round++ };
           close()
        :: else -> break
        od;
        done[me] = true
    } unless { gone[me] }
}

#if RECOVERERS == 1 || defined(AT_ONCE)
#define MAY_REPAIR true
#else
#define MAY_REPAIR (me != ROOT || gone[ROOT + 1])
#endif
#define CLAIM(x) MAY_REPAIR && gone[x] && !repaired[x] && !repairing[x] && x != me -> repairs[me - WORKERS] = x; repairing[x] = true

proctype Recoverer(byte me) {
    byte other, dead = NONE, seenPhase, seenNumber, seenOwner = NONE;
    bool used, went;
    {
end_idle:
        do
        :: atomic {
               if
               :: CLAIM(0)
               :: CLAIM(1)
#if WORKERS + RECOVERERS > 3
               :: CLAIM(2)
               :: CLAIM(3)
#endif
               fi;
               dead = repairs[me - WORKERS]
           };
           if
           :: ledger[dead] != NOTHING ->
#ifdef MUTATE_FORGET_FIRST
              ledger[dead] = NOTHING;
#endif
              ledger[me] = REFERENCED;
              atomic {
                  if
                  :: owner == dead -> owner = me
                  :: else
                  fi
              };
              ledger[dead] = NOTHING;
              close()
           :: else
           fi;
           atomic { repaired[dead] = true; repairing[dead] = false; repairs[me - WORKERS] = NONE; dead = NONE }
        od
    } unless { gone[me] }
}

#define KILL(p) atomic { deaths < DEATHS && !gone[p] && !done[p] -> gone[p] = true; has[p] = false; deaths++ }

proctype Killer() {
end_idle:
    do
    :: KILL(0)
#ifndef FIRST_DIES
    :: KILL(1)
#endif
#if WORKERS > 2 && !defined(FIRST_DIES)
    :: KILL(2)
#endif
#if RECOVERERS > 1 && !defined(AT_ONCE)
    :: atomic { deaths < DEATHS && repairs[1] != NONE -> gone[WORKERS + 1] = true; repairing[repairs[1]] = false; repairs[1] = NONE; deaths++ }
#endif
    :: deaths == DEATHS -> break
    od
}

proctype Judge() {
    byte each;
    timeout -> atomic {
        assert(phase == FREE && owner == NONE);
        do
        :: each < SLOTS -> assert(ledger[each] == NOTHING && !has[each]); each++
        :: else -> break
        od
    }
}

init {
    atomic {
        run Worker(0); run Worker(1);
#if WORKERS > 2
        run Worker(2);
#endif
        run Recoverer(ROOT);
#if RECOVERERS > 1
        run Recoverer(ROOT + 1);
#endif
        run Killer();
        run Judge()
    }
}
