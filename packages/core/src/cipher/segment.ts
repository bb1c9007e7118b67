/** A segment, and where it lies among the bytes that are worked on. */
export interface Segment {
  readonly number: number;
  /** Bytes from the start of those bytes. */
  readonly start: number;
}

/** The segments, the last one perhaps not full, of `length` bytes that begin with segment number `first` at byte `start`. */
export function segmentsOf(length: number, segmentSize: number, first: number, start: number): Segment[] {
  const segments: Segment[] = [];
  for (let done = 0, number = first; done < length; done += segmentSize, number++) {
    segments.push({ number, start: start + done });
  }
  return segments;
}
