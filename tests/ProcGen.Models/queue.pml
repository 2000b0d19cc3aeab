/*
The queue.

A ring of slots, blocks with the items, the two ends of the ring, and three words that some sleep on: ITEM, ROOM for a slot, FREED for a block. A slot says what is in it (Empty, a Value in this
block, Taken out of this block by that process), and in which round of the ring. A block's state says what it is for (Free, Filling, Held, Leased,
Returned; Held is called Taken in the library), who has it in hand, and how often it was free. Both are changed by CAS as a whole.

    claim          the ends say that the ring is full: no. Look for a Free block, CAS(-> Filling by me); none: no
    put            claim; completed: free it, leave. Fill it
      enqueue      t = tail; its slot is
                   Empty of this round           CAS(-> Value of my block); CAS(tail, t -> t + 1), tell ITEM
                   a Value of the round before   no room
                   Taken, of the round before    finish that, begin anew
                   otherwise                     it was filled: CAS(tail, t -> t + 1), begin anew
    finish         s = the slot, which says Taken; b = the state of its block; the slot is s no more: leave
                   b is Filling: CAS(block, b -> Held by the one that s names). CAS(slot, s -> Empty of the next round)
    take           Returned blocks first, if the word says that there may be some: CAS(-> Held by me), tell FREED; none: the word is cleared
                   h = head; its slot is
                   of another round              CAS(head, h -> h + 1), begin anew
                   Empty                         nothing there
                   Taken                         finish that, CAS(head, h -> h + 1), begin anew
                   a Value                       CAS(-> Taken by me); finish; CAS(tail, h -> h + 1), CAS(head, h -> h + 1), tell ROOM and FREED, tell of the end
                   to be given back if one dies, the block is Leased: CAS(-> Leased by me). Read it, free it
    free           CAS(block -> Free, one version more); tell FREED, tell of the end
    ended          completed, the ends say that the ring is empty, no block is Filling, none is in another's hand if it can come back, and empty again
    tell of the end   if completed, wake all of ITEM
    complete       completed; wake all
    recovery of d  finish all that is Taken. Move tail and head on as far as the slots allow. Each block of d: Filling and in a slot, leave it; Filling
                   and in none, it becomes Free; in hand, it becomes Free, or Returned. Then wake all. The word for Returned is changed before
                   and after

    wait           look; mark the word; look again; sleep if the word is what it was when it was marked
    tell           the word is not marked: leave. Change it, wake one. None was there: take the mark off if it is as we left it, then wake all
    wake all       change it, wake all

A word that some sleep on is counted up with each tell. The model does not count: it keeps for each process whether there was a tell since that process
read the word last (`fresh`), which is all that anybody asks of the count.

Every atomic instruction is a step of its own, each look into a slot or a block as well, and a process may die between any two, asleep or awake; a wake
that it was given is lost with it. A recoverer has the exclusive right to one dead slot, and the right ends with its holder's life. With RECOVERERS=2
two slots are repaired at the same time. With RECOVERER_DIES the recoverer dies once, at any step of a repair, and its successor repeats the repair from the beginning.

What is proved:
  - an item that was put is taken once, and its block is in one hand only (asserts at each take, read and free);
  - it is read and done with in the end, or was in the hand of one that died; with REDELIVER it is taken again then, after the death and not before,
    and done with in any case. One that was not put is of a dead producer, or of one that was told that the queue is completed (`Judge`);
  - items of one producer are taken in the order in which they were put (assert in `take`);
  - no end runs ahead of the slots (asserts), and no block is freed but by who has it in hand, once (assert in `free`);
  - nothing is put or taken after a consumer saw the end (asserts);
  - when nothing more can happen, all blocks are Free, all slots Empty, and all consumers have seen the end (`Judge`);
  - nobody waits for ever, for an item, for room, for a block or for the end: one that sleeps for ever is an invalid end state. Nobody looks again
    after a slice, so the wakes alone carry it, and a wake of one may wake any;
  - JOIN: who waits until all is done returns, and nothing is left then that was put (assert in `Joiner`);
  - nobody goes round for ever (no cycle at all, -l). Whoever begins anew does so because another has come further.

`end_idle` is a recoverer with nothing to repair, or its killer; `end_first` and `end_second` are a killer who finds nobody alive. No other state has
such a label.

PRODUCERS put ITEMS each; one more process says at any moment that the queue is completed, or when all producers are done or dead (COMPLETE_LAST). All
may die but the last consumer, and who completes unless COMPLETER_DIES; with PRODUCERS_LIVE no producer. KEEP: the last consumer has one item in hand
while it asks for the next. FIRST_DEAD: begins with a first consumer that is dead, not repaired, and has the first item in hand. JOIN: a process waits
until all is done, from when the producers are done or repaired on. REUSE: the slot of the first consumer is given to another when it is repaired.

MUTATE_EMPTY_FIRST: the slot is emptied before its block is noted as taken. MUTATE_NO_SEARCH: recovery frees what a dead producer was filling without
a look at the slots. MUTATE_NO_SECOND_LOOK: sleeps after marking without a look. MUTATE_NO_REWAKE: recovery wakes nobody. MUTATE_NO_END: who takes or
frees does not tell of the end. MUTATE_NO_FILLING: the end does not ask for blocks that are being filled.
MUTATE_HEAD_STAYS: recovery does not move the head on. One that dies between its take and the head leaves a queue that is empty and says it is full;
the next consumer that looks moves the head on, but tells nobody. MUTATE_TAIL_STAYS: nor the tail, and one that waits until all is done overlooks an
item whose producer died before the tail.
MUTATE_RETURNS_FROM_ZERO: the word for Returned counts from zero each time, so that it has the same value twice: one that looked before an item was
returned clears the word after, and nobody looks for that item any more. MUTATE_NO_TELL_OF_RETURNED: who takes a Returned block does not tell FREED,
though there is room now. MUTATE_NO_TELL_OF_BLOCKS: who takes from a slot tells ROOM only, and one that waits for a block because there was no room sleeps on.

Left out: the hint where to look for a Free block, time-outs and cancelled waits, several threads of one process, slots of producers that are given to
another process, rounds and versions that wrap around. A producer that waits for a block does not look first whether the queue is completed; it does so when it
has one, or has found none. Consumers that hold so
many items that no block is Free: for them there are two words, as a wake for a slot is of no use to one that needs a block.

// run: -DPRODUCERS=2 -DCONSUMERS=1 -DDEATHS=0 ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DPRODUCERS=1 -DCONSUMERS=2 -DDEATHS=0 ; -DSAFETY ; -m100000 ; pass
// run: -DPRODUCERS=1 -DCONSUMERS=2 -DDEATHS=0 -DITEMS=2 -DCAPACITY=2 -DBLOCKS=3 -DCOMPLETE_LAST ; -DSAFETY ; -m100000 ; pass
// run: -DPRODUCERS=1 -DCONSUMERS=2 -DDEATHS=1 -DCOMPLETE_LAST ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DPRODUCERS=2 -DCONSUMERS=1 -DDEATHS=1 -DCOMPLETE_LAST ; -DSAFETY ; -m100000 ; pass
// run: -DPRODUCERS=1 -DCONSUMERS=1 -DDEATHS=1 -DITEMS=2 -DCOMPLETER_DIES ; -DSAFETY ; -m100000 ; pass
// run: -DPRODUCERS=1 -DCONSUMERS=2 -DDEATHS=1 -DITEMS=2 -DPRODUCERS_LIVE -DCOMPLETE_LAST ; -DSAFETY ; -m100000 ; pass
// run: -DPRODUCERS=1 -DCONSUMERS=2 -DDEATHS=1 -DPRODUCERS_LIVE -DCOMPLETE_LAST -DREDELIVER ; -DSAFETY ; -m100000 ; pass
// run: -DPRODUCERS=1 -DCONSUMERS=3 -DDEATHS=0 -DFIRST_DEAD -DCOMPLETE_LAST -DREDELIVER ; -DSAFETY ; -m100000 ; pass
// run: -DPRODUCERS=1 -DCONSUMERS=2 -DDEATHS=0 -DFIRST_DEAD -DITEMS=3 -DBLOCKS=3 -DCOMPLETE_LAST -DREDELIVER -DKEEP ; -DSAFETY ; -m100000 ; pass
// run: -DPRODUCERS=1 -DCONSUMERS=2 -DDEATHS=1 -DPRODUCERS_LIVE -DCOMPLETE_LAST -DRECOVERER_DIES ; -DSAFETY ; -m100000 ; pass
// run: -DPRODUCERS=1 -DCONSUMERS=1 -DDEATHS=1 -DITEMS=2 -DCOMPLETE_LAST -DRECOVERER_DIES ; -DSAFETY ; -m100000 ; pass
// run: -DPRODUCERS=1 -DCONSUMERS=1 -DDEATHS=2 -DCOMPLETER_DIES -DRECOVERERS=2 ; -DSAFETY ; -m100000 ; pass
// run: -DPRODUCERS=1 -DCONSUMERS=2 -DDEATHS=2 -DPRODUCERS_LIVE -DCOMPLETE_LAST -DREUSE ; -DSAFETY ; -m100000 ; pass
// run: -DPRODUCERS=1 -DCONSUMERS=2 -DDEATHS=1 -DFIRST_DEAD -DPRODUCERS_LIVE -DCOMPLETE_LAST -DREDELIVER -DREUSE ; -DSAFETY ; -m100000 ; pass
// run: -DPRODUCERS=1 -DCONSUMERS=1 -DDEATHS=1 -DITEMS=2 -DCOMPLETE_LAST -DCOMPLETER_DIES -DJOIN ; -DSAFETY ; -m100000 ; pass
// run: -DPRODUCERS=1 -DCONSUMERS=2 -DDEATHS=0 -DFIRST_DEAD -DCOMPLETE_LAST -DREDELIVER -DJOIN ; -DSAFETY ; -m100000 ; pass
// run: -DPRODUCERS=1 -DCONSUMERS=1 -DDEATHS=1 -DITEMS=2 -DCOMPLETER_DIES ; -DNP ; -m100000 -l ; pass
// run: -DPRODUCERS=1 -DCONSUMERS=2 -DDEATHS=1 -DPRODUCERS_LIVE -DCOMPLETE_LAST -DREDELIVER ; -DNP ; -m100000 -l ; pass
// run: -DPRODUCERS=1 -DCONSUMERS=2 -DDEATHS=1 -DCOMPLETE_LAST -DMUTATE_EMPTY_FIRST ; -DSAFETY ; -m100000 ; fail
// run: -DPRODUCERS=1 -DCONSUMERS=2 -DDEATHS=1 -DCOMPLETE_LAST -DMUTATE_NO_SEARCH ; -DSAFETY ; -m100000 ; fail
// run: -DPRODUCERS=1 -DCONSUMERS=2 -DDEATHS=0 -DMUTATE_NO_SECOND_LOOK ; -DSAFETY ; -m100000 ; fail
// run: -DPRODUCERS=1 -DCONSUMERS=2 -DDEATHS=1 -DCOMPLETE_LAST -DMUTATE_NO_REWAKE ; -DSAFETY ; -m100000 ; fail
// run: -DPRODUCERS=1 -DCONSUMERS=2 -DDEATHS=0 -DMUTATE_NO_END ; -DSAFETY ; -m100000 ; fail
// run: -DPRODUCERS=1 -DCONSUMERS=2 -DDEATHS=0 -DMUTATE_NO_FILLING ; -DSAFETY ; -m100000 ; fail
// run: -DPRODUCERS=1 -DCONSUMERS=2 -DDEATHS=1 -DITEMS=2 -DPRODUCERS_LIVE -DCOMPLETE_LAST -DMUTATE_HEAD_STAYS ; -DSAFETY ; -m100000 ; fail
// run: -DPRODUCERS=1 -DCONSUMERS=1 -DDEATHS=1 -DCOMPLETE_LAST -DJOIN -DMUTATE_TAIL_STAYS ; -DSAFETY ; -m100000 ; fail
// run: -DPRODUCERS=1 -DCONSUMERS=3 -DDEATHS=0 -DFIRST_DEAD -DCOMPLETE_LAST -DREDELIVER -DMUTATE_RETURNS_FROM_ZERO ; -DSAFETY ; -m100000 ; fail
// run: -DPRODUCERS=1 -DCONSUMERS=2 -DDEATHS=0 -DFIRST_DEAD -DITEMS=3 -DBLOCKS=3 -DCOMPLETE_LAST -DREDELIVER -DKEEP -DMUTATE_NO_TELL_OF_RETURNED ; -DSAFETY ; -m100000 ; fail
// run: -DPRODUCERS=1 -DCONSUMERS=1 -DDEATHS=0 -DITEMS=3 -DBLOCKS=3 -DCOMPLETE_LAST -DKEEP ; -DSAFETY ; -m100000 ; pass
// run: -DPRODUCERS=1 -DCONSUMERS=1 -DDEATHS=0 -DITEMS=3 -DBLOCKS=3 -DCOMPLETE_LAST -DKEEP -DMUTATE_NO_TELL_OF_BLOCKS ; -DSAFETY ; -m100000 ; fail
*/

