import { commandTree, quoted, type CommandNode } from './command-tree.js';

/** The completion script for bash. */
export function bashCompletion(): string {
  const tree = commandTree();
  const valued = new Set(
    tree.flatMap(({ options }) =>
      options
        .filter(({ takesValue }) => takesValue)
        .flatMap(({ word, short }) => (short === undefined ? [word] : [word, `-${short}`])),
    ),
  );
  return `_rightsmith() {
  local current=\${COMP_WORDS[COMP_CWORD]} path= word words= files=
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${path:+$path }$word" in
      ${paths(tree)}) path="\${path:+$path }$word" ;;
    esac
  done
  case \${COMP_WORDS[COMP_CWORD-1]} in
    ${[...valued].join('|')}) files=yes ;;
    *)
      case $path in
${tree.map(bashCase).join('\n')}
      esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [ -n "$files" ]; then
    compopt -o filenames 2>/dev/null
    local IFS=$'\\n'
    COMPREPLY+=($(compgen -f -- "$current"))
  fi
}
complete -F _rightsmith rightsmith`;
}

function bashCase({ path, commands, options, takesFiles }: CommandNode): string {
  const words = [...commands, ...options].map(({ word }) => word).join(' ');
  return `        ${quoted(path)}) words=${quoted(words)}${takesFiles ? ' files=yes' : ''} ;;`;
}

/** The alternatives of a shell pattern that fits every path but the first, empty one. */
function paths(tree: readonly CommandNode[]): string {
  return tree
    .filter(({ path }) => path !== '')
    .map(({ path }) => quoted(path))
    .join('|');
}
