package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec.Entry;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.sandbox.SandboxClients;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Room is sold once, whatever is proposed, whoever refuses, wherever the process ends.
 *
 * <p>The room that a workload has in a zone is its replicas there times its requests. A workload
 * that is withdrawn has none. The plan is everything that is proposed at once; {@code most(z)} is
 * what zone {@code z} holds before the plan or once all of it is written, whichever is more. Before
 * each write that reaches the API server, and at the end:
 *
 * <ol>
 *   <li>What is committed holds no more than {@code most(z)} in any zone.
 *   <li>What is committed and what is published, of each workload the larger, hold together no more
 *       than {@code most(z)} in any zone in which no room is exchanged. In the others they hold at
 *       most so much more as those that exchange it have there afterwards.
 *   <li>Once a commit has ended, or the next leader has recovered, they hold no more than {@code
 *       most(z)} in any zone.
 * </ol>
 *
 * <p>Assumed is what {@link RoomChange} assumes: the requests of a workload that keeps its replicas
 * in a zone do not become smaller.
 */
class RoomSoldOnceTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private final Set<String> refusing = ConcurrentHashMap.newKeySet();
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private final AtomicInteger writesUntilEnd = new AtomicInteger(Integer.MAX_VALUE);
  private volatile @Nullable Plan watched;
  private EmbeddedApiServer server;
  private KubernetesClient admin;
  private FaultProxy proxy;
  private KubernetesClient client;

  /** What a workload has by a decision: the requests of one replica, and its replicas by zone. */
  private record Holding(int requests, Map<String, Integer> replicas) {
    static final Holding NONE = new Holding(0, Map.of());

    static Holding of(String digest, List<Assignment> assignments) {
      Map<String, Integer> replicas = new TreeMap<>();
      assignments.forEach(a -> replicas.put(a.zone(), a.replicas()));
      return new Holding(Character.digit(digest.charAt(digest.length() - 1), 10), replicas);
    }

    int in(String zone) {
      return requests * replicas.getOrDefault(zone, 0);
    }

    Change change(WorkloadId id) {
      List<Assignment> assignments = new ArrayList<>();
      replicas.forEach((zone, n) -> assignments.add(new Assignment(zone, n, null, null)));
      String digest = "sha256:" + "0".repeat(63) + requests;
      return new Change(id, "u", digest, null, "InputChanged", assignments, List.of(), 0);
    }
  }

  private record Plan(Map<String, Integer> most, Map<String, Integer> exchanged) {}

  private final class Observer implements Fault {
    @Override
    public @Nullable Answer instead(Request request) {
      boolean placement = request.about("workloadplacements");
      if (request.method().equals("GET") || !placement && !request.about("decisionledgers")) {
        return null;
      }
      Plan plan = watched;
      if (plan != null) {
        check(plan, false, request.toString());
      }
      if (placement && refusing.stream().anyMatch(n -> request.path().contains("/" + n + "/"))) {
        return Answer.json(
            403,
            "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":403,"
                + "\"message\":\"workloadplacements is forbidden: exceeded quota: none\"}");
      }
      boolean ended = !request.query().contains("dryRun") && writesUntilEnd.decrementAndGet() < 0;
      return ended ? Answer.status(500, "MadeUp") : null;
    }
  }

  @BeforeEach
  void start() {
    server = EmbeddedApiServer.start(ProjectCrds.all());
    admin = server.newClient();
    proxy = new FaultProxy(admin.getConfiguration(), new Observer());
    try (KubernetesClient usual = proxy.client()) {
      client =
          SandboxClients.of(
              new ConfigBuilder(usual.getConfiguration()).withRequestRetryBackoffLimit(0).build());
    }
  }

  @AfterEach
  void stop() {
    client.close();
    proxy.close();
    admin.close();
    server.close();
  }

  static List<Long> seeds() {
    List<Long> seeds = new ArrayList<>();
    for (long seed = 1; seed <= 40; seed++) {
      seeds.add(seed);
    }
    return seeds;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noZoneHoldsMoreThanThePlanAllows(long seed) throws LedgerConflictException {
    Random random = new Random(seed);
    Map<WorkloadId, Holding> before = new TreeMap<>(Comparator.comparing(Object::toString));
    for (int i = 0; i < 12; i++) {
      WorkloadId id = new WorkloadId("n" + random.nextInt(4), "w" + i);
      before.put(id, new Holding(1 + random.nextInt(3), replicas(random, 0)));
    }
    List<Change> first = new ArrayList<>();
    before.forEach((id, holding) -> first.add(holding.change(id)));
    Ledger ledger = recovered();
    ledger.commit(first);

    Map<WorkloadId, Holding> after = new HashMap<>(before);
    List<Change> proposed = new ArrayList<>();
    before.forEach((id, holding) -> propose(random, seed, id, holding, ledger, after, proposed));
    for (int i = 0; i < 3; i++) {
      WorkloadId id = new WorkloadId("n" + random.nextInt(4), "new" + i);
      after.put(id, new Holding(1 + random.nextInt(3), replicas(random, 0)));
      proposed.add(random.nextInt(proposed.size() + 1), after.get(id).change(id));
    }
    Plan plan = new Plan(most(before, after), exchanged(proposed, ledger));
    for (int n = 0; n < 4; n++) {
      if (random.nextInt(3) == 0) {
        refusing.add("n" + n);
      }
    }
    watched = plan;
    int batches = random.nextInt(4);
    writesUntilEnd.set(seed % 3 == 0 ? random.nextInt(12) : Integer.MAX_VALUE);
    AtomicInteger told = new AtomicInteger();
    boolean ends = seed % 3 == 1;
    try {
      ledger.commit(
          proposed,
          List.of(),
          null,
          (batch, waiting) -> {
            if (ends && told.getAndIncrement() == batches) {
              throw new IllegalStateException("made up: it ends here");
            }
          });
      check(plan, true, "once it has ended");
    } catch (IllegalStateException | KubernetesClientException e) {
      // It ends here.
    }
    writesUntilEnd.set(Integer.MAX_VALUE);
    ledger.close();
    try (Ledger next = recovered()) {
      check(plan, true, "once the next leader has recovered");
      refusing.clear();
      next.hurry(namespace -> true);
      next.finish();
      check(plan, true, "once nobody refuses");
    }
    assertEquals(List.of(), faults);
  }

  /** Even seeds go to later zones only, so they make chains; odd ones exchange room as well. */
  private static void propose(
      Random random,
      long seed,
      WorkloadId id,
      Holding holding,
      Ledger ledger,
      Map<WorkloadId, Holding> after,
      List<Change> proposed) {
    int dice = random.nextInt(10);
    if (dice == 0) {
      after.put(id, Holding.NONE);
      proposed.add(0, Changes.withdrawal(id, ledger.inForce(id)));
    } else if (dice < 9) {
      int from =
          seed % 2 == 1 ? 0 : holding.replicas().keySet().iterator().next().charAt(0) - 'a' + 1;
      int more = random.nextInt(3) == 0 ? random.nextInt(3) : 0;
      Holding next = new Holding(holding.requests() + more, replicas(random, Math.min(from, 4)));
      after.put(id, next);
      proposed.add(next.change(id));
    }
  }

  /** In one zone or two, of those from {@code first} to the fifth. */
  private static Map<String, Integer> replicas(Random random, int first) {
    Map<String, Integer> replicas = new TreeMap<>();
    for (int i = random.nextInt(2); i >= 0; i--) {
      replicas.put("" + (char) ('a' + first + random.nextInt(5 - first)), 1 + random.nextInt(2));
    }
    return replicas;
  }

  private static Map<String, Integer> most(
      Map<WorkloadId, Holding> before, Map<WorkloadId, Holding> after) {
    Map<String, Integer> most = new HashMap<>();
    for (String zone : List.of("a", "b", "c", "d", "e")) {
      most.put(
          zone,
          Math.max(
              before.values().stream().mapToInt(h -> h.in(zone)).sum(),
              after.values().stream().mapToInt(h -> h.in(zone)).sum()));
    }
    return most;
  }

  /** What those that exchange room have afterwards, by zone. */
  private static Map<String, Integer> exchanged(List<Change> proposed, Ledger ledger) {
    Map<String, Integer> exchanged = new HashMap<>();
    for (CommitOrder.Group group : CommitOrder.of(proposed, ledger::inForce)) {
      if (group.changes().size() > 1) {
        for (Change change : group.changes()) {
          Holding next = Holding.of(change.digest(), change.assignments());
          next.replicas().keySet().forEach(z -> exchanged.merge(z, next.in(z), Integer::sum));
        }
      }
    }
    return exchanged;
  }

  private void check(Plan plan, boolean ended, String when) {
    Map<WorkloadId, Holding> committed = new HashMap<>();
    Map<WorkloadId, Holding> published = new HashMap<>();
    Set<WorkloadId> withdrawn = new HashSet<>();
    // First what is committed: it does not change while a WorkloadPlacement is written.
    List<Entry> entries =
        admin.resources(DecisionLedger.class).withName("decisions").get().getSpec().entries();
    for (WorkloadPlacement p :
        admin.resources(WorkloadPlacement.class).inAnyNamespace().list().getItems()) {
      WorkloadId id = new WorkloadId(p.getMetadata().getNamespace(), p.getMetadata().getName());
      Holding holding = Holding.of(p.getSpec().decision().digest(), p.getSpec().assignments());
      published.put(id, holding);
      committed.put(id, holding);
    }
    for (Entry entry : entries) {
      boolean gone = entry.cause().equals(Entries.WITHDRAWN);
      if (gone) {
        withdrawn.add(Entries.id(entry));
      }
      committed.put(
          Entries.id(entry), gone ? Holding.NONE : Holding.of(entry.digest(), entry.assignments()));
    }
    withdrawn.forEach(published::remove);
    plan.most()
        .forEach(
            (zone, most) -> {
              int alone = committed.values().stream().mapToInt(h -> h.in(zone)).sum();
              Set<WorkloadId> ids = new HashSet<>(committed.keySet());
              ids.addAll(published.keySet());
              int together =
                  ids.stream()
                      .mapToInt(
                          id ->
                              Math.max(
                                  committed.getOrDefault(id, Holding.NONE).in(zone),
                                  published.getOrDefault(id, Holding.NONE).in(zone)))
                      .sum();
              int beyond = ended ? 0 : plan.exchanged().getOrDefault(zone, 0);
              if (alone > most) {
                faults.add(
                    when
                        + ": "
                        + alone
                        + " of "
                        + most
                        + " are committed in "
                        + zone
                        + ": "
                        + committed);
              }
              if (together > most + beyond) {
                faults.add(when + ": " + together + " of " + most + " are held in " + zone);
              }
            });
  }

  private Ledger recovered() throws LedgerConflictException {
    Ledger ledger = new Ledger(client, Clock.fixed(NOON, ZoneOffset.UTC));
    ledger.recover();
    return ledger;
  }
}
