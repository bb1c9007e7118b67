import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeLabelInfo } from '../packages/format-ooxml/src/labels/label-info.js';
import { buildPackage } from '../packages/format-ooxml/test/support/build-package.js';
import { placeholderFile } from '../packages/format-ooxml/test/support/placeholder-files.js';
import { buildPdf, ONE_PAGE } from '../packages/format-pdf/test/support/build-pdf.js';
import { runCli } from '../packages/cli/test/support/run-cli.js';
import { PROJECT_FOLDER } from './support/source-imports.js';

interface Command {
  readonly text: string;
  readonly line: number;
  readonly exitCode: number;
}

/** Every command of the `sh` blocks of a Markdown page. A comment `# exit N` gives the expected exit code. */
function commandsOf(markdown: string): Command[] {
  const commands: Command[] = [];
  let inBlock = false;
  for (const [index, text] of markdown.split('\n').entries()) {
    if (text.startsWith('```')) inBlock = text === '```sh';
    else if (inBlock && text.trim() !== '') {
      commands.push({ text, line: index + 1, exitCode: Number(/# exit (\d+)/.exec(text)?.[1] ?? 0) });
    }
  }
  return commands;
}

/** How a command ended. */
interface Ended {
  readonly exitCode: number | null;
  readonly stderr: string;
}

/** One run of the program, which neither reads what another writes nor is read: a thread serves as well as a process. */
const PROGRAM_ALONE = /^(?:\w+=(?:'[^']*'|\S+) )?rightsmith [^|<>&;]*$/;

/** A shell takes the command apart in any case, and tells with what the program is called: `name=value`s, then arguments. */
const TELL_CALL = `rightsmith() { env -0; printf '\\0'; printf '%s\\0' "$@"; }`;

function runCommand(text: string, cwd: string, env: NodeJS.ProcessEnv): Ended {
  const isAlone = PROGRAM_ALONE.test(text);
  const script = isAlone ? `${TELL_CALL}\n${text}` : text;
  const { status, stdout, stderr } = spawnSync('bash', ['-o', 'pipefail', '-c', script], {
    cwd,
    env,
    encoding: 'utf8',
  });
  if (!isAlone || status !== 0) return { exitCode: status, stderr };
  const told = stdout.split('\0').slice(0, -1);
  const border = told.indexOf('');
  const assigned = told.slice(0, border).map((line) => [line.replace(/=.*/s, ''), line.replace(/^[^=]*=/, '')]);
  return runCli(cwd, told.slice(border + 1), '', Object.fromEntries(assigned) as NodeJS.ProcessEnv);
}

/** What the blocks of a Markdown page hold that name a file behind their language. */
function filesOf(markdown: string): (readonly [name: string, text: string])[] {
  return [...markdown.matchAll(/^```\w+ ([\w.]+)\n([^]*?)^```$/gm)].map(([, name = '', text = '']) => [name, text]);
}

/** What a page about Office documents finds in its folder. */
async function officeDocuments(): Promise<Readonly<Record<string, string | Uint8Array>>> {
  const label = { id: '11111111-2222-3333-4444-555555555555' };
  return {
    'letter.docx': await buildPackage(),
    'labelled.docx': await buildPackage(undefined, { 'docMetadata/LabelInfo.xml': writeLabelInfo([label]) }),
    'sign-in.docx': '<!DOCTYPE html><title>Sign in</title>',
    'notes.doc': placeholderFile('doc'),
  };
}
/** Of a PDF with a signature: its flags say so. */
const SIGNED_CATALOG = '<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[]>>>>';

const GUIDE_FOLDER = join(PROJECT_FOLDER, 'docs/guide');

/** Pages whose commands build on one another, and install packages: they have tests of their own. */
const OTHERWISE_TESTED = ['write-a-format.md'];

/** A person with a Windows machine runs what stands there. */
const FOR_WINDOWS = ['msipc-checklist.md'];

for (const page of readdirSync(GUIDE_FOLDER).filter((name) => ![...OTHERWISE_TESTED, ...FOR_WINDOWS].includes(name))) {
  describe(`docs/guide/${page}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'rightsmith-guide-'));
    const tools = join(folder, 'tools');
    const work = join(folder, 'work');

    before(async () => {
      mkdirSync(tools);
      mkdirSync(work);
      symlinkSync(join(PROJECT_FOLDER, 'packages/cli/bin/rightsmith.js'), join(tools, 'rightsmith'));
      writeFileSync(join(work, 'report.txt'), 'Figures of the quarter.\n'.repeat(500));
      writeFileSync(join(work, 'photo.jpg'), Buffer.from('ffd8ffe000104a46494600010100', 'hex'));
      writeFileSync(join(work, 'drawing.vsd'), Buffer.alloc(10_000, 7));
      for (const [name, bytes] of Object.entries(await officeDocuments())) writeFileSync(join(work, name), bytes);
      writeFileSync(join(work, 'contract.pdf'), buildPdf({ objects: ONE_PAGE }));
      writeFileSync(join(work, 'signed.pdf'), buildPdf({ objects: [SIGNED_CATALOG, ...ONE_PAGE.slice(1)] }));
      for (const [name, text] of filesOf(markdown)) writeFileSync(join(work, name), text);
    });
    after(() => {
      rmSync(folder, { recursive: true });
    });

    const markdown = readFileSync(join(GUIDE_FOLDER, page), 'utf8');
    const commands = commandsOf(markdown);

    it('has commands to run', () => {
      assert.ok(commands.length > 0);
    });

    for (const { text, line, exitCode } of commands) {
      it(`line ${line}: ${text}`, () => {
        const ended = runCommand(text, work, {
          ...process.env,
          PATH: `${tools}:${process.env['PATH'] ?? ''}`,
          RIGHTSMITH_HOME: join(folder, 'home'),
        });
        assert.equal(ended.exitCode, exitCode, ended.stderr);
      });
    }

    it('leaves no temporary file behind', () => {
      assert.deepEqual(
        readdirSync(work).filter((name) => name.startsWith('.')),
        [],
      );
    });
  });
}