#ifndef PRODUCERS
#define PRODUCERS 2
#endif
#ifndef CONSUMERS
#define CONSUMERS 2
#endif
#ifndef ITEMS
#define ITEMS 1
#endif
#ifndef CAPACITY
#define CAPACITY 1
#endif
#ifndef BLOCKS
#define BLOCKS 2
#endif
#ifndef RECOVERERS
#define RECOVERERS 1
#endif
#ifndef DEATHS
#define DEATHS 1
#endif
#ifdef REDELIVER
#define REDELIVERS true
#else
#define REDELIVERS false
#endif

#define COMPLETER (PRODUCERS + CONSUMERS)
#define WORKERS (PRODUCERS + CONSUMERS + 1)
#define NONE 255

/* A slot: what is in it, which block, who takes it, the round. */
#define EMPTY 0
#define VALUE 1
#define TAKEN 2
#define KIND(s) ((s) & 3)
#define BLOCK(s) (((s) >> 2) & 3)
#define TAKER(s) (((s) >> 4) & 7)
#define ROUND(s) ((s) >> 7)
#define SLOT(round, kind, block, taker) ((kind) | ((block) << 2) | ((taker) << 4) | ((round) << 7))
#define PLACE(p) ((p) % CAPACITY)
#define ROUND_OF(p) ((p) / CAPACITY)

