package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.operator.ChainWatch;
import cloud.bleu.operator.Scene;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * One full life of a workload, with an operator that crashes in the middle of it, and then on an
 * API server that refuses, answers late or not at all, cuts watches, lags behind and repeats
 * itself. Each such life must go as the one that nothing disturbs: the same states, decisions,
 * creates and deletes.
 *
 * <p>A crash comes right after a write that the server took; the next operator begins with what the
 * server has. All of them, and the one of the undisturbed life, export the chain to one directory,
 * which in the end has every entry that was ever in the ledger, once. Bounded, there is one such
 * life: it crashes after the first write of each kind that the undisturbed life makes. {@link
 * EnforcedUnderFaultsTest} crashes after every write of a shorter life, so that no operator sees
 * the answer to one, {@link ExportCrashTest} after every write of the ledger. With {@code hack/test
 * --long} there is a life for each single write, and others crash after every write of any kind, of
 * the ledger, of a placement, and of a child. {@code -Dbleu.faults=crash@*:17} replays one plan,
 * {@code -Dbleu.faults=seed:4711} is the bounded run with two writes more, which the seed chooses.
 *
 * <p>Faults of the server may take not many times the requests. Bounded, several kinds of them
 * happen in one life, and each kind happens in one; with {@code hack/test --long} there is a life
 * for each. {@code -Dbleu.faults=conflict} is one for that kind, {@code conflict+slow} for two, and
 * {@code internal+slow#7} draws what is refused by the seed 7, in place of 1.
 */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("campaign")
class FaultCampaignTest {

  private static final String NAME = "FaultCampaignTest";
  private static final String EVERY = "crash@*:every:1";

  private static final List<String> LONG =
      List.of(
          EVERY,
          "crash@decisionledgers:every:1",
          "crash@workloadplacements:every:1",
          "crash@deployments:every:1");

  /** What the first life alone writes: the ledger and what is said of the provider stay. */
  private static final Set<String> ONCE =
      Set.of("create decisionledgers", "PATCH cloudproviders/status");

  private static final int CUT_EVERY_MS = 3000;

  /** Each costs requests of its own: a life that takes longer on a slow machine has no more. */
  private static final int MOST_CUTS = 20;

  @TempDir static Path folder;

  private final List<String> writes = new ArrayList<>();
  private final Set<String> kinds = new TreeSet<>();
  private CrashedExport export;
  private KubernetesClient client;
  private Config config;
  private @Nullable Scene scene;
  private ChainWatch chain;
  private @Nullable Outcome undisturbed;
  private int quiet;

  @BeforeEach
  void world(KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    if (scene == null) {
      begin(client, nodes, account);
    }
    chain = new ChainWatch(client);
  }

  private void begin(KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    this.client = client;
    export = new CrashedExport(folder);
    config = account.campaignConfig();
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
  }

  /** What one test leaves would be the beginning of the next one's lives. */
  @AfterEach
  void nothingIsLeft() {
    chain.close();
    List<String> left = new ArrayList<>();
    for (BleuWorkload workload : client.resources(BleuWorkload.class).list().getItems()) {
      left.add("workload " + workload.getMetadata().getName());
    }
    for (WorkloadPlacement placement :
        client.resources(WorkloadPlacement.class).list().getItems()) {
      left.add("placement " + placement.getMetadata().getName());
    }
    for (AvailabilityZone zone : client.resources(AvailabilityZone.class).list().getItems()) {
      zone.getMetadata()
          .getFinalizers()
          .forEach(f -> left.add(f + " of zone " + zone.getMetadata().getName()));
    }
    assertEquals(List.of(), left);
  }

  /** The life that all others are compared with. */
  private Outcome undisturbed() {
    Outcome known = undisturbed;
    if (known == null) {
      try (Operators operators = new Operators(config, null, Fault.NONE, export)) {
        known = exported(operators, null);
        writes.addAll(operators.effects().writes());
        kinds.addAll(operators.kinds());
      }
      kinds.removeAll(ONCE);
      undisturbed = known;
    }
    return known;
  }

  /** What is exported goes on where the undisturbed life ended, so this is the first. */
  @Test
  @Order(1)
  void lifeWithCrashesGoesAsTheUndisturbedOne() throws IOException {
    Outcome reference = undisturbed();
    Plans failed = new Plans(NAME);
    for (String plan : crashes(writes.size())) {
      failed.run(plan, () -> crash(plan, reference));
    }
    failed.assertNone();
    chain.verify();
    Outcome.assertRoomIsSoldOnce(chain);
    ExportCheck.holds(export.current(), scene, chain);
  }

  private void crash(String plan, Outcome reference) {
    List<String> crashes;
    Set<String> after;
    try (Operators operators = new Operators(config, Crash.parse(plan), Fault.NONE, export)) {
      Outcome outcome = exported(operators, reference);
      crashes = operators.crashedAfter();
      after = operators.crashedAfterKinds();
      outcome.assertSameAs(reference);
    }
    Plans.print(plan + ": " + crashes.size() + " crashes, after " + after);
    if (plan.equals(EVERY) || plan.equals(Crash.EACH_KIND)) {
      Set<String> missed = new TreeSet<>(kinds);
      missed.removeAll(after);
      assertEquals(Set.of(), missed, "kinds of write that nobody crashed after");
    }
    // How many writes of status there are differs by a few from life to life.
    if (crashes.isEmpty()) {
      assertTrue(isNearTheEnd(plan, writes.size()), "there was no such write");
      Plans.print(plan + ": this life had fewer writes");
    }
  }

  private Outcome exported(Operators operators, @Nullable Outcome reference) {
    Life life = life(operators, reference);
    List<String> states = life.live(config);
    if (reference == null) {
      quiet = operators.requests();
    }
    ExportCheck.await(scene, export::current);
    chain.awaitEnd(scene);
    return Outcome.of(life, states, chain, operators.effects());
  }

  private Life life(Operators operators, @Nullable Outcome reference) {
    return new Life(
        scene, client, operators.effects(), reference == null ? null : reference.states());
  }

  private static boolean isNearTheEnd(String plan, int writes) {
    Crash crash = Crash.parse(plan);
    return !crash.again() && crash.kind().equals("*") && crash.write() > writes * 3 / 4;
  }

  /** Nothing if faults of the server are asked for. */
  private static List<String> crashes(int writes) {
    String asked = ServerFaults.asked();
    if (asked.startsWith("crash@")) {
      return List.of(asked.split(",", -1));
    }
    if (ServerFaults.areAsked(asked)) {
      return List.of();
    }
    List<String> plans = new ArrayList<>(List.of(Crash.EACH_KIND));
    if (asked.startsWith("seed:")) {
      Random random = new Random(Long.parseLong(asked.substring("seed:".length())));
      random.ints(2, 1, writes + 1).forEach(n -> plans.add("crash@*:" + n));
    } else if (asked.equals("all")) {
      plans.addAll(LONG);
      for (int n = 1; n <= writes; n++) {
        plans.add("crash@*:" + n);
      }
    }
    return plans;
  }

  @Test
  @Order(2)
  void lifeWithFaultsOfTheServerGoesAsTheUndisturbedOne() {
    Outcome reference = undisturbed();
    Plans failed = new Plans(NAME);
    for (String plan : ServerFaults.plans()) {
      failed.run(plan, () -> disturb(ServerFaults.parse(plan, client), plan, reference));
    }
    failed.assertNone();
    chain.verify();
    Outcome.assertRoomIsSoldOnce(chain);
  }

  private void disturb(ServerFaults faults, String plan, Outcome reference) {
    ScheduledExecutorService cutting = Executors.newSingleThreadScheduledExecutor();
    try (Operators operators = new Operators(config, null, faults)) {
      cutting.scheduleWithFixedDelay(
          () -> faults.cut(operators, MOST_CUTS),
          CUT_EVERY_MS,
          CUT_EVERY_MS,
          TimeUnit.MILLISECONDS);
      Life life = life(operators, reference);
      List<String> states = life.live(config);
      int requests = operators.requests();
      chain.awaitEnd(scene);
      assertEquals(List.of(), faults.missing(), "never happened");
      Outcome.of(life, states, chain, operators.effects()).assertSameAs(reference);
      Plans.print(plan + ": " + requests + " requests, " + quiet + " without faults");
      assertTrue(requests < 10 * quiet, requests + " requests in place of " + quiet);
    } finally {
      cutting.shutdownNow();
    }
  }

  @Test
  @Order(3)
  void boundedCampaignHasEachKindOnce() {
    assertEquals(ServerFaults.KINDS.stream().sorted().toList(), ServerFaults.boundedKinds());
  }
}
