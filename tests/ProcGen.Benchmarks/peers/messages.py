"""Queues of Python's multiprocessing, for comparison.

Reads lines "queue PRODUCERS CONSUMERS N": N small items through a queue; answers with the microseconds that each took.
And "bytes LENGTH N": N items of that many bytes, one at a time.
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


def main():
    context = multiprocessing.get_context("fork")
    for line in sys.stdin:
        what, *numbers = line.split()
        numbers = [int(number) for number in numbers]
        print(flow(context, *numbers) if what == "queue" else large(context, *numbers), flush=True)


main()