/* A block's state: what it is for, who has it in hand and one more, how often it was free. */
#define FREE 0
#define FILLING 1
#define HELD 2                  /* Taken, in the library */
#define LEASED 3
#define RETURNED 4
#define PHASE(b) ((b) & 7)
#define OWNER(b) (((b) >> 3) & 7)
#define WITH(b, phase, owner) (((b) & ~63) | (phase) | ((owner) << 3))
#define NEXT_FREE(b) (((b) & ~63) + 64)

#define BIT(p) (1 << (p))

/* The signals. */
#define ITEM 0
#define ROOM 1
#define FREED 2
#define ALL 3
#ifdef JOIN
#define SIGNALS 4
#else
#define SIGNALS 3
#endif
#define JOINER WORKERS

/* The fate of an item; TAKEN_BY(p) from the CAS into the slot on. */
#define UNPUT 0
#define PUT 1
#define DONE 2
#define TAKEN_BY(p) (3 + (p))

byte head, tail;
short slots[CAPACITY];
short blocks[BLOCKS];
byte contents[BLOCKS] = NONE;
bool completed;
#ifdef JOIN
bool touched;                   /* the signal of those who wait for all to be done is not zero any more */
#endif
byte returns;                   /* bit 0: some may be back; the rest: how often some came back */

