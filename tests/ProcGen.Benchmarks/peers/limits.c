/*
 * The physical limits, in C: 64 bytes, or one word, there and back between two processes, both of which block.
 *
 * Reads lines "socket N", "pipe N", "futex N"; answers each with the microseconds that one round trip took.
 */
#define _GNU_SOURCE
#include <linux/futex.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

enum { SIZE = 64 };

/* Each in a cache line of its own. */
struct words { _Alignas(64) _Atomic unsigned ping; _Alignas(64) _Atomic unsigned pong; };

static void fail(const char *what) { perror(what); exit(1); }

static void give(_Atomic unsigned *word) {
    atomic_store(word, 1);
    syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

static void take(_Atomic unsigned *word) {
    while (atomic_load(word) == 0) syscall(SYS_futex, word, FUTEX_WAIT, 0, NULL, NULL, 0);
    atomic_store(word, 0);
}

/* False at the end of what comes in. */
static int fetch(int from, char *buffer) {
    for (ssize_t had = 0, got; had < SIZE; had += got) {
        got = read(from, buffer + had, SIZE - had);
        if (got < 0) fail("read");
        if (got == 0) return 0;
    }
    return 1;
}

static void put(int to, const char *buffer) {
    if (write(to, buffer, SIZE) != SIZE) fail("write");
}

static void serve(int from, int to) {
    char buffer[SIZE];
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    while (fetch(from, buffer)) put(to, buffer);
    exit(0);
}

int main(void) {
    int sockets[2], there[2], back[2];
    struct words *words = mmap(NULL, sizeof *words, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (words == MAP_FAILED || socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) || pipe(there) || pipe(back)) fail("set up");
    if (fork() == 0) serve(sockets[1], sockets[1]);
    if (fork() == 0) { close(there[1]); serve(there[0], back[1]); }
    if (fork() == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        for (;;) { take(&words->ping); give(&words->pong); }
    }

    char what[16], buffer[SIZE] = {0};
    for (long count; scanf("%15s %ld", what, &count) == 2;) {
        struct timespec began, ended;
        clock_gettime(CLOCK_MONOTONIC, &began);
        for (long trip = 0; trip < count; trip++) {
            if (what[0] == 'f') { give(&words->ping); take(&words->pong); }
            else if (what[0] == 's') { put(sockets[0], buffer); fetch(sockets[0], buffer); }
            else { put(there[1], buffer); fetch(back[0], buffer); }
        }
        clock_gettime(CLOCK_MONOTONIC, &ended);
        printf("%.4f\n", ((ended.tv_sec - began.tv_sec) * 1e9 + (ended.tv_nsec - began.tv_nsec)) / 1e3 / count);
        fflush(stdout);
    }
    return 0;
}
