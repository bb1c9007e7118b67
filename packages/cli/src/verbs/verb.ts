import type { Job } from '../job/job.js';

/** One option as data: the parser, the help, the reference page and the check of a job in JSON are made from it. */
export interface OptionDescription {
  /** `flag` stands alone; `list` may be given several times; `number` is a whole number from 0 up. */
  readonly kind: 'flag' | 'text' | 'list' | 'number';
  /** One letter, without the dash. */
  readonly short?: string;
  /** What the help calls the value, in capitals; only a flag has none. */
  readonly value?: string;
  /** The values there are; absent: any. */
  readonly choices?: readonly string[];
  /** One clause, without a full stop. */
  readonly help: string;
}

/** Options by their name in a job (`inPlace`); on the command line it is written `--in-place`. */
export type OptionTable = Readonly<Record<string, OptionDescription>>;

/** What stands behind the verb where that is no file. */
export interface OperandDescription {
  /** Its name in a job. */
  readonly member: string;
  /** What the help calls it, in capitals. */
  readonly value: string;
  /** One clause, without a full stop. */
  readonly help: string;
}

/** One verb as data. */
export interface VerbDescription {
  /** As it is typed; two words or more for a verb with a subject. */
  readonly name: Job['verb'];
  /** How many files the verb takes; `any`: none is right too, with some of its options. */
  readonly files: 'none' | 'one' | 'many' | 'any';
  /** A verb with an operand takes no files. */
  readonly operand?: OperandDescription;
  /** One clause, without a full stop. */
  readonly summary: string;
  /** What a reader of the help should know besides; whole sentences. */
  readonly notes: readonly string[];
  readonly options: OptionTable;
}

type KindOf<Value> = Value extends boolean
  ? 'flag'
  : Value extends number
    ? 'number'
    : Value extends string
      ? 'text'
      : 'list';

/** One description for every member of `Options`, of the kind its type asks for: the compiler keeps tables and types in step. */
export type OptionsFor<Options> = {
  readonly [Name in keyof Options]-?: OptionDescription & { readonly kind: KindOf<NonNullable<Options[Name]>> };
};

/** The description of the verb that makes the job `OneJob`, whose member `Operand` stands behind the verb. */
export interface VerbFor<OneJob extends Job, Operand extends string = never> extends VerbDescription {
  readonly name: OneJob['verb'];
  readonly operand?: OperandDescription & { readonly member: Operand };
  readonly options: OptionsFor<Omit<OneJob, 'verb' | 'files' | Operand>>;
}

/** What stands behind the verb, as help shows it: ` FILE...`, ` TEMPLATE`, or nothing. */
export function operandText({ files, operand }: VerbDescription): string {
  if (operand !== undefined) return ` ${operand.value}`;
  return { none: '', one: ' FILE', many: ' FILE...', any: ' [FILE...]' }[files];
}

/** The option's name on the command line, without dashes: `inPlace` → `in-place`. */
export function optionName(jobMember: string): string {
  return jobMember.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The option as help shows it: `-o, --output OUT`. */
export function optionFlags(jobMember: string, option: OptionDescription): string {
  const short = option.short === undefined ? '' : `-${option.short}, `;
  const value = option.value === undefined ? '' : ` <${option.value}>`;
  return `${short}--${optionName(jobMember)}${value}`;
}
