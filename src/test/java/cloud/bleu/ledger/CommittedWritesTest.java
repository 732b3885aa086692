package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Subject;
import cloud.bleu.apiserver.NamespaceWrites;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A row is a history. {@code 1=a/x} commits decision 1 about {@code x} in the namespace {@code a},
 * {@code 2-a/x} withdraws it, {@code first:1} says that nothing stands there yet. {@code no:a/x},
 * {@code hangs:a/x} and {@code breaks:a/x} say how a write of it ends from now on, {@code yes:a/x}
 * that it is written, {@code down} that the server does not answer at all. {@code round} writes
 * what is due, {@code restore:a/x} writes it again; {@code +500} is half a second that passes.
 */
class CommittedWritesTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);
  private static final Refusal FULL =
      new Refusal(403, Refusal.Source.Quota, "ResourceQuota small", "exceeded");

  private final Map<String, String> ends = new HashMap<>();
  private final Set<String> restored = new HashSet<>();

  /** What was sent: {@code 1}, {@code 1!} without a look, {@code a/x} again. */
  private final List<String> sent = new ArrayList<>();

  /** Writes of one namespace that are sent at once; none of them is answered before all are. */
  private CountDownLatch together = new CountDownLatch(0);

  private boolean down;
  private String thrown = "";
  private long millis;
  private final Map<Long, Entry> entries = new HashMap<>();
  private final NamespaceWrites writes = new NamespaceWrites(null);
  private final PendingEntries pending = new PendingEntries();
  private final DecisionsInForce decisions = new DecisionsInForce(NOON);
  private final RefusedDecisions refused =
      new RefusedDecisions(pending, () -> Duration.ofMillis(millis).toNanos());
  private final CommittedWrites committed =
      new CommittedWrites(this::read, new Server(), writes, pending, decisions, refused);

  @AfterEach
  void stop() {
    writes.close();
  }

  private void read() {
    if (down) {
      throw new KubernetesClientException("nobody answers");
    }
  }

  private final class Server implements PlacementWrites {
    @Override
    public @Nullable Refusal carryOut(Entry entry, RecentMoves recent, boolean first) {
      return end(Entries.id(entry), entry.sequence() + (first ? "!" : ""));
    }

    @Override
    public Restored restore(WorkloadId id, DecisionInForce inForce) {
      Refusal refusal = end(id, text(id));
      return new Restored(refusal == null, refusal);
    }

    private @Nullable Refusal end(WorkloadId id, String what) {
      synchronized (sent) {
        sent.add(what);
      }
      together.countDown();
      try {
        assertTrue(together.await(60, TimeUnit.SECONDS), "fewer are sent at once");
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return switch (ends.getOrDefault(text(id), "yes")) {
        case "no" -> FULL;
        case "hangs" -> throw new KubernetesClientException("late", new SocketTimeoutException());
        case "breaks" -> throw new KubernetesClientException("broken");
        default -> null;
      };
    }
  }

  private static String text(WorkloadId id) {
    return id.namespace() + "/" + id.name();
  }

  private static WorkloadId id(String text) {
    return new WorkloadId(text.split("/")[0], text.split("/")[1]);
  }

  private void commit(String step) {
    WorkloadId id = id(step.substring(2));
    long sequence = Long.parseLong(step.substring(0, 1));
    Entry entry =
        new Entry(
            sequence,
            null,
            new Subject(id.namespace(), id.name(), "u"),
            Chain.GENESIS,
            null,
            step.charAt(1) == '-' ? Entries.WITHDRAWN : "InputChanged",
            List.of(new Assignment("z" + sequence, 1, null, null)),
            List.of(),
            "2026-11-24T12:00:00Z",
            null);
    entries.put(sequence, entry);
    pending.add(entry, 0);
    decisions.committed(entry, 0);
  }

  private void happens(String history) {
    for (String step : history.split(" +")) {
      String what = step.substring(step.indexOf(':') + 1);
      switch (step.split(":")[0]) {
        case "first" -> committed.isFirst(entries.get(Long.parseLong(what)));
        case "no", "yes", "hangs", "breaks" -> ends.put(what, step.split(":")[0]);
        case "down" -> down = true;
        case "seen" -> committed.seen();
        case "begin" -> committed.begin();
        case "restore" ->
            restored.addAll(
                committed.restore(List.of(id(what))).stream()
                    .map(CommittedWritesTest::text)
                    .toList());
        case "round" -> round();
        default -> {
          if (step.startsWith("+")) {
            millis += Long.parseLong(step.substring(1));
          } else {
            commit(step);
          }
        }
      }
    }
  }

  private void round() {
    sent.clear();
    try {
      committed.round();
    } catch (KubernetesClientException e) {
      thrown = e.getMessage();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        // history | sent in the last round | published | refused by | news | thrown
        "what is committed is written | 1=a/x 2=b/y round | 1 2 | a/x b/y | | true | ''",
        "once | 1=a/x round seen round | '' | a/x | | false | ''",
        "what nothing stands for is written without a look | 1=a/x first:1 2=b/y round | 1! 2 |"
            + " a/x b/y | | true | ''",
        "with a look when it is tried again | 1=a/x first:1 no:a/x round +1000 round | 1 | '' |"
            + " a/x=Quota | false | ''",
        "and once everything was read again | 1=a/x first:1 begin round | 1 | a/x | | true | ''",
        "a later decision is written in its place | 1=a/x 2=a/x round | 2 | a/x | | true | ''",
        "also when the one before was refused | 1=a/x no:a/x round 2=a/x yes:a/x round | 2 | a/x |"
            + " | true | ''",
        "a withdrawal is written like any other | 1=a/x round 2-a/x round | 2 | '' | | true | ''",
        "what is refused waits | 1=a/x no:a/x round +999 round | '' | '' | a/x=Quota | false | ''",
        "and is tried again in time | 1=a/x no:a/x round yes:a/x +1000 round | 1 | a/x | | true |"
            + " ''",
        "it holds up nobody else | 1=a/x 2=a/y 3=b/y no:a/x round | 1 2 3 | a/y b/y | a/x=Quota |"
            + " true | ''",
        "what takes one write may take the others of its namespace | 1=a/x no:a/x round +1000 2=a/y"
            + " no:a/y round +1000 yes:a/x yes:a/y round round | 1 | a/x a/y | | true | ''",
        "what hangs is asked again after a pause | 1=a/x hangs:a/x round +999 round | '' | '' |"
            + " a/x=WebhookUnreachable | false | ''",
        "with all of its namespace | 1=a/x hangs:a/x round 2=a/y round | '' | '' |"
            + " a/x=WebhookUnreachable a/y=WebhookUnreachable | false | ''",
        "and nobody of another one | 1=a/x hangs:a/x round 2=b/y round | 2 | b/y |"
            + " a/x=WebhookUnreachable | true | ''",
        "until it answers | 1=a/x hangs:a/x round yes:a/x 2=a/y +1000 round | 1 2 | a/x a/y | |"
            + " true | ''",
        "a server that does not answer is no refusal | 1=a/x breaks:a/x round | 1 | '' | | false |"
            + " broken",
        "nor is a time that ran out while nobody answers | 1=a/x hangs:a/x down round | 1 | '' | |"
            + " false | nobody answers",
        "what somebody changed is written again | 1=a/x round restore:a/x | 1 a/x | a/x | | true |"
            + " ''",
        "not what was never written | 1=a/x no:a/x round restore:a/x | 1 | '' | a/x=Quota | false |"
            + " ''",
        "in its time when that is refused | 1=a/x round no:a/x restore:a/x +1000 round | a/x | a/x"
            + " | a/x=Quota | true | ''",
        "and then no more | 1=a/x round no:a/x restore:a/x yes:a/x +1000 round seen round | '' | a/x"
            + " | | false | ''"
      })
  void writes(
      String why,
      String history,
      String sentLast,
      String published,
      @Nullable String refusedBy,
      boolean news,
      String failure) {
    happens(history);
    assertEquals(sentLast, sent.stream().sorted().collect(Collectors.joining(" ")), "sent");
    assertEquals(published, published(), "published");
    refused.publish(Map.of());
    assertEquals(
        refusedBy == null ? "" : refusedBy,
        refused.all().entrySet().stream()
            .map(e -> text(e.getKey()) + "=" + e.getValue().source())
            .sorted()
            .collect(Collectors.joining(" ")),
        "refused");
    assertEquals(news, committed.isNews(), "news");
    assertEquals(failure, thrown, "thrown");
  }

  private String published() {
    TreeSet<String> published = new TreeSet<>();
    decisions
        .all()
        .forEach(
            (id, inForce) -> {
              if (inForce.published()) {
                published.add(text(id));
              }
            });
    return String.join(" ", published);
  }

  /** Eight of a namespace are sent at once: who comes last of nine is sent after them. */
  @ParameterizedTest
  @CsvSource({
    "1=a/1 no:a/1 round +1000 2=a/2 3=a/3 4=a/4 5=a/5 6=a/6 7=a/7 8=a/8 9=a/9 round, 1",
    "9=a/9 no:a/9 round +1000 1=a/1 2=a/2 3=a/3 4=a/4 5=a/5 6=a/6 7=a/7 8=a/8 round, 9"
  })
  void sendsWhatWasNeverRefusedFirst(String history, String last) {
    int rounds = history.lastIndexOf("round");
    happens(history.substring(0, rounds - 1));
    together = new CountDownLatch(8);
    happens("round");
    assertEquals(last, sent.get(8));
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "2, 1"})
  void sendsWhatWasRefusedLongestAgoFirst(String early, String late) {
    StringBuilder others = new StringBuilder();
    for (int i = 3; i <= 9; i++) {
      others.append(" %d=a/%d".formatted(i, i));
    }
    happens("%s=a/%s no:a/%s round +500".formatted(early, early, early));
    happens("%s=a/%s no:a/%s round +1000".formatted(late, late, late));
    happens(others.substring(1));
    together = new CountDownLatch(8);
    happens("round");
    assertEquals(late, sent.get(8));
  }

  @Test
  void sendsNothingMoreWhereNobodyAnswersInThisRound() {
    StringBuilder history = new StringBuilder();
    for (int i = 1; i <= 9; i++) {
      history.append("%d=a/%d hangs:a/%d ".formatted(i, i, i));
    }
    together = new CountDownLatch(8);
    happens(history + "round");
    assertEquals(8, sent.size());
  }

  @ParameterizedTest
  @CsvSource({"yes, a/x", "no, ''", "hangs, ''"})
  void tellsWhatItWroteAgain(String end, String written) {
    happens("1=a/x round " + end + ":a/x restore:a/x");
    assertEquals(written, String.join(" ", restored));
  }
}
