package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.layers.Campaign;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever is damaged: an answer or errors that say where, never a fault of the program. */
class DamagedInputTest {
  private static final long SEED = Long.getLong("bleu.seed", 20261124L);
  private static final int RUNS = Campaign.size("bleu.damages", 60);
  private static final List<String> SCRAPS =
      List.of(
          "null",
          "~",
          "[]",
          "{}",
          "-1",
          "0",
          "99999999999999999999",
          "1e400",
          "NO",
          "'",
          "\"",
          "*x",
          "&x ",
          "!!binary ",
          "? ",
          ": ",
          "- ",
          "\n",
          "\t",
          "---\n",
          "<<: ",
          "x",
          ".",
          "%",
          "Ei",
          "é",
          "\ud83d\ude00",
          "{a: b}",
          "[a, a]",
          "0x10",
          "2026-02-30");

  @Test
  void isAnAnswerOrAnError() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(Path.of("examples/hospital"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        all.append(Files.readString(file)).append("\n---\n");
      }
    }
    Random random = new Random(SEED);
    int errors = 0;
    for (int run = 0; run < RUNS; run++) {
      StringBuilder damaged = new StringBuilder(all);
      for (int i = 0; i <= random.nextInt(3); i++) {
        damage(damaged, random);
      }
      String input = damaged.toString();
      String replay = "-Dbleu.seed=" + SEED + " run " + run;
      Typed typed =
          assertTimeoutPreemptively(
              Duration.ofSeconds(60), () -> Typed.withInput(input, "plan", "-f", "-"), replay);
      assertTrue(
          Set.of(ExitCode.OK, ExitCode.BAD_INPUT, ExitCode.UNPLACED).contains(typed.code()),
          replay);
      if (typed.code() == ExitCode.BAD_INPUT) {
        errors++;
        assertEquals("", typed.out(), replay);
        assertTrue(
            typed
                .err()
                .lines()
                .allMatch(l -> l.startsWith("-:") || l.endsWith("nothing was planned")),
            replay + "\n" + typed.err());
      }
    }
    assertTrue(errors > RUNS / 4, errors + " of " + RUNS + " were errors");
  }

  /** Replaces a word, cuts a piece out, or puts a scrap in. */
  private static void damage(StringBuilder text, Random random) {
    int at = random.nextInt(text.length() - 50);
    String scrap = SCRAPS.get(random.nextInt(SCRAPS.size()));
    switch (random.nextInt(3)) {
      case 0 -> {
        int end = at;
        while (end < text.length() && " ,:{}[]\n".indexOf(text.charAt(end)) < 0) {
          end++;
        }
        text.replace(at, end, scrap);
      }
      case 1 -> text.delete(at, at + random.nextInt(40));
      default -> text.insert(at, scrap);
    }
  }
}
