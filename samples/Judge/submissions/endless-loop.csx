// Never ends, and does not even come to a place where it could be asked to.
while (true) { }
