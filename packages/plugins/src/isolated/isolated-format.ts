import { defaultFormatContext, type FormatContext, type FormatHandler } from '@rightsmith/core';
import { checkInfo, METHODS, type MethodName } from '../load/check-handler.js';
import { pluginName } from '../load/describe-plugin.js';
import type { PluginLocation } from '../load/locate-plugin.js';
import { checkDetection, checkFacts, checkMethods, checkMode } from './check-answer.js';
import { IsolatedPlugin, type Give, type IsolationRequest } from './isolated-plugin.js';
import { keptChildren, keptSource } from './kept-objects.js';

/**
 * A handler whose code runs in a process without files, network, environment and keys: it asks for bytes and gives bytes. The
 * process starts with this call, anew at the next use after it was ended, and ends with its host.
 *
 * @throws UsageError when the plugin cannot be loaded or does not keep to the interface; LimitReached, InternalError when it misbehaves at once
 */
export async function isolatedFormat(location: PluginLocation, request: IsolationRequest): Promise<FormatHandler> {
  const plugin = new IsolatedPlugin(location, request);
  const { info, methods } = await plugin.facts();
  const name = pluginName(location);
  const handler = { info: checkInfo(info, name), ...lookingMethods(plugin, name), ...writingMethods(plugin) };
  const offered = checkMethods(methods, name);
  const lacking: readonly string[] = METHODS.filter((method) => !offered.includes(method));
  const members = Object.entries(handler).filter(([name]) => !lacking.includes(name));
  return Object.fromEntries(members) as unknown as FormatHandler;
}

type Methods = Required<Omit<FormatHandler, 'info'>>;
type WritingMethod = 'wrap' | 'wrapStream' | 'unwrap' | 'relicense';

/** Every method that answers; those the plugin lacks are taken away by the caller. */
function lookingMethods(plugin: IsolatedPlugin, name: string): Omit<Methods, WritingMethod> {
  const run = (method: MethodName, context: Partial<FormatContext>, give: Give): Promise<unknown> =>
    plugin.run(method, defaultFormatContext(context), give);
  return {
    detect: async (source, hint, context) =>
      checkDetection(
        await run('detect', context, (objects) => ({ ...objects.addSource('source', source), hint })),
        name,
      ),
    inspect: async (source, context) =>
      checkFacts(await run('inspect', context, (objects) => objects.addSource('source', source)), name),
    contentMode: async (source, cipher, context) =>
      checkMode(
        await run('contentMode', context, (objects) => ({
          ...objects.addSource('source', source),
          ...objects.addCipher(cipher),
        })),
        name,
      ),
    openContent: async (source, cipher, context) => {
      const call = await plugin.begin('openContent', defaultFormatContext(context), (objects) => ({
        ...objects.addSource('source', source),
        ...objects.addCipher(cipher),
      }));
      return keptSource(call, call.answer, name, () => call.close());
    },
    children: (source, context) =>
      keptChildren(
        () => plugin.begin('children', defaultFormatContext(context), (objects) => objects.addSource('source', source)),
        name,
      ),
  };
}

/** Every method that writes. */
function writingMethods(plugin: IsolatedPlugin): Pick<Methods, WritingMethod> {
  const run = async (method: MethodName, context: Partial<FormatContext>, give: Give): Promise<void> => {
    await plugin.run(method, defaultFormatContext(context), give);
  };
  return {
    wrap: (source, { cipher, ...envelope }, sink, context) =>
      run('wrap', context, (objects) => ({
        ...objects.addSource('source', source),
        ...objects.addCipher(cipher),
        ...objects.addSink('sink', sink),
        envelope,
      })),
    wrapStream: (stream, { cipher, ...envelope }, sink, context) =>
      run('wrapStream', context, (objects) => ({
        ...objects.addStream(stream),
        ...objects.addCipher(cipher),
        ...objects.addSink('sink', sink),
        envelope,
      })),
    unwrap: (source, cipher, sink, context) =>
      run('unwrap', context, (objects) => ({
        ...objects.addSource('source', source),
        ...objects.addCipher(cipher),
        ...objects.addSink('sink', sink),
      })),
    relicense: (source, license, sink, context, labels) =>
      run('relicense', context, (objects) => ({
        ...objects.addSource('source', source),
        ...objects.addSink('sink', sink),
        license,
        ...(labels !== undefined && { labels }),
      })),
  };
}
