/*
The condition.

It has an array of nodes, one for each waiter. A node is one word (ticket, owner, state), changed by CAS as a whole; state is Free, Waiting or
Notified, and a Free node is 0. Tickets grow, so the smallest one waits longest. The user's lock is a plain mutex that is free again when its holder
is dead (lock.pml has the real one).

    wait           [holding the lock] ticket = ++next; CAS(Free -> (ticket, me, Waiting)) on some node; release the lock;
                   futex_wait while the node is Waiting; acquire the lock; node = Free; return
    timed out      CAS((ticket, me, Waiting) -> Free): success is a time-out, failure means notified
    notify(k)      [holding the lock] k times: the Waiting node with the smallest ticket, CAS(-> Notified), wake it; if the CAS fails, look again
    recovery of d  without the lock, for each node of d:
                       Waiting   CAS(-> Free)
                       Notified  pass it on: the Waiting node of a live owner with the smallest ticket, CAS(-> Notified), wake it; if the CAS fails,
                                 look again; if there is none, nobody is owed it. Only then node = Free
                   and then wake the sleeper of every Notified node, as it may be a notifier that has died before its wake

Recovery does not hold the lock, and that is why the ticket is in the word. With the ticket beside it, recovery can
  - see a node that is claimed but has no ticket yet, take its old one for it, and give a newcomer what an older waiter was owed
    (MUTATE_TICKET_AFTER_CLAIM), or
  - read a node, be overtaken while its owner is notified, returns and waits on the same node again, and then notify this later wait, as the word
    reads the same (MUTATE_TICKET_APART, even though the ticket is written before the claim).
In both cases the wait that was there at the time of the notify goes on waiting. The word is 64 bits wide in the library, and a sleeper
compares the half with owner and state: nobody but the owner sleeps there, so that the ticket is its own.

Every atomic instruction is a step of its own, and a process may die between any two, asleep or awake; a wake that it was given is lost with it.
Two simplifications change nothing: `next` is counted in the step that takes the lock (it is touched only under the lock), and recovery looks at a
node and wakes its sleeper in one step (a wake that came late would make a waiter look again, no more).
A recoverer has the exclusive right to one dead slot, and the right ends with its holder's life. With RECOVERERS=2 two slots are repaired at the same
time. With RECOVERER_DIES the recoverer dies once, at any step of a repair, and its successor repeats the repair from the beginning.

What is proved, for the moment at which nothing more can happen (`Judge`):
  - no notify was swallowed: if somebody who waited when it was given still waits, another of those has returned with it. The ghosts carry each
    notify from node to node for this;
  - no wake was lost: who still sleeps is Waiting. Nobody looks again after a slice;
  - without deaths every notify that found a waiter ended exactly one wait. A repair that is repeated may pass a notify on twice, so a recoverer's
    death may end one wait more, and nothing else may: the deaths of waiters and notifiers never make two out of one;
  - notify takes the oldest (assert);
  - nobody is stuck at the lock (invalid end states), and nobody goes round for ever (no cycle at all, -l).

`end_waiting` is where a waiter sleeps, and says that one who was not notified may sleep when the program ends; `Judge` says which. `end_idle` is a
recoverer with nothing to repair.

NOTIFIES calls of notify, each of AT_ONCE waiters. TIMED=p: waiter p times out. AGAIN=p: waiter p waits twice.
MUTATE_NO_PASS_ON: recovery frees a Notified node without passing it on. MUTATE_NO_REWAKE: it does not wake the Notified.
MUTATE_PASS_TO_ANY: it passes on to any Waiting node, which may be of one who came after the notify.

Left out: more nodes than one for a process, an array that is full, slots that are given to another process (the ticket keeps their nodes apart),
tickets that wrap around, and a user's lock that is used for anything else.

// run: -DDEATHS=0 -DNOTIFIES=3 ; -DSAFETY ; -m100000 ; pass
// run: -DDEATHS=1 -DNOTIFIES=2 ; -DSAFETY ; -m100000 ; pass
// run: -DDEATHS=2 -DNOTIFIES=1 ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DDEATHS=1 -DNOTIFIES=2 -DRECOVERER_DIES ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DDEATHS=2 -DNOTIFIES=1 -DRECOVERERS=2 -DNOTIFIER_LIVES ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DDEATHS=1 -DNOTIFIES=2 -DTIMED=1 ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DDEATHS=1 -DNOTIFIES=1 -DAT_ONCE=2 -DTIMED=0 ; -DSAFETY ; -m100000 ; pass
// run: -DDEATHS=1 -DNOTIFIES=2 -DAGAIN=0 ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DDEATHS=1 -DNOTIFIES=2 -DAGAIN=1 ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DDEATHS=1 -DNOTIFIES=2 -DTIMED=0 ; -DNP -O1 ; -m100000 -l ; pass
// run: -DDEATHS=1 -DMUTATE_NO_PASS_ON ; -DSAFETY ; -m100000 ; fail
// run: -DDEATHS=1 -DMUTATE_NO_REWAKE ; -DSAFETY ; -m100000 ; fail
// run: -DDEATHS=1 -DAGAIN=0 -DMUTATE_PASS_TO_ANY ; -DSAFETY ; -m100000 ; fail
// run: -DDEATHS=1 -DMUTATE_TICKET_AFTER_CLAIM ; -DSAFETY ; -m100000 ; fail
// run: -DDEATHS=1 -DAGAIN=1 -DMUTATE_TICKET_APART ; -DSAFETY ; -m100000 ; fail
*/