/* A signal: whether it is marked; whose last look at the word is not older than the last tell; who sleeps on it. */
bool marked[SIGNALS];
byte fresh[SIGNALS];
byte asleep[SIGNALS];

bool gone[WORKERS];
bool done[WORKERS];
bool repaired[WORKERS];
bool repairing[WORKERS];
byte repairs[RECOVERERS] = NONE; /* the slot that a recoverer repairs */
bool begun;                     /* producer 0 has; producers are alike, so nothing is lost */

byte fate[PRODUCERS * ITEMS];   /* ghosts: what became of each item, and whether a consumer saw the end */
bool ended;
#ifdef JOIN
bool joined;
#endif

#ifdef REUSE
bool born;                      /* another consumer lives in the slot of the first */
#define DIED(p) (gone[p] || (born && p == PRODUCERS))
#else
#define DIED(p) gone[p]
#endif

#ifdef MUTATE_RETURNS_FROM_ZERO
#define SOME_BACK (returns != 0)
#define COME_BACK returns++
#else
#define SOME_BACK (returns & 1)
#define COME_BACK returns = (returns + 2) | 1
#endif

chan die = [0] of { byte };     /* who hears its number is dead at once */
#define DIE gone[me] = true; asleep[ITEM] = asleep[ITEM] & ~BIT(me); asleep[ROOM] = asleep[ROOM] & ~BIT(me); asleep[FREED] = asleep[FREED] & ~BIT(me); FORGET(ITEM); FORGET(ROOM); FORGET(FREED)

inline wakeOne(signal) {
    if
    :: asleep[signal] & 1 -> asleep[signal] = asleep[signal] & ~1
    :: asleep[signal] & 2 -> asleep[signal] = asleep[signal] & ~2
    :: asleep[signal] & 4 -> asleep[signal] = asleep[signal] & ~4
    :: asleep[signal] & 8 -> asleep[signal] = asleep[signal] & ~8
    :: asleep[signal] & 16 -> asleep[signal] = asleep[signal] & ~16
    fi
}

#define FORGET(signal) fresh[signal] = fresh[signal] & ~BIT(me)   /* nobody asks any more, and so it makes no difference */
#define IS_FRESH(signal) (fresh[signal] & BIT(me))

#ifdef JOIN
#define TOUCH(signal) touched = touched || signal == ALL
#else
#define TOUCH(signal)
#endif

/* Marks the signal, and looks once more then; sleeps on it if it is as it was. Macros, as an inline takes no labels. */
#define MARK(signal, look, markedLook) \
    atomic { fresh[signal] = fresh[signal] | BIT(me); if :: marked[signal] -> ready = true; goto markedLook :: else fi } \
    atomic { if :: IS_FRESH(signal) && !marked[signal] -> TOUCH(signal); marked[signal] = true; ready = true; goto markedLook :: else -> FORGET(signal); goto look fi }
#define SLEEP(signal, look) \
    atomic { ready = false; if :: IS_FRESH(signal) && marked[signal] -> FORGET(signal); asleep[signal] = asleep[signal] | BIT(me) :: else -> FORGET(signal); goto look fi } \
    if :: !(asleep[signal] & BIT(me)) -> goto look fi;

/* wakes one; none was there: CAS(told -> told without the mark) and wake all */
inline wakeOneOrAll(signal, mark) {
    if
    :: atomic { asleep[signal] != 0 -> wakeOne(signal); FORGET(signal) }
    :: asleep[signal] == 0 ->
       if
       :: atomic { IS_FRESH(signal) && marked[signal] == mark -> marked[signal] = false; FORGET(signal) };
          asleep[signal] = 0
       :: atomic { !(IS_FRESH(signal) && marked[signal] == mark) -> FORGET(signal) }
       fi
    fi
}

inline tell(signal) {
    if
    :: !marked[signal]                                              /* nobody sleeps */
    :: marked[signal] ->
       if                                                           /* the word is counted up: it is another for all, and what it is now we know */
       :: atomic { marked[signal] -> fresh[signal] = BIT(me) };
          wakeOneOrAll(signal, true)
       :: atomic { !marked[signal] -> fresh[signal] = BIT(me) };
          wakeOneOrAll(signal, false)
       fi
    fi
}

inline tellAll(signal) {
    fresh[signal] = 0;
    asleep[signal] = 0
}

inline tellOfTheEnd() {
    if
    :: !completed
#ifdef MUTATE_NO_END
    :: completed
#else
    :: completed -> tellAll(ITEM)
#endif
    fi
}

inline moveOn(position, from) {
    atomic {
        if
        :: position == from -> position = from + 1
        :: else
        fi
    }
}

inline emptySlot(place, s) {
    atomic {
        if
        :: slots[place] == s -> slots[place] = SLOT(ROUND(s) + 1, EMPTY, 0, 0)
        :: else
        fi;
        state = 0
    }
}

inline note(s) {
    atomic {
        if
        :: blocks[BLOCK(s)] == state -> blocks[BLOCK(s)] = WITH(state, HELD, TAKER(s) + 1)
        :: else
        fi
    }
}

