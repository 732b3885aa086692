package cloud.bleu.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.layers.ChildJvm;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessEndTest {

  /** Ends with the first argument, and with the second one once it ends. */
  static final class Caller {
    public static void main(String[] codes) {
      if (codes.length > 1) {
        Thread late = new Thread(() -> ProcessEnd.with(Integer.parseInt(codes[1])));
        Runtime.getRuntime().addShutdownHook(late);
      }
      ProcessEnd.with(Integer.parseInt(codes[0]));
    }
  }

  @Test
  void processEndsWithTheCode() throws Exception {
    assertEquals(3, ends("3"));
  }

  /** The hook would wait for its own end. */
  @Test
  void whatEndsAlreadyEndsAsItBegan() throws Exception {
    assertEquals(130, ends("130", "1"));
  }

  private static int ends(String... codes) throws Exception {
    List<String> command = ChildJvm.command(Caller.class);
    command.addAll(List.of(codes));
    Process process = new ProcessBuilder(command).start();
    try {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still there");
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }
}
