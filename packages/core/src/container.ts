import { Container, ContainerModule, type BindToFluentSyntax, type ServiceIdentifier } from 'inversify';
import type { RmsClient } from './client/rms-client.js';
import { type EngineOptions, RightsEngine } from './engine/engine.js';
import type { FormatHandler } from './format/format-handler.js';
import { FormatRegistry } from './format/registry.js';

/** Everything of an engine that is neither a format nor a client. */
export type EngineSettings = Omit<EngineOptions, 'client' | 'formats'>;

/** One binding per format. */
export const FormatHandlerId: ServiceIdentifier<FormatHandler> = Symbol.for('rightsmith.FormatHandler');
export const FormatRegistryId: ServiceIdentifier<FormatRegistry> = Symbol.for('rightsmith.FormatRegistry');
export const RmsClientId: ServiceIdentifier<RmsClient> = Symbol.for('rightsmith.RmsClient');
export const EngineSettingsId: ServiceIdentifier<EngineSettings> = Symbol.for('rightsmith.EngineSettings');
export const RightsEngineId: ServiceIdentifier<RightsEngine> = Symbol.for('rightsmith.RightsEngine');

/** Binds the registry of all bound formats, and an engine over it and whatever client and settings are bound. */
export const coreModule: ContainerModule = new ContainerModule(({ bind }) => {
  bind(FormatRegistryId)
    .toResolvedValue(
      (handlers: FormatHandler[]) => new FormatRegistry(handlers),
      [{ serviceIdentifier: FormatHandlerId, isMultiple: true }],
    )
    .inSingletonScope();
  bind(RightsEngineId)
    .toResolvedValue(
      (formats: FormatRegistry, client: RmsClient | undefined, settings: EngineSettings | undefined) =>
        new RightsEngine({ ...settings, formats, ...(client !== undefined && { client }) }),
      [
        FormatRegistryId,
        { serviceIdentifier: RmsClientId, optional: true },
        { serviceIdentifier: EngineSettingsId, optional: true },
      ],
    )
    .inSingletonScope();
});

/** Adds a format: `formatModule(pfile)`, or `formatModule(pfile({ … }))`. */
export function formatModule(format: FormatHandler | (() => FormatHandler)): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bindOne(bind(FormatHandlerId), format);
  });
}

/** Sets the client. Who made it closes it. */
export function clientModule(client: RmsClient | (() => RmsClient)): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bindOne(bind(RmsClientId), client);
  });
}

/** What {@link createContainer} puts into the container. */
export interface CreateContainerOptions extends EngineSettings {
  readonly formats?: readonly FormatHandler[];
  readonly client?: RmsClient;
  /** More modules, such as those format packages export. */
  readonly modules?: readonly ContainerModule[];
}

/** A container that gives out a ready engine: `createContainer({ client, formats: [pfile()] }).get(RightsEngineId)`. */
export function createContainer(options: CreateContainerOptions = {}): Container {
  const { formats = [], client, modules = [], ...settings } = options;
  const container = new Container();
  container.bind(EngineSettingsId).toConstantValue(settings);
  container.load(coreModule, ...formats.map((format) => formatModule(format)), ...modules);
  if (client !== undefined) container.load(clientModule(client));
  return container;
}

function bindOne<T extends object>(binding: BindToFluentSyntax<T>, value: T | (() => T)): void {
  if (typeof value === 'function') binding.toResolvedValue(value).inSingletonScope();
  else binding.toConstantValue(value);
}
