package cloud.bleu.sandbox;

/**
 * A port on 127.0.0.1 that nobody listens on, for a process to come or for nobody at all. No other
 * test JVM is given it, nor a connection that goes out, until this is closed.
 */
public final class ReservedPort implements AutoCloseable {
  private final LoopbackPorts ports = new LoopbackPorts();
  private final int number = ports.next();

  public int number() {
    return number;
  }

  @Override
  public void close() {
    ports.close();
  }
}
