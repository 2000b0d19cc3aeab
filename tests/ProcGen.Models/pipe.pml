/*
An end of a pipe on its way.

One word says whose the end is: Owned, Kept (in a message that is being sent), Travelling, Closed; who owns or keeps it; and a serial number, which grows
with each change but that from Kept to Travelling. It is changed by CAS as a whole. A sender has the end and sends it through a carrier (the ring of
another pipe, a queue of one item); the message has a ticket with the number under which the end travels. A reader receives from the carrier, or closes its
side of it, at any moment. The other side of the pipe waits until the end is closed.

    send           CAS(Owned by me, s -> Kept by me, s + 1). The carrier is closed: stay. Put the message. The carrier
                   is closed: end the journey. CAS(Kept -> Travelling, s + 1)
      stay         CAS(Kept by me -> Owned by me, s + 2)
    receive        the word has the ticket's number and is Kept or Travelling: CAS(-> Owned by me, s + 2); begin anew if it was changed meanwhile
    drop           read or not: end the journey, then the message is gone
    end a journey  twice: the word has the ticket's number and is Kept or Travelling: CAS(-> Closed)
    close a carrier   it is closed; end the journey of what is in it
    recovery of d  Owned or Kept by d: CAS(-> Closed). d was the reader: close the carrier for it

Every look and every CAS is a step; sender and reader may die between any two. How those who wait are woken is left out: the other pipes' words are
signals as the queue's are (queue.pml), told after each of these changes.

What is proved: the end has one owner at a time, and nobody takes it twice (asserts); who sent it and lives does not lose it when it was not sent (assert in
`stay`); and the other side does not wait for ever: in the end, the end is closed, whoever died.

MUTATE_ONCE: a journey is ended with one look: the sender may say in between that the end has left, and it is lost. MUTATE_NO_LOOK_AFTER: the sender does not
look at the carrier after it has put the message. MUTATE_NO_DROP: a message that is skipped is just gone. MUTATE_NO_SETTLE: who closes the carrier does not
look into it. MUTATE_KEEP: recovery leaves what the dead kept. MUTATE_LOOK_LATE: the sender looks at the carrier when it has said that the end has left, and not before:
if it dies in between, the end is nobody's, in a message that nobody reads.

// run: -DDEATHS=0 ; -DSAFETY ; -m100000 ; pass
// run: -DDEATHS=1 ; -DSAFETY ; -m100000 ; pass
// run: -DDEATHS=2 ; -DSAFETY ; -m100000 ; pass
// run: -DDEATHS=2 ; -DNP ; -m100000 -l ; pass
// run: -DDEATHS=0 -DMUTATE_ONCE ; -DSAFETY ; -m100000 ; fail
// run: -DDEATHS=0 -DMUTATE_NO_LOOK_AFTER ; -DSAFETY ; -m100000 ; fail
// run: -DDEATHS=0 -DMUTATE_NO_DROP ; -DSAFETY ; -m100000 ; fail
// run: -DDEATHS=0 -DMUTATE_NO_SETTLE ; -DSAFETY ; -m100000 ; fail
// run: -DDEATHS=1 -DMUTATE_KEEP ; -DSAFETY ; -m100000 ; fail
// run: -DDEATHS=1 -DMUTATE_LOOK_LATE ; -DSAFETY ; -m100000 ; fail
*/

#ifndef DEATHS
#define DEATHS 1
#endif

#define SENDER 0
#define READER 1
#define NOBODY 3

/* The word: the serial number, who, what. */
#define CLOSED 0
#define OWNED 1
#define KEPT 2
#define TRAVELLING 3
#define STATE(w) ((w) & 3)
#define WHO(w) (((w) >> 2) & 3)
#define SERIAL(w) ((w) >> 4)
#define WORD(serial, who, state) (((serial) << 4) | ((who) << 2) | (state))
#define IS_ON_ITS_WAY(w) (STATE(w) == KEPT || STATE(w) == TRAVELLING)
#define NEXT(w) (SERIAL(w) + 1)

byte word = WORD(1, SENDER, OWNED);
byte ticket;                    /* the number in the message that is in the carrier; 0: there is none */
bool carrierClosed;
bool gone[2];
byte takes;                     /* ghost: how often the end was taken out of the message */

chan die = [0] of { byte };     /* who hears its number is dead at once */

inline cas(from, to, succeeded) {
    atomic {
        if
        :: word == from -> word = to; succeeded = true
        :: else -> succeeded = false
        fi
    }
}

