"""Queues and pipes of Python's multiprocessing, for comparison.

Reads lines "queue PRODUCERS CONSUMERS N": N small items through a queue; answers with the microseconds that each took.
And "bytes LENGTH N": N items of that many bytes, one at a time.
"pipe N" and "pipebytes LENGTH N": the same through a pipe, from one process to another.
"""
import multiprocessing
import sys
import time


def produce(queue, start, count):
    start.wait()
    began = time.monotonic()
    for number in range(count):
        queue.put(number)
    queue.put(("began", began))


def consume(queue, start, answers, count):
    start.wait()
    seen = 0
    began = None
    while seen < count:
        item = queue.get()
        if isinstance(item, tuple):
            answers.put(("began", item[1]))
        else:
            seen += 1
    answers.put(("ended", time.monotonic()))


def flow(context, producers, consumers, count):
    queue, answers, start = context.Queue(1024), context.Queue(), context.Barrier(producers + consumers)
    processes = [context.Process(target=produce, args=(queue, start, count // producers)) for _ in range(producers)]
    processes += [context.Process(target=consume, args=(queue, start, answers, count // consumers)) for _ in range(consumers)]
    for process in processes:
        process.start()
    began, ended = [], []
    while len(ended) < consumers:
        what, when = answers.get()
        (began if what == "began" else ended).append(when)
    while len(began) < producers:
        item = queue.get() if answers.empty() else answers.get()
        began.append(item[1])
    for process in processes:
        process.join()
    return (max(ended) - min(began)) * 1e6 / count


def give(queue, wanted, length):
    load = bytes(length)
    while wanted.get():
        queue.put(load)


def large(context, length, count):
    queue, wanted = context.Queue(1), context.Queue()
    process = context.Process(target=give, args=(queue, wanted, length))
    process.start()
    began = None
    for number in range(count + 1):
        if number == 1:
            began = time.monotonic()
        wanted.put(True)
        queue.get()
    ended = time.monotonic()
    wanted.put(False)
    process.join()
    return (ended - began) * 1e6 / count


def count(connection):
    for number in range(connection.recv()):
        connection.send(number)


def one_way(context, number):
    here, there = context.Pipe()
    process = context.Process(target=count, args=(there,))
    process.start()
    began = time.monotonic()
    here.send(number)
    for _ in range(number):
        here.recv()
    ended = time.monotonic()
    process.join()
    return (ended - began) * 1e6 / number


def give_through_pipe(connection, length):
    load = bytes(length)
    while connection.recv():
        connection.send(load)


def large_through_pipe(context, length, number):
    here, there = context.Pipe()
    process = context.Process(target=give_through_pipe, args=(there, length))
    process.start()
    began = None
    for each in range(number + 1):
        if each == 1:
            began = time.monotonic()
        here.send(True)
        here.recv()
    ended = time.monotonic()
    here.send(False)
    process.join()
    return (ended - began) * 1e6 / number


KNOWN = {"queue": flow, "bytes": large, "pipe": one_way, "pipebytes": large_through_pipe}


def main():
    context = multiprocessing.get_context("fork")
    for line in sys.stdin:
        what, *numbers = line.split()
        numbers = [int(number) for number in numbers]
        print(KNOWN[what](context, *numbers), flush=True)


main()
