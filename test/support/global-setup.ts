/** Starts what every test file shares before the first one, and stops it after the last. */

export function setup(): () => void {
  return () => {}
}
