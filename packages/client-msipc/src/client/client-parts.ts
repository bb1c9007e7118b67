import type { ClientContext } from '@rightsmith/core';
import type { MsipcClientOptions } from '../options.js';
import type { PromptedCall, PromptedOperation, Runtime } from '../runtime.js';
import type { Operations } from '../thread/messages.js';
import type { IssuedKey } from './issued-key.js';

/** What the parts of a client share. */
export interface ClientParts {
  readonly runtime: Runtime;
  readonly options: MsipcClientOptions;
  /** The keys behind the use licences this client gave, by their `keyHandle`. */
  readonly issuedKeys: WeakMap<object, IssuedKey>;
  /** Runs an operation in the surroundings of a call. */
  prompted<Name extends PromptedOperation>(
    call: PromptedCall<Name>,
    context: ClientContext,
  ): Promise<Operations[Name]['answer']>;
  /** The template as the library names it. @throws TemplateNotFound, UsageError */
  templateId(idOrName: string, context: ClientContext): Promise<string>;
}