#if defined(MUTATE_TICKET_APART) || defined(MUTATE_TICKET_AFTER_CLAIM)
#define TICKET_APART
#endif
#ifdef AGAIN                    /* this waiter waits twice */
#define ROUNDS (me == AGAIN -> 2 : 1)
#else
#define ROUNDS 1
#endif
#ifndef NOTIFIES
#define NOTIFIES 2
#endif
#ifndef AT_ONCE
#define AT_ONCE 1
#endif
#ifndef DEATHS
#define DEATHS 2
#endif
#ifndef RECOVERERS
#define RECOVERERS 1
#endif

#define WAITERS 3
#define NOTIFIER 3              /* the slot of the process that notifies */
#define NODES 3
#define NONE 7

#define WAITING 1
#define NOTIFIED 2
#define STATE(w) ((w) & 3)
#define OWNER(w) (((w) >> 2) & 7)
#define TICKET(w) ((w) >> 5)
#define HALF(w) ((w) & 31)      /* what a sleeper compares: owner and state */
#define NODE(t, p) (((t) << 5) | ((p) << 2) | WAITING)
#define TO_NOTIFIED(w) (((w) & ~3) | NOTIFIED)

short node[NODES];              /* 0 is Free */
#ifdef TICKET_APART
byte ticket[NODES];
#define TICKET_OF(j, w) ticket[j]
#define NEW_NODE(t, p) NODE(0, p)
#else
#define TICKET_OF(j, w) TICKET(w)
#define NEW_NODE(t, p) NODE(t, p)
#endif
byte next;
byte lock = NONE;               /* the user's lock: its holder */

bool gone[WAITERS + 1];
bool done[WAITERS + 1];
bool begun[WAITERS];            /* waiters begin in the order of their slots; they are alike, so nothing is lost */
bool repaired[WAITERS + 1];
bool repairing[WAITERS + 1];
byte repairs[RECOVERERS] = NONE; /* the slot that a recoverer repairs */
bool recovererGone[RECOVERERS];
byte asleepOn[WAITERS] = NONE;
byte deaths;
bool recovererDied;

/* ghosts */
byte given;                     /* notifies that found a waiter */
byte returned;                  /* waits that ended notified */
byte notifyOf[NODES];           /* which notify a Notified node carries */
byte owed[4];                   /* for each notify: those who waited when it was given and wait still, a bit each */
bool kept[4];                   /* for each notify: one of those has returned */

#define BIT(p) (1 << (p))
#define MY_TURN (me == 0 || begun[me - 1] || gone[me - 1])
#define LOCK_IS_FREE (lock == NONE || gone[lock])

inline leaves(p) {
    owed[0] = owed[0] & ~BIT(p); owed[1] = owed[1] & ~BIT(p); owed[2] = owed[2] & ~BIT(p); owed[3] = owed[3] & ~BIT(p)
}

inline waitersNow(m) {
    m = 0;
    if :: STATE(node[0]) == WAITING && !gone[OWNER(node[0])] -> m = m | BIT(OWNER(node[0])) :: else fi;
    if :: STATE(node[1]) == WAITING && !gone[OWNER(node[1])] -> m = m | BIT(OWNER(node[1])) :: else fi;
    if :: STATE(node[2]) == WAITING && !gone[OWNER(node[2])] -> m = m | BIT(OWNER(node[2])) :: else fi
}

inline wake(j) {
    d_step {
        if :: asleepOn[0] == j -> asleepOn[0] = NONE :: else fi;
        if :: asleepOn[1] == j -> asleepOn[1] = NONE :: else fi;
        if :: asleepOn[2] == j -> asleepOn[2] = NONE :: else fi
    }
}

