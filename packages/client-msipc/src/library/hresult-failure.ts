/** A call into the library failed. Only its data leaves the thread. */
export class HresultFailure extends Error {
  /** The function that failed. */
  readonly functionName: string;
  /** The HRESULT, without a sign. */
  readonly hresult: number;
  /** The library's own words. */
  readonly text: string | undefined;
  /** Whom to ask for access, where the refusal was about that. */
  referral: string | undefined;

  constructor(functionName: string, hresult: number, text?: string) {
    super(`${functionName} failed with 0x${hresult.toString(16)}`);
    this.functionName = functionName;
    this.hresult = hresult;
    this.text = text;
  }
}
