import type { NewTemplate, Template } from '@rightsmith/core';

/** A template as the authority keeps it. */
export interface StoredTemplate {
  readonly template: Template;
  /** Its official text, signed once when it was added; licences made from it carry this text. */
  readonly signed: string;
}

/** Where an authority keeps its templates. Damage to what is kept shows as CorruptFile or CannotRead. */
export interface TemplateStore {
  /** All templates, archived ones too. */
  list(): Promise<readonly Template[]>;
  /** The template with this id (lower case, no braces), archived or not. */
  find(id: string): Promise<StoredTemplate | undefined>;
  /**
   * The template with this id, in any spelling, or with this name in any language, compared without case. A name finds an
   * archived one only where no other has it.
   *
   * @throws TemplateNotFound; UsageError when several have the name
   */
  get(idOrName: string): Promise<StoredTemplate>;
  /**
   * Signs and keeps a template. One that has the id already is replaced, archived or not, and its last version kept beside
   * it: licences made from it are opened by the new text from now on.
   *
   * @throws UsageError for a template that cannot be written; LimitReached; CannotWrite
   */
  add(template: NewTemplate): Promise<Template>;
  /**
   * Ends publishing with a template, found as by {@link TemplateStore.get}. Licences made from it open under its last version.
   *
   * @throws TemplateNotFound; TemplateArchived when it is already; UsageError when several have the name; CannotWrite
   */
  archive(idOrName: string): Promise<Template>;
}
