package cloud.bleu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a test waits for may be late: several JVMs share few processors, and one may stand still for
 * many seconds. So nothing that has to come is given less than half a minute. A wait for what must
 * not come is another thing, as each run waits for it in full.
 */
class WaitBoundsTest {

  private static final Duration LEAST = Duration.ofSeconds(30);

  private static final String UNIT =
      "(?:TimeUnit\\.)?(NANOSECONDS|MICROSECONDS|MILLISECONDS|SECONDS)";

  /**
   * A number or a constant with its unit, at the end of what a method is given. It begins with what
   * is rare in a source: to look behind at each character took most of the time.
   */
  private static final Pattern WITH_UNIT =
      Pattern.compile("[(,]\\s*+(\\d[\\d_]*+|[A-Z][A-Z_]*+),\\s*+" + UNIT + "\\)");

  private static final Pattern OF_DURATION =
      Pattern.compile(
          "\\b(?:atMost|assertTimeout(?:Preemptively)?|poll|join|waitFor|await|tryAcquire)"
              + "\\(\\s*(?:Duration\\.of(\\w+)\\((\\d[\\d_]*)\\)|([A-Z][A-Z_]*))\\s*[,)]");

  /** What is awaited with the patience that it has without a word, which is ten seconds. */
  private static final Pattern UNSTATED =
      Pattern.compile("await\\((?<![.\\w]await\\()(?:(?!atMost|during)[^;{}])*?\\.until");

  /** In milliseconds, as threads and sockets have it. */
  private static final Pattern OF_MILLIS =
      Pattern.compile("\\.(?:join|setSoTimeout)\\((\\d[\\d_]*)\\)");

  /** One of these is in each source that has a wait. */
  private static final List<String> NAMES_A_TIME =
      List.of("SECONDS", "Duration", ".join(", "setSoTimeout");

  private static final Pattern DURATION =
      Pattern.compile("\\bDuration (\\w+) =\\s*Duration\\.of(\\w+)\\((\\d[\\d_]*)\\)");

  private static final Pattern NUMBER = Pattern.compile("\\b(?:int|long) (\\w+) = (\\d[\\d_]*);");

  /** What is no wait, or one for what must not come. */
  private static final Pattern OTHER =
      Pattern.compile(
          "\\b(?:connectTimeout|delayedExecutor|during|pollInterval|pollDelay|schedule\\w*|assertFalse"
              + "|assertNull)\\([^;]*$");

  /** The wait, and why it is no longer. */
  private static final Map<String, String> SHORT = Map.of();

