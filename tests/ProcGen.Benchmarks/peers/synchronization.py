"""Locks of Python's multiprocessing, for comparison.

Reads lines "uncontended N" and "contending N"; answers each with the microseconds that one acquisition and its release took.
"""
import multiprocessing
import sys
import time


def take(lock, count):
    acquire, release = lock.acquire, lock.release
    began = time.monotonic()
    for _ in range(count):
        acquire()
        release()
    return began, time.monotonic()


def work(lock, barrier, pipe):
    while count := pipe.recv():
        barrier.wait()
        pipe.send(take(lock, count))


def main():
    context = multiprocessing.get_context("fork")
    own, shared, barrier = context.Lock(), context.Lock(), context.Barrier(2)
    pipes = []
    for _ in range(2):
        near, far = context.Pipe()
        context.Process(target=work, args=(shared, barrier, far), daemon=True).start()
        pipes.append(near)

    for line in sys.stdin:
        what, count = line.split()[0], int(line.split()[1])
        if what == "uncontended":
            began, ended = take(own, count)
        else:
            for pipe in pipes:
                pipe.send(count)
            times = [pipe.recv() for pipe in pipes]
            began, ended = min(time[0] for time in times), max(time[1] for time in times)
            count *= len(pipes)
        print((ended - began) * 1e6 / count, flush=True)


main()
