"""A pool of Python's multiprocessing, for comparison.

Reads lines, each answered with microseconds:
  "apply N"             N calls, one after the other: what half of them took at most
  "apply_async N"       N calls, none of them waited for before all are made: each
  "map N"               one map over N numbers with automatic chunks: all
  "spawn"               a process from its start to its end, by the method "spawn": all
"""
import multiprocessing
import sys
import time


def add(a, b):
    return a + b


def increment(number):
    return number + 1


def nothing():
    pass


def apply(pool, count):
    times = []
    for _ in range(count):
        began = time.monotonic()
        pool.apply(add, (1, 2))
        times.append(time.monotonic() - began)
    return sorted(times)[count // 2] * 1e6


def apply_async(pool, count):
    results = [pool.apply_async(add, (1, 2)) for _ in range(count)]
    for result in results:
        result.get()


def spawn():
    process = multiprocessing.get_context("spawn").Process(target=nothing)
    process.start()
    process.join()


def main():
    one, two = multiprocessing.Pool(1), multiprocessing.Pool(2)
    for line in sys.stdin:
        what, *numbers = line.split()
        count = int(numbers[0]) if numbers else 1
        if what == "apply":
            print(apply(one, count), flush=True)
            continue
        began = time.monotonic()
        if what == "apply_async":
            apply_async(two, count)
        elif what == "map":
            two.map(increment, range(count))
        else:
            spawn()
        took = (time.monotonic() - began) * 1e6
        print(took if what in ("map", "spawn") else took / count, flush=True)
    for pool in (one, two):
        pool.terminate()


if __name__ == "__main__":
    main()
