import { commandTree, type CommandNode, type OptionOffer } from './command-tree.js';

/** The completion script for fish. */
export function fishCompletion(): string {
  const tree = commandTree();
  const paths = tree.filter(({ path }) => path !== '').map(({ path }) => quoted(path));
  return `function __rightsmith_place
  set -l place ''
  for word in (commandline -opc)[2..]
    set -l next (string trim "$place $word")
    contains -- $next ${paths.join(' ')}; and set place $next
  end
  echo $place
end
complete -c rightsmith -f
${tree.flatMap(fishLines).join('\n')}`;
}

function fishLines({ path, commands, options, takesFiles }: CommandNode): string[] {
  const start = `complete -c rightsmith -n ${quoted(`test "$(__rightsmith_place)" = "${path}"`)}`;
  return [
    ...commands.map(({ word, help }) => `${start} -a ${word} -d ${quoted(help)}`),
    ...options.map((option) => `${start} ${optionText(option)}`),
    ...(takesFiles ? [`${start} -F`] : []),
  ];
}

function optionText({ word, short, takesValue, help }: OptionOffer): string {
  const letter = short === undefined ? '' : ` -s ${short}`;
  return `-l ${word.slice(2)}${letter}${takesValue ? ' -r' : ''} -d ${quoted(help)}`;
}

/** Text in single quotes of fish, which knows two escapes there. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
