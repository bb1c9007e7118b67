import assert from 'node:assert/strict';
import { bytesSource, memorySink, rangeSource, type ByteSource, type ClientContext } from '@rightsmith/core';
import { pfile } from '@rightsmith/format-pfile';
import { useAuthorityEngines } from '../support/authority-engine.js';

const MIB = 2 ** 20;
const GIB = 2 ** 30;
const SEGMENT = 4096;

/** Sizes at which other programs failed, the ends of 32-bit numbers with and without a sign among them. */
const BOUNDARIES = [500 * MIB, GIB, 2 * GIB, 4 * GIB];

const FOR_OWNER = { names: [], grants: [{ users: ['owner'], rights: ['OWNER'] }] };

describe('sizes that others had to mend', () => {
  const engines = useAuthorityEngines();
  const ALICE = 'alice@example.com';
  const context = (): ClientContext => ({ signal: new AbortController().signal }) as unknown as ClientContext;

  /** Bytes of the content at an offset: each segment is filled with a number of its own. */
  const plainSegment = (segment: number): Uint8Array => {
    const bytes = Buffer.alloc(SEGMENT);
    for (let at = 0; at < SEGMENT; at += 8) bytes.writeBigUInt64LE(BigInt(segment) * 0x1_0001n, at);
    return bytes;
  };

  /** A PFILE of any size that is made where it is read. */
  async function virtualFile(contentSize: number): Promise<{ file: ByteSource; close: () => Promise<void> }> {
    const client = engines.authority.clientFor(ALICE);
    const request = { policy: FOR_OWNER, labels: [], deprecatedAlgorithms: false };
    const { license, cipher } = await client.publish(request, context());
    const sink = memorySink();
    await pfile().wrap(bytesSource(new Uint8Array()), { license, cipher, name: 'a.bin', labels: [] }, sink, {});
    // Behind the header stands one block, the padding of no content.
    const header = sink.bytes().subarray(0, -16);
    const last = Math.floor(contentSize / SEGMENT);
    const tail = await cipher.encrypt(last, plainSegment(last).subarray(0, contentSize % SEGMENT), true);
    const readRange = async (offset: number, length: number): Promise<Uint8Array> => {
      const bytes = new Uint8Array(length);
      for (let done = 0; done < length;) {
        const at = offset + done - header.length;
        const segment = Math.floor(at / SEGMENT);
        const whole =
          at < 0 ? header : segment === last ? tail : await cipher.encrypt(segment, plainSegment(segment), false);
        const from = at < 0 ? offset + done : at - segment * SEGMENT;
        const part = whole.subarray(from, from + length - done);
        bytes.set(part, done);
        done += part.length;
      }
      return bytes;
    };
    return {
      file: rangeSource({ size: header.length + last * SEGMENT + tail.length, readRange }),
      close: () => cipher.close(),
    };
  }

  for (const boundary of BOUNDARIES) {
    it(`content around ${boundary / MIB} MiB is read where it is`, async () => {
      const { file, close } = await virtualFile(boundary + SEGMENT + 5);
      const opened = await engines.engine(ALICE).open(file);
      assert.equal(opened.content.size, boundary + SEGMENT + 5);
      const around = await opened.content.read(boundary - SEGMENT, 2 * SEGMENT);
      const segment = boundary / SEGMENT;
      assert.deepEqual(Buffer.from(around), Buffer.concat([plainSegment(segment - 1), plainSegment(segment)]));
      const end = await opened.content.read(boundary + SEGMENT, 100);
      assert.deepEqual(Buffer.from(end), Buffer.from(plainSegment(segment + 1).subarray(0, 5)));
      await opened.close();
      await close();
    });

    it(`a header tells ${boundary / MIB} MiB as they are`, async () => {
      const content = rangeSource({
        size: boundary + 1,
        readRange: (_, length) => Promise.resolve(new Uint8Array(length)),
      });
      const parts: Uint8Array[] = [];
      const sink = {
        write: (bytes: Uint8Array) => {
          // The header is there when the first run of content is.
          if (bytes.length >= MIB) throw new Error('enough');
          parts.push(bytes.slice());
          return Promise.resolve();
        },
      };
      await assert.rejects(engines.engine(ALICE).protect(content, sink, { name: 'a.bin', policy: FOR_OWNER }));
      const { facts } = await engines.engine(ALICE).inspect(bytesSource(Buffer.concat(parts)));
      assert.equal(facts.container['originalSize'], boundary + 1);
    });
  }
});
