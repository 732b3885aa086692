package cloud.bleu.sandbox;

/** Something that is done once: when this is closed, or as the JVM ends. */
final class ShutdownTask implements AutoCloseable {
  private final Runnable task;
  private final Thread hook;
  private boolean done;

  /**
   * Registers it.
   *
   * @param name of the thread that does it as the JVM ends
   */
  ShutdownTask(String name, Runnable task) {
    this.task = task;
    this.hook = new Thread(this::run, name);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whoever comes second waits until it is done. */
  private synchronized void run() {
    if (!done) {
      done = true;
      task.run();
    }
  }

  /** Returns when it is done, by this thread or by another one. */
  @Override
  public void close() {
    run();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is on its way out, and its hook has found everything done.
      return;
    }
  }
}
