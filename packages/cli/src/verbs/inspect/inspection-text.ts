import type { Inspection, LicenseFacts } from '@rightsmith/core';
import { factsText, type Fact } from '../../render/facts-text.js';
import { STATUS_TEXTS } from '../../render/status-texts.js';
import { timeText, type ZoneOffset } from '../../render/time-text.js';
import { visible } from '../../render/visible.js';

/**
 * An inspection for a person, in the order of the questions: what it is; who protected it, when and for whom; until when;
 * which service opens it and whom to ask; what could not be read without a key.
 *
 * @param now - milliseconds since 1970, for distances in time
 */
export function inspectionText(file: string, facts: Inspection, now: number, zoneOffset?: ZoneOffset): string {
  const { license, encryptedFacts } = facts;
  const time = (isoTime: string): string => timeText(isoTime, now, zoneOffset);
  const all: readonly Fact[] = [
    ...whatItIs(facts),
    ...(license === undefined
      ? []
      : [...whoAndWhen(license, time), ...untilWhen(license, time), ...whomToAsk(license)]),
    ...(encryptedFacts.length === 0 ? [] : [['Needs a key', encryptedFacts.join(', ')] as const]),
  ];
  return `${visible(file)}\n${factsText(all, '  ')}`;
}

function whatItIs(facts: Inspection): Fact[] {
  const { status, format, originalExtension, contentLength, cipherHint, labels, obstacles } = facts;
  return [
    ['Status', `${STATUS_TEXTS[status]} (${format.reason})`],
    ...optional('Original type', originalExtension),
    ...optional('Content', contentLength === undefined ? undefined : `${contentLength} bytes`),
    ...optional('Cipher', cipherHint),
    ...labels.map(({ id, name }): Fact => ['Label', name === undefined ? id : `${name} (${id})`]),
    ...obstacles.map(({ message, hint = '' }): Fact => ['Obstacle', `${message} ${hint}`.trimEnd()]),
  ];
}

function whoAndWhen(license: LicenseFacts, time: (isoTime: string) => string): Fact[] {
  const { owner, publishedBy, issuedAt, issuer, kind, descriptor, blocks, contentId } = license;
  const [name] = descriptor?.names ?? [];
  return [
    ['Protected by', owner ?? 'the licence does not tell'],
    ...optional('Published by', publishedBy),
    ['When', time(issuedAt)],
    ['Policy', policyText(kind, name)],
    ['For whom', 'encrypted'],
    ['Signed by', `${issuer.name} (${issuer.id})`],
    ['Signature', signatureText(blocks, license.chain)],
    ['Content id', contentId],
  ];
}

function policyText(
  kind: LicenseFacts['kind'],
  name: { readonly name: string; readonly description: string } | undefined,
): string {
  const kindText = kind ?? 'template or custom';
  if (name === undefined) return kindText;
  return `${name.name}${name.description === '' ? '' : `, ${name.description}`} (${kindText})`;
}

function signatureText(blocks: LicenseFacts['blocks'], chain: LicenseFacts['chain']): string {
  const broken = blocks.flatMap(({ digest, signature }, index) => (digest && signature ? [] : [index]));
  if (broken.length > 0) return `does not hold (block ${broken.join(', ')})`;
  return { single: 'holds', linked: 'holds, and so does its chain', broken: 'holds, but its chain is broken' }[chain];
}

function untilWhen({ validUntil }: LicenseFacts, time: (isoTime: string) => string): Fact[] {
  return [['Until', validUntil === undefined ? 'no end is told in clear' : time(validUntil)]];
}

function whomToAsk({ urls, referral, owner }: LicenseFacts): Fact[] {
  const services = new Set([urls.extranet, urls.intranet].filter((url) => url !== undefined));
  return [
    ['Opened by', [...services].join(' or ') || 'the licence does not tell'],
    ['Ask', referral ?? owner ?? 'the licence does not tell'],
  ];
}

function optional(label: string, value: string | undefined): Fact[] {
  return value === undefined ? [] : [[label, value]];
}
