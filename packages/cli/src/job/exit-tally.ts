import type { RightsmithError } from '@rightsmith/core';
import { someFailed, type Outcome } from './outcome.js';

/** Works out the exit code of a job from its outcomes as they come; of a hundred thousand it keeps two numbers and one error. */
export class ExitTally {
  #outcomes = 0;
  #failed = 0;
  #decisive: RightsmithError | undefined;
  #answer: number | undefined;

  add({ error, ...outcome }: Outcome): void {
    this.#outcomes += 1;
    if (error === undefined) this.#addAnswer('answer' in outcome ? outcome.answer : undefined);
    else this.#addError(error);
  }

  get exitCode(): number {
    if (this.#decisive === undefined) return this.#answer ?? 0;
    const isAlone = this.#outcomes === 1 || this.#decisive.code === 'Aborted';
    return (isAlone ? this.#decisive : someFailed(this.#failed, this.#outcomes)).exitCode;
  }

  #addError(error: RightsmithError): void {
    this.#failed += 1;
    if (this.#decisive === undefined || error.code === 'Aborted') this.#decisive = error;
  }

  /** The lowest one counts, whichever came first: files come in no order when threads work on them. */
  #addAnswer(answer: number | undefined): void {
    if (answer !== undefined) this.#answer = Math.min(answer, this.#answer ?? answer);
  }
}