  @Test
  void nothingThatHasToComeIsGivenLessThanHalfAMinute() throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
        if (!file.getFileName().toString().equals("WaitBoundsTest.java")) {
          shortWaits(Files.readString(file)).forEach(w -> found.add(file.getFileName() + ": " + w));
        }
      }
    }
    assertEquals(List.copyOf(SHORT.keySet()), found);
  }

  @Test
  void eachShortWaitIsFound() {
    for (String wait :
        List.of(
            "await().until(() -> x);",
            "await(\"it\")\n  .pollInterval(SECOND)\n  .untilAsserted(() -> x);",
            "await().atMost(Duration.ofSeconds(10)).until(() -> x);",
            "await().atMost(20, TimeUnit.SECONDS).until(() -> x);",
            "Duration SOON = Duration.ofMillis(29_999);\nawait().atMost(SOON).until(() -> x);",
            "int LONG = 5;\nassertEquals(1, queue.poll(LONG, SECONDS));",
            "assertTrue(latch.await(29, TimeUnit.SECONDS));",
            "assertTrue(asked.tryAcquire(2, 20, TimeUnit.SECONDS));",
            "x.waitUntilCondition(p -> p != null, 20, TimeUnit.SECONDS);",
            "assertTimeout(\n  Duration.ofSeconds(20),\n () -> x);",
            "assertTimeoutPreemptively(Duration.ofSeconds(5), () -> x);",
            "assertFalse(x); result.get(20, TimeUnit.SECONDS);",
            "process.waitFor(500, TimeUnit.MILLISECONDS);",
            "thread.join(20_000);",
            "socket.setSoTimeout(20_000);")) {
      assertFalse(shortWaits(wait).isEmpty(), wait);
    }
    for (String other :
        List.of(
            "await().atMost(Duration.ofSeconds(30)).until(() -> x);",
            "await().atMost(Duration.ofMinutes(1)).until(() -> x);",
            "assertTrue(latch.await(5, TimeUnit.MINUTES));",
            "Duration SOON = Duration.ofSeconds(60);\nawait().atMost(SOON).until(() -> x);",
            "assertFalse(latch.await(1, TimeUnit.SECONDS));",
            "assertNull(queue.poll(100, TimeUnit.MILLISECONDS));",
            "builder.connectTimeout(5, TimeUnit.SECONDS)",
            "thread.scheduleAtFixedRate(() -> x(), 0, 5, TimeUnit.SECONDS)",
            "thread.scheduleAtFixedRate(() -> { x(); }, 5, 5, TimeUnit.SECONDS)",
            "await().pollInterval(20, TimeUnit.MILLISECONDS)",
            "await().during(Duration.ofSeconds(1)).until(() -> x);",
            "latch.await(); stream.until(x);",
            "new Fence(Duration.ofSeconds(10), x)",
            "thread.join(60_000);",
            "thread.join();")) {
      assertEquals(List.of(), shortWaits(other), other);
    }
  }

  private static List<String> shortWaits(String source) {
    List<String> found = new ArrayList<>();
    UNSTATED.matcher(source).results().map(MatchResult::group).forEach(found::add);
    // To look for waits at each character takes seconds for all sources.
    if (NAMES_A_TIME.stream().noneMatch(source::contains)) {
      return found;
    }
    Map<String, Duration> durations = new HashMap<>();
    DURATION
        .matcher(source)
        .results()
        .forEach(r -> durations.put(r.group(1), duration(r.group(3), r.group(2))));
    Map<String, String> numbers = new HashMap<>();
    NUMBER.matcher(source).results().forEach(r -> numbers.put(r.group(1), r.group(2)));
    for (Matcher m = WITH_UNIT.matcher(source); m.find(); ) {
      String number = numbers.getOrDefault(m.group(1), m.group(1));
      boolean rate = source.substring(0, m.start(1)).stripTrailing().endsWith(m.group(1) + ",");
      if (Character.isDigit(number.charAt(0)) && !rate) {
        look(source, m.start(1), m.end(), duration(number, m.group(2)), found);
      }
    }
    for (Matcher m = OF_DURATION.matcher(source); m.find(); ) {
      look(
          source,
          m.start(),
          m.end(),
          m.group(1) == null ? durations.get(m.group(3)) : duration(m.group(2), m.group(1)),
          found);
    }
    for (Matcher m = OF_MILLIS.matcher(source); m.find(); ) {
      look(source, m.start(), m.end(), duration(m.group(1), "MILLIS"), found);
    }
    return found;
  }

  private static void look(String source, int start, int end, Duration bound, List<String> found) {
    int statement = source.lastIndexOf(';', start) + 1;
    if (bound != null
        && bound.compareTo(LEAST) < 0
        && !OTHER.matcher(source.substring(statement, start)).find()) {
      int line = source.lastIndexOf('\n', start) + 1;
      found.add(source.substring(line, end).strip());
    }
  }

  /** A unit as {@link Duration} or as {@link java.util.concurrent.TimeUnit} names it. */
  private static Duration duration(String number, String unit) {
    String upper = unit.toUpperCase(Locale.ROOT);
    ChronoUnit of = ChronoUnit.valueOf(upper.replaceFirst("^(NANO|MICRO|MILLI)SECONDS$", "$1S"));
    return Duration.of(Long.parseLong(number.replace("_", "")), of);
  }
}
