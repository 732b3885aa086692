package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.apiserver.NamespaceWrites;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.apiserver.StillClock;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the server is asked, step by step. {@code no:a/x} and {@code yes:a/x}: from now on the
 * server would refuse, or take, the placement of {@code x} in the namespace {@code a}. {@code [}
 * and {@code ]} begin and end a pass, between them names are proposed in their order; {@code +500}
 * is half a second that passes. {@code late:a} says that answers take a second there, {@code
 * hangs:a/x} that the next one about it comes with {@code answers:a/x}, {@code grows:a/x} that it
 * is proposed with one replica more from now on, and {@code shrinks:a/x} with one less.
 */
final class DryRunHistory implements AutoCloseable {
  private final Semaphore arrived = new Semaphore(0);
  private final StillClock time = new StillClock();
  private final NamespaceWrites writes = new NamespaceWrites(arrived::release, time);
  private final Set<String> refusing = new HashSet<>();
  private final Set<WorkloadId> full = new HashSet<>();
  private final Map<WorkloadId, Integer> replicas = new HashMap<>();
  private final Map<String, Question> hanging = new ConcurrentHashMap<>();
  final DryRuns dryRuns = new DryRuns(this::ask, writes, this::answer, time::nanos);

  /** What the server was asked, what it would take, and what was told of the others. */
  final List<String> asked = new ArrayList<>();

  final List<String> taken = new ArrayList<>();
  final Map<String, String> told = new TreeMap<>();

  /** One that is not answered yet. */
  private record Question(CountDownLatch sent, CountDownLatch answered) {
    Question() {
      this(new CountDownLatch(1), new CountDownLatch(1));
    }
  }

  private @Nullable Refusal ask(ProposedDecision change) {
    String name = name(change.id());
    boolean refuses;
    synchronized (asked) {
      asked.add(name);
      refuses = refusing.contains(name);
    }
    Question hangs = hanging.get(name);
    if (hangs != null) {
      time.hangs(change.id());
      hangs.sent().countDown();
      await(hangs.answered());
      time.ends(change.id());
    }
    return refuses ? new Refusal(403, Refusal.Source.Quota, "ResourceQuota small", name) : null;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(1, TimeUnit.MINUTES));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private @Nullable Refusal answer(String namespace, Supplier<Optional<Refusal>> answer) {
    return answer.get().orElse(null);
  }

  void happens(String history) {
    for (String step : history.trim().split(" +")) {
      String name = step.substring(step.indexOf(':') + 1);
      switch (step.split(":")[0]) {
        case "no" -> refusing.add(name);
        case "yes" -> refusing.remove(name);
        case "grows" -> replicas.merge(id(name), 2, (before, one) -> before + 1);
        case "shrinks" -> replicas.merge(id(name), 0, (before, one) -> before - 1);
        case "late" -> writes.send(name, step, this::second, answer -> answer.get());
        case "hangs" -> hanging.put(name, new Question());
        case "answers" -> answers(name);
        case "[" -> dryRuns.begin();
        case "]" -> {
          dryRuns.end(full::contains);
          full.clear();
        }
        case "needless" -> dryRuns.needless(name);
        case "hurry" -> dryRuns.retryRefused(name::equals);
        case "committed" -> dryRuns.committed(id(name));
        case "clear" -> dryRuns.clear();
        case "full" -> {
          told.put(name, dryRuns.full(id(name)).by());
          full.add(id(name));
        }
        default -> propose(step);
      }
    }
  }

  private void propose(String step) {
    if (step.startsWith("+")) {
      time.pass(Duration.ofMillis(Long.parseLong(step.substring(1))));
      return;
    }
    told.remove(step);
    boolean yes =
        dryRuns.isTaken(
            change(id(step)),
            (id, why) -> {
              told.put(name(id), why.equals(DryRuns.FULL) ? "full" : why.words());
              if (why.equals(DryRuns.FULL)) {
                full.add(id);
              }
            });
    if (yes) {
      taken.add(step);
    }
    Question hangs = hanging.get(step);
    if (hangs != null && writes.isUnderWay(id(step))) {
      await(hangs.sent());
    }
  }

  private boolean second() {
    time.pass(Duration.ofSeconds(1));
    return true;
  }

  /** A second later: the namespace stays late. */
  private void answers(String name) {
    second();
    Question hangs = hanging.remove(name);
    assertTrue(hangs != null && hangs.sent().getCount() == 0, name + " was not asked");
    hangs.answered().countDown();
    try {
      assertTrue(arrived.tryAcquire(1, TimeUnit.MINUTES));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    writes.takeAnswers();
  }

  boolean isUnderWay(String name) {
    return writes.isUnderWay(id(name));
  }

  private static String name(WorkloadId id) {
    return id.namespace() + "/" + id.name();
  }

  private static WorkloadId id(String text) {
    return new WorkloadId(text.split("/")[0], text.split("/")[1]);
  }

  private ProposedDecision change(WorkloadId id) {
    List<Assignment> assignments =
        List.of(new Assignment("north", replicas.getOrDefault(id, 1), null, null));
    return LaterDecision.of(
        id, "u", Chain.GENESIS, null, "InputChanged", assignments, List.of(), 0);
  }

  @Override
  public void close() {
    hanging.values().forEach(one -> one.answered().countDown());
    writes.close();
  }
}