inline endJourney(serial) {
    seen = word;
    if
    :: SERIAL(seen) == serial && IS_ON_ITS_WAY(seen) -> cas(seen, WORD(NEXT(seen), NOBODY, CLOSED), isDone)
    :: else
    fi;
#ifndef MUTATE_ONCE
    seen = word;
    if
    :: SERIAL(seen) == serial && IS_ON_ITS_WAY(seen) -> cas(seen, WORD(NEXT(seen), NOBODY, CLOSED), isDone)
    :: else
    fi;
#endif
    seen = 0; isDone = false
}

inline closeCarrier() {
    carrierClosed = true;
    found = ticket;
#ifndef MUTATE_NO_SETTLE
    if
    :: found != 0 -> endJourney(found)
    :: else
    fi;
#endif
    found = 0
}

proctype Sender() {
    byte seen, kept;
    bool isDone;
    {
        kept = WORD(NEXT(word), SENDER, KEPT);
        cas(WORD(1, SENDER, OWNED), kept, isDone);
        assert(isDone);
        isDone = false;
        if
        :: carrierClosed -> goto stay
        :: !carrierClosed
        fi;
        ticket = SERIAL(kept);
#ifdef MUTATE_LOOK_LATE
        cas(kept, WORD(SERIAL(kept), NOBODY, TRAVELLING), isDone);
        isDone = false;
#endif
#ifndef MUTATE_NO_LOOK_AFTER
        if
        :: carrierClosed -> endJourney(SERIAL(kept))
        :: !carrierClosed
        fi;
#endif
#ifndef MUTATE_LOOK_LATE
        cas(kept, WORD(SERIAL(kept), NOBODY, TRAVELLING), isDone);
        isDone = false;
#endif
        goto leave;
stay:
        cas(kept, WORD(NEXT(kept), SENDER, OWNED), isDone);
        assert(isDone);                                             /* nobody else knows of it */
        kept = word;
        cas(kept, WORD(NEXT(kept), NOBODY, CLOSED), isDone);        /* done with it */
leave:
        skip
    } unless { atomic { die?SENDER -> gone[SENDER] = true; seen = 0; kept = 0; isDone = false } }
}

proctype Reader() {
    byte seen, found, own;
    bool isDone;
    {
        if
        :: ticket != 0 -> found = ticket
        :: goto close                                               /* at any moment */
        fi;
        if
        :: goto drop                                                /* skipped, or it does not read */
        :: goto take
        fi;
take:
        seen = word;
        if
        :: SERIAL(seen) == found && IS_ON_ITS_WAY(seen) ->
           own = WORD(NEXT(seen), READER, OWNED);
           atomic {
               cas(seen, own, isDone);
               if
               :: isDone -> takes++; assert(takes == 1)
               :: else -> own = 0; goto take
               fi
           }
        :: else                                                     /* it was closed: its sender died */
        fi;
        isDone = false;
drop:
#ifndef MUTATE_NO_DROP
        endJourney(found);
#endif
        assert(own == 0 || word == own || gone[READER]);            /* what was taken is not dropped */
        found = 0;
        ticket = 0;
        if
        :: own != 0 -> cas(own, WORD(NEXT(own), NOBODY, CLOSED), isDone)
        :: else
        fi;
close:
        closeCarrier()
    } unless { atomic { die?READER -> gone[READER] = true; seen = 0; found = 0; own = 0; isDone = false } }
}

inline closeWhatWas(who) {
    seen = word;
#ifdef MUTATE_KEEP
    if
    :: WHO(seen) == who && STATE(seen) == OWNED -> cas(seen, WORD(NEXT(seen), NOBODY, CLOSED), isDone)
#else
    if
    :: WHO(seen) == who && STATE(seen) != CLOSED -> cas(seen, WORD(NEXT(seen), NOBODY, CLOSED), isDone)
#endif
    :: else
    fi;
    seen = 0; isDone = false
}

proctype Recoverer() {
    byte seen, found;
    bool isDone;
end_idle:
    do
    :: gone[SENDER] -> closeWhatWas(SENDER); gone[SENDER] = false
    :: gone[READER] -> closeWhatWas(READER); closeCarrier(); gone[READER] = false
    od
}

/* the other side */
proctype Other() {
    STATE(word) == CLOSED
}

proctype Killer() {
end_first:
    if
    :: die!SENDER
    :: die!READER
    fi;
#if DEATHS > 1
end_second:
    if
    :: die!SENDER
    :: die!READER
    fi;
#endif
    skip
}

init {
    atomic {
        run Sender();
        run Reader();
        run Recoverer();
        run Other();
#if DEATHS > 0
        run Killer();
#endif
    }
}
