/** Lets a part of the soak happen: drops files, strikes, ends the daemon, and looks at what it takes meanwhile. */

import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setInterval } from 'node:timers/promises'

import { portraitOf } from '../support/untouched.ts'
import type { Daemon } from './daemon.ts'
import { strikes, type Site } from './faults.ts'
import { folders } from './installation.ts'
import type { Drop } from './requests.ts'
import { eventsOf, type Event, type Part } from './timeline.ts'

export interface Course {
  /** How often each thing happened. */
  readonly counts: Map<string, number>
  /** Inputs as their senders left them, by name. */
  readonly portraits: Map<string, string>
  /** Resident memory since the latest start of the daemon, MiB. */
  memory: number[]
}

export interface Stage {
  readonly site: Site
  readonly daemon: Daemon
  readonly environment: Readonly<Record<string, string>>
  readonly course: Course
  /** Has the task of Intelligent Automation run once. */
  readonly night: () => Promise<void>
}

interface Later {
  readonly at: number
  readonly work: () => Promise<void>
}

const tickMs = 100
/** So many ticks are a day of Intelligent Automation. */
const ticksOfDay = 20

export async function play(stage: Stage, part: Part): Promise<void> {
  const events = [...eventsOf(part, stage.site.chance)]
  const later: Later[] = []
  const start = performance.now()
  try {
    let ticks = 0
    for await (const _tick of setInterval(tickMs)) {
      if (++ticks % ticksOfDay === 0) await stage.night()
      const now = performance.now() - start
      for (const due of takeDue(later, now)) await due.work()
      for (const event of takeDue(events, now)) later.push(...(await happen(stage, event, now)))
      stage.course.memory.push(stage.daemon.residentMiB())
      if (now >= part.milliseconds && events.length === 0 && later.length === 0) return
    }
  } finally {
    for (const { work } of later) await work()
  }
}

function takeDue<T extends { readonly at: number }>(list: T[], now: number): readonly T[] {
  const due = list.filter(({ at }) => at <= now)
  list.splice(0, list.length, ...list.filter(({ at }) => at > now))
  return due
}

/** What is to be done later because of it. */
async function happen(stage: Stage, event: Event, now: number): Promise<readonly Later[]> {
  switch (event.kind) {
    case 'burst':
      return (await Promise.all(event.drops.map((drop) => dropFile(stage, drop, now)))).flat()
    case 'end':
      await (event.signal === 'SIGKILL' ? stage.daemon.kill() : stage.daemon.stop())
      await stage.daemon.start()
      stage.course.memory = []
      count(stage, event.signal)
      return []
    case 'fault': {
      const over = await strikes[event.fault](stage.site)
      if (over === null) return []
      count(stage, event.fault)
      return [{ at: now + event.forMs, work: over }]
    }
  }
}

function count({ course }: Stage, what: string): void {
  course.counts.set(what, (course.counts.get(what) ?? 0) + 1)
}

/** One in twenty comes in two pieces, as over a slow line. */
async function dropFile({ site, course }: Stage, drop: Drop, now: number): Promise<readonly Later[]> {
  const name = `${drop.stem}.json`
  const path = join(site.folder, folders.inbox, name)
  const half = site.chance.happens(0.05) ? drop.content.length >> 1 : drop.content.length
  const rest = drop.content.slice(half)
  const finish = async (): Promise<void> => {
    if (rest !== '') appendFileSync(path, rest)
    course.portraits.set(name, await portraitOf(path))
  }
  writeFileSync(path, drop.content.slice(0, half))
  if (rest !== '') return [{ at: now + 300 + site.chance.below(700), work: finish }]
  await finish()
  return []
}