inline finishTaking(place, s) {
    state = blocks[BLOCK(s)];
    if
    :: atomic { slots[place] != s -> state = 0 }
#ifdef MUTATE_EMPTY_FIRST
    :: slots[place] == s && PHASE(state) == FILLING ->
       atomic {
           if
           :: slots[place] == s -> slots[place] = SLOT(ROUND(s) + 1, EMPTY, 0, 0)
           :: else
           fi
       };
       note(s)
#else
    :: slots[place] == s && PHASE(state) == FILLING -> note(s); emptySlot(place, s)
#endif
    :: slots[place] == s && PHASE(state) != FILLING -> emptySlot(place, s)
    fi
}

/* n = how many items are in it */
inline count() {
    pos = head;
    atomic { n = (tail > pos -> (tail - pos > CAPACITY -> CAPACITY : tail - pos) : 0); pos = 0 };
#ifdef REDELIVER
    if
    :: !SOME_BACK
    :: SOME_BACK ->
       do
       :: atomic {
              n = n + (PHASE(blocks[each]) == RETURNED);
              each++;
              if
              :: each == BLOCKS -> each = 0; break
              :: else
              fi
          }
       od
    fi
#endif
}

#ifdef JOIN
#define TELL_ALL_DONE atomic { fresh[ALL] = 0; touched = true }; asleep[ALL] = 0

/* all = whether nothing waits in it and nothing is in hand */
inline isAllDone() {
    count();
    if
    :: atomic { n != 0 -> n = 0 }
    :: n == 0 ->
       do
       :: atomic {
              if
              :: PHASE(blocks[each]) >= HELD -> each = 0; break
              :: else -> each++
              fi;
              if
              :: each == BLOCKS -> each = 0; all = true; break
              :: else
              fi
          }
       od;
       if
       :: atomic { all -> all = false };
          count();
          atomic { all = (n == 0); n = 0 }
       :: !all
       fi
    fi
}

inline tellIfAllDone() {
    if
    :: touched ->
       isAllDone();
       if
       :: atomic { all -> all = false; tellAll(ALL) }
       :: !all
       fi
    :: !touched
    fi
}

/* begins when all producers are done or their deaths repaired, and waits until all is done */
proctype Joiner(byte me) {
    byte n, each, pos, item;
    bool all, ready;
    (done[0] || repaired[0]) && (PRODUCERS == 1 || done[1] || repaired[1]);
look:
    isAllDone();
    atomic {
        if
        :: all -> goto leave
        :: !all && ready -> goto sleep
        :: else
        fi
    }
    MARK(ALL, look, look)
sleep:
    SLEEP(ALL, look)
leave:
    atomic {
        all = false; ready = false; FORGET(ALL);
        do
        :: item < PRODUCERS * ITEMS ->
           assert(fate[item] != PUT && (fate[item] < TAKEN_BY(0) || (DIED(fate[item] - TAKEN_BY(0)) && !REDELIVERS)));
           item++
        :: else -> item = 0; break
        od;
        joined = true
    }
}
#else
#define TELL_ALL_DONE
#define tellIfAllDone()
#endif

/* frees a block that is in hand: nobody else may have changed its state */
inline free(phase) {
    atomic { state = blocks[block]; assert(OWNER(state) == me + 1 && PHASE(state) == phase) };
    atomic {
        assert(blocks[block] == state);
        blocks[block] = NEXT_FREE(state);
        state = 0;
        if
        :: phase != FILLING -> assert(contents[block] == item && fate[item] == TAKEN_BY(me)); fate[item] = DONE
        :: else
        fi
    };
    tell(FREED);
    tellOfTheEnd();
    tellIfAllDone()
}

