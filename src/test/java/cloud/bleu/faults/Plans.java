package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs plan after plan. One that fails is printed and appended to {@code target/failed-plans.txt}
 * as the line that replays it, and the others run all the same.
 */
final class Plans {

  private static final Path FAILED = Path.of("target", "failed-plans.txt");

  private final String test;
  private final String property;
  private final List<String> failures = new ArrayList<>();

  Plans(String test) {
    this(test, "bleu.faults");
  }

  /**
   * @param property that asks for one plan
   */
  Plans(String test, String property) {
    this.test = test;
    this.property = property;
  }

  @SuppressWarnings("IllegalCatch") // Whatever goes wrong belongs to the plan.
  void run(String plan, Runnable life) {
    long started = System.nanoTime();
    try {
      life.run();
      print(plan + ": passed, " + Duration.ofNanos(System.nanoTime() - started).toMillis() + " ms");
    } catch (AssertionError | RuntimeException e) {
      String replay = "hack/test -- -Dtest=" + test + " '-D" + property + "=" + plan + "'";
      print(plan + ": FAILED; " + replay);
      // It may come from a thread of the operator: one that nobody catches ends what is waited for.
      e.printStackTrace(System.out);
      failures.add(plan + "\n  " + replay + "\n  " + e);
      save(replay);
    }
  }

  void assertNone() {
    assertEquals("", String.join("\n", failures));
  }

  static void print(String line) {
    System.out.println("faults: " + line);
  }

  private static void save(String line) {
    try {
      Files.createDirectories(FAILED.getParent());
      Files.writeString(FAILED, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
