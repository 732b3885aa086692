package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Subject;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Decisions 1 and 2 are about {@code a/web} and {@code a/db}, decision 3 about {@code b/web}. A row
 * is a history: what happened, {@code +500} for half a second that passed, and what follows.
 */
class RefusedDecisionsTest {
  private static final WorkloadId WEB = new WorkloadId("a", "web");
  private static final Entry[] ENTRIES = {
    entry(1, WEB), entry(2, new WorkloadId("a", "db")), entry(3, new WorkloadId("b", "web"))
  };

  private long millis;
  private final PendingEntries pending = new PendingEntries();
  private final RefusedDecisions refused =
      new RefusedDecisions(pending, () -> Duration.ofMillis(millis).toNanos());

  RefusedDecisionsTest() {
    for (Entry entry : ENTRIES) {
      pending.add(entry, 0);
    }
  }

  private static Entry entry(long sequence, WorkloadId id) {
    return new Entry(
        sequence,
        null,
        new Subject(id.namespace(), id.name(), "u"),
        Chain.GENESIS,
        null,
        "InputChanged",
        List.of(),
        List.of(),
        "2026-11-24T12:00:00Z",
        null);
  }

  private static Refusal because(String words) {
    return new Refusal(403, Refusal.Source.Quota, "ResourceQuota small", words);
  }

  private void happens(String steps) {
    for (String step : steps.split(" ")) {
      String[] words = step.split(":");
      switch (words[0]) {
        case "refused" -> refused.refused(entry(words[1]), because(step));
        case "written" -> {
          pending.carriedOut(entry(words[1]));
          refused.written(entry(words[1]));
        }
        case "superseded" -> refused.superseded(entry(words[1]));
        case "silent" -> refused.silent(words[1], because(step));
        case "answered" -> refused.answered(words[1]);
        case "hurry" -> refused.retryRefused(words[1]::equals);
        case "clear" -> refused.clear();
        case "changed" -> refused.toRestore(id(words[1]));
        case "unrestored" -> refused.restored(id(words[1]), because(step));
        case "restored" -> refused.restored(id(words[1]), null);
        case "publish" -> refused.publish(Map.of());
        case "" -> {}
        default -> millis += Long.parseLong(step);
      }
    }
  }

  private static Entry entry(String sequence) {
    return ENTRIES[Integer.parseInt(sequence) - 1];
  }

  private static WorkloadId id(String text) {
    return new WorkloadId(text.split("/")[0], text.split("/")[1]);
  }

  private String until(Predicate<WorkloadId> free) {
    Duration left = refused.untilRetry(free);
    return left == null ? "never" : Long.toString(left.toMillis());
  }

  @ParameterizedTest
  @CsvSource({
    // what happened; which are due, which are told, in how many milliseconds to try again
    "'', 1 2 3, '', never",
    "refused:1, 2 3, 1, 1000",
    "refused:1 +999, 2 3, 1, 1",
    "refused:1 +1000, 1 2 3, 1, 0",
    // The pause grows, up to half a minute.
    "refused:1 +1000 refused:1, 2 3, 1, 2000",
    "refused:1 +1 refused:1 +1 refused:1 +1 refused:1 +1 refused:1 +1 refused:1, 2 3, 1, 30000",
    // The first that is due, whichever it is.
    "refused:1 +400 refused:3, 2, 1 3, 600",
    // Of a namespace about which nobody answers nothing is tried.
    "silent:a, 3, 1 2, 1000",
    "silent:a +1000, 1 2 3, 1 2, 0",
    // Several writes that were sent at once are one question.
    "silent:a silent:a silent:a, 3, 1 2, 1000",
    "silent:a +1000 silent:a, 3, 1 2, 2000",
    "silent:a answered:a, 1 2 3, '', never",
    "silent:a answered:b, 3, 1 2, 1000",
    // What was refused itself waits for both.
    "refused:1 silent:a +1000 silent:a, 3, 1 2, 2000",
    "silent:a +1000 refused:1 answered:a, 2 3, 1, 1000",
    // Who is written shows that the quota of the namespace has room again.
    "refused:1 refused:2 refused:3 written:1, 1 2, 2 3, 0",
    // Not so what was never refused.
    "refused:1 written:2, 2 3, 1, 1000",
    "refused:1 superseded:1, 1 2 3, '', never",
    // Somebody raised a quota: at once, and then with the first pause again.
    "refused:1 refused:3 hurry:a, 1 2, 1 3, 0",
    "silent:a hurry:a, 1 2 3, 1 2, 0",
    "refused:1 +1000 refused:1 hurry:a refused:1, 2 3, 1, 1000",
    "refused:1 refused:3 clear, 1 2 3, '', never",
  })
  void decisionsThatAreNotWritten(String history, String due, String told, String until) {
    happens(history);
    assertEquals(
        due,
        List.of(ENTRIES).stream()
            .filter(refused::isDue)
            .map(e -> e.sequence().toString())
            .collect(Collectors.joining(" ")));
    assertEquals(
        told,
        refused.open().keySet().stream()
            .map(e -> e.sequence().toString())
            .collect(Collectors.joining(" ")));
    assertEquals(until, until(id -> true));
  }

