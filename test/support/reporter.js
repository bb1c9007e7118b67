import mocha from 'mocha';

const { EVENT_RUN_END, EVENT_TEST_PENDING } = mocha.Runner.constants;

/** mocha's spec reporter, followed by the plain closing line `N passed, N failed` and the reason of each skipped test. */
export class ClosingLineReporter extends mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const skipped = [];
    runner.on(EVENT_TEST_PENDING, (test) => skipped.push(test.fullTitle()));
    runner.once(EVENT_RUN_END, () => {
      for (const title of skipped) console.log(`skipped: ${title}`);
      const { passes, failures } = runner.stats;
      console.log(`${passes} passed, ${failures} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`);
    });
  }
}

// mocha takes a reporter only as a module's default export.
export default ClosingLineReporter;
