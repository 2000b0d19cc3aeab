/*
The block of one direction of a pipe, in which messages lie that are too long for its ring: one at a time.

Shared words, each with one writer at a time: tail and sent, who has the sending end; head and taken, who has the receiving end. The block, and the
word that says how much of it is reserved, belong to the sender while sent == taken, and to the receiver otherwise. An end is somebody's, or closed; it
may go on to an heir, who begins with what the words say. A ring has two records.

    send           wait until sent == taken, and the ring has room (a short message needs room only), or the other end is
                   closed. Reserve: the room, then the word. Fill. sent++. Write the record. tail++: it is there
    receive        look for a record, and wait for one, or until the other end is closed; then look for a record once more.
                   Read the block. Give back what is too much to be kept: the word, then the room. taken++. head++
    recovery of d  close the ends that d has

Each of these is a step, filling and reading are two, and whoever has an end may die between any two steps. How those who wait are woken is left out:
the words that they sleep on are as the queue's (queue.pml), told after head and tail have moved, and after an end was closed.

What is proved: a message is received whole, once, in order, and never while it is being written; nobody writes or reads where nothing is reserved, and the
word never promises more than there is (asserts); all that was published is received, unless the receiver dies (assert at its end); nobody waits for
ever, whoever died: a sender that dies while it writes leaves nothing that anybody waits for, and an heir finds the block free once it was read.

MUTATE_PUBLISH_FIRST: the record is published before the block is filled. MUTATE_SENT_LAST: sent++ when the record is published: the receiver may find
that the block is not its. MUTATE_TAKE_FIRST: taken++ before the block is read. MUTATE_TRIM_LATE: what is too much is given back after taken++, when
the block is the sender's. MUTATE_NO_SECOND_LOOK: who sees the other end closed does not look again. MUTATE_OWN_COUNT: an heir begins to count the
block's messages at 0. MUTATE_NO_CLOSE: nobody closes the ends of the dead.

// run: -DDEATHS=0 ; -DSAFETY ; -m100000 ; pass
// run: -DDEATHS=1 ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DDEATHS=2 ; -DSAFETY -O1 ; -m100000 ; pass
// run: -DDEATHS=2 -DMESSAGES=2 ; -DNP -O1 ; -m100000 -l ; pass
// run: -DDEATHS=0 -DMUTATE_PUBLISH_FIRST ; -DSAFETY ; -m100000 ; fail
// run: -DDEATHS=0 -DMUTATE_SENT_LAST ; -DSAFETY ; -m100000 ; fail
// run: -DDEATHS=0 -DMUTATE_TAKE_FIRST ; -DSAFETY ; -m100000 ; fail
// run: -DDEATHS=0 -DMUTATE_TRIM_LATE ; -DSAFETY ; -m100000 ; fail
// run: -DDEATHS=0 -DMUTATE_NO_SECOND_LOOK ; -DSAFETY ; -m100000 ; fail
// run: -DDEATHS=0 -DMUTATE_OWN_COUNT ; -DSAFETY ; -m100000 ; fail
// run: -DDEATHS=1 -DMUTATE_NO_CLOSE ; -DSAFETY ; -m100000 ; fail
*/

#ifndef DEATHS
#define DEATHS 1
#endif
#ifndef MESSAGES
#define MESSAGES 4
#endif

#define ROOM 2
#define CLOSED 9

/* Who has an end: 0 or 1 the sending, 2 or 3 the receiving; 1 and 3 are the heirs. */
byte sendingEnd = 0;
byte receivingEnd = 2;
bool dead[4];
bool isDone[4];

byte tail, head, sent, taken;
byte record[ROOM];              /* a short message itself; 0: one that lies in the block */
bool reserved;                  /* what the word says */
bool room;                      /* what there is */
byte block[2];

byte published;                 /* ghosts: how many messages are there, how many were received */
byte received;

chan die = [0] of { byte };     /* who hears its number is dead at once */

inline reserve() {
    room = true;
    reserved = true
}

inline publish(what) {
    record[tail % ROOM] = what;
    atomic { tail++; published++ }
}

