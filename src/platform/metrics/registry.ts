/** Numbers in the text format of Prometheus. The library is loaded when somebody wants them. */

export type Labels = Readonly<Record<string, string>>

export interface Described {
  readonly name: string
  readonly help: string
  readonly labels: readonly string[]
}

/** Labels never hold anything of a request: tenants, products, actions, states and outcomes only. */
export interface MetricRegistry {
  /** A number that goes up and down; `reset` forgets all its labels. */
  readonly gauge: (about: Described) => {
    readonly set: (labels: Labels, value: number) => void
    readonly reset: () => void
  }
  readonly counter: (about: Described) => (labels: Labels, by: number) => void
  /** Durations in seconds, by the given upper bounds. */
  readonly histogram: (about: Described, buckets: readonly number[]) => (labels: Labels, value: number) => void
  readonly text: () => Promise<string>
  readonly contentType: string
}

export async function openRegistry(): Promise<MetricRegistry> {
  const { Counter, Gauge, Histogram, Registry } = await import('prom-client')
  const registry = new Registry()
  const optionsOf = ({ name, help, labels }: Described) => ({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
  })
  return {
    gauge: (about) => {
      const gauge = new Gauge(optionsOf(about))
      return {
        set: (labels, value) => {
          gauge.set({ ...labels }, value)
        },
        reset: () => {
          gauge.reset()
        },
      }
    },
    counter: (about) => {
      const counter = new Counter(optionsOf(about))
      return (labels, by) => {
        counter.inc({ ...labels }, by)
      }
    },
    histogram: (about, buckets) => {
      const histogram = new Histogram({ ...optionsOf(about), buckets: [...buckets] })
      return (labels, value) => {
        histogram.observe({ ...labels }, value)
      }
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
