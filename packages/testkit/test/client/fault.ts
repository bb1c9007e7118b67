import type { Publication, RightsmithError, RmsClient, UseLicense } from '@rightsmith/core';

/** One way to break a right client. */
export interface ClientFault {
  /** Finishes the sentence “a client that …”. */
  readonly name: string;
  /** The broken members. Called for every client the tests ask for. */
  readonly breaks: (right: RmsClient) => Partial<RmsClient>;
  /** All tests that have to notice it, as `group: name`. */
  readonly red: readonly string[];
}

/** A client whose publications come out different. */
export const publishing =
  (change: (publication: Publication) => Partial<Publication>): ClientFault['breaks'] =>
  (right) => ({
    publish: async (...args) => {
      const publication = await right.publish(...args);
      return { ...publication, ...change(publication) };
    },
  });

/** A client whose use licences come out different. */
export const acquiring =
  (change: (license: UseLicense) => Partial<UseLicense>): ClientFault['breaks'] =>
  (right) => ({
    acquire: async (...args) => {
      const license = await right.acquire(...args);
      // The authority knows its use licences by identity.
      return Object.assign(license, change({ ...license }));
    },
  });

/** A client whose `acquire` ends otherwise where it fails. */
export const failing =
  (change: (error: RightsmithError) => UseLicense): ClientFault['breaks'] =>
  (right) => ({
    acquire: (...args) => right.acquire(...args).catch((error: unknown) => change(error as RightsmithError)),
  });
