import { join } from 'node:path';

/** Where everything lies in an authority's home; the README shows it as a picture. */
export interface HomePaths {
  readonly folder: string;
  /** Tenant id, name, URL and the list of keys. */
  readonly authority: string;
  /** Folder of tenant keys, `<key id>.key`. */
  readonly keys: string;
  /** Folder of templates, `<template id>.json`. */
  readonly templates: string;
  readonly directory: string;
  readonly record: string;
}

/** The paths inside the home `folder`. */
export function homePaths(folder: string): HomePaths {
  return {
    folder,
    authority: join(folder, 'authority.json'),
    keys: join(folder, 'keys'),
    templates: join(folder, 'templates'),
    directory: join(folder, 'directory.json'),
    record: join(folder, 'record.ndjson'),
  };
}

/** The file of one tenant key. */
export function keyPath(paths: HomePaths, keyId: string): string {
  return join(paths.keys, `${keyId}.key`);
}
