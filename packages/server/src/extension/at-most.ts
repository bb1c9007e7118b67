/** Lets a number of pieces of work run at the same time; the others wait for their turn, in order. */
export function atMost(most: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      // Whoever is next takes the place; it is free only where nobody is.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