proctype Producer(byte me) {
    byte item, block, pos, n, each;
    short s, state;
    bool all, ready;                                                     /* the signal is marked, and this is the look before the sleep */

    {
        atomic {
            me == 0 || begun || gone[0] -> begun = true; item = me * ITEMS;
#ifdef FIRST_DEAD
            item++;
            if
            :: item == ITEMS -> goto leave
            :: else
            fi
#endif
        };
claim:
        count();
        atomic {
            if
            :: n >= CAPACITY -> n = 0; goto noClaim
            :: else -> n = 0
            fi
        }
scan:
        atomic {
            state = blocks[each];
            if
            :: PHASE(state) != FREE -> state = 0; goto next
            :: else
            fi
        }
        atomic {
            if
            :: blocks[each] == state -> blocks[each] = WITH(state, FILLING, me + 1); state = 0; block = each; each = 0; ready = false; FORGET(FREED); goto claimed
            :: else -> state = 0
            fi
        }
next:
        atomic {
            each++;
            if
            :: each < BLOCKS -> goto scan
            :: else -> each = 0
            fi
        }
noClaim:
        atomic {
            if
            :: completed -> FORGET(FREED); ready = false; goto leave
            :: !completed && ready -> goto sleepToClaim
            :: else
            fi
        }
#ifdef MUTATE_NO_SECOND_LOOK
        MARK(FREED, claim, sleepToClaim)
#else
        MARK(FREED, claim, claim)
#endif
sleepToClaim:
        SLEEP(FREED, claim)

claimed:
        atomic {
            if
            :: completed -> goto refused
            :: else
            fi
        }
        contents[block] = item;
enqueue:
        pos = tail;
        atomic {
            s = slots[PLACE(pos)];
            assert(ROUND(s) + 1 >= ROUND_OF(pos) && !(ROUND(s) + 1 == ROUND_OF(pos) && KIND(s) == EMPTY));    /* the tail never runs ahead */
            if
            :: s == SLOT(ROUND_OF(pos), EMPTY, 0, 0) -> goto put
            :: ROUND(s) + 1 == ROUND_OF(pos) && KIND(s) == VALUE -> pos = 0; s = 0; goto noRoom
            :: ROUND(s) + 1 == ROUND_OF(pos) && KIND(s) != VALUE -> goto help
            :: else -> s = 0
            fi
        }
        moveOn(tail, pos);                                          /* it was filled since the tail was read */
        goto enqueue;
help:
        finishTaking(PLACE(pos), s);
        atomic { s = 0; pos = 0; goto enqueue }
put:
        atomic {
            if
            :: slots[PLACE(pos)] == s ->
               slots[PLACE(pos)] = SLOT(ROUND_OF(pos), VALUE, block, 0);
               s = 0; block = 0; ready = false; FORGET(ROOM);
               assert(fate[item] == UNPUT && !ended);
               fate[item] = PUT
            :: else -> s = 0; pos = 0; goto enqueue
            fi
        }
        atomic { moveOn(tail, pos); pos = 0 };
        tell(ITEM);
        atomic {
            item++;
            if
            :: item < (me + 1) * ITEMS -> goto claim
            :: else -> goto leave
            fi
        }
noRoom:
        atomic {
            if
            :: ready -> goto sleepToEnqueue
            :: else
            fi
        }
#ifdef MUTATE_NO_SECOND_LOOK
        MARK(ROOM, enqueue, sleepToEnqueue)
#else
        MARK(ROOM, enqueue, enqueue)
#endif
sleepToEnqueue:
        SLEEP(ROOM, enqueue)

refused:
        free(FILLING);
leave:
        atomic { block = 0; item = 0; done[me] = true }
    } unless { atomic { die?eval(me) -> item = 0; block = 0; pos = 0; n = 0; each = 0; s = 0; state = 0; all = false; ready = false; DIE } }
}

#ifdef KEEP
#define KEEPS (me == COMPLETER - 1 && kept == NONE)
#else
#define KEEPS false
#endif

/* the item of the block that was taken just now */
#define TAKE(b) block = b; item = contents[b]; FORGET(ITEM); ready = false; assert(!ended)

#ifndef REDELIVER
#define ring look
#endif

proctype Consumer(byte me) {
    byte item, block, pos, n, each, kept = NONE, keptItem, r;
    short s, state;
    bool all, ready;

look:
    {
#ifdef REDELIVER
        if
        :: !SOME_BACK -> goto ring
        :: SOME_BACK
        fi;
        r = returns;
scan:
        atomic {
            state = blocks[each];
            if
            :: PHASE(state) != RETURNED -> state = 0; goto next
            :: else
            fi
        }
        atomic {
            if
            :: blocks[each] == state ->
               blocks[each] = WITH(state, HELD, me + 1);
               TAKE(each);
               assert(fate[item] >= TAKEN_BY(PRODUCERS) && DIED(fate[item] - TAKEN_BY(0)));
               fate[item] = TAKEN_BY(me);
               state = 0; each = 0; r = 0;
               goto returnedTaken
            :: else -> state = 0
            fi
        }
next:
        atomic {
            each++;
            if
            :: each < BLOCKS -> goto scan
            :: else -> each = 0
            fi
        }
        atomic {                                                    /* unless some came back meanwhile */
            if
#ifdef MUTATE_RETURNS_FROM_ZERO
            :: returns == r -> returns = 0
#else
            :: returns == r -> returns = r & ~1
#endif
            :: else
            fi;
            r = 0
        }
ring:
#endif
        pos = head;
        atomic {
            s = slots[PLACE(pos)];
            assert(ROUND(s) >= ROUND_OF(pos));                      /* the head never runs ahead */
            if
            :: ROUND(s) != ROUND_OF(pos) -> s = 0; goto late
            :: ROUND(s) == ROUND_OF(pos) && KIND(s) == EMPTY -> s = 0; pos = 0; goto nothing
            :: ROUND(s) == ROUND_OF(pos) && KIND(s) == TAKEN -> goto help
            :: else
            fi
        }
        atomic {
            if
            :: slots[PLACE(pos)] == s ->
               s = SLOT(ROUND(s), TAKEN, BLOCK(s), me);
               slots[PLACE(pos)] = s;
               TAKE(BLOCK(s));
               assert(fate[item] == PUT && (item % ITEMS == 0 || fate[item - 1] != PUT));
               fate[item] = TAKEN_BY(me)
            :: else -> s = 0; pos = 0; goto ring
            fi
        }
        finishTaking(PLACE(pos), s);
        s = 0;
        moveOn(tail, pos);
        atomic { moveOn(head, pos); pos = 0 };
        tell(ROOM);
#ifndef MUTATE_NO_TELL_OF_BLOCKS
        tell(FREED);
#endif
        tellOfTheEnd();
        goto taken;
help:
        finishTaking(PLACE(pos), s);
        s = 0;
late:
        atomic { moveOn(head, pos); pos = 0; goto ring }
returnedTaken:
#ifndef MUTATE_NO_TELL_OF_RETURNED
        tell(FREED);
#endif
taken:
#ifdef REDELIVER
        state = blocks[block];
        atomic { assert(blocks[block] == state && PHASE(state) == HELD); blocks[block] = WITH(state, LEASED, me + 1); state = 0 };
#endif
        assert(contents[block] == item);
        atomic {
            if
            :: KEEPS -> kept = block; keptItem = item; block = 0; item = 0; goto look
            :: else
            fi
        }
give:
        free((REDELIVERS -> LEASED : HELD));
        atomic {
            block = 0; item = 0;
            if
            :: kept != NONE -> block = kept; item = keptItem; kept = NONE; keptItem = 0; goto give
            :: else -> goto look
            fi
        }
nothing:
        if
        :: !completed -> goto notEnded
        :: completed
        fi;
        count();
        atomic {
            if
            :: n != 0 -> n = 0; goto notEnded
            :: else
            fi
        }
filling:
#ifndef MUTATE_NO_FILLING
        atomic {
            if
            :: PHASE(blocks[each]) == FILLING -> each = 0; goto notEnded
            :: else -> each++
            fi;
            if
            :: each < BLOCKS -> goto filling
            :: else -> each = 0
            fi
        }
#endif
#ifdef REDELIVER
inHand:
        atomic {
            if
            :: PHASE(blocks[each]) >= HELD && OWNER(blocks[each]) != me + 1 -> each = 0; goto notEnded
            :: else -> each++
            fi;
            if
            :: each < BLOCKS -> goto inHand
            :: else -> each = 0
            fi
        }
#endif
        count();
        atomic {
            if
            :: n != 0 -> n = 0; goto notEnded
            :: else -> ready = false; FORGET(ITEM)
            fi;
            if
            :: kept != NONE -> block = kept; item = keptItem; kept = NONE; keptItem = 0; goto give
            :: else -> ended = true; goto leave
            fi
        }
notEnded:
        atomic {
            if
            :: ready -> goto sleep
            :: else
            fi
        }
#ifdef MUTATE_NO_SECOND_LOOK
        MARK(ITEM, look, sleep)
#else
        MARK(ITEM, look, look)
#endif
sleep:
        SLEEP(ITEM, look)
leave:
        done[me] = true
    } unless { atomic { die?eval(me) -> item = 0; block = 0; pos = 0; n = 0; each = 0; kept = NONE; keptItem = 0; r = 0; s = 0; state = 0; all = false; ready = false; DIE } }
}

