import { join, resolve } from 'node:path';
import type { KeyEntry } from './authority-file.js';
import { defaultHome } from './default-home.js';

/** Where everything lies in an authority's home; the README shows it as a picture. */
export interface HomePaths {
  readonly folder: string;
  /** Tenant id, name, URL and the list of keys. */
  readonly authority: string;
  /** Folder of tenant keys, see {@link keyPath}. */
  readonly keys: string;
  /** Folder of templates, `<template id>.json`. */
  readonly templates: string;
  readonly directory: string;
  readonly revocations: string;
  readonly record: string;
}

/** The paths inside the home the caller names, else inside the usual one. */
export function chosenHome(named: string | undefined): HomePaths {
  return homePaths(named === undefined ? defaultHome() : resolve(named));
}

/** The paths inside the home `folder`. */
export function homePaths(folder: string): HomePaths {
  return {
    folder,
    authority: join(folder, 'authority.json'),
    keys: join(folder, 'keys'),
    templates: join(folder, 'templates'),
    directory: join(folder, 'directory.json'),
    revocations: join(folder, 'revocations.json'),
    record: join(folder, 'record.ndjson'),
  };
}

/** The file of one tenant key: `<key id>.key`, or `<key id>.<version>.key`. */
export function keyPath(paths: HomePaths, { id, version }: KeyEntry): string {
  return join(paths.keys, version === undefined ? `${id}.key` : `${id}.${version}.key`);
}
