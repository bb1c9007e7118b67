import { errorData, errorFromData, type ErrorData, type InspectedChild, type Insides } from '@rightsmith/core';

/** What is inside a file as plain data, to cross threads. */
export interface InsidesData {
  readonly children: readonly ChildData[];
  readonly stopped?: ErrorData;
}

/** A file inside another as plain data. */
interface ChildData extends InsidesData, Pick<InspectedChild, 'name' | 'size' | 'facts'> {
  readonly error?: ErrorData;
}

/** What is inside as data. */
export function insidesData({ children, stopped }: Insides): InsidesData {
  return { children: children.map(childData), ...(stopped !== undefined && { stopped: errorData(stopped) }) };
}

function childData(child: InspectedChild): ChildData {
  const { name, size, facts, error } = child;
  return {
    name,
    size,
    ...(facts !== undefined && { facts }),
    ...(error !== undefined && { error: errorData(error) }),
    ...insidesData(child),
  };
}

/** What the data stand for. */
export function insidesFromData({ children, stopped }: InsidesData): Insides {
  return {
    children: children.map(childFromData),
    ...(stopped !== undefined && { stopped: errorFromData(stopped) }),
  };
}

function childFromData(child: ChildData): InspectedChild {
  const { name, size, facts, error } = child;
  return {
    name,
    size,
    ...(facts !== undefined && { facts }),
    ...(error !== undefined && { error: errorFromData(error) }),
    ...insidesFromData(child),
  };
}