/* says at any moment that nobody puts any more */
proctype Completer(byte me) {
#ifdef COMPLETE_LAST
    atomic { (done[0] || gone[0]) && (PRODUCERS == 1 || done[1] || gone[1]) -> completed = true };
#else
    completed = true;                                               /* who dies before is one that never came */
#endif
    {
        tellAll(ITEM);
        tellAll(ROOM);
        tellAll(FREED);
        TELL_ALL_DONE;
        done[me] = true
    } unless { atomic { die?eval(me) -> DIE } }
}

#define CLAIM(x) (me == 0 || repairs[0] != NONE) && gone[x] && !repaired[x] && !repairing[x] -> repairs[me] = x; repairing[x] = true
#define LET_GO if :: repairs[me] != NONE -> repairing[repairs[me]] = false :: else fi; repairs[me] = NONE

#define IS_PAST(s, p) (ROUND(s) > ROUND_OF(p) || (ROUND(s) == ROUND_OF(p) && KIND(s) != EMPTY))    /* the place was filled */
#define FREE_BLOCK(to) atomic { if :: blocks[each] == state -> blocks[each] = to :: else fi }

proctype Recoverer(byte me) {
    byte pos, each, index;
    short s, state;
end_idle:
    atomic {
        if
        :: CLAIM(0)
        :: CLAIM(1)
        :: CLAIM(2)
#if WORKERS > 3
        :: CLAIM(3)
#endif
#if WORKERS > 4
        :: CLAIM(4)
#endif
        fi
    }
    {
#ifdef REDELIVER
        COME_BACK;
#endif
        do
        :: s = slots[index];
           if
           :: KIND(s) == TAKEN -> finishTaking(index, s)
           :: else
           fi;
           atomic {
               s = 0; index++;
               if
               :: index == CAPACITY -> index = 0; break
               :: else
               fi
           }
        od;
#ifndef MUTATE_TAIL_STAYS
        do
        :: pos = tail;
           if
           :: atomic { !IS_PAST(slots[PLACE(pos)], pos) -> pos = 0; break }
           :: IS_PAST(slots[PLACE(pos)], pos)
           fi;
           moveOn(tail, pos)
        od;
#endif
#ifndef MUTATE_HEAD_STAYS
        do
        :: pos = head;
           if
           :: atomic { ROUND(slots[PLACE(pos)]) == ROUND_OF(pos) -> pos = 0; break }
           :: ROUND(slots[PLACE(pos)]) != ROUND_OF(pos)
           fi;
           moveOn(head, pos)
        od;
#endif
        do
        :: atomic {
               state = blocks[each];
               if
               :: OWNER(state) != repairs[me] + 1 -> goto next
               :: else
               fi
           };
           if
           :: PHASE(state) == FILLING ->
#ifndef MUTATE_NO_SEARCH
              do
              :: atomic {
                     s = slots[index];
                     if
                     :: KIND(s) != EMPTY && BLOCK(s) == each -> goto next
                     :: else -> s = 0; index++
                     fi;
                     if
                     :: index == CAPACITY -> index = 0; break
                     :: else
                     fi
                 }
              od;
#endif
              FREE_BLOCK(NEXT_FREE(state))
           :: PHASE(state) != FILLING -> FREE_BLOCK((REDELIVERS -> WITH(state, RETURNED, 0) : NEXT_FREE(state)))
           fi;
next:
           atomic {
               s = 0; state = 0; index = 0; each++;
               if
               :: each == BLOCKS -> each = 0; break
               :: else
               fi
           }
        od;
#ifdef REDELIVER
        COME_BACK;
#endif
#ifndef MUTATE_NO_REWAKE
        tellAll(ITEM);
        tellAll(ROOM);
        tellAll(FREED);
        TELL_ALL_DONE;
#endif
        atomic { repaired[repairs[me]] = true; repairing[repairs[me]] = false; repairs[me] = NONE };
        goto end_idle
    }
#ifdef RECOVERER_DIES
    unless { atomic { die?eval(WORKERS + me) -> LET_GO; pos = 0; each = 0; index = 0; s = 0; state = 0; goto end_idle } }
#endif
}

