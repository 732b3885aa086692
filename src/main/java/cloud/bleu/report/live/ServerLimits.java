package cloud.bleu.report.live;

/**
 * What the HTTP servers of this process grant to who sends slowly. The server of the JDK reads it
 * when the first one is made, of whatever purpose, and never again.
 */
public final class ServerLimits {
  /** Of each server. */
  public static final int CONNECTIONS = 256;

  private ServerLimits() {}

  /**
   * Sets the limits, where the command line of the JVM does not: ten seconds for a request to
   * arrive, as whoever sends half of one holds a thread, and {@link #CONNECTIONS} for each. How
   * long an answer may take is for {@link SlowReaders}: one that tells of changes lasts. Small
   * packets are not held back: each further answer over a connection would come 40 ms late.
   */
  public static void set() {
    set("sun.net.httpserver.maxReqTime", "10");
    set("jdk.httpserver.maxConnections", Integer.toString(CONNECTIONS));
    set("sun.net.httpserver.nodelay", "true");
  }

  private static void set(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