  @ParameterizedTest
  @CsvSource({
    // what happened; which are written again now, which are told, when to try again
    "changed:a/web, a/web, '', 0",
    "changed:a/web restored:a/web, '', '', never",
    "unrestored:a/web, '', a/web, 1000",
    "unrestored:a/web +1000, a/web, a/web, 0",
    "unrestored:a/web restored:a/web, '', '', never",
    // Changed once more while it waits: at once, and once.
    "unrestored:a/web changed:a/web, a/web, a/web, 0",
    // Nobody answers there.
    "changed:a/web silent:a, '', a/db a/web, 1000",
    "changed:b/web silent:a, b/web, a/db a/web, 0",
    // It is as decided again, so whatever refused it may refuse no more.
    "unrestored:a/web unrestored:a/db restored:a/web, a/db, a/db, 0",
    "unrestored:a/web unrestored:b/web restored:a/web, '', b/web, 1000",
    "unrestored:a/web hurry:a, a/web, a/web, 0",
    // Everything is read again: what was to be restored still is.
    "unrestored:a/web clear, a/web, '', 0",
  })
  void placementsThatSomebodyChanged(String history, String due, String told, String until) {
    happens(history);
    assertEquals(
        due,
        refused.dueToRestore().stream().map(WorkloadId::toString).collect(Collectors.joining(" ")));
    assertEquals(until, until(id -> true));
    refused.publish(Map.of());
    assertEquals(
        told,
        refused.all().keySet().stream()
            .map(WorkloadId::toString)
            .sorted()
            .collect(Collectors.joining(" ")));
  }

  /** The answer comes by itself: to look again and again until then would be work for nothing. */
  @ParameterizedTest
  @CsvSource({
    // what happened, of whom a write is under way, when to try again
    "refused:1 +400 refused:3, a/web, 1000",
    "refused:1, a/web, never",
    "refused:1 refused:2 +400, a/web, 600",
    "silent:a, a/web a/db, never",
    "changed:a/web, a/web, never",
    "changed:a/web unrestored:b/web, a/web, 1000",
    "changed:a/web unrestored:a/db, a/web, 1000",
  })
  void whatIsUnderWayIsNotTried(String history, String underWay, String until) {
    happens(history);
    List<String> those = List.of(underWay.split(" "));
    assertEquals(until, until(id -> !those.contains(id.toString())));
  }

  @ParameterizedTest
  @CsvSource({
    // withheld, what happened; why a/web is not as decided
    "false, refused:1, refused:1",
    "true, '', withheld",
    "true, unrestored:a/web, unrestored:a/web",
    "true, refused:1, refused:1",
    "false, unrestored:a/web refused:1, refused:1",
    "false, silent:a, silent:a",
    "false, silent:a refused:1, refused:1",
  })
  void whyAPlacementIsNotAsDecided(boolean withheld, String history, String why) {
    happens(history);
    refused.publish(withheld ? Map.of(WEB, because("withheld")) : Map.of());
    assertEquals(why, new TreeMap<>(refused.all()).get(WEB).words());
  }

  @ParameterizedTest
  @CsvSource({
    // what waits in the namespace; whether that is still taken for silent
    "written:1, true",
    "written:1 written:2, false",
    "written:1 written:2 changed:a/web, true",
    "written:1 written:2 unrestored:a/db, true",
    "written:1 written:2 changed:b/web, false",
  })
  void aNamespaceInWhichNothingWaitsIsNotSilent(String history, boolean silent) {
    happens("silent:a " + history + " publish");
    assertEquals(silent, !refused.isDue("a"));
  }

  /** The longest for what was never refused, so that it comes first. */
  @Test
  void whoWaitsLongestIsTheOldest() {
    happens("refused:1 +500 unrestored:a/web +500");
    assertEquals(Duration.ofMillis(1000).toNanos(), refused.age(entry("1")));
    assertEquals(Duration.ofMillis(500).toNanos(), refused.age(WEB));
    assertEquals(Long.MAX_VALUE, refused.age(entry("2")));
  }
}