/* kills one of those who may die */
#if CONSUMERS > 1 && !defined(CONSUMERS_LIVE) && (!defined(FIRST_DEAD) || defined(REUSE))
#define CONSUMER_DIES :: die!PRODUCERS
#else
#define CONSUMER_DIES
#endif
#if CONSUMERS > 2 && !defined(CONSUMERS_LIVE)
#define OTHER_CONSUMER_DIES :: die!PRODUCERS + 1
#else
#define OTHER_CONSUMER_DIES
#endif
#ifndef PRODUCERS_LIVE
#define PRODUCER_DIES :: die!0
#else
#define PRODUCER_DIES
#endif
#if PRODUCERS > 1 && !defined(PRODUCERS_LIVE)
#define OTHER_PRODUCER_DIES :: die!1
#else
#define OTHER_PRODUCER_DIES
#endif
#ifdef COMPLETER_DIES
#define OTHERS_DIE :: die!COMPLETER
#else
#define OTHERS_DIE
#endif
#define KILL if PRODUCER_DIES OTHER_PRODUCER_DIES CONSUMER_DIES OTHER_CONSUMER_DIES OTHERS_DIE fi

proctype Killer(byte deaths) {
end_first:
    KILL;
#if DEATHS > 1
    if
    :: deaths < 2 -> goto spent
    :: else
    fi;
end_second:
    KILL;
#endif
spent:
    skip
}

#ifdef RECOVERER_DIES          /* once, while it repairs, and not counted among DEATHS */
proctype OtherKiller() {
end_idle:
    die!WORKERS
}
#endif

#ifdef REUSE
proctype Mother() {
end_idle:
    atomic { repaired[PRODUCERS] -> repaired[PRODUCERS] = false; gone[PRODUCERS] = false; born = true; run Consumer(PRODUCERS) }
}
#endif

proctype Judge() {
    byte each;
    atomic {
        timeout ->
        assert(ended && done[COMPLETER - 1]);
#ifdef JOIN
        assert(joined);
#endif
        do
        :: each < BLOCKS -> assert(PHASE(blocks[each]) == FREE && OWNER(blocks[each]) == 0); each++
        :: else -> each = 0; break
        od;
        do
        :: each < CAPACITY -> assert(KIND(slots[each]) == EMPTY); each++
        :: else -> each = 0; break
        od;
        do
        :: each < PRODUCERS * ITEMS ->
           assert(fate[each] == DONE || (fate[each] == UNPUT && (completed || gone[each / ITEMS])) ||
                  (fate[each] >= TAKEN_BY(PRODUCERS) && DIED(fate[each] - TAKEN_BY(0)) && !REDELIVERS));
#ifdef COMPLETE_LAST
           assert(fate[each] != UNPUT || gone[each / ITEMS]);
#endif
           each++
        :: else -> break
        od
    }
}

init {
    atomic {
        #ifdef FIRST_DEAD               /* the first consumer has taken the first item, and is dead; one producer, room for one */
        head = 1; tail = 1; slots[0] = SLOT(1, EMPTY, 0, 0);
        contents[0] = 0; blocks[0] = WITH(0, LEASED, PRODUCERS + 1); fate[0] = TAKEN_BY(PRODUCERS); gone[PRODUCERS] = true;
#else
        run Consumer(PRODUCERS);
#endif
        run Producer(0);
#if PRODUCERS > 1
        run Producer(1);
#endif
#if CONSUMERS > 1
        run Consumer(PRODUCERS + 1);
#endif
#if CONSUMERS > 2
        run Consumer(PRODUCERS + 2);
#endif
        run Completer(COMPLETER);
#ifdef JOIN
        run Joiner(JOINER);
#endif
        run Recoverer(0);
#if RECOVERERS > 1
        run Recoverer(1);
#endif
#ifdef RECOVERER_DIES
        run OtherKiller();
#endif
#ifdef REUSE
        run Mother();
#endif
        run Judge();
        if                                                          /* how many die is said at first: nobody need make up his mind later */
#if DEATHS > 1
        :: run Killer(2)
#endif
#if DEATHS > 0
        :: run Killer(1)
#endif
        :: true
        fi
    }
}
