"""What grows, by Python's multiprocessing, for comparison.

Reads lines, each answered with microseconds:
  "bytes LENGTH N"      N calls of a pool's worker with an argument and a result of that many bytes: each
  "start N"             N processes that do nothing, by the method "spawn", from the first start to the last end: each
  "workers N"           a pool of N workers, by the method "spawn", from its making until it has done N tasks: each worker
"""
import multiprocessing
import sys
import time


def echo(load):
    return load


def nothing():
    pass


def start(context, count):
    processes = [context.Process(target=nothing) for _ in range(count)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()


def workers(context, count):
    with context.Pool(count) as pool:
        pool.map(echo, range(count), 1)


def main():
    spawn = multiprocessing.get_context("spawn")
    pool = multiprocessing.get_context("fork").Pool(1)
    for line in sys.stdin:
        what, *numbers = line.split()
        numbers = [int(number) for number in numbers]
        load = b"\1" * numbers[0] if what == "bytes" else None
        began = time.monotonic()
        if what == "bytes":
            for _ in range(numbers[1]):
                pool.apply(echo, (load,))
        elif what == "start":
            start(spawn, numbers[0])
        else:
            workers(spawn, numbers[0])
        print((time.monotonic() - began) * 1e6 / numbers[-1], flush=True)
    pool.terminate()


if __name__ == "__main__":
    main()
