/**
 * Name of the signed application data in which our authority tells who published, where that is not the owner. The format has no
 * place of its own for that: its issuer is the service (rms-client-features.md SUP-2).
 */
export const PUBLISHED_BY = 'Rightsmith.PublishedBy';
