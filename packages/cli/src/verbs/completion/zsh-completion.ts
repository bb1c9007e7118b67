import { commandTree, quoted, type CommandNode, type Offer } from './command-tree.js';

/** The completion function for zsh. */
export function zshCompletion(): string {
  const tree = commandTree();
  const paths = tree.filter(({ path }) => path !== '').map(({ path }) => quoted(path));
  return `#compdef rightsmith
_rightsmith() {
  local place= word
  local -a offers options
  for word in \${words[2,CURRENT-1]}; do
    case "\${place:+$place }$word" in
      ${paths.join('|')}) place="\${place:+$place }$word" ;;
    esac
  done
  case $place in
${tree.map(zshCase).join('\n')}
  esac
}
_rightsmith "$@"`;
}

function zshCase({ path, commands, options, takesFiles }: CommandNode): string {
  return `    ${quoted(path)})
      offers=(${commands.map(described).join(' ')})
      options=(${options.map(described).join(' ')})
      (( $#offers )) && _describe command offers
      _describe -o option options${takesFiles ? '\n      _files' : ''} ;;`;
}

/** A colon parts the word from its meaning. */
function described({ word, help }: Offer): string {
  return quoted(`${word}:${help.replaceAll(':', '\\:')}`);
}