proctype Sender(byte me) {
    byte number, count;
    {
        sendingEnd == me || sendingEnd == CLOSED || (me == 1 && isDone[0]);
        if
        :: sendingEnd == me -> count = sent
        :: else -> goto done
        fi;
#ifdef MUTATE_OWN_COUNT
        count = 0;
#endif
next:
        if
        :: published == MESSAGES -> goto close
        :: published < MESSAGES -> number = published + 1
        fi;
        if
        :: atomic { me == 0 && !dead[1] -> sendingEnd = 1 }; goto done
        :: goto viaBlock
        :: goto viaRing
        fi;
viaRing:
        if
        :: receivingEnd == CLOSED -> goto close
        :: tail - head < ROOM
        fi;
        publish(number);
        goto next;
viaBlock:
        if
        :: receivingEnd == CLOSED -> goto close
        :: sent == taken && tail - head < ROOM
        fi;
#ifdef MUTATE_PUBLISH_FIRST
        count++;
        sent = count;
        publish(0);
#endif
        if
        :: !reserved -> reserve()
        :: reserved
        fi;
        assert(room);
        block[0] = number;
        assert(room);
        block[1] = number;
#ifndef MUTATE_PUBLISH_FIRST
#ifdef MUTATE_SENT_LAST
        publish(0);
        count++;
        sent = count;
#else
        count++;
        sent = count;
        publish(0);
#endif
#endif
        goto next;
close:
        sendingEnd = CLOSED;
done:
        isDone[me] = true
    } unless { atomic { die?eval(me) -> dead[me] = true; isDone[me] = true; number = 0; count = 0 } }
}

inline trim() {
    if
    :: reserved = false; atomic { room = false; block[0] = 0; block[1] = 0 }
    :: skip
    fi
}

inline take() {
    count++;
    taken = count
}

proctype Receiver(byte me) {
    byte number, first, second, count;
    {
        receivingEnd == me || receivingEnd == CLOSED || (me == 3 && isDone[2]);
        if
        :: receivingEnd == me -> count = taken
        :: else -> goto done
        fi;
next:
        if
        :: atomic { me == 2 && !dead[3] -> receivingEnd = 3 }; goto done
        :: head != tail -> goto read
        :: head == tail
        fi;
        if
        :: head != tail -> goto read
        :: sendingEnd == CLOSED
        fi;
#ifndef MUTATE_NO_SECOND_LOOK
        if
        :: head != tail -> goto read
        :: head == tail
        fi;
#endif
        assert(received == published);
        receivingEnd = CLOSED;
        goto done;
read:
        number = record[head % ROOM];
        if
        :: number == 0 ->
            assert(sent != taken);
            assert(!reserved || room);
#ifdef MUTATE_TAKE_FIRST
            take();
#endif
            first = block[0];
            second = block[1];
            assert(first == second && first == received + 1);
#ifdef MUTATE_TRIM_LATE
            take();
            trim();
#else
            trim();
#ifndef MUTATE_TAKE_FIRST
            take();
#endif
#endif
            first = 0; second = 0
        :: else -> assert(number == received + 1)
        fi;
        number = 0;
        atomic { head++; received++ };
        goto next;
done:
        isDone[me] = true
    } unless { atomic { die?eval(me) -> dead[me] = true; isDone[me] = true; number = 0; first = 0; second = 0; count = 0 } }
}

/* Whoever is dead has no end: somebody sees to that. */
proctype Recoverer() {
end_idle:
    do
#ifndef MUTATE_NO_CLOSE
    :: atomic { sendingEnd != CLOSED && dead[sendingEnd] -> sendingEnd = CLOSED }
    :: atomic { receivingEnd != CLOSED && dead[receivingEnd] -> receivingEnd = CLOSED }
#else
    :: false
#endif
    od
}

proctype Killer() {
    byte killed;
    do
    :: killed < DEATHS ->
end_choosing:
        if
        :: die!0
        :: die!1
        :: die!2
        :: die!3
        fi;
        killed++
    :: else -> break
    od
}

init {
    atomic {
        run Sender(0);
        run Sender(1);
        run Receiver(2);
        run Receiver(3);
        run Recoverer();
        run Killer()
    }
}
