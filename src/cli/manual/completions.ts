/** Scripts by which a shell completes the names and options of commands; everything else is a file. */

import type { DescribedCommand, shells } from './described.ts'

type Script = (commands: readonly DescribedCommand[]) => string

export const completions: Readonly<Record<(typeof shells)[number], Script>> = { bash, zsh, fish, powershell }

const namesOf = (commands: readonly DescribedCommand[]) => commands.map(({ name }) => name)
const wordsOf = ({ words, options }: DescribedCommand) => [...words, ...options.map(({ name }) => name)].join(' ')

/** Within quotes of any of these shells nothing is left that could end them. */
const plain = (text: string) => text.replaceAll(/['"`$\\[\]:]/g, '')

function bash(commands: readonly DescribedCommand[]): string {
  const cases = commands.map((command) => `    ${command.name}) words='${wordsOf(command)}' ;;`)
  return `# Completion of lethe for bash: source <(lethe completion bash)
_lethe() {
  local word=\${COMP_WORDS[COMP_CWORD]} words command=''
  if ((COMP_CWORD > 1)); then command=\${COMP_WORDS[1]}; fi
  case $command in
    '') words='${namesOf(commands).join(' ')} --help --version' ;;
${cases.join('\n')}
    *) words='' ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
  # A list of all options is no help where a file is meant.
  if [[ -n $command && -z $word && $words == -* ]]; then COMPREPLY=(); fi
}
complete -o default -F _lethe lethe
`
}

function zsh(commands: readonly DescribedCommand[]): string {
  const names = commands.map(({ name, summary }) => `    '${name}:${plain(summary)}'`)
  const cases = commands.map(({ name, options, words }) => {
    const rest = words.length > 0 ? `'1:word:(${words.join(' ')})'` : `'*:file:_files'`
    const told = options.map(({ name: option, value, summary }) => {
      const takes = value === null ? '' : `:${value}:${value === 'file' || value === 'folder' ? '_files' : ''}`
      return `'${option}[${plain(summary)}]${takes}'`
    })
    return `    ${name}) _arguments ${[...told, rest].join(' ')} ;;`
  })
  return `#compdef lethe
# Completion of lethe for zsh: as _lethe in a folder of $fpath, or: source <(lethe completion zsh)
_lethe() {
  local -a names
  names=(
${names.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' names
    return
  fi
  local command=\${words[2]}
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
if [[ \${funcstack[1]} == _lethe ]]; then _lethe "$@"; else compdef _lethe lethe; fi
`
}

function fish(commands: readonly DescribedCommand[]): string {
  const lines = commands.flatMap(({ name, summary, options, words }) => {
    const inside = `complete -c lethe -n '__fish_seen_subcommand_from ${name}'`
    return [
      `complete -c lethe -f -n __fish_use_subcommand -a ${name} -d '${plain(summary)}'`,
      ...options.map(({ name: option, value, summary: told }) => {
        return `${inside} -l ${option.slice(2)}${value === null ? '' : ' -r'} -d '${plain(told)}'`
      }),
      ...(words.length > 0 ? [`${inside} -f -a '${words.join(' ')}'`] : []),
    ]
  })
  return `# Completion of lethe for fish: lethe completion fish > ~/.config/fish/completions/lethe.fish\n${lines.join('\n')}\n`
}

function powershell(commands: readonly DescribedCommand[]): string {
  const list = (words: readonly string[]) => `@(${words.map((word) => `'${word}'`).join(', ')})`
  const cases = commands.map((command) => `    '${command.name}' = ${list(wordsOf(command).split(' '))}`)
  return `# Completion of lethe for PowerShell: lethe completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName lethe -ScriptBlock {
  param($word, $ast, $position)
  $known = @{
${cases.join('\n')}
  }
  $given = @($ast.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
  $isFirst = $given.Count -eq 0 -or ($given.Count -eq 1 -and $word -ne '')
  $words = if ($isFirst) { ${list(namesOf(commands))} } else { $known[$given[0]] }
  $words | Where-Object { $_ -like "$word*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`
}
