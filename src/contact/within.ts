/** How long a judgement waits for what it needs of the network, in milliseconds. Later, what is there has to do: the proxy has the last word. */
export const patience = 4000

/** What comes within so many milliseconds; undefined where it fails or takes longer. */
export async function within<T>(milliseconds: number, coming: Promise<T>): Promise<T | undefined> {
  let stop = () => {}
  const late = new Promise<undefined>(resolve => {
    const timer = setTimeout(resolve, milliseconds)
    stop = () => clearTimeout(timer)
  })
  return Promise.race([coming.catch(() => undefined), late]).finally(stop)
}