proctype Waiter(byte me) {
    byte j, round;
    short w;
again:
    {
        atomic {                                                /* the ticket is drawn under the lock, so nobody sees it drawn later */
            LOCK_IS_FREE && MY_TURN -> lock = me; begun[me] = true;
#ifndef MUTATE_TICKET_AFTER_CLAIM
            next++
#endif
        }
#if defined(TICKET_APART) && !defined(MUTATE_TICKET_AFTER_CLAIM)
find:
        atomic { if :: node[j] != 0 -> j++; goto find :: else fi };
        ticket[j] = next;
#endif
claim:                                                          /* CAS(Free -> (me, Waiting)) */
        atomic {
            if
            :: node[j] == 0 -> w = NEW_NODE(next, me); node[j] = w
            :: else -> j++; assert(j < NODES); goto claim
            fi
        }
#ifdef MUTATE_TICKET_AFTER_CLAIM
        atomic { next++; ticket[j] = next };
#endif
        lock = NONE;
wait:
        atomic {                                                /* futex_wait(the half with owner and state, (me, Waiting)) */
            if
            :: HALF(node[j]) == HALF(w) -> asleepOn[me] = j
            :: else -> goto notified
            fi
        }
end_waiting:
        if
        :: asleepOn[me] == NONE -> goto look
#ifdef TIMED
        :: atomic { me == TIMED && asleepOn[me] != NONE -> asleepOn[me] = NONE }
#endif
        fi;
#ifdef TIMED
        atomic {                                                /* CAS((me, Waiting) -> Free) */
            if
            :: node[j] == w -> node[j] = 0; leaves(me); goto ended
            :: else -> goto notified
            fi
        }
#endif
look:
        atomic {
            if
            :: node[j] == w -> goto wait
            :: else
            fi
        }
notified:
        atomic { LOCK_IS_FREE -> lock = me };
        atomic {                                                /* node = Free */
            assert(node[j] == TO_NOTIFIED(w));
            node[j] = 0; w = 0;
            returned++;
            if
            :: owed[notifyOf[j]] & BIT(me) -> kept[notifyOf[j]] = true
            :: else
            fi;
            notifyOf[j] = 0;
            leaves(me)
        }
        lock = NONE;
ended:
        atomic {
            round++; j = 0; w = 0;
            if
            :: round < ROUNDS -> goto again
            :: else -> done[me] = true
            fi
        }
    } unless { gone[me] }
}

#define NOT_OLDER(x) (STATE(node[x]) != WAITING || TICKET_OF(x, node[x]) >= TICKET_OF(best, bestWord))

proctype Notifier(byte me) {
    byte j, best, calls, left;
    short w, bestWord;
    byte m;
again:
    {
        atomic { LOCK_IS_FREE -> lock = me; left = AT_ONCE };
scan:
        atomic {
            if
            :: j == NODES || j == 0 -> j = 0; best = NONE; bestWord = 0
            :: else
            fi;
            w = node[j];
            if
            :: STATE(w) == WAITING && (best == NONE || TICKET_OF(j, w) < TICKET_OF(best, bestWord)) -> best = j; bestWord = w
            :: else
            fi;
            w = 0;
            j++;
            if
            :: j < NODES -> goto scan
            :: j == NODES && best == NONE -> goto unlock
            :: else
            fi
        }
        atomic {
            if
            :: node[best] == bestWord ->
                assert(NOT_OLDER(0) && NOT_OLDER(1) && NOT_OLDER(2));
                waitersNow(m);
                owed[given] = m; m = 0;
                notifyOf[best] = given;
                given++;
                node[best] = TO_NOTIFIED(bestWord)
            :: else -> goto scan
            fi
        }
        atomic {
            wake(best);
            left--;
            if
            :: left > 0 -> goto scan
            :: else
            fi
        }
unlock:
        atomic {
            lock = NONE;
            calls++; j = 0; best = 0; bestWord = 0;
            if
            :: calls < NOTIFIES -> goto again
            :: else -> done[me] = true
            fi
        }
    } unless { gone[me] }
}

#ifdef MUTATE_PASS_TO_ANY
#define PREFERRED true
#else
#define PREFERRED TICKET_OF(i, v) < TICKET_OF(best, bestWord)
#endif

#define CLAIM(x) (me == 0 || repairs[0] != NONE) && gone[x] && !repaired[x] && !repairing[x] -> repairs[me] = x; repairing[x] = true

