/** Which files of an agent's folder are profiles: patterns with `**`, `*` and `?`, regardless of case as on Windows. */

export function matchesAny(patterns: readonly string[]): (path: string) => boolean {
  const expressions = patterns.map(globExpression)
  return (path) => expressions.some((expression) => expression.test(path))
}

/** A pattern without `/` is about the file's name, wherever it lies. */
function globExpression(pattern: string): RegExp {
  const parts = pattern.match(/\*\*\/?|\*|\?|[^*?]+/g) ?? []
  const anywhere = pattern.includes('/') ? '' : '(?:.*/)?'
  return new RegExp(`^${anywhere}${parts.map(translate).join('')}$`, 'i')
}

function translate(part: string): string {
  if (part === '**/') return '(?:[^/]+/)*'
  if (part === '**') return '.*'
  if (part === '*') return '[^/]*'
  return part === '?' ? '[^/]' : part.replace(/[\\^$.+()[\]{}|]/g, '\\$&')
}
