/**
 * Closes every run with one plain line, 'tests: N passed, N failed', for people and for scripts. A test file that could
 * not run at all counts as one failure: otherwise a file with a syntax error would count as nothing.
 * Plain JavaScript, because Jest loads reporters without its transforms.
 */
class SummaryReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const rest = skipped === 0 ? '' : `, ${skipped} skipped`;
    process.stdout.write(`tests: ${results.numPassedTests} passed, ${failed} failed${rest}\n`);
  }
}

module.exports = SummaryReporter;
