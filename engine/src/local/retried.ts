const ATTEMPTS = 5;
const PAUSE_MS = 200;

/** Does it again when it fails: a container that is being removed still holds its volumes and network for a moment. */
export async function retried(act: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await act();
      return;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