proctype Recoverer(byte me) {
    byte j, i, best;
    short w, v, bestWord;
end_idle:
    {
        atomic {
            if
            :: CLAIM(0)
            :: CLAIM(1)
            :: CLAIM(2)
            :: CLAIM(3)
            fi
        }
look:
        atomic {
            w = node[j];
            if
            :: w != 0 && OWNER(w) == repairs[me] && STATE(w) == NOTIFIED -> goto passOn
            :: w != 0 && OWNER(w) == repairs[me] && STATE(w) == WAITING
            :: else -> goto nextNode
            fi
        }
        atomic {                                                /* CAS((d, Waiting) -> Free) */
            if
            :: node[j] == w -> node[j] = 0; goto nextNode
            :: else -> goto look
            fi
        }
passOn:
#ifdef MUTATE_NO_PASS_ON
        goto free;
#endif
        atomic {
            if
            :: i == NODES || i == 0 -> i = 0; best = NONE; bestWord = 0
            :: else
            fi;
            v = node[i];
            if
            :: STATE(v) == WAITING && !gone[OWNER(v)] && (best == NONE || PREFERRED) -> best = i; bestWord = v
#ifdef MUTATE_PASS_TO_ANY
            :: best != NONE
#endif
            :: else
            fi;
            v = 0;
            i++;
            if
            :: i < NODES -> goto passOn
            :: i == NODES && best == NONE -> goto free
            :: else
            fi
        }
        atomic {
            if
            :: node[best] == bestWord -> node[best] = TO_NOTIFIED(bestWord); notifyOf[best] = notifyOf[j]
            :: else -> goto passOn
            fi
        }
        wake(best);
free:
        atomic { assert(node[j] == w); node[j] = 0; notifyOf[j] = 0 };
nextNode:
        atomic {
            j++; w = 0; i = 0; best = 0; bestWord = 0;
            if
            :: j < NODES -> goto look
            :: else -> j = 0
            fi
        }
#ifndef MUTATE_NO_REWAKE
wakeNode:                                                       /* a look and a wake; in one, as a wake that came late would only make a waiter look again */
        atomic {
            if
            :: STATE(node[j]) == NOTIFIED -> wake(j)
            :: else
            fi;
            j++;
            if
            :: j < NODES -> goto wakeNode
            :: else
            fi
        }
#endif
        atomic { repaired[repairs[me]] = true; repairing[repairs[me]] = false; repairs[me] = NONE; j = 0 };
        goto end_idle
    }
#ifdef RECOVERER_DIES
    unless {
        atomic {
            recovererGone[me] -> recovererGone[me] = false;
            if :: repairs[me] != NONE -> repairing[repairs[me]] = false :: else fi;
            repairs[me] = NONE; j = 0; i = 0; best = 0; w = 0; v = 0; bestWord = 0;
            goto end_idle
        }
    }
#endif
}

#ifdef RECOVERER_DIES          /* once, while it repairs, and not counted among DEATHS */
#define DIED if :: deaths == DEATHS && recovererDied -> break :: else fi
#else
#define DIED if :: deaths == DEATHS -> break :: else fi
#endif
#define KILL(p) atomic { deaths < DEATHS && !gone[p] && !done[p] -> gone[p] = true; asleepOn[p] = NONE; leaves(p); deaths++; DIED }

proctype Killer() {
    do
    :: KILL(0)
    :: KILL(1)
    :: KILL(2)
#ifndef NOTIFIER_LIVES
    :: atomic { deaths < DEATHS && !gone[NOTIFIER] && !done[NOTIFIER] -> gone[NOTIFIER] = true; deaths++; DIED }
#endif
#ifdef RECOVERER_DIES
    :: atomic { !recovererDied && repairs[0] != NONE -> recovererGone[0] = true; recovererDied = true; DIED }
#endif
    :: break
    od
}

#define STILL_WAITS(p) (!gone[p] && !done[p])

proctype Judge() {
    atomic {
        timeout ->
        assert(owed[0] == 0 || kept[0]);
        assert(owed[1] == 0 || kept[1]);
        assert(owed[2] == 0 || kept[2]);
        assert(owed[3] == 0 || kept[3]);
        assert(!STILL_WAITS(0) || (asleepOn[0] != NONE && STATE(node[asleepOn[0]]) == WAITING));
        assert(!STILL_WAITS(1) || (asleepOn[1] != NONE && STATE(node[asleepOn[1]]) == WAITING));
        assert(!STILL_WAITS(2) || (asleepOn[2] != NONE && STATE(node[asleepOn[2]]) == WAITING));
        assert(returned <= given + recovererDied);
        assert(deaths > 0 || returned == given)
    }
}

init {
    atomic {
        asleepOn[0] = NONE; asleepOn[1] = NONE; asleepOn[2] = NONE;
        run Waiter(0); run Waiter(1); run Waiter(2);
        run Notifier(NOTIFIER);
        run Recoverer(0);
#if RECOVERERS == 2
        run Recoverer(1);
#endif
        run Killer();
        run Judge()
    }
}
